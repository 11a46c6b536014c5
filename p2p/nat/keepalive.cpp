#include "p2p/nat/keepalive.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace vos::nat {

namespace {

constexpr std::array<Duration, 2> Tries{30s, KeepaliveSearch::Longest};
/// Of the time that was survived: clocks and timers of routers are coarse.
constexpr int SafeShare = 80;

Duration seconds(std::uint64_t count)
{
    return std::chrono::seconds(std::min<std::uint64_t>(count, 3600));
}

}  // namespace

void KeepaliveSearch::enterNetwork(std::uint64_t network)
{
    const auto known = std::find_if(m_networks.begin(), m_networks.end(),
                                    [&](const Network& n) { return n.id == network; });
    Network entered = known == m_networks.end() ? Network{network, First, {}} : *known;
    if (known != m_networks.end())
        m_networks.erase(known);
    m_networks.insert(m_networks.begin(), entered);
    if (m_networks.size() > NetworksMax)
        m_networks.pop_back();
}

Duration KeepaliveSearch::interval() const
{
    const Duration survived = m_networks.front().survived;
    return survived <= First ? First : survived * SafeShare / 100;
}

std::optional<Duration> KeepaliveSearch::nextTry() const
{
    const Network& network = m_networks.front();
    if (network.id == 0)
        return std::nullopt;
    for (const Duration idle : Tries) {
        if (idle > network.survived)
            return network.expired == Duration{} || idle < network.expired ? std::optional(idle)
                                                                           : std::nullopt;
    }
    return std::nullopt;
}

void KeepaliveSearch::survived(Duration idle)
{
    Network& network = m_networks.front();
    if (network.expired == Duration{} || idle < network.expired)
        network.survived = std::clamp(idle, network.survived, std::max(network.survived, Longest));
}

void KeepaliveSearch::expired(Duration idle)
{
    Network& network = m_networks.front();
    network.expired = network.expired == Duration{} ? idle : std::min(network.expired, idle);
    // What was believed to be safe is not: the router may be another one.
    if (network.survived >= network.expired)
        network.survived = First;
}

std::string KeepaliveSearch::write() const
{
    std::string text;
    for (const Network& network : m_networks) {
        if (network.id != 0)
            text += std::to_string(network.id) + ":" + std::to_string(network.survived / 1s) + ":" +
                    std::to_string(network.expired / 1s) + " ";
    }
    return text;
}

void KeepaliveSearch::read(std::string_view text)
{
    const std::uint64_t present = m_networks.front().id;
    std::vector<Network> read;
    while (!text.empty() && read.size() < NetworksMax) {
        std::array<std::uint64_t, 3> fields{};
        bool sound = true;
        for (std::size_t i = 0; i < fields.size(); ++i) {
            const char* end = text.data() + text.size();
            const auto result = std::from_chars(text.data(), end, fields[i]);
            const char after = i + 1 < fields.size() ? ':' : ' ';
            if (result.ec != std::errc{} || result.ptr == end || *result.ptr != after) {
                sound = false;
                break;
            }
            text.remove_prefix(static_cast<std::size_t>(result.ptr + 1 - text.data()));
        }
        if (!sound)
            break;
        if (fields[0] != 0)
            read.push_back({fields[0], std::clamp(seconds(fields[1]), First, Longest),
                            seconds(fields[2])});
    }
    if (read.empty())
        return;
    m_networks = std::move(read);
    enterNetwork(present);
}

}  // namespace vos::nat
