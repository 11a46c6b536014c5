// FriendBook: questions and answers that need no letter: how things stand with a holder, the fire
// drill, and whether a node is a Friend VOS of another.

#include "p2p/engine/friendbook.h"

#include "p2p/engine/custodian.h"

#include <algorithm>
#include <utility>

namespace vos::engine {

namespace {

using identity::Grant;

/// A drill and a question after a Card end a little before the caller's 5 s are over.
constexpr Duration Patience = 4800ms;
/// A holder is asked how things stand at most this often, drills aside.
constexpr Duration AskEvery = 1min;
/// Letters and their receipts go on for a while.
constexpr Duration Settling = 5s;
/// Clocks within this are right enough.
constexpr std::chrono::seconds ClockTrust = 10min;
/// Ends of agreements of others that are remembered.
constexpr std::size_t RevocationsMax = 1000;
constexpr std::int64_t ClockMillisMax = (std::int64_t{1} << 48) - 1;

}  // namespace

// ---- how things stand -------------------------------------------------------------------------

void FriendBook::ask(const NodeId& friendId)
{
    Asked& asked = m_asked[friendId];
    asked = {m_nextToken++, m_context.now.mono, std::nullopt};
    m_peers.send(friendId, transport::Channel::Control,
                 wire::encodeMessage(wire::AskCustody{asked.token}));
}

void FriendBook::askSoon(const NodeId& friendId)
{
    const auto asked = m_asked.find(friendId);
    if (asked != m_asked.end() && m_context.now.mono - asked->second.at < AskEvery)
        asked->second.again = asked->second.at + AskEvery;
    else if (m_peers.isUp(friendId))
        ask(friendId);
}

void FriendBook::noteActivity(const NodeId& id)
{
    Asked& asked = m_asked[id];
    if (!asked.again)
        asked.again = std::max(asked.at + AskEvery, m_context.now.mono + Settling);
}

void FriendBook::handleAskCustody(const NodeId& from, const wire::AskCustody& question)
{
    wire::CustodyState state;
    state.token = question.token;
    state.clockMillis = static_cast<std::uint64_t>(
        std::clamp<std::int64_t>(toMillis(m_context.now.wall), 0, ClockMillisMax));
    const OwnerRow* row = activeOwner(from);
    const auto grant = row ? Grant::decode(row->grant) : std::nullopt;
    const Custodian::Holding holding = m_custodian->holdingFor(from);
    state.usedKib = static_cast<std::uint32_t>((holding.bytes + 1023) >> 10);
    state.letters = holding.letters;
    if (grant) {
        state.active = true;
        state.accepting = m_custodian->accepts(from);
        state.quotaKib = grant->quotaKib;
        state.lettersMax = grant->letters;
        state.expires = grant->expires;
    }
    m_peers.send(from, transport::Channel::Control, wire::encodeMessage(state));
    // An owner that asks does not know that it has ended.
    const OwnerRow* ended = findOwner(from);
    if (!grant && ended && ended->state == AgreementState::Revoked &&
        ended->revocation.size() == wire::RevocationSize) {
        wire::Revoked revoked;
        std::copy(ended->revocation.begin(), ended->revocation.end(), revoked.revocation.begin());
        m_peers.send(from, transport::Channel::Control, wire::encodeMessage(revoked));
    }
}

void FriendBook::handleCustodyState(const NodeId& from, const wire::CustodyState& state)
{
    FriendRow* row = findFriend(from);
    const auto asked = m_asked.find(from);
    if (!row || asked == m_asked.end() || asked->second.token != state.token)
        return;
    if (row->usedKib != state.usedKib || row->holding != state.letters) {
        row->usedKib = state.usedKib;
        row->holding = state.letters;
        save(*row);
    }
    for (Drill& drill : m_drills) {
        if (drill.waiting.erase(from) == 0)
            continue;
        DrillResult& result = drill.results[from];
        result.reachable = true;
        result.grantValid = state.active && isMine(from);
        result.accepting = state.accepting;
        result.quotaBytes = std::uint64_t{state.quotaKib} << 10;
        result.usedBytes = std::uint64_t{state.usedKib} << 10;
        const auto ahead = std::chrono::round<std::chrono::seconds>(
            fromMillis(static_cast<std::int64_t>(state.clockMillis)) - m_context.now.wall);
        result.clockAhead = ahead;
        result.ok =
            result.grantValid && result.accepting && ahead <= ClockTrust && ahead >= -ClockTrust;
    }
    finishDrills(false);
}

void FriendBook::drill(RequestId request)
{
    Drill drill;
    drill.request = request;
    drill.deadline = m_context.now.mono + Patience;
    for (const NodeId& id : mine()) {
        drill.results[id].id = id;
        drill.waiting.insert(id);
    }
    m_drills.push_back(std::move(drill));
    for (const NodeId& id : mine()) {
        if (m_peers.isUp(id))
            ask(id);
        else
            reach(id, {});
    }
    finishDrills(false);
}

/// Answers those that are complete, or whose time is over.
void FriendBook::finishDrills(bool late)
{
    std::erase_if(m_drills, [&](const Drill& drill) {
        if (!drill.waiting.empty() && !(late && drill.deadline <= m_context.now.mono))
            return false;
        std::vector<DrillResult> results;
        for (const auto& [id, result] : drill.results)
            results.push_back(result);
        m_context.answer(drill.request, std::move(results));
        return true;
    });
}

// ---- is FRIEND a Friend VOS of OWNER? ---------------------------------------------------------

void FriendBook::verify(RequestId request, const NodeId& owner, const NodeId& friendId)
{
    if (const auto verdict = judge(owner, friendId)) {
        m_context.answer(request, *verdict);
        return;
    }
    m_questions.push_back({request, m_context.now.mono + Patience, owner, friendId});
    m_keeper.seek(owner);
    m_keeper.fetchCard(owner);
}

/// By the owner's Card as far as we hold it, and by what a contact told us; nothing where we hold
/// neither.
std::optional<GrantVerdict> FriendBook::judge(const NodeId& owner, const NodeId& friendId) const
{
    const identity::Card* card = nullptr;
    if (owner == m_context.self())
        card = &m_keeper.own().card();
    else if (const map::Entry* entry = m_map.find(owner); entry && entry->card)
        card = &*entry->card;
    std::vector<Grant> grants;
    if (owner == m_context.self())
        grants = myGrants();
    else if (m_contacts.stateOf(owner) == ContactState::Accepted)
        grants = m_contacts.grantsOf(owner);
    if (!card && grants.empty())
        return std::nullopt;
    if (card && !card->verify())
        return GrantVerdict{false, "owner-signature"};
    if (card)
        grants.insert(grants.begin(), card->grants.begin(), card->grants.end());
    GrantVerdict verdict{false, "no-grant"};
    for (const Grant& grant : grants) {
        if (grant.friendId != friendId)
            continue;
        const WallTime now = m_context.now.wall;
        if (!grant.verify(owner))
            verdict.reason = "friend-signature";
        else if (isRevoked(owner, grant))
            verdict.reason = "revoked";
        else if (WallTime(std::chrono::seconds(grant.expires)) <= now)
            verdict.reason = "expired";
        else if (WallTime(std::chrono::seconds(grant.issued)) > now + ClockTrust)
            verdict.reason = "not-yet-valid";
        else
            return GrantVerdict{true, {}};
    }
    return verdict;
}

void FriendBook::answerQuestions(const NodeId& owner, bool late)
{
    std::erase_if(m_questions, [&](const Question& question) {
        if (question.owner != owner)
            return false;
        const auto verdict = judge(owner, question.friendId);
        if (!verdict && !(late && question.deadline <= m_context.now.mono))
            return false;
        m_context.answer(question.request, verdict.value_or(GrantVerdict{false, "no-card"}));
        return true;
    });
}

bool FriendBook::isRevoked(const NodeId& owner, const Grant& grant) const
{
    const identity::GrantId id = grant.grantId(owner);
    const auto isEnd = [&](const Bytes& bytes) {
        const auto end = friendvos::Revocation::decode(bytes);
        return end && end->grant == id;
    };
    if (const auto mine = m_friends.find(grant.friendId);
        owner == m_context.self() && mine != m_friends.end() && isEnd(mine->second.revocation))
        return true;
    if (const OwnerRow* row = findOwner(owner);
        grant.friendId == m_context.self() && row && isEnd(row->revocation))
        return true;
    return m_revocations.contains(id);
}

bool FriendBook::noteRevocation(ByteView bytes)
{
    const auto end = friendvos::Revocation::decode(bytes);
    if (!end)
        return false;
    // Of a grant we have seen: nobody can fill the memory with ends of what never was.
    const auto grants = m_contacts.grantsOf(end->owner);
    const auto ended = std::find_if(grants.begin(), grants.end(), [&](const Grant& grant) {
        return grant.friendId == end->friendId && grant.grantId(end->owner) == end->grant;
    });
    if (ended == grants.end() || !end->verify())
        return false;
    if (m_revocations.contains(end->grant))
        return true;
    if (m_revocations.size() >= RevocationsMax) {
        const auto first = std::min_element(
            m_revocations.begin(), m_revocations.end(),
            [](const auto& a, const auto& b) { return a.second.lifeEnd < b.second.lifeEnd; });
        m_context.store(DeleteRevocation{first->second.grant});
        m_revocations.erase(first);
    }
    RevocationRow row;
    row.grant = end->grant.bytes;
    row.word = toBytes(bytes);
    row.lifeEnd = m_context.life.now() + std::chrono::seconds(ended->expires - ended->issued);
    m_context.store(row);
    m_revocations.emplace(end->grant, std::move(row));
    return true;
}

void FriendBook::handleRevoked(const NodeId& from, const wire::Revoked& message)
{
    if (!knows(from) || !takeRevocation(from, message.revocation))
        noteRevocation(message.revocation);
}

// ---- time -------------------------------------------------------------------------------------

void FriendBook::handleQuestions()
{
    const Instant now = m_context.now.mono;
    finishDrills(true);
    std::set<NodeId> late;
    for (const Question& question : m_questions) {
        if (question.deadline <= now)
            late.insert(question.owner);
    }
    for (const NodeId& owner : late)
        answerQuestions(owner, true);
    for (auto& [id, asked] : m_asked) {
        if (!asked.again || *asked.again > now)
            continue;
        asked.again.reset();
        if (m_peers.isUp(id) && isMine(id))
            ask(id);
    }
}

std::optional<Instant> FriendBook::nextQuestion() const
{
    std::optional<Instant> next;
    const auto consider = [&next](Instant at) { next = next ? std::min(*next, at) : at; };
    for (const Drill& drill : m_drills)
        consider(drill.deadline);
    for (const Question& question : m_questions)
        consider(question.deadline);
    for (const auto& [id, asked] : m_asked) {
        if (asked.again)
            consider(*asked.again);
    }
    return next;
}

}  // namespace vos::engine
