#include "tests/support/simroutes.h"

#include <algorithm>
#include <utility>

namespace vos::sim {

SimNat& SimRoutes::add(std::uint64_t seed, NatOptions options, const Endpoint& external,
                       SimNat* outside)
{
    m_boxes.push_back(std::make_unique<SimNat>(seed, std::move(options), external, outside,
                                               static_cast<std::uint16_t>(m_boxes.size() + 1)));
    return *m_boxes.back();
}

SimNat* SimRoutes::boxAt(SimNat* network, const Endpoint& to) const
{
    const auto place = std::find_if(m_boxes.begin(), m_boxes.end(), [&](const auto& box) {
        return box->outside() == network && box->owns(to);
    });
    return place == m_boxes.end() ? nullptr : place->get();
}

void SimRoutes::send(Instant now, SimNat* network, Datagram datagram)
{
    if (!network) {
        const SimNat* box = boxAt(nullptr, datagram.to);
        m_net.send(now, std::move(datagram), box ? box->options.uplink : Duration{});
        return;
    }
    if (!network->isInside(datagram.to)) {
        leave(now, *network, std::move(datagram));
        return;
    }
    if (lanTap)
        lanTap(datagram);
    if (!network->options.isolated)
        m_hops.emplace(now + lanLatency, Hop{Hop::Step::Arrive, network, std::move(datagram)});
}

void SimRoutes::leave(Instant now, SimNat& box, Datagram datagram)
{
    auto out = box.outward(now, std::move(datagram));
    if (!out)
        return;
    if (out->to.family == IpFamily::V4 && box.owns(out->to)) {
        if (!box.options.hairpin)
            return;
        if (auto in = box.inward(now, std::move(*out)))
            m_hops.emplace(now + lanLatency, Hop{Hop::Step::Arrive, &box, std::move(*in)});
        return;
    }
    if (box.outside()) {
        m_hops.emplace(now + box.options.uplink,
                       Hop{Hop::Step::Send, box.outside(), std::move(*out)});
        return;
    }
    const SimNat* there = boxAt(nullptr, out->to);
    m_net.send(now, std::move(*out),
               box.options.uplink + (there ? there->options.uplink : Duration{}));
}

/// A datagram has come into `network`, for a host or for a box of it.
std::optional<SimRoutes::Arrival> SimRoutes::land(Instant now, SimNat* network, Datagram datagram)
{
    SimNat* box = boxAt(network, datagram.to);
    if (!box)
        return Arrival{network, std::move(datagram)};
    if (network) {
        m_hops.emplace(now + box->options.uplink, Hop{Hop::Step::Enter, box, std::move(datagram)});
        return std::nullopt;
    }
    auto in = box->inward(now, std::move(datagram));
    return in ? land(now, box, std::move(*in)) : std::nullopt;
}

std::optional<Instant> SimRoutes::next() const
{
    std::optional<Instant> next = m_net.next();
    if (!m_hops.empty())
        next = next ? std::min(*next, m_hops.begin()->first) : m_hops.begin()->first;
    return next;
}

std::optional<SimRoutes::Arrival> SimRoutes::take(Instant now)
{
    while (auto datagram = m_net.take(now)) {
        if (auto arrival = land(now, nullptr, std::move(*datagram)))
            return arrival;
    }
    while (!m_hops.empty() && m_hops.begin()->first <= now) {
        Hop hop = std::move(m_hops.extract(m_hops.begin()).mapped());
        std::optional<Arrival> arrival;
        if (hop.step == Hop::Step::Send) {
            send(now, hop.network, std::move(hop.datagram));
        } else if (hop.step == Hop::Step::Arrive) {
            arrival = land(now, hop.network, std::move(hop.datagram));
        } else if (auto in = hop.network->inward(now, std::move(hop.datagram))) {
            arrival = land(now, hop.network, std::move(*in));
        }
        if (arrival)
            return arrival;
    }
    return std::nullopt;
}

}  // namespace vos::sim
