#pragma once

// Which addresses we have sent to of late: whoever else gets through to us is let in by everybody's
// leave, not by ours.

#include "p2p/base/endpoint.h"
#include "p2p/base/time.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <unordered_map>

namespace vos::engine {

class SentTo {
public:
    /// Longer than routers keep a way in open.
    static constexpr Duration Memory = 10min;
    static constexpr std::size_t Max = 8192;

    void note(Instant now, const Endpoint& to)
    {
        if (m_times.size() >= Max && !m_times.contains(addressOf(to)))
            forgetOld(now);
        m_times[addressOf(to)] = now;
    }
    /// To this address, by whatever port. True also while more was sent than can be remembered.
    bool contains(Instant now, const Endpoint& to) const
    {
        if (now < m_fullUntil)
            return true;
        const auto place = m_times.find(addressOf(to));
        return place != m_times.end() && now - place->second < Memory;
    }
    /// Addresses that are public, sent to at or after `since`; counts up to `enough`.
    std::size_t publicSince(Instant since, std::size_t enough) const
    {
        std::size_t count = 0;
        for (const auto& [address, at] : m_times) {
            if (at >= since && !address.isPrivate() && !address.isLoopback() && ++count >= enough)
                break;
        }
        return count;
    }
    void clear() { m_times.clear(); }

private:
    static Endpoint addressOf(Endpoint endpoint)
    {
        endpoint.port = 0;
        return endpoint;
    }
    void forgetOld(Instant now)
    {
        std::erase_if(m_times, [&](const auto& entry) { return now - entry.second >= Memory; });
        if (m_times.size() < Max)
            return;
        m_times.clear();
        m_fullUntil = now + Memory;
    }

    std::unordered_map<Endpoint, Instant> m_times;
    Instant m_fullUntil{};
};

}  // namespace vos::engine
