// The calls of the façade: each checks what it was given, hands a command or a question to the
// thread that knows, and keeps the reply until the answer comes.

#include "p2p/identity/link.h"
#include "p2p/identity/safetynumber.h"
#include "p2p/qt/convert.h"
#include "p2p/qt/node.h"
#include "p2p/qt/nodeprivate.h"
#include "p2p/qt/settings.h"

#include <utility>

namespace vos {

namespace {

/// With the time names take to resolve; the engine's own limit runs from then on.
constexpr auto joinMax = std::chrono::seconds(10);

/// Whom a link or address names and where it was seen; HOST:PORT alone names nobody.
Expected<identity::Link, NodeError> parsePeer(const QString& addressOrLink)
{
    auto link = identity::parseLink(qt::toUtf8(addressOrLink));
    if (!link)
        return Unexpected{NodeError{ErrorCode::InvalidAddress, identity::describe(link.error())}};
    return std::move(*link);
}

QStringList placesOf(const identity::Link& link)
{
    QStringList places;
    for (const std::string& place : link.at)
        places.append(qt::toQString(place));
    return places;
}

}  // namespace

Expected<NodeId, NodeError> Node::parse(const QString& addressOrLink)
{
    const auto link = parsePeer(addressOrLink);
    if (!link)
        return Unexpected{link.error()};
    return link->id;
}

void Node::info(QObject* context, Reply<NodeInfo> reply)
{
    d->askEngine<NodeInfo>(context, std::move(reply),
                           [](Engine& engine, Now now) { return engine.info(now); });
}

void Node::rename(const QString& name, QObject* context, Reply<Done> reply)
{
    const RequestId id = d->expect<Done>(context, std::move(reply));
    const auto checked = qt::parseName(name);
    if (!checked)
        return d->failLater(id, checked.error());
    d->order(id, [id, text = *checked](Engine& engine, Now now) { engine.rename(now, id, text); });
}

void Node::trail(const NodeId& peer, QObject* context, Reply<std::vector<SeekStep>> reply)
{
    d->askEngine<std::vector<SeekStep>>(context, std::move(reply),
                                        [peer](Engine& engine, Now) { return engine.trail(peer); });
}

void Node::join(const QString& linkOrHostPort, QObject* context, Reply<MapSummary> reply)
{
    const RequestId id = d->expect<MapSummary>(context, std::move(reply));
    const auto target = qt::parseJoinTarget(linkOrHostPort);
    if (!target)
        return d->failLater(id, target.error());
    d->orderResolved(id, target->places, [id, peer = target->id](Engine& engine, Now now, auto at) {
        engine.join(now, id, peer, std::move(at));
    });
    QTimer::singleShot(joinMax, d.get(), [p = d.get(), id] {
        p->fail(id, {ErrorCode::Unreachable, "No node answered there within 10 seconds."});
    });
}

void Node::retire(const NodeId& confirm, QObject* context, Reply<Done> reply)
{
    const RequestId id = d->expect<Done>(context, std::move(reply));
    if (confirm != d->ready.id) {
        return d->failLater(
            id, {ErrorCode::NotAllowed, "Only this profile's own address can be given up."});
    }
    d->order(id, [id](Engine& engine, Now now) { engine.retire(now, id); });
}

void Node::settings(const QStringList& keys, QObject* context, Reply<QVariantMap> reply)
{
    std::vector<const qt::SettingRule*> rules;
    for (const QString& key : keys) {
        rules.push_back(qt::settingRule(key));
        if (rules.back() == nullptr) {
            const RequestId id = d->expect<QVariantMap>(context, std::move(reply));
            return d->failLater(
                id, {ErrorCode::InvalidParams, "There is no setting " + qt::toUtf8(key) + "."});
        }
    }
    if (keys.isEmpty()) {
        for (const qt::SettingRule& rule : qt::settingRules())
            rules.push_back(&rule);
    }
    d->askEngine<QVariantMap>(context, std::move(reply), [rules](Engine& engine, Now) {
        QVariantMap values;
        for (const qt::SettingRule* rule : rules) {
            const std::string stored = engine.setting(std::string(rule->key));
            values.insert(qt::toQString(rule->key), qt::settingValue(*rule, stored));
        }
        return values;
    });
}

void Node::setSettings(const QVariantMap& values, QObject* context, Reply<Done> reply)
{
    auto texts = qt::settingTexts(values);
    if (!texts) {
        const RequestId id = d->expect<Done>(context, std::move(reply));
        return d->failLater(id, texts.error());
    }
    d->setSettings(std::move(*texts), values, context != nullptr ? context : this,
                   std::move(reply));
}

void Node::Private::setSettings(std::map<std::string, std::string> texts, const QVariantMap& values,
                                QPointer<QObject> context, Reply<Done> reply)
{
    if (texts.empty()) {
        if (!values.isEmpty())
            Q_EMIT q.settingsChanged(values);
        if (context && reply)
            reply(Done{});
        return;
    }
    const auto first = texts.extract(texts.begin());
    const RequestId id =
        expect<Done>(this, [this, texts, values, context, reply](Expected<Done, NodeError> result) {
            if (result)
                setSettings(texts, values, context, reply);
            else if (context && reply)
                reply(std::move(result));
        });
    order(id, [id, key = first.key(), value = first.mapped()](Engine& engine, Now now) {
        engine.setSetting(now, id, key, value);
    });
}

void Node::mapEntries(QObject* context, Reply<std::vector<MapEntry>> reply)
{
    d->askEngine<std::vector<MapEntry>>(
        context, std::move(reply), [](Engine& engine, Now now) { return engine.mapEntries(now); });
}

void Node::findRecord(const QString& addressOrLink, QObject* context, Reply<MapEntry> reply)
{
    const RequestId id = d->expect<MapEntry>(context, std::move(reply));
    const auto peer = parse(addressOrLink);
    if (!peer)
        return d->failLater(id, peer.error());
    d->order(id, [id, who = *peer](Engine& engine, Now now) { engine.findRecord(now, id, who); });
}

void Node::isOnline(const QString& addressOrLink, QObject* context, Reply<PeerPresence> reply)
{
    const RequestId id = d->expect<PeerPresence>(context, std::move(reply));
    const auto link = parsePeer(addressOrLink);
    if (!link)
        return d->failLater(id, link.error());
    d->orderResolved(id, placesOf(*link), [id, who = link->id](Engine& engine, Now now, auto at) {
        engine.askOnline(now, id, who, std::move(at));
    });
}

void Node::netStatus(QObject* context, Reply<NetStatus> reply)
{
    d->askEngine<NetStatus>(context, std::move(reply),
                            [](Engine& engine, Now now) { return engine.netStatus(now); });
}

void Node::addContact(const QString& addressOrLink, const QString& ownName,
                      const QString& requestNote, QObject* context, Reply<Done> reply)
{
    const RequestId id = d->expect<Done>(context, std::move(reply));
    const auto link = parsePeer(addressOrLink);
    if (!link)
        return d->failLater(id, link.error());
    d->orderResolved(id, placesOf(*link),
                     [id, peer = *link, note = qt::toUtf8(ownName),
                      message = qt::toUtf8(requestNote)](Engine& engine, Now now, auto at) {
                         engine.addContact(now, id, peer.id, note, message, peer.at, std::move(at));
                     });
}

void Node::acceptContact(const NodeId& id, QObject* context, Reply<Done> reply)
{
    const RequestId request = d->expect<Done>(context, std::move(reply));
    d->order(request, [=](Engine& engine, Now now) { engine.acceptContact(now, request, id); });
}

void Node::declineContact(const NodeId& id, QObject* context, Reply<Done> reply)
{
    const RequestId request = d->expect<Done>(context, std::move(reply));
    d->order(request, [=](Engine& engine, Now now) { engine.declineContact(now, request, id); });
}

void Node::blockContact(const NodeId& id, QObject* context, Reply<Done> reply)
{
    const RequestId request = d->expect<Done>(context, std::move(reply));
    d->order(request, [=](Engine& engine, Now now) { engine.blockContact(now, request, id); });
}

void Node::removeContact(const NodeId& id, QObject* context, Reply<Done> reply)
{
    const RequestId request = d->expect<Done>(context, std::move(reply));
    d->order(request, [=](Engine& engine, Now now) { engine.removeContact(now, request, id); });
}

void Node::setContactNote(const NodeId& id, const QString& note, QObject* context,
                          Reply<Done> reply)
{
    const RequestId request = d->expect<Done>(context, std::move(reply));
    d->order(request, [=, text = qt::toUtf8(note)](Engine& engine, Now now) {
        engine.setContactNote(now, request, id, text);
    });
}

void Node::contacts(QObject* context, Reply<std::vector<Contact>> reply)
{
    d->askEngine<std::vector<Contact>>(
        context, std::move(reply), [](Engine& engine, Now now) { return engine.contacts(now); });
}

QString Node::safetyNumber(const NodeId& id) const
{
    return qt::toQString(identity::safetyNumber(d->ready.id, id));
}

void Node::setVerified(const NodeId& id, bool verified, QObject* context, Reply<Done> reply)
{
    const RequestId request = d->expect<Done>(context, std::move(reply));
    d->order(request,
             [=](Engine& engine, Now now) { engine.setVerified(now, request, id, verified); });
}

void Node::sendMessage(const OutgoingMessage& message, QObject* context, Reply<MessageId> reply)
{
    const RequestId request = d->expect<MessageId>(context, std::move(reply));
    const std::string text = qt::toUtf8(message.text);
    Engine::Outgoing outgoing{message.to,    LetterKind::Text,     toBytes(viewOf(text)),
                              message.queue, message.expiresAfter, message.replyTo};
    d->order(request, [=](Engine& engine, Now now) { engine.send(now, request, outgoing); });
}

void Node::sendData(const NodeId& to, const Bytes& data, bool queue,
                    std::optional<std::chrono::seconds> expiresAfter, QObject* context,
                    Reply<MessageId> reply)
{
    const RequestId request = d->expect<MessageId>(context, std::move(reply));
    Engine::Outgoing outgoing{to, LetterKind::Data, data, queue, expiresAfter, std::nullopt};
    d->order(request, [=](Engine& engine, Now now) { engine.send(now, request, outgoing); });
}

void Node::untakenData(int limit, QObject* context, Reply<std::vector<ReceivedData>> reply)
{
    using Data = std::vector<ReceivedData>;
    d->askStore<Data>(context, std::move(reply), [=](qt::StoreWorker& store) {
        Data data;
        for (const Message& message : store.store()->messages().untakenData(limit))
            data.push_back({message.peer, message.id, toBytes(viewOf(message.text))});
        return Expected<Data, NodeError>(std::move(data));
    });
}

void Node::dataTaken(const std::vector<MessageId>& ids)
{
    if (d->store != nullptr && !ids.empty())
        qt::post(d->store, [target = d->store, ids] { target->markTaken(ids); });
}

void Node::messages(const NodeId& peer, std::optional<MessageId> before, int limit,
                    QObject* context, Reply<MessagePage> reply)
{
    d->askStore<MessagePage>(context, d->asTold(std::move(reply)), [=](qt::StoreWorker& store) {
        return store.store()->messages().before(peer, before, limit);
    });
}

void Node::messagesAfter(const NodeId& peer, const MessageId& after, int limit, QObject* context,
                         Reply<MessagePage> reply)
{
    d->askStore<MessagePage>(context, d->asTold(std::move(reply)), [=](qt::StoreWorker& store) {
        return store.store()->messages().after(peer, after, limit);
    });
}

void Node::message(const MessageId& id, QObject* context, Reply<Message> reply)
{
    const auto told = [p = d.get(), reply = std::move(reply)](Expected<Message, NodeError> found) {
        if (found)
            found = p->asTold(std::move(*found));
        if (reply)
            reply(std::move(found));
    };
    d->askStore<Message>(context, told, [=](qt::StoreWorker& store) {
        return store.store()->messages().message(id);
    });
}

void Node::search(const QString& text, std::optional<NodeId> peer, int limit, QObject* context,
                  Reply<std::vector<Message>> reply)
{
    const RequestId id = d->expect<std::vector<Message>>(context, std::move(reply));
    if (text.isEmpty())
        return d->failLater(id, {ErrorCode::InvalidParams, "There is nothing to search for."});
    if (!d->ensureRunning(id))
        return;
    qt::MessageSearch search;
    search.text = text.normalized(QString::NormalizationForm_C);
    search.peer = peer;
    search.limit = limit;
    qt::post(d->store, [p = d.get(), id, target = d->store, search] {
        target->search(search, [p, id](const qt::StoreWorker::Found& found) {
            qt::post(p, [p, id, told = qt::StoreWorker::Found(found)]() mutable {
                if (told) {
                    for (Message& message : *told)
                        message = p->asTold(std::move(message));
                }
                p->finish<std::vector<Message>>(id, told);
            });
        });
    });
}

void Node::conversations(QObject* context, Reply<std::vector<ConversationSummary>> reply)
{
    using Summaries = Expected<std::vector<ConversationSummary>, NodeError>;
    const auto told = [p = d.get(), reply = std::move(reply)](Summaries summaries) {
        if (summaries) {
            for (ConversationSummary& one : *summaries) {
                if (one.last)
                    one.last = p->asTold(std::move(*one.last));
            }
        }
        if (reply)
            reply(std::move(summaries));
    };
    d->askStore<std::vector<ConversationSummary>>(context, told, [](qt::StoreWorker& store) {
        return store.store()->messages().conversations();
    });
}

void Node::markRead(const NodeId& peer, const MessageId& upTo, QObject* context, Reply<Done> reply)
{
    const RequestId request = d->expect<Done>(context, std::move(reply));
    d->askStore<std::uint64_t>(
        d.get(),
        [p = d.get(), request, peer](const Expected<std::uint64_t, NodeError>& sequence) {
            if (!sequence)
                return p->fail(request, sequence.error());
            p->order(request, [=, upTo = *sequence](Engine& engine, Now now) {
                engine.markRead(now, request, peer, upTo);
            });
        },
        [=](qt::StoreWorker& store) {
            return store.store()->messages().incomingSequence(peer, upTo);
        });
}

void Node::deleteMessage(const MessageId& id, QObject* context, Reply<Done> reply)
{
    const RequestId request = d->expect<Done>(context, std::move(reply));
    d->askStore<Message>(
        d.get(),
        [p = d.get(), request, id](const Expected<Message, NodeError>& found) {
            if (!found)
                return p->fail(request, found.error());
            p->order(request,
                     [=](Engine& engine, Now now) { engine.deleteMessage(now, request, id); });
        },
        [id](qt::StoreWorker& store) { return store.store()->messages().message(id); });
}

void Node::Private::changeMessage(
    QObject* context, Reply<Done> reply, const MessageId& id, bool own,
    std::function<void(Engine&, Now, RequestId, const Message&)> command)
{
    const RequestId request = expect<Done>(context, std::move(reply));
    askStore<Message>(
        this,
        [this, request, own, command](const Expected<Message, NodeError>& found) {
            if (!found)
                return fail(request, found.error());
            const bool fits = found->kind == LetterKind::Text && !found->takenBack &&
                              (!own || (found->outgoing && found->state != MessageState::Failed));
            if (!fits) {
                return fail(request, {ErrorCode::NotAllowed,
                                      own ? "Only an own message that did not fail can be changed."
                                          : "There is nothing to react to."});
            }
            order(request, [request, command, message = *found](Engine& engine, Now now) {
                command(engine, now, request, message);
            });
        },
        [id](qt::StoreWorker& store) { return store.store()->messages().message(id); });
}

void Node::editMessage(const MessageId& id, const QString& text, QObject* context,
                       Reply<Done> reply)
{
    d->changeMessage(context, std::move(reply), id, true,
                     [words = qt::toUtf8(text)](Engine& engine, Now now, RequestId request,
                                                const Message& message) {
                         engine.editMessage(now, request, message.peer, message.id,
                                            message.revision, words);
                     });
}

void Node::takeBackMessage(const MessageId& id, QObject* context, Reply<Done> reply)
{
    d->changeMessage(context, std::move(reply), id, true,
                     [](Engine& engine, Now now, RequestId request, const Message& message) {
                         engine.takeBack(now, request, message.peer, message.id);
                     });
}

void Node::react(const MessageId& id, const QStringList& emoji, QObject* context, Reply<Done> reply)
{
    std::vector<std::string> words;
    for (const QString& one : emoji)
        words.push_back(qt::toUtf8(one));
    d->changeMessage(context, std::move(reply), id, false,
                     [words, own = d->ready.id](Engine& engine, Now now, RequestId request,
                                                const Message& message) {
                         std::uint64_t revision = 0;
                         for (const Reactions& one : message.reactions) {
                             if (one.by == own)
                                 revision = one.revision;
                         }
                         engine.react(now, request, message.peer, message.id, revision, words);
                     });
}

void Node::forgetElsewhere()
{
    if (d->store != nullptr)
        qt::post(d->store, [target = d->store] { target->keepElsewhere({}); });
    Q_EMIT identityElsewhere(false);
}

void Node::queue(QObject* context, Reply<std::vector<QueueEntry>> reply)
{
    d->askEngine<std::vector<QueueEntry>>(
        context, std::move(reply), [](Engine& engine, Now now) { return engine.queue(now); });
}

void Node::cancelMessage(const MessageId& id, QObject* context, Reply<Done> reply)
{
    const RequestId request = d->expect<Done>(context, std::move(reply));
    d->order(request, [=](Engine& engine, Now now) { engine.cancel(now, request, id); });
}

void Node::retryMessage(const MessageId& id, QObject* context, Reply<Done> reply)
{
    const RequestId request = d->expect<Done>(context, std::move(reply));
    d->order(request, [=](Engine& engine, Now now) { engine.retry(now, request, id); });
}

void Node::refreshPresence(const NodeId& peer)
{
    if (isRunning()) {
        d->order(0, [peer](Engine& engine, Now now) { engine.refreshPresence(now, peer); });
    }
}

void Node::checkNetwork()
{
    if (isRunning())
        qt::post(d->worker, [worker = d->worker] { worker->onNetworkChanged(); });
}

bool Node::hasKeychain()
{
    return qt::keychainSupported();
}

Protection Node::protection() const
{
    return d->protection;
}

bool Node::isLocked() const
{
    return d->locked;
}

void Node::changeProtection(Protection to, const QByteArray& oldPassphrase,
                            const QByteArray& newPassphrase, QObject* context, Reply<Done> reply)
{
    const RequestId id = d->expect<Done>(context, std::move(reply));
    if (d->locked)
        return d->failLater(id, {ErrorCode::NotAllowed, "The profile is locked."});
    d->askKeys(id, [change = qt::ProtectionChange{to, oldPassphrase, newPassphrase}](
                       qt::KeyKeeper& keys, const qt::KeyKeeper::Answer& answer) mutable {
        keys.change(std::move(change), answer);
    });
}

void Node::lock(QObject* context, Reply<Done> reply)
{
    const RequestId id = d->expect<Done>(context, std::move(reply));
    if (!d->ensureRunning(id))
        return;
    if (d->protection != Protection::Passphrase) {
        return d->failLater(id, {ErrorCode::NotAllowed,
                                 "A passphrase is needed first: without one it could not be "
                                 "unlocked."});
    }
    d->setLocked(true);
    qt::post(d.get(), [p = d.get(), id] { p->finish<Done>(id, Done{}); });
}

void Node::unlock(const QByteArray& passphrase, QObject* context, Reply<Done> reply)
{
    const RequestId request = d->expect<Done>(context, std::move(reply));
    const RequestId id =
        d->expect<Done>(d.get(), [p = d.get(), request](const Expected<Done, NodeError>& checked) {
            if (checked)
                p->setLocked(false);
            p->finish<Done>(request, checked);
        });
    d->askKeys(id, [passphrase](qt::KeyKeeper& keys, const qt::KeyKeeper::Answer& answer) {
        keys.check(passphrase, answer);
    });
}

void Node::putLocal(const QString& key, const QString& value)
{
    if (!isRunning())
        return;
    qt::post(d->store, [target = d->store, name = qt::toUtf8(key), text = qt::toUtf8(value)] {
        target->putLocal(name, text);
    });
}

void Node::locals(const QString& prefix, QObject* context, Reply<QVariantMap> reply)
{
    d->askStore<QVariantMap>(
        context, std::move(reply),
        [start = qt::toUtf8(prefix)](qt::StoreWorker& store) -> Expected<QVariantMap, NodeError> {
            QVariantMap values;
            for (const qt::LocalRow& row : store.locals(start))
                values.insert(qt::toQString(row.key), qt::toQString(row.value));
            return values;
        });
}

}  // namespace vos
