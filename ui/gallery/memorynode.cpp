#include "ui/gallery/memorynode.h"

#include "p2p/identity/link.h"
#include "p2p/identity/safetynumber.h"
#include "p2p/qt/address.h"
#include "ui/gallery/later.h"

#include <QPointer>

#include <algorithm>

namespace vos::ui {

namespace {

constexpr std::chrono::days Lifetime{30};

bool isWaiting(const Message& message)
{
    return message.outgoing &&
           (message.state == MessageState::Queued || message.state == MessageState::Sent ||
            message.state == MessageState::Held);
}

NodeError notFound() { return {ErrorCode::NotFound, "There is no such message."}; }

}  // namespace

MemoryNode::MemoryNode(model::Clock& clock, QObject* parent) : NodeSource(parent), m_clock(clock) {}

void MemoryNode::setIdentity(const NodeId& id, const QString& name)
{
    m_identity.id = id;
    m_identity.address = addressOf(id);
    m_identity.link = QStringLiteral("vos:") + m_identity.address;
    m_name = name;
}

void MemoryNode::setStartError(const StartError& error) { m_startError = error; }
void MemoryNode::clearStartError() { m_startError.reset(); }

void MemoryNode::setNetwork(bool available)
{
    m_network = available;
    if (m_started)
        Q_EMIT networkChanged();
}

void MemoryNode::setMap(const MapSummary& summary)
{
    m_map = summary;
    if (m_started)
        Q_EMIT mapChanged(summary);
}

void MemoryNode::setMapEntries(const std::vector<MapEntry>& entries) { m_entries = entries; }
void MemoryNode::setNetStatus(const NetStatus& status) { m_netStatus = status; }
void MemoryNode::refuseNext(const NodeError& error) { m_refusal = error; }

void MemoryNode::putContact(const Contact& contact)
{
    const auto it = std::find_if(m_contacts.begin(), m_contacts.end(),
                                 [&](const Contact& other) { return other.id == contact.id; });
    const bool asked = contact.state == ContactState::PendingIn &&
                       (it == m_contacts.end() || it->state != ContactState::PendingIn);
    if (it == m_contacts.end())
        m_contacts.push_back(contact);
    else
        *it = contact;
    if (contact.state == ContactState::None)
        std::erase_if(m_contacts, [&](const Contact& other) { return other.id == contact.id; });
    if (!m_started)
        return;
    if (asked)
        Q_EMIT contactsRequested({contact});
    else
        Q_EMIT contactsChanged({contact});
}

void MemoryNode::setPresence(const PeerPresence& presence)
{
    for (Contact& contact : m_contacts) {
        if (contact.id != presence.id)
            continue;
        contact.online = presence.online;
        contact.path = presence.path;
    }
    if (m_started)
        Q_EMIT presenceChanged({presence});
}

Message* MemoryNode::complete(Message message)
{
    std::vector<Message>& conversation = m_conversations[message.peer];
    if (message.id.isZero())
        message.id = freshId();
    if (message.lamport == 0)
        message.lamport = conversation.empty() ? 1 : conversation.back().lamport + 1;
    if (message.sequence == 0) {
        const auto same =
            std::count_if(conversation.begin(), conversation.end(),
                          [&](const auto& m) { return m.outgoing == message.outgoing; });
        message.sequence = static_cast<std::uint64_t>(same) + 1;
    }
    conversation.push_back(std::move(message));
    return &conversation.back();
}

void MemoryNode::putMessage(Message message) { putMessages({std::move(message)}); }

void MemoryNode::putMessages(std::vector<Message> messages)
{
    for (Message& message : messages)
        message = *complete(std::move(message));
    if (m_started)
        Q_EMIT messagesAdded(messages);
}

void MemoryNode::setState(const MessageId& id, MessageState state, FailReason reason,
                          const std::vector<NodeId>& heldBy)
{
    Message* message = findMessage(id);
    if (message == nullptr)
        return;
    message->state = state;
    message->reason = reason;
    message->heldBy = heldBy;
    if (state == MessageState::Delivered)
        message->deliveredAt = m_clock.now();
    if (state == MessageState::Read)
        message->readAt = m_clock.now();
    if (m_started) {
        Q_EMIT messageStatesChanged({MessageStateChange{
            id, message->peer, message->kind, state, reason, m_clock.now(), heldBy}});
    }
}

void MemoryNode::setReadByPeer(const NodeId& peer, std::uint64_t sequence)
{
    for (Message& message : m_conversations[peer]) {
        if (message.outgoing && message.sequence <= sequence &&
            message.state == MessageState::Delivered) {
            message.state = MessageState::Read;
            message.readAt = m_clock.now();
        }
    }
    if (m_started)
        Q_EMIT readByPeer(peer, sequence, toMillis(m_clock.now()));
}

void MemoryNode::setAttempts(const MessageId& id, std::uint32_t attempts,
                             std::optional<WallTime> nextAttemptAt, const std::string& lastError)
{
    Attempts& kept = m_attempts[id];
    kept.count = attempts;
    kept.next = nextAttemptAt;
    kept.lastError = lastError;
    kept.last = attempts > 0 ? std::optional(m_clock.now()) : std::nullopt;
}

const Message* MemoryNode::find(const MessageId& id) const
{
    for (const auto& [peer, conversation] : m_conversations) {
        const auto it = std::find_if(conversation.begin(), conversation.end(),
                                     [&](const Message& message) { return message.id == id; });
        if (it != conversation.end())
            return &*it;
    }
    return nullptr;
}

Message* MemoryNode::findMessage(const MessageId& id)
{
    const Message* found = find(id);
    if (found == nullptr)
        return nullptr;
    std::vector<Message>& conversation = m_conversations[found->peer];
    return &conversation[static_cast<std::size_t>(found - conversation.data())];
}

const Contact* MemoryNode::contact(const NodeId& id) const
{
    const auto it = std::find_if(m_contacts.begin(), m_contacts.end(),
                                 [&](const Contact& contact) { return contact.id == id; });
    return it == m_contacts.end() ? nullptr : &*it;
}

MessageId MemoryNode::freshId()
{
    MessageId id;
    const std::uint64_t number = m_nextId++;
    for (std::size_t i = 0; i < sizeof number; ++i)
        id.bytes[i] = static_cast<std::byte>(number >> (8 * i));
    id.bytes[15] = std::byte{0xa5};  // never zero
    return id;
}

std::optional<NodeError> MemoryNode::refusal(const char* call)
{
    m_calls.append(QString::fromLatin1(call));
    return std::exchange(m_refusal, std::nullopt);
}

void MemoryNode::answer(const char* call, QObject* context, Reply<Done> reply)
{
    if (const std::optional<NodeError> error = refusal(call))
        later<Done>(context, std::move(reply), Unexpected{*error});
    else
        later<Done>(context, std::move(reply), Done());
}

void MemoryNode::start()
{
    QTimer::singleShot(0, this, [this] {
        if (m_startError) {
            Q_EMIT startFailed(*m_startError);
            return;
        }
        m_started = true;
        Q_EMIT ready(m_identity);
    });
}

void MemoryNode::stop()
{
    m_started = false;
    QTimer::singleShot(0, this, [this] { Q_EMIT stopped(); });
}

NodeReady MemoryNode::identity() const { return m_identity; }

void MemoryNode::info(QObject* context, Reply<NodeInfo> reply)
{
    NodeInfo info;
    info.id = m_identity.id;
    info.address = m_identity.address.toStdString();
    info.link = m_identity.link.toStdString();
    info.name = m_name.toStdString();
    info.map = m_map;
    info.nat = NatKind::PortRestricted;
    later<NodeInfo>(context, std::move(reply), info);
}

void MemoryNode::rename(const QString& name, QObject* context, Reply<Done> reply)
{
    const std::optional<NodeError> error = refusal("rename");
    if (!error)
        m_name = name;
    later<Done>(context, std::move(reply),
                error ? Expected<Done, NodeError>(Unexpected{*error}) : Done());
}

void MemoryNode::join(const QString&, QObject* context, Reply<vos::MapSummary> reply)
{
    later<vos::MapSummary>(context, std::move(reply), m_map);
}

void MemoryNode::settings(const QStringList& keys, QObject* context, Reply<QVariantMap> reply)
{
    QVariantMap wanted = m_settings;
    if (!keys.isEmpty()) {
        for (const QString& key : m_settings.keys()) {
            if (!keys.contains(key))
                wanted.remove(key);
        }
    }
    later<QVariantMap>(context, std::move(reply), wanted);
}

void MemoryNode::setSettings(const QVariantMap& values, QObject* context, Reply<Done> reply)
{
    if (const std::optional<NodeError> error = refusal("settings")) {
        later<Done>(context, std::move(reply), Unexpected{*error});
        return;
    }
    m_settings.insert(values);
    later<Done>(context, std::move(reply), Done());
    QTimer::singleShot(0, this, [this, values] { Q_EMIT settingsChanged(values); });
}

void MemoryNode::mapEntries(QObject* context, Reply<std::vector<MapEntry>> reply)
{
    later<std::vector<MapEntry>>(context, std::move(reply), m_entries);
}

void MemoryNode::trail(const NodeId& peer, QObject* context, Reply<std::vector<SeekStep>> reply)
{
    later<std::vector<SeekStep>>(context, std::move(reply), m_trails[peer]);
}

void MemoryNode::setTrail(const NodeId& peer, std::vector<SeekStep> steps)
{
    m_trails[peer] = std::move(steps);
}

void MemoryNode::netStatus(QObject* context, Reply<NetStatus> reply)
{
    later<NetStatus>(context, std::move(reply), m_netStatus);
}

void MemoryNode::addContact(const QString& addressOrLink, const QString& ownName,
                            const QString& requestNote, QObject* context, Reply<Done> reply)
{
    if (const std::optional<NodeError> error = refusal("add")) {
        later<Done>(context, std::move(reply), Unexpected{*error});
        return;
    }
    const auto link = identity::parseLink(addressOrLink.toStdString());
    if (!link) {
        const NodeError error{ErrorCode::InvalidAddress, identity::describe(link.error())};
        later<Done>(context, std::move(reply), Unexpected{error});
        return;
    }
    Contact contact;
    contact.id = link->id;
    contact.name = link->name;
    contact.state = ContactState::PendingOut;
    contact.note = ownName.toStdString();
    contact.requestNote = requestNote.toStdString();
    contact.since = m_clock.now();
    later<Done>(context, std::move(reply), Done());
    QTimer::singleShot(0, this, [this, contact] { putContact(contact); });
}

void MemoryNode::changeContact(const char* call, const NodeId& id, ContactState state,
                               QObject* context, Reply<Done> reply)
{
    const Contact* known = contact(id);
    if (const std::optional<NodeError> error = refusal(call)) {
        later<Done>(context, std::move(reply), Unexpected{*error});
        return;
    }
    if (known == nullptr) {
        later<Done>(context, std::move(reply),
                    Unexpected{NodeError{ErrorCode::NotAContact, "There is no such contact."}});
        return;
    }
    Contact changed = *known;
    changed.state = state;
    if (state == ContactState::Accepted && changed.doubt == Doubt::UsedTwice)
        changed.doubt = Doubt::None;
    later<Done>(context, std::move(reply), Done());
    QTimer::singleShot(0, this, [this, changed] { putContact(changed); });
}

void MemoryNode::acceptContact(const NodeId& id, QObject* context, Reply<Done> reply)
{
    changeContact("accept", id, ContactState::Accepted, context, std::move(reply));
}

void MemoryNode::declineContact(const NodeId& id, QObject* context, Reply<Done> reply)
{
    changeContact("decline", id, ContactState::None, context, std::move(reply));
}

void MemoryNode::blockContact(const NodeId& id, QObject* context, Reply<Done> reply)
{
    changeContact("block", id, ContactState::Blocked, context, std::move(reply));
}

void MemoryNode::removeContact(const NodeId& id, QObject* context, Reply<Done> reply)
{
    changeContact("remove", id, ContactState::None, context, std::move(reply));
}

void MemoryNode::setContactNote(const NodeId& id, const QString& note, QObject* context,
                                Reply<Done> reply)
{
    if (const Contact* known = contact(id)) {
        Contact changed = *known;
        changed.note = note.toStdString();
        QTimer::singleShot(0, this, [this, changed] { putContact(changed); });
    }
    answer("note", context, std::move(reply));
}

void MemoryNode::contacts(QObject* context, Reply<std::vector<Contact>> reply)
{
    later<std::vector<Contact>>(context, std::move(reply), m_contacts);
}

QString MemoryNode::safetyNumber(const NodeId& id) const {
    return QString::fromStdString(identity::safetyNumber(m_identity.id, id));
 }

void MemoryNode::setVerified(const NodeId& id, bool verified, QObject* context, Reply<Done> reply)
{
    if (const Contact* known = contact(id)) {
        Contact changed = *known;
        changed.verified = verified;
        QTimer::singleShot(0, this, [this, changed] { putContact(changed); });
    }
    answer("verify", context, std::move(reply));
}

void MemoryNode::sendMessage(const OutgoingMessage& message, QObject* context,
                             Reply<MessageId> reply)
{
    if (const std::optional<NodeError> error = refusal("send")) {
        later<MessageId>(context, std::move(reply), Unexpected{*error});
        return;
    }
    Message own;
    own.id = freshId();
    own.peer = message.to;
    own.outgoing = true;
    own.text = message.text.toStdString();
    own.replyTo = message.replyTo;
    own.sentAt = m_clock.now();
    later<MessageId>(context, std::move(reply), own.id);
    QTimer::singleShot(0, this, [this, own] { putMessage(own); });
}

void MemoryNode::messages(const NodeId& peer, std::optional<MessageId> before, int limit,
                          QObject* context, Reply<MessagePage> reply)
{
    const std::vector<Message>& all = m_conversations[peer];
    auto end = all.end();
    if (before) {
        end = std::find_if(all.begin(), all.end(),
                           [&](const Message& message) { return message.id == *before; });
    }
    const auto begin = end - std::min<std::ptrdiff_t>(limit, end - all.begin());
    MessagePage page{{begin, end}, begin == all.begin(), end == all.end()};
    later<MessagePage>(context, std::move(reply), std::move(page));
}

void MemoryNode::messagesAfter(const NodeId& peer, const MessageId& after, int limit,
                               QObject* context, Reply<MessagePage> reply)
{
    const std::vector<Message>& all = m_conversations[peer];
    auto begin = std::find_if(all.begin(), all.end(),
                              [&](const Message& message) { return message.id == after; });
    if (begin != all.end())
        ++begin;
    const auto end = begin + std::min<std::ptrdiff_t>(limit, all.end() - begin);
    MessagePage page{{begin, end}, begin == all.begin(), end == all.end()};
    later<MessagePage>(context, std::move(reply), std::move(page));
}

void MemoryNode::message(const MessageId& id, QObject* context, Reply<Message> reply)
{
    if (const Message* found = find(id))
        later<Message>(context, std::move(reply), *found);
    else
        later<Message>(context, std::move(reply), Unexpected{notFound()});
}

void MemoryNode::search(const QString& text, std::optional<NodeId> peer, int limit,
                        QObject* context, Reply<std::vector<Message>> reply)
{
    std::vector<Message> hits;
    for (const auto& [id, conversation] : m_conversations) {
        if (peer && *peer != id)
            continue;
        for (const Message& message : conversation) {
            const bool hit =
                QString::fromStdString(message.text).contains(text, Qt::CaseInsensitive);
            if (hit && hits.size() < static_cast<std::size_t>(limit))
                hits.push_back(message);
        }
    }
    later<std::vector<Message>>(context, std::move(reply), std::move(hits));
}

void MemoryNode::conversations(QObject* context, Reply<std::vector<ConversationSummary>> reply)
{
    m_calls.append(QStringLiteral("conversations"));
    std::vector<ConversationSummary> summaries;
    for (const auto& [peer, conversation] : m_conversations) {
        if (conversation.empty())
            continue;
        const auto unread = std::count_if(conversation.begin(), conversation.end(),
                                          [](const auto& m) { return !m.outgoing && !m.readAt; });
        summaries.push_back({peer, conversation.back(), static_cast<int>(unread)});
    }
    later<std::vector<ConversationSummary>>(context, std::move(reply), std::move(summaries));
}

void MemoryNode::markRead(const NodeId& peer, const MessageId& upTo, QObject* context,
                          Reply<Done> reply)
{
    for (Message& message : m_conversations[peer]) {
        if (!message.outgoing && !message.readAt)
            message.readAt = m_clock.now();
        if (message.id == upTo)
            break;
    }
    answer("read", context, std::move(reply));
}

void MemoryNode::deleteMessage(const MessageId& id, QObject* context, Reply<Done> reply)
{
    const std::optional<NodeError> error = refusal("delete");
    const Message* found = error ? nullptr : find(id);
    if (found == nullptr) {
        later<Done>(context, std::move(reply), Unexpected{error.value_or(notFound())});
        return;
    }
    std::erase_if(m_conversations[found->peer],
                  [&](const Message& message) { return message.id == id; });
    later<Done>(context, std::move(reply), Done());
}

void MemoryNode::queue(QObject* context, Reply<std::vector<QueueEntry>> reply)
{
    std::vector<QueueEntry> entries;
    for (const auto& [peer, conversation] : m_conversations) {
        for (const Message& message : conversation) {
            if (!isWaiting(message))
                continue;
            const Attempts attempts =
                m_attempts.contains(message.id) ? m_attempts[message.id] : Attempts();
            QueueEntry entry;
            entry.id = message.id;
            entry.to = peer;
            entry.kind = message.kind;
            entry.size = static_cast<std::uint32_t>(message.text.size());
            entry.preview = message.text.substr(0, 100);
            entry.state = message.state;
            entry.heldBy = message.heldBy;
            entry.refusedBy = attempts.refusedBy;
            entry.attempts = attempts.count;
            entry.createdAt = message.sentAt;
            entry.expiresAt = message.sentAt + Lifetime;
            entry.lastAttemptAt = attempts.last;
            entry.nextAttemptAt = attempts.next;
            entry.lastError = attempts.lastError;
            entries.push_back(std::move(entry));
        }
    }
    std::sort(entries.begin(), entries.end(), [](const QueueEntry& a, const QueueEntry& b) {
        return std::tie(a.createdAt, a.id) < std::tie(b.createdAt, b.id);
    });
    later<std::vector<QueueEntry>>(context, std::move(reply), std::move(entries));
}

void MemoryNode::cancelMessage(const MessageId& id, QObject* context, Reply<Done> reply)
{
    if (const std::optional<NodeError> error = refusal("cancel")) {
        later<Done>(context, std::move(reply), Unexpected{*error});
        return;
    }
    later<Done>(context, std::move(reply), Done());
    QTimer::singleShot(0, this,
                       [this, id] { setState(id, MessageState::Failed, FailReason::Cancelled); });
}

void MemoryNode::retryMessage(const MessageId& id, QObject* context, Reply<Done> reply)
{
    m_attempts[id].count += 1;
    m_attempts[id].last = m_clock.now();
    m_attempts[id].next = m_clock.now();
    answer("retry", context, std::move(reply));
}

void MemoryNode::refreshPresence(const NodeId&) { m_calls.append(QStringLiteral("presence")); }

void MemoryNode::setProtection(Protection protection, const QByteArray& passphrase)
{
    m_passphrase = passphrase;
    m_protection = protection;
    Q_EMIT protectionChanged(protection);
}

Protection MemoryNode::protection() const
{
    return m_protection;
}
bool MemoryNode::isLocked() const
{
    return m_locked;
}
bool MemoryNode::hasKeychain() const
{
    return m_keychain;
}

void MemoryNode::changeProtection(Protection to, const QByteArray& oldPassphrase,
                                  const QByteArray& newPassphrase, QObject* context,
                                  Reply<Done> reply)
{
    auto error = refusal("protect");
    if (!error && m_protection == Protection::Passphrase && oldPassphrase != m_passphrase)
        error = NodeError{ErrorCode::NotAllowed, "The old passphrase is wrong."};
    if (error)
        return later<Done>(context, std::move(reply), Unexpected{*error});
    setProtection(to, newPassphrase);
    later<Done>(context, std::move(reply), Done{});
}

void MemoryNode::backUp(const QString& file, const QByteArray&, QObject* context,
                        Node::BackupReply reply)
{
    m_calls.append(QStringLiteral("backUp ") + file);
    finishBackup(false, context, std::move(reply));
}

void MemoryNode::restore(const QString& file, const QByteArray&, QObject* context,
                         Node::BackupReply reply)
{
    m_calls.append(QStringLiteral("restore ") + file);
    finishBackup(true, context, std::move(reply));
}

void MemoryNode::cancelBackup()
{
    m_calls.append(QStringLiteral("cancelBackup"));
}

void MemoryNode::finishBackup(bool restores, QPointer<QObject> context, Node::BackupReply reply)
{
    Q_EMIT backupProgress(1, 2);
    QTimer::singleShot(0, this, [this, restores, context, reply = std::move(reply)] {
        if (context)
            reply(m_backupFault ? Outcome<BackupFault>(Unexpected{*m_backupFault}) : Done{});
        if (restores && !m_backupFault)
            Q_EMIT restoreStaged();
    });
}

void MemoryNode::lock(QObject* context, Reply<Done> reply)
{
    m_calls.append(QStringLiteral("lock"));
    if (m_protection != Protection::Passphrase) {
        return later<Done>(
            context, std::move(reply),
            Unexpected{NodeError{ErrorCode::NotAllowed, "A passphrase is needed first."}});
    }
    m_locked = true;
    Q_EMIT lockedChanged(true);
    later<Done>(context, std::move(reply), Done{});
}

void MemoryNode::unlock(const QByteArray& passphrase, QObject* context, Reply<Done> reply)
{
    if (passphrase != m_passphrase) {
        return later<Done>(
            context, std::move(reply),
            Unexpected{NodeError{ErrorCode::NotAllowed, "The passphrase is wrong."}});
    }
    m_locked = false;
    Q_EMIT lockedChanged(false);
    later<Done>(context, std::move(reply), Done{});
}

void MemoryNode::putLocal(const QString& key, const QString& value)
{
    if (value.isEmpty())
        m_locals.remove(key);
    else
        m_locals.insert(key, value);
}

void MemoryNode::locals(const QString& prefix, QObject* context, Reply<QVariantMap> reply)
{
    QVariantMap wanted;
    for (auto it = m_locals.cbegin(); it != m_locals.cend(); ++it) {
        if (it.key().startsWith(prefix))
            wanted.insert(it.key(), it.value());
    }
    later<QVariantMap>(context, std::move(reply), wanted);
}

}  // namespace vos::ui
