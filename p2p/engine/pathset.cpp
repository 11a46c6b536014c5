#include "p2p/engine/pathset.h"

#include "p2p/base/assert.h"

#include <algorithm>

namespace vos::engine {

namespace {

/// First repeat of a challenge, doubled up to the last; a dead path costs next to nothing then.
constexpr Duration ChallengeFirst = 100ms;
constexpr Duration ChallengeLast = 20s;

}  // namespace

Path::Rank Path::rank() const
{
    if (route.relayed())
        return Rank::Relayed;
    // Carrier addresses are private by name and still lead through two NATs: no LAN.
    const bool carrier = route.endpoint.family == IpFamily::V4 &&
                         std::to_integer<unsigned>(route.endpoint.address[0]) == 100;
    const bool near = route.endpoint.isLoopback() || route.endpoint.isPrivate();
    return near && !carrier ? Rank::Lan : Rank::Straight;
}

PathSet::PathSet(Instant now, const Route& first)
{
    m_paths.reserve(PathsMax);
    Path& path = add(now, first);
    path.validated = true;
    path.lastHeard = now;
}

Path* PathSet::find(const Route& route)
{
    const auto place = std::find_if(m_paths.begin(), m_paths.end(),
                                    [&](const Path& path) { return path.route == route; });
    return place == m_paths.end() ? nullptr : &*place;
}

Path* PathSet::byTag(transport::PathTag tag)
{
    const auto place = std::find_if(m_paths.begin(), m_paths.end(),
                                    [&](const Path& path) { return path.tag == tag; });
    return place == m_paths.end() ? nullptr : &*place;
}

Path& PathSet::add(Instant now, const Route& route)
{
    if (Path* known = find(route))
        return *known;
    if (m_paths.size() == PathsMax) {
        // An unproven one leaves first, then the one unheard longest.
        std::size_t leaves = m_current == 0 ? 1 : 0;
        for (std::size_t i = 0; i < m_paths.size(); ++i) {
            const Path& a = m_paths[i];
            const Path& b = m_paths[leaves];
            if (i != m_current && (a.validated != b.validated ? !a.validated
                                                              : a.lastHeard < b.lastHeard))
                leaves = i;
        }
        m_paths.erase(m_paths.begin() + static_cast<std::ptrdiff_t>(leaves));
        if (leaves < m_current)
            --m_current;
    }
    Path path;
    path.tag = m_nextTag++;
    path.route = route;
    path.validated = route.relayed();
    path.since = now;
    m_paths.push_back(path);
    return m_paths.back();
}

void PathSet::remove(const Route& route)
{
    for (std::size_t i = 0; i < m_paths.size(); ++i) {
        if (m_paths[i].route != route)
            continue;
        VOS_ASSERT(i != m_current);
        m_paths.erase(m_paths.begin() + static_cast<std::ptrdiff_t>(i));
        if (i < m_current)
            --m_current;
        return;
    }
}

void PathSet::use(Instant now, const Path& path)
{
    m_current = static_cast<std::size_t>(&path - m_paths.data());
    VOS_ASSERT(m_current < m_paths.size());
    m_paths[m_current].since = now;
}

Path* PathSet::alternative()
{
    Path* best = nullptr;
    for (std::size_t i = 0; i < m_paths.size(); ++i) {
        Path& path = m_paths[i];
        if (i == m_current || !path.validated)
            continue;
        // One that is silent itself helps nobody while there is another.
        const auto worth = [](const Path& p) { return std::pair(p.unanswered > 2, p.rank()); };
        if (!best || worth(path) < worth(*best))
            best = &path;
    }
    return best;
}

Duration challengeWait(const Path& path)
{
    return std::min(ChallengeFirst * (1 << std::min(path.unanswered, 8u)), ChallengeLast);
}

transport::PathLimits limitsOf(const Path& path)
{
    if (path.route.relayed())
        return {transport::CarriedDatagram, transport::CarriedDatagram};
    return {};
}

}  // namespace vos::engine
