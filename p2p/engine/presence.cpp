#include "p2p/engine/presence.h"

#include <algorithm>

namespace vos::engine {

namespace {

constexpr std::chrono::hours AnnouncementHolds{12};

}  // namespace

bool Presence::isOnline(const State& state) const
{
    if (state.session)
        return true;
    return state.announcedAt != WallTime{} &&
           m_context.now.wall - state.announcedAt < AnnouncementHolds;
}

void Presence::tellChange(const NodeId& id, State& state, bool always)
{
    const bool online = isOnline(state);
    if (online == state.told && !always)
        return;
    if (online != state.told)
        m_onlineCount = online ? m_onlineCount + 1 : m_onlineCount - 1;
    state.told = online;
    m_context.emit(PresenceChanged{describe(id)});
}

void Presence::announced(const NodeId& id, WallTime at)
{
    State& state = m_states[id];
    state.announcedAt = std::max(state.announcedAt, std::min(at, m_context.now.wall));
    tellChange(id, state);
}

void Presence::sessionUp(const NodeId& id)
{
    State& state = m_states[id];
    state.session = true;
    state.announcedAt = m_context.now.wall;
    tellChange(id, state, true);
}

void Presence::sessionDown(const NodeId& id, bool goodbye)
{
    State& state = m_states[id];
    state.session = false;
    // A session that merely grew old says nothing; one that was left unanswered is reported silent.
    if (goodbye)
        state.announcedAt = WallTime{};
    tellChange(id, state);
}

void Presence::silent(const NodeId& id)
{
    State& state = m_states[id];
    if (state.session)
        return;
    state.announcedAt = WallTime{};
    tellChange(id, state);
}

void Presence::refresh(const NodeId& id) { tellChange(id, m_states[id], true); }

bool Presence::isOnline(const NodeId& id) const
{
    const auto place = m_states.find(id);
    return place != m_states.end() && isOnline(place->second);
}

PeerPresence Presence::describe(const NodeId& id) const
{
    PeerPresence presence;
    presence.id = id;
    presence.online = isOnline(id);
    if (m_peers.isUp(id)) {
        if (const auto traffic = m_peers.trafficOf(id)) {
            presence.path = traffic->path;
            presence.via = traffic->via;
        }
        presence.endpoint = m_peers.endpointOf(id);
        presence.rtt = m_peers.rttOf(id);
    }
    return presence;
}

void Presence::expire()
{
    for (auto& [id, state] : m_states) {
        if (state.told && !state.session)
            tellChange(id, state);
    }
}

}  // namespace vos::engine
