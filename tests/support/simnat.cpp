#include "tests/support/simnat.h"

#include <algorithm>
#include <utility>

namespace vos::sim {

namespace {

constexpr std::uint16_t PortMin = 1024;

Endpoint withPort(Endpoint endpoint, std::uint16_t port)
{
    endpoint.port = port;
    return endpoint;
}

bool sameAddress(const Endpoint& a, const Endpoint& b)
{
    return withPort(a, 0) == withPort(b, 0);
}

/// What of the remote a rule looks at.
Endpoint towards(NatRule rule, const Endpoint& remote)
{
    switch (rule) {
    case NatRule::EndpointIndependent:
        return {};
    case NatRule::AddressDependent:
        return withPort(remote, 0);
    case NatRule::AddressAndPortDependent:
        break;
    }
    return remote;
}

}  // namespace

NatOptions fullCone()
{
    NatOptions options;
    options.filtering = NatRule::EndpointIndependent;
    return options;
}

NatOptions addressRestricted()
{
    NatOptions options;
    options.filtering = NatRule::AddressDependent;
    return options;
}

NatOptions portRestricted()
{
    return {};
}

NatOptions symmetric()
{
    NatOptions options;
    options.mapping = NatRule::AddressAndPortDependent;
    options.ports = NatPorts::Random;
    return options;
}

SimNat::SimNat(std::uint64_t seed, NatOptions optionsValue, const Endpoint& external,
               SimNat* outside, std::uint16_t number)
    : options(std::move(optionsValue))
    , m_rng(seed)
    , m_external(withPort(external, 0))
    , m_outside(outside)
    , m_number(number)
    , m_nextPort(static_cast<std::uint16_t>(20000 + m_rng.below(20000)))
{
}

// ---- addresses --------------------------------------------------------------------------------

bool SimNat::isInside(const Endpoint& e) const
{
    const auto octet = [&e](std::size_t i) { return std::to_integer<unsigned>(e.address[i]); };
    if (e.family == IpFamily::V6)
        return owns(e);
    if (options.carrier)
        return octet(0) == 100 && (octet(1) & 0xc0) == 64;
    return octet(0) == 192 && octet(1) == 168 && octet(2) == 1;
}

bool SimNat::owns(const Endpoint& e) const
{
    if (e.family == IpFamily::V4)
        return sameAddress(e, m_external);
    // 2001:db8:PREFIX::/48
    return std::to_integer<unsigned>(e.address[0]) == 0x20 &&
           std::to_integer<unsigned>(e.address[4]) == m_number >> 8 &&
           std::to_integer<unsigned>(e.address[5]) == (m_number & 0xff);
}

Endpoint SimNat::freshInside(std::uint16_t port)
{
    const std::string network = options.carrier ? "100.64.1." : "192.168.1.";
    return withPort(*Endpoint::parse(network + std::to_string(m_nextHost++) + ":1"), port);
}

Endpoint SimNat::freshInside6(std::uint16_t port)
{
    Endpoint e = withPort(*Endpoint::parse("[2001:db8::1]:1"), port);
    e.address[4] = static_cast<std::byte>(m_number >> 8);
    e.address[5] = static_cast<std::byte>(m_number & 0xff);
    e.address[15] = static_cast<std::byte>(m_nextHost6++);
    return e;
}

// ---- mappings ---------------------------------------------------------------------------------

bool SimNat::lives(Instant now, const Mapping& mapping) const
{
    if (mapping.leaseEnd)
        return now < *mapping.leaseEnd;
    return now - mapping.usedAt < options.idleTimeout &&
           (!options.lifetime || now - mapping.madeAt < *options.lifetime);
}

bool SimNat::lets(Instant now, const Mapping& mapping, const Endpoint& from) const
{
    if (options.filtering == NatRule::EndpointIndependent || mapping.leaseEnd)
        return true;
    return std::any_of(mapping.remotes.begin(), mapping.remotes.end(), [&](const auto& remote) {
        return now - remote.second < options.idleTimeout &&
               towards(options.filtering, remote.first) == towards(options.filtering, from);
    });
}

void SimNat::drop(const Key& key)
{
    const auto mapping = m_mappings.find(key);
    const auto [first, last] = m_byPort.equal_range(mapping->second.port);
    m_byPort.erase(std::find_if(first, last, [&](const auto& p) { return p.second == key; }));
    m_mappings.erase(mapping);
}

SimNat::Mapping* SimNat::find(Instant now, const Key& key)
{
    const auto place = m_mappings.find(key);
    if (place == m_mappings.end())
        return nullptr;
    if (lives(now, place->second))
        return &place->second;
    drop(key);
    return nullptr;
}

bool SimNat::isFree(Instant now, std::uint16_t port, const Endpoint& key)
{
    std::vector<Key> users;
    const auto [first, last] = m_byPort.equal_range(port);
    for (auto place = first; place != last; ++place)
        users.push_back(place->second);
    return std::none_of(users.begin(), users.end(), [&](const Key& user) {
        const Mapping* mapping = find(now, user);
        if (!mapping)
            return false;
        // Where a port is kept for each remote by itself, several remotes may share it.
        const bool shares = options.ports == NatPorts::Preserving &&
                            options.mapping != NatRule::EndpointIndependent && !mapping->leaseEnd;
        return !shares || user.second == key;
    });
}

bool SimNat::isSpoiled(Instant now, std::uint16_t port, const Endpoint& remote) const
{
    const auto place = m_spoiled.find({port, remote});
    return place != m_spoiled.end() && now < place->second;
}

std::uint16_t SimNat::choosePort(Instant now, const Key& key, const Endpoint& remote)
{
    const auto usable = [&](std::uint16_t port) {
        return port >= PortMin && isFree(now, port, key.second) &&
               !(options.earlyProbe == EarlyProbe::MovesPort && isSpoiled(now, port, remote));
    };
    std::uint16_t port = key.first.port;
    switch (options.ports) {
    case NatPorts::Preserving:
        while (!usable(port))
            ++port;
        return port;
    case NatPorts::Sequential:
        do {
            port = m_nextPort;
            m_nextPort = static_cast<std::uint16_t>(m_nextPort + options.portStep);
        } while (!usable(port));
        return port;
    case NatPorts::Random:
        break;
    }
    do {
        port = static_cast<std::uint16_t>(PortMin + m_rng.below(0x10000 - PortMin));
    } while (!usable(port));
    return port;
}

SimNat::Mapping& SimNat::make(Instant now, const Key& key, std::uint16_t port)
{
    Mapping mapping;
    mapping.port = port;
    mapping.madeAt = now;
    mapping.usedAt = now;
    m_byPort.emplace(port, key);
    return m_mappings[key] = mapping;
}

std::optional<Endpoint> SimNat::mapPort(Instant now, const Endpoint& inside, std::uint16_t wanted,
                                        Duration lease)
{
    if (!options.mapsPorts)
        return std::nullopt;
    const Key key{inside, {}};
    Mapping* mapping = find(now, key);
    if (!mapping) {
        const bool free = wanted >= PortMin && isFree(now, wanted, {});
        mapping = &make(now, key, free ? wanted : choosePort(now, key, {}));
    }
    mapping->leaseEnd = now + lease;
    return withPort(m_external, mapping->port);
}

void SimNat::flush()
{
    m_mappings.clear();
    m_byPort.clear();
    m_spoiled.clear();
    m_firewall.clear();
}

void SimNat::renumber(const Endpoint& external)
{
    flush();
    m_external = withPort(external, 0);
}

std::size_t SimNat::mappings(Instant now)
{
    return static_cast<std::size_t>(
        std::count_if(m_mappings.begin(), m_mappings.end(),
                      [&](const auto& mapping) { return lives(now, mapping.second); }));
}

/// The mapping that what goes from `inside` to `remote` takes, if there is one.
SimNat::Mapping* SimNat::findFor(Instant now, const Endpoint& inside, const Endpoint& remote)
{
    if (Mapping* own = find(now, {inside, remote}))
        return own;
    if (Mapping* asked = find(now, {inside, {}}); asked && asked->leaseEnd)
        return asked;
    Mapping* mapping = find(now, {inside, towards(options.mapping, remote)});
    const bool moves = mapping && options.earlyProbe == EarlyProbe::MovesPort &&
                       isSpoiled(now, mapping->port, remote) && !mapping->remotes.contains(remote);
    return moves ? nullptr : mapping;
}

// ---- datagrams --------------------------------------------------------------------------------

bool SimNat::isBanned(Instant now, const Datagram& datagram)
{
    if (!options.sprayLimit)
        return false;
    Spray& spray = m_sprays[datagram.from.address];
    if (now < spray.bannedUntil)
        return true;
    if (now - spray.since >= Duration(1s)) {
        spray.since = now;
        spray.ports.clear();
    }
    spray.ports.insert(datagram.to.port);
    if (spray.ports.size() <= *options.sprayLimit)
        return false;
    spray.bannedUntil = now + options.banTime;
    ++bans;
    return true;
}

std::optional<Datagram> SimNat::outward(Instant now, Datagram datagram)
{
    const bool letsOut = options.onlyPorts.empty() || options.onlyPorts.contains(datagram.to.port);
    if (options.udpBlocked || !letsOut || isBanned(now, datagram))
        return std::nullopt;
    if (datagram.to.family == IpFamily::V6) {
        if (options.ipv6 == NatIpv6::None)
            return std::nullopt;
        m_firewall[{datagram.from, datagram.to}] = now;
        return datagram;
    }
    const Endpoint remote = datagram.to;
    Mapping* mapping = findFor(now, datagram.from, remote);
    if (!mapping) {
        const bool moved = find(now, {datagram.from, towards(options.mapping, remote)}) != nullptr;
        const Key key{datagram.from, moved ? remote : towards(options.mapping, remote)};
        mapping = &make(now, key, choosePort(now, key, remote));
    }
    mapping->usedAt = now;
    if (options.earlyProbe == EarlyProbe::BlocksPort && isSpoiled(now, mapping->port, remote))
        return std::nullopt;
    mapping->remotes[remote] = now;
    datagram.from = withPort(m_external, mapping->port);
    return datagram;
}

std::optional<Datagram> SimNat::inward6(Instant now, Datagram datagram)
{
    const bool open = options.ipv6 == NatIpv6::Open ||
                      std::any_of(m_firewall.begin(), m_firewall.end(), [&](const auto& hole) {
                          return hole.first.first == datagram.to &&
                                 now - hole.second < options.idleTimeout &&
                                 towards(options.filtering, hole.first.second) ==
                                     towards(options.filtering, datagram.from);
                      });
    if (options.ipv6 == NatIpv6::None || !open) {
        ++refused;
        return std::nullopt;
    }
    if (options.inwardRefreshes) {
        if (const auto hole = m_firewall.find({datagram.to, datagram.from});
            hole != m_firewall.end())
            hole->second = now;
    }
    return datagram;
}

std::optional<Datagram> SimNat::inward(Instant now, Datagram datagram)
{
    if (datagram.to.family == IpFamily::V6)
        return inward6(now, std::move(datagram));
    std::vector<Key> users;
    const auto [first, last] = m_byPort.equal_range(datagram.to.port);
    for (auto place = first; place != last; ++place)
        users.push_back(place->second);
    // Of several that share the port, the one that is there for this remote.
    std::stable_partition(users.begin(), users.end(), [&](const Key& key) {
        return key.second == towards(options.mapping, datagram.from);
    });
    for (const Key& key : users) {
        Mapping* mapping = find(now, key);
        if (!mapping || !lets(now, *mapping, datagram.from) ||
            (options.earlyProbe == EarlyProbe::BlocksPort &&
             isSpoiled(now, mapping->port, datagram.from)))
            continue;
        if (options.inwardRefreshes) {
            mapping->usedAt = now;
            if (const auto remote = mapping->remotes.find(datagram.from);
                remote != mapping->remotes.end())
                remote->second = now;
        }
        datagram.to = key.first;
        return datagram;
    }
    ++refused;
    if (options.earlyProbe != EarlyProbe::Harmless)
        m_spoiled[{datagram.to.port, datagram.from}] = now + options.earlyProbeTime;
    return std::nullopt;
}

}  // namespace vos::sim
