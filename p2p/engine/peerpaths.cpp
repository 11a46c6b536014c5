// Peers: which way a session runs, and when it changes over.
//
// A better way is taken as soon as it has answered; one that failed a moment ago has to answer
// three times. When the one in use leaves a packet unanswered it is in doubt: from then on
// everything goes by the next best one as well, and once that has answered and the old one has had
// its time, it is left. So a dead way costs one probe timeout and one and a half round trips, and
// no message.

#include "p2p/engine/link.h"

#include <algorithm>

namespace vos::engine {

namespace {

/// What the way in use gets to answer in once it is in doubt: this share of its round trip, within
/// bounds for ways never measured and for very short ones.
constexpr double AnswerShare = 1.5;
constexpr Duration AnswerMin = 60ms;
constexpr Duration AnswerMax = 600ms;
/// Challenges to a way that never answered, and to a better one that no longer does.
constexpr unsigned ProofsMax = 6;
constexpr unsigned ReturnsMax = 10;
/// One that failed within this time has to prove itself.
constexpr Duration FailureCounts = 60s;
constexpr unsigned AnswersAfterFailure = 3;
/// Least time between challenges that were answered.
constexpr Duration ChallengePause = 1s;
/// Flows through relays that one session keeps for the case of need.
constexpr std::size_t SpareFlows = 2;

}  // namespace

void Peers::challenge(Link& link, Path& path)
{
    const Instant now = m_context.now.mono;
    if (now < path.nextChallenge ||
        (!path.validated && path.sent + transport::ChallengeDatagram > path.received))
        return;
    if (path.unanswered == 0)
        m_context.rng.fill(path.token);
    path.challengedAt = now;
    ++path.unanswered;
    path.nextChallenge = now + challengeWait(path);
    link.connection.challengePath(path.tag, path.token);
    touch(link);
}

bool Peers::wantsChallenge(const Link& link, const Path& path) const
{
    const Path& current = link.paths.current();
    if (!path.validated)
        return path.challengedAt && path.unanswered < ProofsMax &&
               path.sent + transport::ChallengeDatagram <= path.received;
    if (link.doubtSince)
        return true;
    return &path != &current && path.rank() < current.rank() && path.unanswered < ReturnsMax;
}

void Peers::pathAnswered(Link& link, const transport::PathAnswered& answer)
{
    const Instant now = m_context.now.mono;
    Path* path = answer.path ? link.paths.byTag(*answer.path) : nullptr;
    // An answer that took another way says nothing of this one.
    if (!path || !path->challengedAt || path->token != answer.token || path->unanswered == 0)
        return;
    if (path->unanswered == 1)
        path->rtt = now - *path->challengedAt;
    const Instant asked = *path->challengedAt;
    path->validated = true;
    path->unanswered = 0;
    ++path->answered;
    Path& current = link.paths.current();
    if (path == &current) {
        link.doubtSince.reset();
        link.trustedUntil = now + 2 * std::max(path->rtt, AnswerMin);
        path->nextChallenge = now + ChallengePause;
        return;
    }
    const bool better = path->rank() < current.rank();
    path->nextChallenge = now + (better ? std::max(path->rtt, AnswerMin) : ChallengePause);
    // The peer has moved: its packets come this way, and no longer that.
    const bool moved = path->rank() == current.rank() && current.lastHeard < asked;
    if (moved || (better && path->answered >= path->demand))
        switchPath(link, *path);
    else
        settleDoubt(link);
}

void Peers::beginDoubt(Link& link)
{
    if (link.doubtSince)
        return;
    const Instant now = m_context.now.mono;
    link.doubtSince = now;
    if (m_relays && !link.guest) {
        std::size_t spare = 0;
        for (const Path& path : link.paths.all())
            spare += path.route.relayed() && &path != &link.paths.current() ? 1 : 0;
        for (const Route& route : m_relays->routesTo(link.peer(), m_mode == Mode::AsGuest)) {
            if (spare >= SpareFlows)
                break;
            if (!link.paths.find(route)) {
                link.paths.add(now, route);
                ++spare;
            }
        }
    }
    for (Path& path : link.paths.all()) {
        path.nextChallenge = now;
        if (path.validated)
            challenge(link, path);
    }
}

Instant Peers::doubtPatience(const Link& link) const
{
    const Duration measured = link.connection.statistics().smoothedRtt;
    const Duration time(static_cast<Duration::rep>(AnswerShare * static_cast<double>(
                                                                      measured.count())));
    return *link.doubtSince + std::clamp(time, AnswerMin, AnswerMax);
}

/// Leaves the way in use when it has been silent long enough and another one is not.
void Peers::settleDoubt(Link& link)
{
    const Instant now = m_context.now.mono;
    if (!link.doubtSince || now < doubtPatience(link))
        return;
    Path* best = nullptr;
    for (Path& path : link.paths.all()) {
        const bool answers = path.validated && path.answered > 0 && path.unanswered == 0 &&
                             path.lastHeard >= *link.doubtSince;
        if (&path != &link.paths.current() && answers && (!best || path.rank() < best->rank()))
            best = &path;
    }
    if (!best)
        return;
    Path& failed = link.paths.current();
    failed.demand = AnswersAfterFailure;
    failed.answered = 0;
    failed.nextChallenge = now + challengeWait(failed);
    switchPath(link, *best);
}

void Peers::switchPath(Link& link, Path& path)
{
    const Instant now = m_context.now.mono;
    Path& old = link.paths.current();
    old.estimate = link.connection.estimate();
    old.answered = 0;
    if (!path.estimate && path.rtt > Duration::zero())
        path.estimate = transport::PathEstimate{.smoothedRtt = path.rtt};
    link.paths.use(now, path);
    link.doubtSince.reset();
    link.connection.pathChanged(now, limitsOf(path), path.estimate);
    touch(link);
    if (!link.serves() || link.guest)
        return;
    if (!path.route.relayed())
        m_lastRemote[link.peer()] = path.route.endpoint;
    if (currentLink(link.peer()) == &link)
        m_listener.onPathMoved(link.peer());
}

void Peers::maintainPaths(Link& link)
{
    const Instant now = m_context.now.mono;
    if (link.gone)
        return;
    Path& current = link.paths.current();
    if (current.demand > 1 && now - current.since >= FailureCounts)
        current.demand = 1;
    const auto answer = link.connection.answerTime();
    if (now >= link.trustedUntil &&
        (link.connection.consecutiveTimeouts() > 0 || (answer && now >= *answer)))
        beginDoubt(link);
    for (Path& path : link.paths.all()) {
        if (wantsChallenge(link, path))
            challenge(link, path);
    }
    settleDoubt(link);
}

std::optional<Instant> Peers::nextPathMaintenance(const Link& link) const
{
    std::optional<Instant> next;
    const auto consider = [&next](Instant at) { next = next ? std::min(*next, at) : at; };
    for (const Path& path : link.paths.all()) {
        if (wantsChallenge(link, path))
            consider(path.nextChallenge);
    }
    if (link.doubtSince && m_context.now.mono < doubtPatience(link))
        consider(doubtPatience(link));
    if (const auto answer = link.connection.answerTime(); answer && !link.doubtSince)
        consider(std::max(*answer, link.trustedUntil));
    return next;
}

/// A new session with the same peer knows the ways of the one before.
void Peers::inheritPaths(Link& link, const Link& old)
{
    const Instant now = m_context.now.mono;
    for (const Path& known : old.paths.all()) {
        if (!known.validated || known.unanswered > 2 ||
            link.paths.all().size() >= PathSet::PathsMax)
            continue;
        Path& path = link.paths.add(now, known.route);
        path.validated = true;
        path.demand = known.demand;
        path.estimate = known.estimate;
        path.rtt = known.rtt;
        if (&known == &old.paths.current())
            path.estimate = old.connection.estimate();
    }
    // The handshake may have been answered first by a worse way than the session ran before.
    for (Path& path : link.paths.all()) {
        if (path.rank() < link.paths.current().rank())
            challenge(link, path);
    }
}

void Peers::routeClosed(const Route& route)
{
    for (auto& [peer, dial] : m_dials)
        std::erase(dial->routes, route);
    std::vector<Link*> links;
    for (const auto& [id, link] : m_links) {
        if (link->paths.find(route))
            links.push_back(link.get());
    }
    std::sort(links.begin(), links.end(),
              [](const Link* a, const Link* b) { return a->number < b->number; });
    for (Link* link : links) {
        if (link->route() != route) {
            link->paths.remove(route);
            continue;
        }
        // Other relays, then whatever else there is, then a call.
        if (m_relays) {
            for (const Route& other : m_relays->routesTo(link->peer(), m_mode == Mode::AsGuest)) {
                if (other != route)
                    link->paths.add(m_context.now.mono, other);
            }
        }
        if (Path* other = link->paths.alternative()) {
            switchPath(*link, *other);
            link->paths.remove(route);
            beginDoubt(*link);
        } else if (!link->guest && link->verified) {
            beginDial(link->peer(), {});
        }
    }
}

void Peers::probeHeard(const NodeId& peer, const Route& route)
{
    Link* link = currentLink(peer);
    if (!link)
        return;
    const Instant now = m_context.now.mono;
    Path& path = link->paths.add(now, route);
    if (!path.validated)
        path.received += wire::ProbeSize;
    if (&path != &link->paths.current())
        challenge(*link, path);
}

void Peers::networkChanged()
{
    std::vector<Link*> links;
    for (const auto& [id, link] : m_links)
        links.push_back(link.get());
    // Those that relay for us first: what they carry finds the way then.
    std::sort(links.begin(), links.end(), [this](const Link* a, const Link* b) {
        const bool relayA = m_keptRelays.contains(a->peer());
        const bool relayB = m_keptRelays.contains(b->peer());
        return relayA != relayB ? relayA : a->number < b->number;
    });
    for (Link* link : links) {
        if (link->gone || link->drainUntil)
            continue;
        // What a path carried says little of it now; and the peer has to see where we are.
        for (Path& path : link->paths.all())
            path.estimate.reset();
        link->doubtSince.reset();
        beginDoubt(*link);
        link->connection.ping(m_context.now.mono);
        touch(*link);
    }
}

}  // namespace vos::engine
