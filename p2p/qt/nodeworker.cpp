#include "p2p/qt/nodeworker.h"

#include "p2p/crypto/work.h"
#include "p2p/qt/backup.h"
#include "p2p/qt/convert.h"
#include "p2p/qt/threads.h"

#include <QThread>

#include <algorithm>
#include <utility>

namespace vos::qt {

namespace {

/// Datagrams given to the engine before the timers and commands have their turn again.
constexpr int burstMax = 256;
/// A disk that fills at 3 MB/s loses its reserve of 16 MiB in this time.
constexpr auto spaceInterval = 5s;
/// Nonces tried between two looks at the order to stop: a few milliseconds.
constexpr std::size_t workSlice = 4096;
/// A timer of whole milliseconds would come late by up to one; below this the loop just turns.
constexpr Duration timerGrain = 500us;
constexpr auto elsewhereRemembered = std::chrono::days(7);

const char* policyWord(FriendPolicy policy)
{
    switch (policy) {
    case FriendPolicy::Ask:
        return "ask";
    case FriendPolicy::Contacts:
        return "contacts";
    case FriendPolicy::All:
        return "all";
    case FriendPolicy::None:
        return "none";
    }
    return "";
}

}  // namespace

NodeWorker::NodeWorker(NodeOptions options, StoreWorker& store)
    : m_options(std::move(options))
    , m_store(store)
    , m_keys(systemKeychain(), this)
    , m_timer(this)
    , m_network(this)
    , m_spaceTimer(this)
    , m_workPool(this)
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &NodeWorker::onTimer);
    connect(&m_network, &NetworkWatch::interfacesMayHaveChanged, this,
            &NodeWorker::watchInterfaces);
    connect(&m_network, &NetworkWatch::woke, this, &NodeWorker::onWoke);
    m_spaceTimer.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_spaceTimer, &QTimer::timeout, this, &NodeWorker::watchFreeSpace);
    connect(&m_keys, &KeyKeeper::protectionChanged, this, &NodeWorker::protectionChanged);
    // The window and the engine keep a core to themselves where there is more than one.
    m_workPool.setMaxThreadCount(std::max(1, QThread::idealThreadCount() - 1));
    connect(&m_store, &StoreWorker::stored, this, &NodeWorker::onStored);
    connect(&m_store, &StoreWorker::stepped, this, &NodeWorker::stepped);
    connect(&m_store, &StoreWorker::recovered, this, &NodeWorker::onRecovered);
    connect(&m_store, &StoreWorker::custodyTold, this, &NodeWorker::onCustodyTold);
    connect(&m_store, &StoreWorker::damageFound, this, &NodeWorker::damageFound);
    connect(&m_store, &StoreWorker::closed, this, &NodeWorker::end);
}

NodeWorker::~NodeWorker()
{
    m_workCancelled = true;
    m_workPool.waitForDone();
}

void NodeWorker::start()
{
    VOS_ASSERT(m_stage == Stage::New);
    m_stage = Stage::Unlocking;
    if (const auto error = prepare())
        return fail(*error);
    m_passphraseGiven = !m_options.passphrase.isEmpty();
    m_keys.open(m_profile->keyBoxFile(), std::exchange(m_options.passphrase, {}),
                [this](const std::optional<StartError>& error) { onKeysOpened(error); });
}

void NodeWorker::onKeysOpened(const std::optional<StartError>& error)
{
    // The keychain may have asked the person, who ended the program instead.
    if (m_stage != Stage::Unlocking)
        return;
    m_stage = Stage::Opening;
    if (error)
        return fail(*error);
    Q_EMIT protectionChanged(m_keys.protection());
    openStore();
}

std::optional<StartError> NodeWorker::prepare()
{
    if (!crypto::initialize()) {
        return StartError{StartError::Kind::BadOption,
                          QStringLiteral("The system gives no random numbers to libsodium.")};
    }
    forbidCoreDumps();
    auto plan = planStart(m_options);
    if (!plan)
        return plan.error();
    m_plan = std::move(*plan);
    auto profile = Profile::open(m_plan.profile);
    if (!profile)
        return profile.error();
    m_profile.emplace(std::move(*profile));
    return makeKeysOnce();
}

std::optional<StartError> NodeWorker::makeKeysOnce()
{
    const QString path = m_profile->keyBoxFile();
    if (keyBoxExists(path) || storeExists({m_profile->databaseFile(), m_profile->copiesFolder()}))
        return std::nullopt;
    if (!m_profile->hasFreeSpace()) {
        return StartError{StartError::Kind::DiskFull,
                          QStringLiteral("The disk of %1 is full: less than 16 MiB are free. "
                                         "Make room and start again.")
                              .arg(m_profile->folder())};
    }
    const auto made = m_keys.make(path, m_options.passphrase, m_rng);
    if (!made)
        return made.error();
    return std::nullopt;
}

