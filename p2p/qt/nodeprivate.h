#pragma once

// The inside of the façade: its two threads, the requests that wait for an answer, and the events
// that wait for their turn.

#include "p2p/qt/backup.h"
#include "p2p/qt/eventbatch.h"
#include "p2p/qt/node.h"
#include "p2p/qt/nodeworker.h"
#include "p2p/qt/storeworker.h"
#include "p2p/qt/threads.h"

#include <QPointer>
#include <QThread>
#include <QThreadPool>
#include <QTimer>

#include <atomic>
#include <memory>
#include <unordered_map>
#include <unordered_set>

namespace vos {

namespace detail {
template <typename T, typename Variant>
inline constexpr bool isAlternative = false;
template <typename T, typename... Types>
inline constexpr bool isAlternative<T, std::variant<Types...>> = (std::is_same_v<T, Types> || ...);
}  // namespace detail

/// A request without the type of its reply.
class PendingRequest {
public:
    virtual ~PendingRequest() = default;
    virtual void answer(const std::variant<AnswerValue, NodeError>& result) = 0;
    virtual void fail(const NodeError& error) = 0;
};

template <typename T>
class PendingReply final : public PendingRequest {
public:
    PendingReply(QObject* context, Reply<T> reply) : m_context(context), m_reply(std::move(reply))
    {
    }

    void finish(const Expected<T, NodeError>& result)
    {
        if (m_context && m_reply)
            m_reply(result);
    }
    void fail(const NodeError& error) override { finish(Unexpected{error}); }
    void answer(const std::variant<AnswerValue, NodeError>& result) override
    {
        if (const auto* error = std::get_if<NodeError>(&result))
            fail(*error);
        else
            finish(valueOf(std::get<AnswerValue>(result)));
    }

private:
    static Expected<T, NodeError> valueOf(const AnswerValue& answer)
    {
        // Values of a command that was asked for its success alone are dropped.
        if constexpr (std::is_same_v<T, Done>)
            return T{};
        else if constexpr (detail::isAlternative<T, AnswerValue>)
            return std::get<T>(answer);
        else
            return Unexpected{NodeError{ErrorCode::Busy, "A question has no answer of a command."}};
    }

    QPointer<QObject> m_context;
    Reply<T> m_reply;
};

struct Node::Private : public QObject {
    enum class Stage { Idle, Starting, Running, Stopping };

    Private(Node& node, NodeOptions nodeOptions);

    void start();
    void stop();
    void endThreads();
    void onReady(const NodeReady& nodeReady);
    void onEnded(const std::optional<StartError>& failure);
    void onHappened(const std::vector<Event>& events);
    void onStepped(const std::vector<MessageId>& messages);
    void onInterval();
    void flushSoon();
    void flush();
    /// The state last told: what is on its way is known to nobody but the engine.
    void noteSent(const std::vector<MessageStateChange>& changes);
    Message asTold(Message message) const;
    /// A reply with messages as they were told.
    Reply<MessagePage> asTold(Reply<MessagePage> reply) const;

    /// Keeps the reply until finish(), answer() or fail(); a null context stands for the node.
    template <typename T>
    RequestId expect(QObject* context, Reply<T> reply)
    {
        const RequestId id = ++lastRequest;
        pending.emplace(id, std::make_unique<PendingReply<T>>(context != nullptr ? context : &q,
                                                              std::move(reply)));
        return id;
    }
    std::unique_ptr<PendingRequest> take(RequestId id);
    template <typename T>
    void finish(RequestId id, const Expected<T, NodeError>& result)
    {
        if (const auto request = take(id))
            static_cast<PendingReply<T>&>(*request).finish(result);
    }
    void fail(RequestId id, const NodeError& error);
    /// On the next turn of the event loop: no reply comes from inside the call that asked.
    void failLater(RequestId id, const NodeError& error);
    void failAll(const NodeError& error);

