#include "tests/support/simworld.h"

#include "p2p/crypto/secret.h"
#include "p2p/crypto/work.h"

#include <algorithm>
#include <utility>

namespace vos::sim {

namespace {

/// Proof of work is the same code with less to prove.
constexpr unsigned StampBits = 4;
constexpr unsigned LetterBits = 4;
/// Local ports of the other sockets of a node.
constexpr int GuestPortOffset = 20000;
constexpr int SparePort = 50000;
/// 2026-01-01 00:00 UTC.
constexpr std::int64_t Epoch = 1'767'225'600'000;

}  // namespace

SimNode::SimNode(World& world, std::string name, const Endpoint& endpoint, std::uint64_t seed)
    : m_world(world)
    , m_name(std::move(name))
    , m_local{endpoint}
    , m_seed(seed)
    , m_rng(seed)
    , m_identity(identity::Identity::generate(m_rng, StampBits))
{
    m_disk.setOwn(id());
}

std::unique_ptr<SimNode> SimNode::twin(const Endpoint& endpoint) const
{
    auto node = std::make_unique<SimNode>(m_world, m_name, endpoint, m_seed);
    node->m_rng = SimRng(m_seed + 1);
    return node;
}

Now SimNode::now() const
{
    return {m_world.now(), m_world.wall() + clockError};
}

void SimNode::start()
{
    VOS_ASSERT(!m_engine);
    Config config = m_world.config;
    config.name = m_name;
    m_engine = std::make_unique<Engine>(config, m_identity.clone(), m_disk.load(), m_rng);
    m_spares.clear();
    m_engine->start(now(), m_local);
    drain();
}

void SimNode::stop()
{
    m_engine->stop(now());
    while (auto output = m_engine->pollOutput()) {
        if (auto* store = std::get_if<Store>(&*output))
            m_disk.apply(store->operations);
        else
            perform(std::move(*output));
    }
    for (PendingBatch& batch : m_pending)
        m_disk.apply(batch.operations);
    m_pending.clear();
    m_engine.reset();
}

void SimNode::kill()
{
    // A commit under way may have reached the disk or not; either way it is whole.
    for (PendingBatch& batch : m_pending) {
        if (m_world.rng.chance(0.5))
            break;
        m_disk.apply(batch.operations);
    }
    m_pending.clear();
    m_engine.reset();
}

void SimNode::die()
{
    m_pending.clear();
    m_engine.reset();
    ++deaths;
}

bool SimNode::endsAt(Moment::Kind kind, const std::vector<StoreOperation>& operations,
                     const Transmit* transmit)
{
    if (!diesAt || !diesAt(Moment{kind, operations, transmit}))
        return false;
    die();
    return true;
}

void SimNode::move(const Endpoint& endpoint)
{
    m_network = nullptr;
    m_local = {endpoint};
    if (m_engine) {
        m_engine->handleInterfaces(now(), m_local);
        drain();
    }
}

void SimNode::move(SimNat& box)
{
    const auto before = m_local;
    plugInto(box);
    if (!m_engine)
        return;
    // Homes have the same addresses; that the cable was out is seen all the same.
    if (m_local == before)
        m_engine->handleNetworkChanged(now());
    else
        m_engine->handleInterfaces(now(), m_local);
    drain();
}

void SimNode::plugInto(SimNat& box)
{
    const std::uint16_t port = endpoint().port;
    m_network = &box;
    m_local = {box.freshInside(port)};
    if (box.options.ipv6 != NatIpv6::None)
        m_local.push_back(box.freshInside6(port));
}

std::optional<Endpoint> SimNode::socketEndpoint(SocketIndex socket, IpFamily family) const
{
    const auto own = std::find_if(m_local.begin(), m_local.end(),
                                  [&](const Endpoint& e) { return e.family == family; });
    if (socket < m_local.size())
        return m_local[socket].family == family ? std::optional(m_local[socket]) : std::nullopt;
    if (own == m_local.end())
        return std::nullopt;
    Endpoint source = *own;
    if (socket == GuestSocket)
        source.port = static_cast<std::uint16_t>(source.port + GuestPortOffset);
    else if (isSpareSocket(socket))
        source.port = static_cast<std::uint16_t>(SparePort + (socket - SpareSocketFirst));
    else if (socket != AnySocket)
        return std::nullopt;
    return source;
}

std::optional<SocketIndex> SimNode::socketAt(const Endpoint& to) const
{
    if (const auto own = std::find(m_local.begin(), m_local.end(), to); own != m_local.end())
        return static_cast<SocketIndex>(own - m_local.begin());
    if (socketEndpoint(GuestSocket, to.family) == to)
        return GuestSocket;
    const int spare = to.port - SparePort;
    if (spare < 0 || spare >= SpareSocketCount)
        return std::nullopt;
    const auto socket = static_cast<SocketIndex>(SpareSocketFirst + spare);
    const auto open = m_spares.find(socket);
    const bool listens = open != m_spares.end() &&
                         m_world.now() - open->second < Duration(SpareSocketQuiet) &&
                         socketEndpoint(socket, to.family) == to;
    return listens ? std::optional(socket) : std::nullopt;
}

void SimNode::receive(const Endpoint& from, const Endpoint& to, ByteView datagram)
{
    const auto socket = m_engine ? socketAt(to) : std::nullopt;
    if (!socket)
        return;
    if (isSpareSocket(*socket))
        m_spares[*socket] = m_world.now();
    m_engine->handleDatagram(now(), from, *socket, datagram);
    drain();
}

Endpoint SimNode::guestEndpoint() const
{
    return *socketEndpoint(GuestSocket, endpoint().family);
}

RequestId SimNode::join(const SimNode& through)
{
    return command([&](Engine& engine, Now at, RequestId request) {
        engine.join(at, request, std::nullopt, {through.endpoint()});
    });
}

RequestId SimNode::add(const SimNode& other, const std::string& note)
{
    return command([&](Engine& engine, Now at, RequestId request) {
        engine.addContact(at, request, other.id(), {}, note, {}, {});
    });
}

RequestId SimNode::accept(const SimNode& other)
{
    return command([&](Engine& engine, Now at, RequestId request) {
        engine.acceptContact(at, request, other.id());
    });
}

RequestId SimNode::send(const SimNode& to, const std::string& text, bool queue,
                        std::optional<std::chrono::seconds> expires)
{
    return command([&](Engine& engine, Now at, RequestId request) {
        engine.send(at, request,
                    {to.id(), LetterKind::Text, toBytes(viewOf(text)), queue, expires, {}});
    });
}

void SimNode::drain()
{
    while (m_engine) {
        auto output = m_engine->pollOutput();
        if (!output) {
            m_timeout = m_engine->nextTimeout();
            return;
        }
        perform(std::move(*output));
    }
}

void SimNode::perform(Output output)
{
    if (auto* transmit = std::get_if<Transmit>(&output)) {
        if (isSpareSocket(transmit->socket))
            m_spares[transmit->socket] = m_world.now();
        if (const auto from = socketEndpoint(transmit->socket, transmit->to.family))
            m_world.routes.send(m_world.now(), m_network,
                                {*from, transmit->to, transmit->datagram});
        endsAt(Moment::Kind::AfterTransmit, {}, transmit);
    } else if (auto* store = std::get_if<Store>(&output)) {
        m_pending.push_back(
            {m_world.now() + m_world.commitTime, store->ticket, std::move(store->operations), {}});
    } else if (auto* load = std::get_if<LoadHeld>(&output)) {
        m_pending.push_back({m_world.now() + m_world.commitTime, load->ticket, {}, *load});
    } else if (const auto* work = std::get_if<FindWork>(&output)) {
        auto search = crypto::WorkSearch::forLetter(work->letter, work->bits, m_rng.next64());
        const auto nonce = search.run(1u << 20);
        std::uint64_t value = 0;
        for (std::size_t i = 8; i > 0; --i)
            value = value << 8 | std::to_integer<std::uint64_t>((*nonce)[i - 1]);
        m_engine->handleWork(now(), work->ticket, value);
    } else if (auto* event = std::get_if<Event>(&output)) {
        if (const auto* answer = std::get_if<Answer>(event))
            answers[answer->request] = *answer;
        if (const auto* added = std::get_if<MessageAdded>(event); added && !added->message.outgoing)
            heard.push_back(added->message.text);
        if (onEvent)
            onEvent(*event);
        events.push_back(std::move(*event));
    }
}

void SimNode::completeBatches()
{
    while (m_engine && !m_pending.empty() && m_pending.front().due <= m_world.now()) {
        PendingBatch batch = std::move(m_pending.front());
        m_pending.erase(m_pending.begin());
        if (batch.load) {
            auto found = m_disk.loadHeld(batch.load->ids, batch.load->receipts);
            if (tamperLoad && !tamperLoad(*batch.load, found))
                continue;
            m_engine->handleLoaded(now(), batch.ticket, std::move(found));
            drain();
            continue;
        }
        if (endsAt(Moment::Kind::BeforeCommit, batch.operations, nullptr))
            return;
        const bool durable =
            !m_disk.full && !(m_disk.failures > 0 && m_world.rng.chance(m_disk.failures));
        if (tamperStore)
            tamperStore(batch.operations);
        if (durable)
            m_disk.apply(batch.operations);
        if (durable && endsAt(Moment::Kind::AfterCommit, batch.operations, nullptr))
            return;
        m_engine->handleStored(now(), batch.ticket, durable);
        drain();
    }
}

std::optional<Instant> SimNode::next() const
{
    if (!m_engine)
        return std::nullopt;
    std::optional<Instant> next = m_timeout;
    if (!m_pending.empty())
        next = next ? std::min(*next, m_pending.front().due) : m_pending.front().due;
    return next;
}

World::World(std::uint64_t seed) : net(seed * 2 + 1), rng(seed), m_wallStart(fromMillis(Epoch))
{
    VOS_ASSERT(crypto::initialize());
    config.stampBits = StampBits;
    config.letterWorkBits = LetterBits;
}

Endpoint World::freshEndpoint()
{
    // Public addresses, each in a network of its own.
    const unsigned host = m_nextHost++;
    return *Endpoint::parse("9." + std::to_string(host / 250 + 1) + "." +
                            std::to_string(host % 250 + 1) + ".7:" + std::to_string(20000 + host));
}

SimNode& World::add(const std::string& name)
{
    nodes.push_back(std::make_unique<SimNode>(*this, name, freshEndpoint(), rng.next()));
    return *nodes.back();
}

SimNode& World::add(const std::string& name, SimNat& behind)
{
    SimNode& node = add(name);
    node.plugInto(behind);
    return node;
}

SimNat& World::addNat(const NatOptions& options, SimNat* outside)
{
    return routes.add(rng.next(), options, outside ? outside->freshInside(0) : freshEndpoint(),
                      outside);
}

bool World::step(Instant limit)
{
    std::optional<Instant> next = routes.next();
    for (const auto& node : nodes) {
        if (const auto at = node->next())
            next = next ? std::min(*next, *at) : *at;
    }
    for (const Actor* actor : actors) {
        if (const auto at = actor->next())
            next = next ? std::min(*next, *at) : *at;
    }
    if (!next || *next > limit) {
        m_now = limit;
        return false;
    }
    m_now = std::max(m_now, *next);
    while (const auto arrival = routes.take(m_now)) {
        const Datagram& datagram = arrival->datagram;
        for (Actor* actor : actors) {
            if (actor->network() == arrival->network && actor->endpoint() == datagram.to)
                actor->handleDatagram(datagram.from, datagram.bytes);
        }
        for (const auto& node : nodes) {
            if (node->network() == arrival->network)
                node->receive(datagram.from, datagram.to, datagram.bytes);
        }
    }
    for (Actor* actor : actors) {
        if (const auto at = actor->next(); at && *at <= m_now)
            actor->handleTimeout();
    }
    for (const auto& node : nodes) {
        node->completeBatches();
        if (!node->running())
            continue;
        if (node->m_timeout && *node->m_timeout <= m_now) {
            node->engine().handleTimeout(node->now());
            node->drain();
        }
    }
    return true;
}

void World::run(Duration time)
{
    const Instant end = m_now + time;
    while (step(end)) {}
}

bool World::runUntil(const std::function<bool()>& done, Duration limit)
{
    const Instant end = m_now + limit;
    while (!done()) {
        if (!step(end))
            return done();
    }
    return true;
}

bool World::befriend(SimNode& a, SimNode& b)
{
    const auto stateOf = [](SimNode& node, const NodeId& other) {
        for (const Contact& contact : node.engine().contacts(node.now())) {
            if (contact.id == other)
                return contact.state;
        }
        return ContactState::None;
    };
    if (!runUntil(
            [&] {
                const auto entries = a.engine().mapEntries(a.now());
                return std::any_of(entries.begin(), entries.end(),
                                   [&](const MapEntry& entry) { return entry.id == b.id(); });
            },
            30s))
        return false;
    a.add(b, "hello");
    if (!runUntil([&] { return stateOf(b, a.id()) == ContactState::PendingIn; }, 60s))
        return false;
    b.accept(a);
    return runUntil([&] { return stateOf(a, b.id()) == ContactState::Accepted; }, 60s);
}

}  // namespace vos::sim