void NodeWorker::openStore()
{
    const StorePlace place{m_profile->databaseFile(), m_profile->copiesFolder()};
    StoreWorker* store = &m_store;
    post(store, [this, store, place, key = m_keys.box().dataKey.clone(),
                 own = m_keys.box().identity.id()] {
        auto opened = store->open(place, key, own);
        post(this,
             [this, opened = std::move(opened)]() mutable { onStoreOpened(std::move(opened)); });
    });
}

void NodeWorker::onStoreOpened(Expected<StoreWorker::Opened, StartError> opened)
{
    if (!opened)
        return fail(opened.error());
    if (m_stopWanted)
        return closeStore();
    auto sockets = Sockets::open(m_plan.listen, opened->port.value_or(0));
    if (!sockets)
        return fail(sockets.error());
    m_sockets.emplace(std::move(*sockets));
    startEngine(std::move(*opened));
}

void NodeWorker::startEngine(StoreWorker::Opened opened)
{
    if (opened.port != m_sockets->port()) {
        post(&m_store, [store = &m_store, port = m_sockets->port()] { store->keepPort(port); });
    }
    const Config config = configure(opened.state);
    m_engine = std::make_unique<Engine>(config, m_keys.box().identity.clone(),
                                        std::exchange(opened.state, {}), m_rng);
    m_stage = Stage::Running;
    m_sockets->openWebPort();
    m_router = currentRouter();
    m_local = m_sockets->localEndpoints();
    if (m_options.debugLog)
        m_trace.emplace();
    m_engine->start(systemNow(), m_local);
    const bool restored = wasRestored(m_profile->folder());
    if (restored || !opened.repair.isEmpty())
        m_engine->handleRestored(systemNow());
    for (std::size_t i = 0; i < m_sockets->size(); ++i)
        listenOn(m_sockets->at(i), static_cast<SocketIndex>(i));
    m_network.start();
    m_spaceTimer.start(spaceInterval);

    const NodeInfo info = m_engine->info(systemNow());
    Q_EMIT ready({toQString(info.address), toQString(info.link), m_local, info.id});
    announceOpened(opened);
    joinAll();
    watchLan();
    watchRouter(true);
    watchFreeSpace();
    if (restored)
        settleOnceStored();
}

/// The new keys of a restored profile are on the disk before the next start may take it for any
/// other.
void NodeWorker::settleOnceStored()
{
    finishTurn();
    post(&m_store, [store = &m_store, folder = m_profile->folder()] {
        store->flush();
        settleRestored(folder);
    });
}

/// The options of this run stand above what the profile says, without changing it.
Config NodeWorker::configure(StoredState& state) const
{
    const auto replace = [&state](const char* key, const std::optional<std::string>& value) {
        std::erase_if(state.settings, [key](const SettingRow& row) { return row.key == key; });
        if (value)
            state.settings.push_back({key, *value});
    };
    Config config;
    config.name = m_plan.name;
    config.relay = m_options.relay;
    if (m_options.acceptFriendVos) {
        config.friendPolicy = *m_options.acceptFriendVos;
        replace("friend_vos.accept", policyWord(config.friendPolicy));
    }
    if (m_options.quotaBytes) {
        config.custodyQuota = *m_options.quotaBytes;
        // The setting knows whole MiB; any other size stands in the configuration alone.
        const quint64 mib = config.custodyQuota >> 20;
        const bool whole = mib > 0 && mib << 20 == config.custodyQuota;
        replace("friend_vos.quota_mib", whole ? std::optional(std::to_string(mib)) : std::nullopt);
    }
    return config;
}

void NodeWorker::announceOpened(const StoreWorker::Opened& opened)
{
    for (const QString& repair : {m_keys.repair(), opened.repair}) {
        if (!repair.isEmpty())
            Q_EMIT damageFound(repair);
    }
    if (m_passphraseGiven && m_keys.protection() != Protection::Passphrase) {
        log(LogLine::Level::Warning,
            QStringLiteral("A passphrase was given, but this profile is not locked by one."));
    }
    // Until the person says that it is over, or a week without a sign of it.
    if (opened.elsewhereAt && systemNow().wall - *opened.elsewhereAt < elsewhereRemembered)
        m_events.push_back(IdentityElsewhere{true});
}

