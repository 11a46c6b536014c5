#pragma once

// Two connections and the path between them, in virtual time: each direction has a line rate with a
// queue, a delay, an MTU, and seeded loss, repetition and reordering. run() jumps from one thing
// that happens to the next, so hours pass in milliseconds and a seed repeats itself exactly.

#include "p2p/transport/connection.h"
#include "tests/unit/fixture.h"

#include <array>
#include <cstdio>
#include <functional>
#include <map>
#include <vector>

namespace vos::test {

using namespace vos::transport;

/// One direction. Shares are in [0, 1].
struct PathModel {
    Duration delay = 25ms;
    double loss = 0;
    double repetition = 0;
    double reordering = 0;    ///< share delayed by up to another `delay`
    std::uint64_t rate = 0;   ///< bytes a second; zero: unlimited
    std::size_t queue = 0;    ///< bytes that may wait for the line; more is dropped
    std::size_t mtu = 65535;  ///< larger datagrams vanish
};

class TransportPair {
public:
    struct Datagram {
        int to = 0;
        std::uint64_t number = 0;
        Bytes plaintext;
        std::optional<PathTag> path;
    };
    struct End {
        explicit End(const Config& config, Instant now) : connection(config, now) {}
        Connection connection;
        std::vector<Event> events;
        std::array<std::vector<Bytes>, ChannelCount> messages;
        Instant lineFree{};
        std::uint64_t datagramsSent = 0;
        std::uint64_t bytesSent = 0;
        std::size_t largestSent = 0;
        std::uint64_t datagramsDropped = 0;
    };

    explicit TransportPair(std::uint64_t seed, PathModel path = {}, Config a = {}, Config b = {})
        : paths{path, path}
        , m_rng(seed)
        , m_ends{End(a, Instant{}), End(b, Instant{})}
    {
    }

    End& operator[](int i) { return m_ends[static_cast<std::size_t>(i)]; }
    Connection& a() { return m_ends[0].connection; }
    Connection& b() { return m_ends[1].connection; }

    /// Lets everything that is due happen, up to `until`, or until `done` says so (true is
    /// returned).
    bool run(Instant until, const std::function<bool()>& done = nullptr)
    {
        while (true) {
            for (int i = 0; i < 2; ++i)
                drain(i);
            if (done && done())
                return true;
            const std::optional<Instant> next = nextThing();
            if (!next || *next > until)
                break;
            now = std::max(now, *next);
            step();
        }
        now = std::max(now, until);
        return false;
    }
    bool run(Duration time, const std::function<bool()>& done = nullptr)
    {
        return run(now + time, done);
    }

    template <typename T>
    std::vector<T> events(int i) const
    {
        std::vector<T> found;
        for (const Event& event : m_ends[static_cast<std::size_t>(i)].events)
            if (const T* e = std::get_if<T>(&event))
                found.push_back(*e);
        return found;
    }

    Instant now{};
    /// paths[0] leads from a to b.
    std::array<PathModel, 2> paths;
    /// Called for each message instead of keeping it, if set.
    std::function<void(int, MessageReceived&)> onMessage;
    /// Called whenever an end may send more.
    std::function<void(int)> onDrained;
    std::size_t largestReceiveMemory = 0;

private:
    double chance() { return static_cast<double>(m_rng.next64() >> 11) * 0x1p-53; }

    void drain(int i)
    {
        End& end = m_ends[static_cast<std::size_t>(i)];
        while (auto event = end.connection.pollEvent()) {
            if (auto* message = std::get_if<MessageReceived>(&*event)) {
                if (onMessage)
                    onMessage(i, *message);
                else
                    end.messages[static_cast<std::size_t>(message->channel)].push_back(
                        std::move(message->message));
                continue;
            }
            end.events.push_back(std::move(*event));
        }
        if (onDrained)
            onDrained(i);
        while (auto packet = end.connection.pollPacket(now))
            transmit(i, *packet);
        largestReceiveMemory = std::max(largestReceiveMemory, end.connection.receiveBytes());
    }

    void transmit(int from, const Packet& packet)
    {
        End& end = m_ends[static_cast<std::size_t>(from)];
        const PathModel& path = paths[static_cast<std::size_t>(from)];
        const std::size_t size = packet.plaintext.size() + DatagramOverhead;
        ++end.datagramsSent;
        end.bytesSent += size;
        end.largestSent = std::max(end.largestSent, size);
        if (size > path.mtu || chance() < path.loss) {
            ++end.datagramsDropped;
            return;
        }
        Instant leaves = now;
        if (path.rate > 0) {
            const Instant free = std::max(end.lineFree, now);
            const auto waiting =
                static_cast<double>((free - now).count()) * 1e-6 * static_cast<double>(path.rate);
            if (waiting + static_cast<double>(size) > static_cast<double>(path.queue)) {
                ++end.datagramsDropped;
                return;
            }
            // Nanoseconds would be finer; the remainder is carried so that the rate is exact.
            m_carry[static_cast<std::size_t>(from)] += size * 1'000'000;
            const std::uint64_t micros = m_carry[static_cast<std::size_t>(from)] / path.rate;
            m_carry[static_cast<std::size_t>(from)] %= path.rate;
            leaves = end.lineFree = free + Duration(static_cast<Duration::rep>(micros));
        }
        const int copies = chance() < path.repetition ? 2 : 1;
        for (int i = 0; i < copies; ++i) {
            Duration delay = path.delay;
            if (chance() < path.reordering)
                delay += Duration(static_cast<Duration::rep>(
                    m_rng.below(static_cast<std::uint64_t>(path.delay.count()) + 1)));
            m_network.emplace(leaves + delay,
                              Datagram{1 - from, packet.number, packet.plaintext, packet.path});
        }
    }

    std::optional<Instant> nextThing() const
    {
        std::optional<Instant> next;
        if (!m_network.empty())
            next = m_network.begin()->first;
        for (const End& end : m_ends)
            if (const auto at = end.connection.nextTimeout(); at && (!next || *at < *next))
                next = at;
        return next;
    }

    void step()
    {
        while (!m_network.empty() && m_network.begin()->first <= now) {
            const Datagram datagram = std::move(m_network.begin()->second);
            m_network.erase(m_network.begin());
            Connection& to = m_ends[static_cast<std::size_t>(datagram.to)].connection;
            const auto outcome =
                to.handlePacket(now, datagram.number, datagram.plaintext, datagram.path);
            VOS_ASSERT(outcome.hasValue());
            drain(datagram.to);
        }
        for (int i = 0; i < 2; ++i) {
            End& end = m_ends[static_cast<std::size_t>(i)];
            if (const auto at = end.connection.nextTimeout(); at && *at <= now) {
                end.connection.handleTimeout(now);
                drain(i);
                const auto again = end.connection.nextTimeout();
                VOS_ASSERT(!again || *again > now);
            }
        }
    }

    SeededRng m_rng;
    std::array<End, 2> m_ends;
    std::array<std::uint64_t, 2> m_carry{};
    std::multimap<Instant, Datagram> m_network;
};

}  // namespace vos::test
