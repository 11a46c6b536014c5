#include "p2p/qt/node.h"

#include "p2p/qt/convert.h"
#include "p2p/qt/nodeprivate.h"

#include <utility>

namespace vos {

Node::Node(NodeOptions options, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this, std::move(options)))
{
}

Node::~Node()
{
    if (d->worker != nullptr)
        qt::post(d->worker, [worker = d->worker] { worker->stop(); });
    d->endThreads();
}

void Node::start()
{
    d->start();
}

void Node::stop()
{
    d->stop();
}

bool Node::isRunning() const
{
    return d->stage == Private::Stage::Running;
}

const NodeReady& Node::identity() const
{
    return d->ready;
}

const NodeOptions& Node::options() const
{
    return d->options;
}

Node::Private::Private(Node& node, NodeOptions nodeOptions)
    : q(node)
    , options(std::move(nodeOptions))
    , interval(this)
{
    backups.setMaxThreadCount(1);
    interval.setSingleShot(true);
    connect(&interval, &QTimer::timeout, this, &Private::onInterval);
}

void Node::Private::start()
{
    if (stage != Stage::Idle)
        return;
    stage = Stage::Starting;
    engineThread = std::make_unique<QThread>();
    storeThread = std::make_unique<QThread>();
    engineThread->setObjectName(QStringLiteral("vos-engine"));
    storeThread->setObjectName(QStringLiteral("vos-store"));
    store = new qt::StoreWorker;
    // The passphrase moves out of here: the worker wipes it once the key box is open.
    NodeOptions forWorker = options;
    options.passphrase = QByteArray();
    worker = new qt::NodeWorker(std::exchange(forWorker, {}), *store);
    store->moveToThread(storeThread.get());
    worker->moveToThread(engineThread.get());
    connect(storeThread.get(), &QThread::finished, store, &QObject::deleteLater);
    connect(engineThread.get(), &QThread::finished, worker, &QObject::deleteLater);
    connect(worker, &qt::NodeWorker::ready, this, &Private::onReady);
    connect(worker, &qt::NodeWorker::happened, this, &Private::onHappened);
    connect(worker, &qt::NodeWorker::stepped, this, &Private::onStepped);
    connect(worker, &qt::NodeWorker::damageFound, this, &Private::onDamageFound);
    connect(worker, &qt::NodeWorker::protectionChanged, this, &Private::onProtectionChanged);
    connect(worker, &qt::NodeWorker::ended, this, &Private::onEnded);
    storeThread->start();
    engineThread->start();
    qt::post(worker, [target = worker] { target->start(); });
}

void Node::Private::stop()
{
    if (stage == Stage::Idle) {
        qt::post(&q, [node = &q] { Q_EMIT node->stopped(); });
        return;
    }
    if (stage == Stage::Stopping)
        return;
    stage = Stage::Stopping;
    qt::post(worker, [target = worker] { target->stop(); });
}

void Node::Private::endThreads()
{
    if (!engineThread)
        return;
    // It reads the files of the profile, which is given back now.
    cancelBackup();
    backups.waitForDone();
    // The engine's thread ends by itself once everything is closed; the store has served it till
    // then.
    engineThread->wait();
    storeThread->quit();
    storeThread->wait();
    engineThread.reset();
    storeThread.reset();
    worker = nullptr;
    store = nullptr;
}

void Node::Private::onReady(const NodeReady& nodeReady)
{
    ready = nodeReady;
    if (stage == Stage::Starting)
        stage = Stage::Running;
    Q_EMIT q.ready(ready);
}

void Node::Private::onDamageFound(const QString& what)
{
    // Said in the log as well: a program without a window has no other place for it.
    Q_EMIT q.logged(static_cast<int>(LogLine::Level::Warning), what);
    Q_EMIT q.damageFound(what);
}

void Node::Private::onProtectionChanged(Protection now)
{
    if (std::exchange(protection, now) != now)
        Q_EMIT q.protectionChanged(now);
}

void Node::Private::setLocked(bool now)
{
    if (std::exchange(locked, now) != now)
        Q_EMIT q.lockedChanged(now);
}

void Node::Private::onEnded(const std::optional<StartError>& failure)
{
    endThreads();
    flush();
    interval.stop();
    sent.clear();
    stage = Stage::Idle;
    setLocked(false);
    failAll({ErrorCode::Busy, "The node has stopped."});
    if (failure)
        Q_EMIT q.startFailed(*failure);
    else
        Q_EMIT q.stopped();
}