void NodeWorker::joinAll()
{
    for (const JoinTarget& target : m_plan.join) {
        runResolved(target.places, [id = target.id](Engine& engine, Now now, auto at) {
            engine.join(now, 0, id, std::move(at));
        });
    }
}

void NodeWorker::fail(const StartError& error)
{
    m_failure = error;
    closeStore();
}

void NodeWorker::stop()
{
    m_stopWanted = true;
    if (m_stage == Stage::New)
        return end();
    if (m_stage == Stage::Unlocking)
        return closeStore();
    if (m_stage != Stage::Running)
        return;
    m_stage = Stage::Stopping;
    // What was accepted until now is answered first: the store's results come before this echo.
    post(&m_store, [this, store = &m_store] {
        store->flush();
        post(this, [this] { sayGoodbye(); });
    });
}

void NodeWorker::sayGoodbye()
{
    m_engine->stop(systemNow());
    finishTurn();
    closeStore();
}

void NodeWorker::closeStore()
{
    m_stage = Stage::Closing;
    m_timer.stop();
    m_network.stop();
    m_mapper.reset();
    m_spaceTimer.stop();
    post(&m_store, [store = &m_store] { store->close(); });
}

void NodeWorker::end()
{
    if (m_stage == Stage::Ended)
        return;
    m_stage = Stage::Ended;
    m_workCancelled = true;
    m_engine.reset();
    m_lan.reset();
    m_mapper.reset();
    m_sockets.reset();
    m_keys.close();
    m_profile.reset();
    Q_EMIT ended(m_failure);
    thread()->quit();
}

void NodeWorker::listenOn(DatagramSocket& socket, SocketIndex index)
{
    connect(&socket, &DatagramSocket::readyRead, this,
            [this, source = &socket, index] { onDatagrams(*source, index); });
}

void NodeWorker::onDatagrams(DatagramSocket& socket, SocketIndex index)
{
    if (!engineRuns())
        return;
    for (int i = 0; i < burstMax; ++i) {
        const auto datagram = socket.receive();
        if (!datagram)
            break;
        if (m_trace)
            m_trace->came(datagram->from, index, datagram->bytes);
        m_engine->handleDatagram(systemNow(), datagram->from, index, datagram->bytes);
    }
    finishTurn();
}

void NodeWorker::onTimer()
{
    if (!engineRuns())
        return;
    const Now now = systemNow();
    const auto due = m_engine->nextTimeout();
    if (due && *due <= now.mono)
        m_engine->handleTimeout(now);
    finishTurn();
}

void NodeWorker::onStored(const std::vector<StoreResult>& results,
                          const std::vector<MessageStateChange>& readByPeer,
                          const std::vector<Message>& changed)
{
    if (!engineRuns())
        return;
    m_changed = changed;
    for (const StoreResult& result : results)
        m_engine->handleStored(systemNow(), result.ticket, result.durable);
    for (const MessageStateChange& change : readByPeer)
        m_events.push_back(MessageStateEvent{change});
    finishTurn();
}

void NodeWorker::onRecovered()
{
    if (!engineRuns())
        return;
    m_engine->handleStorageTrouble(systemNow(), false);
    finishTurn();
}

void NodeWorker::onCustodyTold(const CustodyTally& tally)
{
    QStringList parts;
    if (tally.taken > 0)
        parts << QStringLiteral("took %1 letters to keep for others").arg(tally.taken);
    if (tally.handedOver > 0)
        parts << QStringLiteral("handed over %1").arg(tally.handedOver);
    if (tally.ended > 0)
        parts << QStringLiteral("dropped %1 (recalled, or past their term)").arg(tally.ended);
    log(LogLine::Level::Info, parts.join(QStringLiteral(", ")));
    if (engineRuns())
        finishTurn();
}

void NodeWorker::watchFreeSpace()
{
    if (!engineRuns())
        return;
    const bool tight = !m_profile->hasFreeSpace();
    if (std::exchange(m_storageTight, tight) != tight) {
        log(LogLine::Level::Warning,
            tight ? QStringLiteral("Less than 16 MiB are free on the disk: nothing is accepted for "
                                   "others until there is room.")
                  : QStringLiteral("There is room on the disk again."));
        m_engine->handleStorageTight(systemNow(), tight);
    }
    finishTurn();
}

