#pragma once

// What RFC 5780 finds out about a box, by its way: a server with two addresses and two ports on
// each says where a datagram came from, and answers from wherever it is asked to.

#include "tests/support/simworld.h"

#include <algorithm>
#include <array>
#include <memory>
#include <set>

namespace vos::sim {

/// A host that takes down what comes to one of its ports.
class NatHost : public Actor {
public:
    NatHost(World& world, SimNat* network, const Endpoint& at)
        : m_world(world)
        , m_network(network)
        , m_at(at)
    {
        world.actors.push_back(this);
    }
    ~NatHost() override { std::erase(m_world.actors, this); }
    NatHost(const NatHost&) = delete;
    NatHost& operator=(const NatHost&) = delete;

    Endpoint endpoint() const override { return m_at; }
    SimNat* network() const override { return m_network; }
    void handleDatagram(const Endpoint& from, ByteView bytes) override
    {
        got.emplace_back(from, toText(bytes));
        if (onDatagram)
            onDatagram(from, got.back().second);
    }
    void handleTimeout() override {}
    std::optional<Instant> next() const override { return std::nullopt; }

    void send(const Endpoint& to, const std::string& text)
    {
        m_world.routes.send(m_world.now(), m_network, {m_at, to, toBytes(viewOf(text))});
    }
    bool heardFrom(const Endpoint& from) const
    {
        return std::any_of(got.begin(), got.end(), [&](const auto& d) { return d.first == from; });
    }

    std::vector<std::pair<Endpoint, std::string>> got;
    std::function<void(const Endpoint& from, const std::string& text)> onDatagram;

private:
    World& m_world;
    SimNat* m_network;
    Endpoint m_at;
};

/// Answers each datagram with where it came from, by the way the datagram asks for.
class NatServer {
public:
    explicit NatServer(World& world)
    {
        const Endpoint a = world.freshEndpoint();
        const Endpoint b = world.freshEndpoint();
        for (std::size_t i = 0; i < 4; ++i) {
            Endpoint at = i < 2 ? a : b;
            at.port = i % 2 == 0 ? 3478 : 3479;
            m_hosts[i] = std::make_unique<NatHost>(world, nullptr, at);
            m_hosts[i]->onDatagram = [this, i](const Endpoint& from, const std::string& text) {
                std::size_t by = i;
                if (text == "other port" || text == "other address and port")
                    by ^= 1;
                if (text == "other address and port")
                    by ^= 2;
                m_hosts[by]->send(from, from.toString());
            };
        }
    }
    /// Address 0 or 1, port 0 or 1.
    NatHost& at(std::size_t address, std::size_t port) { return *m_hosts[address * 2 + port]; }

private:
    std::array<std::unique_ptr<NatHost>, 4> m_hosts;
};

/// Probes the box (or boxes) between `network` and the internet.
class NatProbe {
public:
    NatProbe(World& world, NatServer& server, SimNat* network)
        : m_world(world)
        , m_server(server)
        , m_network(network)
    {
    }

    /// A new host in the network, at a port of its own.
    std::unique_ptr<NatHost> host()
    {
        m_port = static_cast<std::uint16_t>(m_port + 7);
        const Endpoint at = m_network ? m_network->freshInside(m_port) : m_world.freshEndpoint();
        return std::make_unique<NatHost>(m_world, m_network, at);
    }

    /// Where `to` sees the host, if it answers.
    std::optional<Endpoint> seen(NatHost& host, NatHost& to)
    {
        host.got.clear();
        host.send(to.endpoint(), "?");
        m_world.run(1s);
        for (const auto& [from, text] : host.got) {
            if (from == to.endpoint())
                return Endpoint::parse(text);
        }
        return std::nullopt;
    }

    NatRule mapping()
    {
        const auto client = host();
        const auto first = seen(*client, m_server.at(0, 0));
        const auto address = seen(*client, m_server.at(1, 0));
        const auto port = seen(*client, m_server.at(1, 1));
        if (first == address)
            return NatRule::EndpointIndependent;
        return address == port ? NatRule::AddressDependent : NatRule::AddressAndPortDependent;
    }

    NatRule filtering()
    {
        const auto client = host();
        client->send(m_server.at(0, 0).endpoint(), "other address and port");
        m_world.run(1s);
        if (client->heardFrom(m_server.at(1, 1).endpoint()))
            return NatRule::EndpointIndependent;
        client->send(m_server.at(0, 0).endpoint(), "other port");
        m_world.run(1s);
        return client->heardFrom(m_server.at(0, 1).endpoint()) ? NatRule::AddressDependent
                                                               : NatRule::AddressAndPortDependent;
    }

    NatPorts ports()
    {
        bool preserving = true;
        std::set<int> steps;
        std::optional<int> before;
        for (int i = 0; i < 6; ++i) {
            const auto client = host();
            const auto outer = seen(*client, m_server.at(0, 0));
            if (!outer)
                continue;
            preserving = preserving && outer->port == client->endpoint().port;
            if (before)
                steps.insert((outer->port - *before) & 0xffff);
            before = outer->port;
        }
        return preserving          ? NatPorts::Preserving
               : steps.size() == 1 ? NatPorts::Sequential
                                   : NatPorts::Random;
    }

    bool hairpin()
    {
        const auto a = host();
        const auto b = host();
        const auto outerA = seen(*a, m_server.at(0, 0));
        const auto outerB = seen(*b, m_server.at(0, 0));
        if (!outerA || !outerB)
            return false;
        // Both, since each has to let the other in.
        a->send(*outerB, "hairpin");
        b->send(*outerA, "hairpin");
        m_world.run(1s);
        a->send(*outerB, "hairpin");
        m_world.run(1s);
        return std::any_of(b->got.begin(), b->got.end(),
                           [](const auto& d) { return d.second == "hairpin"; });
    }

    /// Whole seconds an unused mapping lives; at most 200.
    int idleSeconds()
    {
        int low = 0;
        int high = 201;
        while (high - low > 1) {
            const int middle = (low + high) / 2;
            const auto client = host();
            NatHost& server = m_server.at(0, 0);
            const auto outer = seen(*client, server);
            client->got.clear();
            m_world.run(Duration(std::chrono::seconds(middle)) - Duration(1s) - Duration(100ms));
            if (outer)
                server.send(*outer, "still there?");
            m_world.run(1s);
            (client->got.empty() ? high : low) = middle;
        }
        return low;
    }

private:
    World& m_world;
    NatServer& m_server;
    SimNat* m_network;
    std::uint16_t m_port = 30000;
};

}  // namespace vos::sim
