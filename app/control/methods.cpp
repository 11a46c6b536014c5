#include "app/control/methods.h"

#include "app/control/call.h"
#include "app/control/json.h"

#include <algorithm>

namespace vos::control {

using namespace Qt::StringLiterals;

namespace {

/// Messages of one page; the most is what the node gives at once.
constexpr qint64 PageDefault = 50;
constexpr qint64 PageMax = 1000;
/// Records of one page of the map, about 0.6 KB each.
constexpr qint64 MapPageDefault = 1000;
constexpr qint64 MapPageMax = 10'000;

// -- node --

void nodeInfo(Call& call)
{
    if (!call.refused())
        call.node.info(call.context, call.json<NodeInfo>());
}

void nodeRename(Call& call)
{
    const QString name = call.params.text("name"_L1);
    if (!call.refused())
        call.node.rename(name, call.context, call.done());
}

void nodeJoin(Call& call)
{
    const QString at = call.params.text("at"_L1);
    if (call.refused())
        return;
    call.node.join(at, call.context, call.reply<MapSummary>([](const MapSummary& summary) {
        return QJsonObject{{u"known"_s, static_cast<qint64>(summary.known)}};
    }));
}

void nodeStop(Call& call)
{
    if (call.refused())
        return;
    call.caller.answer(QJsonValue(QJsonObject()));
    call.node.stop();
}

void nodeRetire(Call& call)
{
    const NodeId id = call.params.node("confirm"_L1);
    if (call.refused())
        return;
    if (id != call.node.identity().id) {
        call.caller.answer(Unexpected{
            faultOf({ErrorCode::NotAllowed, "only the profile's own address confirms its end"})});
        return;
    }
    call.node.retire(id, call.context, call.done());
}

// -- settings --

Reply<QVariantMap> settingsReply(const Call& call)
{
    return call.reply<QVariantMap>(
        [](const QVariantMap& values) { return QJsonObject::fromVariantMap(values); });
}

void settingsGet(Call& call)
{
    const QStringList keys = call.params.optionalTexts("keys"_L1).value_or(QStringList());
    if (!call.refused())
        call.node.settings(keys, call.context, settingsReply(call));
}

/// Its parameters are the settings themselves, so the node checks their names and types.
void settingsSet(Call& call, const QJsonObject& values)
{
    const QStringList keys = values.keys();
    const auto answer = call.caller.answer;
    if (keys.isEmpty()) {
        answer(QJsonValue(QJsonObject()));
        return;
    }
    call.node.setSettings(values.toVariantMap(), call.context,
                          [answer, keys, node = &call.node, context = call.context,
                           reply = settingsReply(call)](Expected<Done, NodeError> result) {
                              if (result)
                                  node->settings(keys, context, reply);
                              else
                                  answer(Unexpected{faultOf(result.error())});
                          });
}

// -- map and peers --

struct MapPage {
    std::size_t offset;
    std::size_t limit;
    std::optional<bool> online;
};

QJsonObject mapPageJson(std::vector<MapEntry> entries, const MapPage& page)
{
    if (page.online)
        std::erase_if(entries, [&](const MapEntry& e) { return e.online != *page.online; });
    std::ranges::sort(entries, {}, &MapEntry::id);
    const std::size_t first = std::min(page.offset, entries.size());
    const std::size_t last = first + std::min(page.limit, entries.size() - first);
    QJsonArray records;
    for (std::size_t i = first; i < last; ++i)
        records << toJson(entries[i]);
    return {{u"total"_s, static_cast<qint64>(entries.size())}, {u"records"_s, records}};
}

void mapList(Call& call)
{
    constexpr qint64 offsetMax = 1'000'000'000;
    const auto offset = call.params.optionalNumber("offset"_L1, 0, offsetMax);
    const auto limit = call.params.pageSize("limit"_L1, MapPageMax);
    const auto online = call.params.optionalFlag("online"_L1);
    if (call.refused())
        return;
    const MapPage page{static_cast<std::size_t>(offset.value_or(0)),
                       static_cast<std::size_t>(limit.value_or(MapPageDefault)), online};
    call.node.mapEntries(
        call.context, call.reply<std::vector<MapEntry>>([page](const std::vector<MapEntry>& all) {
            return mapPageJson(all, page);
        }));
}

void mapFind(Call& call)
{
    const QString place = call.params.place("address"_L1);
    if (!call.refused())
        call.node.findRecord(place, call.context, call.json<MapEntry>());
}

void peerIsOnline(Call& call)
{
    const QString place = call.params.place("address"_L1);
    if (!call.refused())
        call.node.isOnline(place, call.context, call.json<PeerPresence>());
}

/// What was tried to reach somebody, oldest first.
void peerTrail(Call& call)
{
    const NodeId peer = call.params.node("address"_L1);
    if (call.refused())
        return;
    call.node.trail(peer, call.context,
                    call.reply<std::vector<SeekStep>>([](const std::vector<SeekStep>& steps) {
                        return listJson(u"steps"_s, steps);
                    }));
}

void netStatus(Call& call)
{
    if (!call.refused())
        call.node.netStatus(call.context, call.json<NetStatus>());
}

// -- contacts --

void contactAdd(Call& call)
{
    const QString place = call.params.place("address"_L1);
    const QString name = call.params.optionalText("name"_L1).value_or(QString());
    const QString note = call.params.optionalText("note"_L1).value_or(QString());
    if (!call.refused())
        call.node.addContact(place, name, note, call.context, call.done());
}

/// The four that take an address and yield nothing.
template <void (Node::*Command)(const NodeId&, QObject*, Reply<Done>)>
void contactCommand(Call& call)
{
    const NodeId id = call.params.node("address"_L1);
    if (!call.refused())
        (call.node.*Command)(id, call.context, call.done());
}

void contactList(Call& call)
{
    if (call.refused())
        return;
    call.node.contacts(call.context,
                       call.reply<std::vector<Contact>>([](const std::vector<Contact>& contacts) {
                           return listJson(u"contacts"_s, contacts);
                       }));
}

void contactVerify(Call& call)
{
    const NodeId id = call.params.node("address"_L1);
    const auto verified = call.params.optionalFlag("verified"_L1);
    if (call.refused())
        return;
    const QJsonObject answer{{u"safety_number"_s, call.node.safetyNumber(id)}};
    if (!verified) {
        call.caller.answer(QJsonValue(answer));
        return;
    }
    call.node.setVerified(id, *verified, call.context,
                          call.reply<Done>([answer](Done) { return answer; }));
}

// -- messages and data --

void messageSend(Call& call)
{
    OutgoingMessage message;
    message.to = call.params.node("to"_L1);
    message.text = call.params.body("text"_L1);
    message.queue = call.params.optionalFlag("queue"_L1).value_or(true);
    message.expiresAfter = call.params.expiry("expires_s"_L1);
    message.replyTo = call.params.optionalMessage("reply_to"_L1);
    if (!call.refused())
        call.node.sendMessage(message, call.context, call.messageId());
}

void messageList(Call& call)
{
    const NodeId peer = call.params.node("peer"_L1);
    const auto before = call.params.optionalMessage("before"_L1);
    const auto limit = call.params.pageSize("limit"_L1, PageMax);
    if (call.refused())
        return;
    call.node.messages(peer, before, static_cast<int>(limit.value_or(PageDefault)), call.context,
                       call.reply<MessagePage>([](const MessagePage& page) {
                           return listJson(u"messages"_s, page.messages);
                       }));
}

void messageSearch(Call& call)
{
    const QString text = call.params.text("text"_L1);
    const auto peer = call.params.optionalNode("peer"_L1);
    const auto limit = call.params.pageSize("limit"_L1, PageMax);
    if (call.refused())
        return;
    call.node.search(text, peer, static_cast<int>(limit.value_or(PageDefault)), call.context,
                     call.reply<std::vector<Message>>([](const std::vector<Message>& messages) {
                         return listJson(u"messages"_s, messages);
                     }));
}

void messageEdit(Call& call)
{
    const MessageId id = call.params.message("id"_L1);
    const QString text = call.params.body("text"_L1);
    if (!call.refused())
        call.node.editMessage(id, text, call.context, call.done());
}

void messageDelete(Call& call)
{
    const MessageId id = call.params.message("id"_L1);
    const bool both = call.params.optionalWord("for"_L1, {u"me"_s, u"both"_s}) == u"both"_s;
    if (call.refused())
        return;
    if (both)
        call.node.takeBackMessage(id, call.context, call.done());
    else
        call.node.deleteMessage(id, call.context, call.done());
}

void messageReact(Call& call)
{
    const MessageId id = call.params.message("id"_L1);
    const auto emoji = call.params.optionalTexts("emoji"_L1);
    if (!call.refused())
        call.node.react(id, emoji.value_or(QStringList()), call.context, call.done());
}

void messageRead(Call& call)
{
    const NodeId peer = call.params.node("peer"_L1);
    const MessageId upTo = call.params.message("up_to"_L1);
    if (!call.refused())
        call.node.markRead(peer, upTo, call.context, call.done());
}

void dataSend(Call& call)
{
    const NodeId to = call.params.node("to"_L1);
    const Bytes data = call.params.data("data"_L1);
    const bool queue = call.params.optionalFlag("queue"_L1).value_or(true);
    const auto expiry = call.params.expiry("expires_s"_L1);
    if (!call.refused())
        call.node.sendData(to, data, queue, expiry, call.context, call.messageId());
}

// -- queue --

void queueList(Call& call)
{
    if (call.refused())
        return;
    call.node.queue(
        call.context, call.reply<std::vector<QueueEntry>>([](std::vector<QueueEntry> entries) {
            // The node's own letters carry no word for a kind.
            std::erase_if(entries, [](const QueueEntry& e) { return *wordFor(e.kind) == '\0'; });
            return listJson(u"messages"_s, entries);
        }));
}

template <void (Node::*Command)(const MessageId&, QObject*, Reply<Done>)>
void queueCommand(Call& call)
{
    const MessageId id = call.params.message("id"_L1);
    if (!call.refused())
        (call.node.*Command)(id, call.context, call.done());
}

// -- protection of the profile --

QString wordFor(Protection protection)
{
    switch (protection) {
    case Protection::None:
        return u"none"_s;
    case Protection::Passphrase:
        return u"passphrase"_s;
    case Protection::Keychain:
        return u"keychain"_s;
    }
    return {};
}

void securityStatus(Call& call)
{
    if (call.refused())
        return;
    call.caller.answer(QJsonValue(QJsonObject{{u"mode"_s, wordFor(call.node.protection())},
                                              {u"locked"_s, call.node.isLocked()}}));
}

void securitySetPassphrase(Call& call)
{
    const QByteArray old = call.params.optionalPassphrase("old"_L1).value_or(QByteArray());
    const QByteArray fresh = call.params.passphrase("new"_L1);
    if (call.refused())
        return;
    const Protection to = fresh.isEmpty() ? Protection::None : Protection::Passphrase;
    call.node.changeProtection(to, old, fresh, call.context, call.done());
}

void securityUseKeychain(Call& call)
{
    const QByteArray old = call.params.optionalPassphrase("old"_L1).value_or(QByteArray());
    if (!call.refused())
        call.node.changeProtection(Protection::Keychain, old, {}, call.context, call.done());
}

// -- backups --

NodeError errorOf(BackupFault fault)
{
    switch (fault) {
    case BackupFault::NoFile:
        return {ErrorCode::NotFound, "The file cannot be opened."};
    case BackupFault::NoBackup:
        return {ErrorCode::InvalidParams, "The file is no backup of VOS."};
    case BackupFault::Passphrase:
        return {ErrorCode::NotAllowed, "The passphrase is wrong."};
    case BackupFault::Damaged:
        return {ErrorCode::InvalidParams, "The backup is damaged or not complete."};
    case BackupFault::TooNew:
        return {ErrorCode::InvalidParams, "The backup was made by a newer version."};
    case BackupFault::Disk:
        return {ErrorCode::Storage, "It could not be written."};
    case BackupFault::Memory:
        return {ErrorCode::Busy, "The system gives too little memory."};
    case BackupFault::Cancelled:
        break;
    }
    return {ErrorCode::Busy, "Another backup is under way, or the node stopped."};
}

/// profile.backup writes the file; profile.restore unpacks one for the next start.
template <auto Command>
void profileCommand(Call& call)
{
    const QString path = call.params.text("path"_L1);
    const QByteArray passphrase = call.params.passphrase("passphrase"_L1);
    if (call.refused())
        return;
    (call.node.*Command)(path, passphrase, call.context,
                         [reply = call.done()](const Outcome<BackupFault>& result) {
                             if (result)
                                 reply(Done{});
                             else
                                 reply(Unexpected{errorOf(result.error())});
                         });
}

void securityLock(Call& call)
{
    if (!call.refused())
        call.node.lock(call.context, call.done());
}

void securityUnlock(Call& call)
{
    const QByteArray passphrase = call.params.passphrase("passphrase"_L1);
    if (!call.refused())
        call.node.unlock(passphrase, call.context, call.done());
}

void eventsSubscribe(Call& call)
{
    if (call.refused())
        return;
    // The answer goes first: what follows it are events.
    call.caller.answer(QJsonValue(QJsonObject()));
    call.caller.subscribe();
}

/// Whether it goes on while the profile is locked: only what tells nothing of its content and
/// manages nothing. Writing a message does neither, and programs that report by it must not fall
/// silent.
enum class WhileLocked : bool { Refused, Allowed };

struct Method {
    QLatin1String name;
    void (*handler)(Call& call);
    WhileLocked whileLocked = WhileLocked::Refused;
};

constexpr Method Methods[] = {
    {"contact.accept"_L1, contactCommand<&Node::acceptContact>},
    {"contact.add"_L1, contactAdd},
    {"contact.block"_L1, contactCommand<&Node::blockContact>},
    {"contact.decline"_L1, contactCommand<&Node::declineContact>},
    {"contact.list"_L1, contactList},
    {"contact.remove"_L1, contactCommand<&Node::removeContact>},
    {"contact.verify"_L1, contactVerify},
    {"data.send"_L1, dataSend, WhileLocked::Allowed},
    {"events.subscribe"_L1, eventsSubscribe, WhileLocked::Allowed},
    {"friend_vos.approve"_L1, friendVosApprove},
    {"friend_vos.decline"_L1, friendVosDecline},
    {"friend_vos.drill"_L1, friendVosDrill},
    {"friend_vos.list"_L1, friendVosList},
    {"friend_vos.request"_L1, friendVosRequest},
    {"friend_vos.revoke"_L1, friendVosRevoke},
    {"friend_vos.verify"_L1, friendVosVerify},
    {"map.find"_L1, mapFind},
    {"map.list"_L1, mapList},
    {"message.delete"_L1, messageDelete},
    {"message.edit"_L1, messageEdit},
    {"message.gaps"_L1, messageGaps},
    {"message.list"_L1, messageList},
    {"message.react"_L1, messageReact},
    {"message.read"_L1, messageRead},
    {"message.search"_L1, messageSearch},
    {"message.send"_L1, messageSend, WhileLocked::Allowed},
    {"message.steps"_L1, messageSteps},
    {"net.status"_L1, netStatus, WhileLocked::Allowed},
    {"node.info"_L1, nodeInfo, WhileLocked::Allowed},
    {"node.join"_L1, nodeJoin, WhileLocked::Allowed},
    {"node.rename"_L1, nodeRename},
    {"node.retire"_L1, nodeRetire},
    {"node.stop"_L1, nodeStop, WhileLocked::Allowed},
    {"peer.is_online"_L1, peerIsOnline, WhileLocked::Allowed},
    {"peer.trail"_L1, peerTrail},
    {"profile.backup"_L1, profileCommand<&Node::backUp>},
    {"profile.restore"_L1, profileCommand<&Node::restore>},
    {"queue.cancel"_L1, queueCommand<&Node::cancelMessage>},
    {"queue.list"_L1, queueList},
    {"queue.retry"_L1, queueCommand<&Node::retryMessage>},
    {"security.lock"_L1, securityLock, WhileLocked::Allowed},
    {"security.set_passphrase"_L1, securitySetPassphrase},
    {"security.status"_L1, securityStatus, WhileLocked::Allowed},
    {"security.unlock"_L1, securityUnlock, WhileLocked::Allowed},
    {"security.use_keychain"_L1, securityUseKeychain},
    {"settings.get"_L1, settingsGet},
};

const Method* findMethod(const QString& name)
{
    for (const Method& method : Methods) {
        if (name == method.name)
            return &method;
    }
    return nullptr;
}

}  // namespace

void callMethod(const Request& request, const Caller& caller)
{
    Call call{caller, caller.node, caller.context, Params(request.params)};
    const Method* method = findMethod(request.method);
    const bool isSettings = request.method == "settings.set"_L1;
    if (method == nullptr && !isSettings) {
        caller.answer(
            Unexpected{Fault{MethodNotFound, u"unknown-method"_s,
                             u"there is no method \"%1\""_s.arg(request.method.left(64))}});
        return;
    }
    const bool allowed = method != nullptr && method->whileLocked == WhileLocked::Allowed;
    if (caller.node.isLocked() && !allowed) {
        caller.answer(Unexpected{
            faultOf({ErrorCode::NotAllowed, "the profile is locked; security.unlock opens it"})});
        return;
    }
    // Its parameters have no fixed names, unlike those of all in the table.
    if (isSettings)
        settingsSet(call, request.params);
    else
        method->handler(call);
}

QStringList methodNames()
{
    QStringList names{u"settings.set"_s};
    for (const Method& method : Methods)
        names << method.name;
    names.sort();
    return names;
}

}  // namespace vos::control