void NodeWorker::finishTurn()
{
    while (auto output = m_engine->pollOutput())
        perform(std::move(*output));
    // Before the answers: what led to them.
    const auto answer = std::find_if(m_events.begin(), m_events.end(), [](const Event& event) {
        return std::holds_alternative<Answer>(event);
    });
    std::vector<Event> changes;
    for (Message& message : std::exchange(m_changed, {}))
        changes.push_back(MessageChanged{std::move(message)});
    m_events.insert(answer, changes.begin(), changes.end());
    if (m_trace) {
        for (const std::string& line : m_trace->take())
            m_events.push_back(LogLine{LogLine::Level::Debug, line});
    }
    if (!m_batches.empty()) {
        post(&m_store, [store = &m_store, batches = std::exchange(m_batches, {})]() mutable {
            store->submit(std::move(batches));
        });
    }
    for (const LoadHeld& load : std::exchange(m_loads, {}))
        loadHeld(load);
    if (!m_events.empty())
        Q_EMIT happened(std::exchange(m_events, {}));
    armTimer();
}

void NodeWorker::perform(Output output)
{
    if (const auto* transmit = std::get_if<Transmit>(&output))
        send(*transmit);
    else if (auto* store = std::get_if<Store>(&output))
        keep(std::move(*store));
    else if (const auto* work = std::get_if<FindWork>(&output))
        findWork(*work);
    else if (auto* load = std::get_if<LoadHeld>(&output))
        m_loads.push_back(std::move(*load));
    else
        tell(std::move(std::get<Event>(output)));
}

void NodeWorker::keep(Store batch)
{
    if (m_trace) {
        for (const StoreOperation& operation : batch.operations)
            m_trace->storing(operation);
    }
    m_batches.push_back(std::move(batch));
}

void NodeWorker::tell(Event event)
{
    if (auto* added = std::get_if<MessageAdded>(&event)) {
        // What was done to it before it came: it is told once, as it is.
        const auto changed =
            std::find_if(m_changed.begin(), m_changed.end(),
                         [&](const Message& m) { return m.id == added->message.id; });
        if (changed != m_changed.end()) {
            added->message = std::move(*changed);
            m_changed.erase(changed);
        }
    }
    if (m_trace)
        m_trace->told(event);
    if (const auto* found = std::get_if<IdentityElsewhere>(&event)) {
        post(&m_store, [store = &m_store, at = systemNow().wall, still = found->elsewhere] {
            store->keepElsewhere(still ? std::optional(at) : std::nullopt);
        });
    }
    m_events.push_back(std::move(event));
}

void NodeWorker::send(const Transmit& transmit)
{
    if (m_trace)
        m_trace->sent(transmit);
    if (transmit.socket != GuestSocket && !isSpareSocket(transmit.socket))
        return m_sockets->send(transmit);
    if (DatagramSocket* opened = m_sockets->sendAside(transmit, systemNow().mono))
        listenOn(*opened, transmit.socket);
}

void NodeWorker::loadHeld(const LoadHeld& load)
{
    post(&m_store, [this, store = &m_store, load] {
        auto found = store->loadHeld(load.ids, load.receipts);
        post(this, [this, ticket = load.ticket, found = std::move(found)]() mutable {
            if (!engineRuns())
                return;
            m_engine->handleLoaded(systemNow(), ticket, std::move(found));
            finishTurn();
        });
    });
}

void NodeWorker::findWork(const FindWork& work)
{
    m_workPool.start([this, work, start = m_rng.next64()] {
        auto search = crypto::WorkSearch::forLetter(work.letter, work.bits, start);
        std::optional<crypto::WorkNonce> nonce;
        while (!nonce && !m_workCancelled)
            nonce = search.run(workSlice);
        if (!nonce)
            return;
        std::uint64_t word = 0;
        for (std::size_t i = nonce->size(); i > 0; --i)
            word = word << 8 | std::to_integer<std::uint64_t>((*nonce)[i - 1]);
        post(this, [this, ticket = work.ticket, word] {
            run([&](Engine& engine, Now now) { engine.handleWork(now, ticket, word); });
        });
    });
}

void NodeWorker::armTimer()
{
    const auto next = m_engine->nextTimeout();
    if (!next || m_stage == Stage::Closing) {
        m_timer.stop();
        return;
    }
    // One that comes too early costs a look at the clock, setting it anew each time costs more.
    if (m_timer.isActive() && m_due <= *next)
        return;
    m_due = *next;
    const Duration left = *next - systemNow().mono;
    const auto wait = left < timerGrain ? 0ms : std::chrono::ceil<std::chrono::milliseconds>(left);
    m_timer.start(wait);
}

void NodeWorker::log(LogLine::Level level, const QString& text)
{
    m_events.push_back(LogLine{level, toUtf8(text)});
}

}  // namespace vos::qt
