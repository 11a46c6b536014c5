#pragma once

// The engine's thread: owns the engine and its sockets, feeds it datagrams, timeouts, answers of
// the store and commands, and performs what comes out. From opening the profile to giving it back,
// the whole life of a node passes here, so no other thread ever waits for it.
//
//   start(): profile → keys → store (its thread) → sockets → engine → ready()
//   stop():  store has answered → goodbye to the peers → store closed → profile released → ended()

#include "p2p/crypto/systemrng.h"
#include "p2p/engine/engine.h"
#include "p2p/qt/gateway.h"
#include "p2p/qt/hostresolver.h"
#include "p2p/qt/keykeeper.h"
#include "p2p/qt/lanwatch.h"
#include "p2p/qt/networkwatch.h"
#include "p2p/qt/node.h"
#include "p2p/qt/options.h"
#include "p2p/qt/portmapper.h"
#include "p2p/qt/profile.h"
#include "p2p/qt/sockets.h"
#include "p2p/qt/storeworker.h"
#include "p2p/qt/systemclock.h"
#include "p2p/qt/tracelog.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <atomic>
#include <optional>
#include <vector>

namespace vos::qt {

class NodeWorker : public QObject {
    Q_OBJECT

public:
    /// `store` lives on its own thread and outlives this.
    NodeWorker(NodeOptions options, StoreWorker& store);
    ~NodeWorker() override;

    // On the engine's thread (see threads.h).

    /// Ends in ready() or in ended() with the reason.
    void start();
    /// Ends in ended().
    void stop();
    /// One input for the running engine: command(engine, now). Nothing happens when it is not.
    template <typename Command>
    void run(Command&& command)
    {
        if (m_stage != Stage::Running)
            return;
        command(*m_engine, systemNow());
        finishTurn();
    }
    /// Where `keys` is null the node is not running.
    template <typename Command>
    void withKeys(Command&& command)
    {
        command(m_stage == Stage::Running ? &m_keys : nullptr);
    }
    /// Absolute; while it runs.
    QString profileFolder() const { return m_profile->folder(); }
    /// HOST:PORT texts resolved, then run(command(engine, now, endpoints)).
    template <typename Command>
    void runResolved(const QStringList& places, Command command)
    {
        HostResolver::resolve(places, this, [this, command](std::vector<Endpoint> at) {
            run([&](Engine& engine, Now now) { command(engine, now, std::move(at)); });
        });
    }

    /// Somebody says that the network is another one.
    void onNetworkChanged();

Q_SIGNALS:
    /// Before ready(), and with every change.
    void protectionChanged(vos::Protection now);
    void ready(const vos::NodeReady& ready);
    /// In the order in which they came to pass.
    void happened(const std::vector<vos::Event>& events);
    /// Behind what led to them: messages whose way has a step more.
    void stepped(const std::vector<vos::MessageId>& messages);
    /// Something in the profile was damaged; says what was done or is to be done.
    void damageFound(const QString& what);
    /// Everything is closed and the profile free; with the reason if it never came to run.
    void ended(const std::optional<vos::StartError>& failure);

private:
    enum class Stage { New, Unlocking, Opening, Running, Stopping, Closing, Ended };

    std::optional<StartError> prepare();
    std::optional<StartError> makeKeysOnce();
    void onKeysOpened(const std::optional<StartError>& error);
    void openStore();
    void onStoreOpened(Expected<StoreWorker::Opened, StartError> opened);
    void startEngine(StoreWorker::Opened opened);
    Config configure(StoredState& state) const;
    void settleOnceStored();
    void joinAll();
    void announceOpened(const StoreWorker::Opened& opened);
    void fail(const StartError& error);
    void closeStore();
    void sayGoodbye();
    void end();

    void listenOn(DatagramSocket& socket, SocketIndex index);
    void onDatagrams(DatagramSocket& socket, SocketIndex index);
    void onTimer();
    void onStored(const std::vector<StoreResult>& results,
                  const std::vector<MessageStateChange>& readByPeer,
                  const std::vector<Message>& changed);
    void onRecovered();
    void onCustodyTold(const CustodyTally& tally);
    static QHostAddress currentRouter();
    void openWebPort();
    void watchInterfaces();
    void onWoke();
    /// The port in the router as the options and the setting say; `again`: asked anew.
    void watchRouter(bool again);
    /// Discovery in the local network as the options and the setting say.
    void watchLan();
    void onNeighbourAsked(const Endpoint& from, const QByteArray& datagram);
    void watchFreeSpace();
    /// Performs what the engine wants, hands out what came to pass, arms the timer.
    void finishTurn();
    void perform(Output output);
    void keep(Store batch);
    void tell(Event event);
    void send(const Transmit& transmit);
    void findWork(const FindWork& work);
    void loadHeld(const LoadHeld& load);
    void armTimer();
    void log(LogLine::Level level, const QString& text);
    bool engineRuns() const { return m_engine && m_stage != Stage::Closing; }

    NodeOptions m_options;
    StoreWorker& m_store;
    Stage m_stage = Stage::New;
    bool m_stopWanted = false;
    bool m_passphraseGiven = false;
    std::optional<StartError> m_failure;

    StartPlan m_plan;
    std::optional<Profile> m_profile;
    KeyKeeper m_keys;
    std::optional<Sockets> m_sockets;
    std::unique_ptr<LanWatch> m_lan;       ///< null: not wanted
    std::unique_ptr<PortMapper> m_mapper;  ///< null: not wanted
    QHostAddress m_router;                 ///< of the network we were in last
    crypto::SystemRng m_rng;
    std::unique_ptr<Engine> m_engine;
    std::vector<Endpoint> m_local;

    QTimer m_timer;
    Instant m_due{};
    NetworkWatch m_network;
    QTimer m_spaceTimer;
    bool m_storageTight = false;
    std::vector<Store> m_batches;    ///< of this turn
    std::vector<LoadHeld> m_loads;   ///< of this turn
    std::vector<Event> m_events;     ///< of this turn
    std::vector<Message> m_changed;  ///< of this turn, and not told yet
    std::optional<TraceLog> m_trace;
    QThreadPool m_workPool;
    std::atomic<bool> m_workCancelled = false;
};

}  // namespace vos::qt