void Node::Private::onHappened(const std::vector<Event>& events)
{
    for (const Event& event : events) {
        if (const auto* answer = std::get_if<Answer>(&event)) {
            // What led to the answer is told before it where nothing is held back.
            if (options.eventIntervalMs == 0)
                flush();
            if (const auto request = take(answer->request))
                request->answer(answer->result);
        } else if (const auto* line = std::get_if<LogLine>(&event)) {
            Q_EMIT q.logged(static_cast<int>(line->level), qt::toQString(line->text));
        } else {
            if (options.eventIntervalMs == 0 && batchKind != event.index())
                flush();
            batchKind = event.index();
            batch.add(event);
        }
    }
    flushSoon();
}

void Node::Private::onStepped(const std::vector<MessageId>& messages)
{
    batch.addStepped(messages);
    flushSoon();
}

void Node::Private::flushSoon()
{
    if (options.eventIntervalMs == 0) {
        flush();
    } else if (!batch.empty && !interval.isActive()) {
        flush();
        interval.start(options.eventIntervalMs);
    }
}

void Node::Private::onInterval()
{
    if (batch.empty)
        return;
    flush();
    interval.start(options.eventIntervalMs);
}

void Node::Private::flush()
{
    if (batch.empty)
        return;
    // Slots may come back here; they find an empty batch.
    const qt::EventBatch now = std::exchange(batch, {});
    if (!now.messages.empty())
        Q_EMIT q.messagesAdded(now.messages);
    if (!now.changed.empty()) {
        std::vector<Message> told;
        for (const Message& message : now.changed)
            told.push_back(asTold(message));
        Q_EMIT q.messagesChanged(told);
    }
    noteSent(now.states);
    if (!now.states.empty())
        Q_EMIT q.messageStatesChanged(now.states);
    if (!now.stepped.empty())
        Q_EMIT q.messageStepsAdded(now.stepped);
    for (const ReadByPeer& read : now.reads)
        Q_EMIT q.readByPeer(read.peer, read.sequence, toMillis(read.at));
    if (!now.data.empty())
        Q_EMIT q.dataReceived(now.data);
    if (!now.contacts.empty())
        Q_EMIT q.contactsChanged(now.contacts);
    if (!now.requests.empty())
        Q_EMIT q.contactsRequested(now.requests);
    if (!now.presences.empty())
        Q_EMIT q.presenceChanged(now.presences);
    if (!now.friendVos.empty())
        Q_EMIT q.friendVosChanged(now.friendVos);
    if (!now.owners.empty())
        Q_EMIT q.friendOwnersChanged(now.owners);
    if (!now.ownerRequests.empty())
        Q_EMIT q.friendVosRequested(now.ownerRequests);
    for (const GapsChanged& gap : now.gaps)
        Q_EMIT q.gapsChanged(gap.peer, gap.missing);
    if (now.identityElsewhere)
        Q_EMIT q.identityElsewhere(*now.identityElsewhere);
    if (now.map)
        Q_EMIT q.mapChanged(*now.map);
    if (now.nat)
        Q_EMIT q.natChanged(now.nat->nat, now.nat->observed);
    if (now.storageFailing)
        Q_EMIT q.storageTrouble(*now.storageFailing);
}

void Node::Private::noteSent(const std::vector<MessageStateChange>& changes)
{
    for (const MessageStateChange& change : changes) {
        if (change.state == MessageState::Sent)
            sent.insert(change.id);
        else
            sent.erase(change.id);
    }
}

Message Node::Private::asTold(Message message) const
{
    if (message.outgoing && message.state == MessageState::Queued && sent.contains(message.id))
        message.state = MessageState::Sent;
    return message;
}

Reply<MessagePage> Node::Private::asTold(Reply<MessagePage> reply) const
{
    return [this, reply = std::move(reply)](Expected<MessagePage, NodeError> page) {
        if (page) {
            for (Message& message : page->messages)
                message = asTold(std::move(message));
        }
        if (reply)
            reply(std::move(page));
    };
}

std::unique_ptr<PendingRequest> Node::Private::take(RequestId id)
{
    const auto found = pending.find(id);
    if (found == pending.end())
        return nullptr;
    auto request = std::move(found->second);
    pending.erase(found);
    return request;
}

void Node::Private::fail(RequestId id, const NodeError& error)
{
    if (const auto request = take(id))
        request->fail(error);
}

void Node::Private::failLater(RequestId id, const NodeError& error)
{
    qt::post(this, [this, id, error] { fail(id, error); });
}

void Node::Private::failAll(const NodeError& error)
{
    const auto all = std::exchange(pending, {});
    for (const auto& [id, request] : all)
        request->fail(error);
}

bool Node::Private::ensureRunning(RequestId id)
{
    if (stage == Stage::Running)
        return true;
    failLater(id, {ErrorCode::Busy, "The node is not running."});
    return false;
}

}  // namespace vos
