#include "tests/support/reachlab.h"

#include <algorithm>
#include <cmath>

namespace vos::sim {

namespace {

constexpr Duration AccessLink = 20ms;

double millis(Duration time)
{
    return static_cast<double>(time.count()) / 1000;
}

ContactState stateOf(SimNode& node, const SimNode& other)
{
    for (const Contact& contact : node.engine().contacts(node.now())) {
        if (contact.id == other.id())
            return contact.state;
    }
    return ContactState::None;
}

bool knows(SimNode& node, const SimNode& other)
{
    const auto entries = node.engine().mapEntries(node.now());
    return std::any_of(entries.begin(), entries.end(),
                       [&](const MapEntry& entry) { return entry.id == other.id(); });
}

}  // namespace

const char* nameOf(Place place)
{
    constexpr std::array<const char*, PlaceCount> Names{
        "public", "full-cone", "address-restricted", "port-restricted", "symmetric", "carrier"};
    return Names[static_cast<std::size_t>(place)];
}

bool isHopeless(Place one, Place other)
{
    return one >= Place::Symmetric && other >= Place::Symmetric;
}

bool isGuessed(Place one, Place other)
{
    return (one >= Place::Symmetric && other == Place::PortRestricted) ||
           (other >= Place::Symmetric && one == Place::PortRestricted);
}

ReachLab::ReachLab(std::uint64_t seed, Place one, Place other, LabOptions optionsValue)
    : world(seed)
    , options(std::move(optionsValue))
    , helpers([this] {
        std::vector<SimNode*> made;
        for (const Place place : options.helpers)
            made.push_back(&add("Helper " + std::to_string(made.size()), place));
        return made;
    }())
    , a(add("Alice", one))
    , b(add("Bob", other))
{
    world.net.options.latency = 2 * AccessLink;
    world.net.options.jitter = options.jitter;
    world.net.options.loss = options.loss;
    world.net.options.mtu = options.mtu;
}

SimNat& ReachLab::addBox(Place place)
{
    NatOptions box = place == Place::FullCone            ? fullCone()
                     : place == Place::AddressRestricted ? addressRestricted()
                     : place == Place::PortRestricted    ? portRestricted()
                                                         : symmetric();
    SimNat* outside = nullptr;
    if (place == Place::Carrier) {
        NatOptions carrier = box;
        carrier.carrier = true;
        carrier.uplink = -AccessLink;
        if (options.tune)
            options.tune(carrier);
        outside = &world.addNat(carrier);
        box.uplink = AccessLink;
    }
    if (options.tune)
        options.tune(box);
    return world.addNat(box, outside);
}

SimNode& ReachLab::add(const std::string& name, Place place)
{
    return place == Place::Public ? world.add(name) : world.add(name, addBox(place));
}

void ReachLab::begin()
{
    for (const auto& node : world.nodes)
        node->start();
    // A helper behind a cone calls somebody first, so that others can call it.
    const SimNode& first = *helpers.front();
    Endpoint at = first.endpoint();
    if (const SimNat* box = first.network())
        at.address = box->external().address;
    if (first.network()) {
        SimNode& lighthouse = world.add("Lighthouse");
        lighthouse.start();
        helpers.front()->join(lighthouse);
        world.run(5s);
        lighthouse.stop();
    }
    for (const auto& node : world.nodes) {
        if (node->running() && node.get() != &first)
            node->command([&](Engine& engine, Now now, RequestId request) {
                engine.join(now, request, std::nullopt, {at});
            });
    }
    world.run(8s);
}

std::optional<PeerTraffic> ReachLab::trafficOf(SimNode& node, const SimNode& peer)
{
    for (const PeerTraffic& traffic : node.engine().netStatus(node.now()).peers) {
        if (traffic.id == peer.id())
            return traffic;
    }
    return std::nullopt;
}

PathKind ReachLab::pathOf(SimNode& node, const SimNode& peer)
{
    const auto traffic = trafficOf(node, peer);
    return traffic ? traffic->path : PathKind::None;
}

std::optional<double> ReachLab::until(const std::function<bool()>& done, Duration limit)
{
    const Instant start = world.now();
    return world.runUntil(done, limit) ? std::optional(millis(world.now() - start)) : std::nullopt;
}

std::optional<double> ReachLab::deliver(SimNode& from, SimNode& to, Duration limit)
{
    const std::string text = "text " + std::to_string(++m_texts) + " of " + from.name();
    from.send(to, text);
    return until(
        [&] { return std::find(to.heard.begin(), to.heard.end(), text) != to.heard.end(); }, limit);
}

void ReachLab::move(SimNode& node, Place place)
{
    if (place == Place::Public)
        node.move(world.freshEndpoint());
    else
        node.move(addBox(place));
}

bool ReachLab::isOf(const SimNode& node, const Endpoint& endpoint) const
{
    const SimNat* box = node.network();
    while (box && box->outside())
        box = box->outside();
    const Endpoint own = box ? box->external() : node.endpoint();
    return endpoint.address == own.address;
}

void ReachLab::cut(bool on)
{
    world.net.blocked = nullptr;
    if (on)
        world.net.blocked = [this](const Endpoint& from, const Endpoint& to) {
            return (isOf(a, from) && isOf(b, to)) || (isOf(b, from) && isOf(a, to));
        };
}

PairFigures measurePair(std::uint64_t seed, Place one, Place other, const LabOptions& options)
{
    ReachLab lab(seed, one, other, options);
    PairFigures figures;
    figures.one = one;
    figures.other = other;
    lab.begin();
    if (!lab.world.runUntil([&] { return knows(lab.a, lab.b); }, 30s))
        return figures;
    lab.a.add(lab.b, "hello");
    figures.firstMs =
        lab.until([&] { return stateOf(lab.b, lab.a) == ContactState::PendingIn; }, 60s);
    const Instant heard = lab.world.now();
    lab.b.accept(lab.a);
    (void)lab.world.runUntil([&] { return stateOf(lab.a, lab.b) == ContactState::Accepted; }, 60s);
    const Duration patience = isHopeless(one, other) ? 3s : 30s;
    if (lab.world.runUntil([&] { return lab.isDirect(); }, patience))
        figures.directMs = millis(lab.world.now() - heard);
    // Keys end after 180 s; what nobody uses is not renewed.
    lab.world.run(7min);
    figures.againMs = lab.deliver(lab.a, lab.b, 60s);
    lab.a.stop();
    lab.b.stop();
    lab.world.run(30s);
    lab.a.start();
    lab.b.start();
    figures.startMs = lab.deliver(lab.a, lab.b, 60s);
    return figures;
}

// ---- numbered messages ------------------------------------------------------------------------

Numbered::Numbered(ReachLab& lab, bool fromA, bool fromB) : m_lab(lab)
{
    m_prefix = "number " + std::to_string(lab.world.now().time_since_epoch().count()) + " ";
    if (fromA)
        m_ways.push_back({&lab.a, &lab.b, 0, {}, lab.world.now(), lab.b.heard.size()});
    if (fromB)
        m_ways.push_back({&lab.b, &lab.a, 0, {}, lab.world.now(), lab.a.heard.size()});
}

Numbered::~Numbered() = default;

void Numbered::resetGap()
{
    m_gapMs = 0;
    for (Way& way : m_ways)
        way.last = m_lab.world.now();
}

void Numbered::look()
{
    const Instant now = m_lab.world.now();
    for (Way& way : m_ways) {
        bool fresh = false;
        for (; way.seen < way.to->heard.size(); ++way.seen) {
            const std::string& text = way.to->heard[way.seen];
            if (!text.starts_with(m_prefix))
                continue;
            way.heard.push_back(static_cast<unsigned>(std::stoul(text.substr(m_prefix.size()))));
            fresh = true;
        }
        if (fresh || way.heard.size() == way.sent) {
            if (fresh)
                m_gapMs = std::max(m_gapMs, millis(now - way.last));
            way.last = now;
        }
    }
}

void Numbered::run(Duration time, unsigned perSecond)
{
    const Duration step(1'000'000 / perSecond);
    for (Duration passed{}; passed < time; passed += step) {
        for (Way& way : m_ways) {
            if (way.heard.size() == way.sent)
                way.last = m_lab.world.now();
            way.from->send(*way.to, m_prefix + std::to_string(way.sent++));
        }
        const Instant end = m_lab.world.now() + step;
        while (m_lab.world.now() < end) {
            m_lab.world.run(std::min<Duration>(5ms, end - m_lab.world.now()));
            look();
        }
    }
}

bool Numbered::settle(Duration limit)
{
    return m_lab.world.runUntil(
        [&] {
            look();
            return std::all_of(m_ways.begin(), m_ways.end(),
                               [](const Way& way) { return way.heard.size() >= way.sent; });
        },
        limit);
}

bool Numbered::isWhole() const
{
    return fault().empty();
}

std::string Numbered::fault() const
{
    for (const Way& way : m_ways) {
        for (unsigned i = 0; i < way.sent; ++i) {
            if (i >= way.heard.size())
                return way.from->name() + ": " + std::to_string(i) + " and later ones never came";
            if (way.heard[i] != i)
                return way.from->name() + ": " + std::to_string(way.heard[i]) +
                       " came in the place of " + std::to_string(i);
        }
        if (way.heard.size() != way.sent)
            return way.from->name() + ": more came than were sent";
    }
    return {};
}

double median(std::vector<double> values)
{
    if (values.empty())
        return std::nan("");
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

double worst(const std::vector<double>& values)
{
    return values.empty() ? std::nan("") : *std::max_element(values.begin(), values.end());
}

}  // namespace vos::sim