    /// False where the node does not run; `id` then fails.
    bool ensureRunning(RequestId id);
    /// A command of the engine that ends in the Answer to `id`: command(engine, now).
    template <typename Command>
    void order(RequestId id, Command command)
    {
        if (!ensureRunning(id))
            return;
        qt::post(worker, [target = worker, command] { target->run(command); });
    }
    /// The same with the endpoints of `places`.
    template <typename Command>
    void orderResolved(RequestId id, const QStringList& places, Command command)
    {
        if (!ensureRunning(id))
            return;
        qt::post(worker,
                 [target = worker, places, command] { target->runResolved(places, command); });
    }
    /// A question the engine answers at once: getter(engine, now) on its thread.
    template <typename T, typename Getter>
    void askEngine(QObject* context, Reply<T> reply, Getter getter)
    {
        const RequestId id = expect<T>(context, std::move(reply));
        order(id, [this, id, getter](Engine& engine, Now now) {
            qt::post(this, [this, id, value = T(getter(engine, now))] { finish<T>(id, value); });
        });
    }
    /// A question about the history: question(store) on the store's thread.
    template <typename T, typename Question>
    void askStore(QObject* context, Reply<T> reply, Question question)
    {
        const RequestId id = expect<T>(context, std::move(reply));
        if (!ensureRunning(id))
            return;
        qt::post(store, [this, id, target = store, question] {
            Expected<T, NodeError> result =
                target->store() != nullptr
                    ? question(*target)
                    : Unexpected{NodeError{ErrorCode::Storage, "The history is closed."}};
            qt::post(this, [this, id, result] { finish<T>(id, result); });
        });
    }
    void onDamageFound(const QString& what);
    void onProtectionChanged(Protection now);
    void setLocked(bool now);
    /// A question to the keeper of the keys: question(keys, answer) on the engine's thread.
    template <typename Question>
    void askKeys(RequestId id, Question question)
    {
        if (!ensureRunning(id))
            return;
        const auto answer = [this, id](const Outcome<NodeError>& result) {
            qt::post(this, [this, id, result] { finish<Done>(id, result); });
        };
        qt::post(worker, [target = worker, question, answer]() mutable {
            target->withKeys([&](qt::KeyKeeper* keys) {
                if (keys != nullptr)
                    question(*keys, answer);
                else
                    answer(Unexpected{NodeError{ErrorCode::Busy, "The node is not running."}});
            });
        });
    }
    /// Looks the message up, refuses what cannot be changed (`own`: by its author alone), and has
    /// `command` order the change, which ends in the Answer to its request.
    void changeMessage(QObject* context, Reply<Done> reply, const MessageId& id, bool own,
                       std::function<void(Engine&, Now, RequestId, const Message&)> command);
    /// backUp() or restore(): work(folder, keys, progress) on the thread for backups.
    using BackupWork = std::function<Outcome<BackupFault>(
        const QString& folder, const qt::KeyBox& keys, const qt::BackupProgress& progress)>;
    void startBackup(BackupWork work, QPointer<QObject> context, Node::BackupReply reply);
    /// Waits until it has stopped.
    void cancelBackup();
    void setSettings(std::map<std::string, std::string> texts, const QVariantMap& values,
                     QPointer<QObject> context, Reply<Done> reply);

    Node& q;
    NodeOptions options;
    NodeReady ready;
    Stage stage = Stage::Idle;
    Protection protection = Protection::None;
    bool locked = false;
    std::unique_ptr<QThread> engineThread;
    std::unique_ptr<QThread> storeThread;
    qt::NodeWorker* worker = nullptr;  ///< on engineThread, which deletes it when it ends
    qt::StoreWorker* store = nullptr;  ///< on storeThread, likewise
    RequestId lastRequest = 0;
    std::unordered_map<RequestId, std::unique_ptr<PendingRequest>> pending;
    qt::EventBatch batch;
    std::size_t batchKind = 0;
    std::unordered_set<MessageId> sent;  ///< told to be Sent, and nothing since
    QTimer interval;
    QThreadPool backups;
    std::atomic<bool> backupCancelled = false;
    bool backupRuns = false;
};

}  // namespace vos
