#include "p2p/engine/depositor.h"

#include "p2p/engine/friendbook.h"
#include "p2p/engine/outbox.h"
#include "p2p/friendvos/quota.h"
#include "p2p/friendvos/slot.h"

#include <algorithm>
#include <utility>

namespace vos::engine {

namespace {

/// Letters given to one holder without an answer.
constexpr std::size_t FlyingMax = 64;
/// A holder that does not answer so long is passed over.
constexpr Duration HolderPatience = 10s;
/// Waits before a holder is called again: doubling.
constexpr Duration CallFirst = 5s;
constexpr Duration CallMost = 10min;
/// A search for where a holder is takes less.
constexpr Duration SeekTime = 2s;
/// Waits before a holder that refused is asked again: doubling.
constexpr Duration RefusedFirst = 1min;
constexpr Duration RefusedMost = 1h;
/// A session nobody needs any more is closed after this.
constexpr Duration IdleTime = 3s;

Duration doubling(Duration first, unsigned times, Duration most)
{
    return std::min<Duration>(first * (1 << std::min(times, 12u)), most);
}

}  // namespace

Depositor::Depositor(Context& context, const map::VosMap& map, MapKeeper& keeper, Peers& peers,
                     Peers& guests, ContactBook& contacts)
    : m_context(context)
    , m_map(map)
    , m_keeper(keeper)
    , m_peers(peers)
    , m_guests(guests)
    , m_contacts(contacts)
{
}

// ---- what is wanted ---------------------------------------------------------------------------

void Depositor::want(const NodeId& owner)
{
    m_wanted.insert(owner);
    m_toPlan.insert(owner);
}

void Depositor::lettersReady(const NodeId& owner)
{
    if (m_wanted.contains(owner))
        m_toPlan.insert(owner);
}

void Depositor::planAll()
{
    m_toPlan.insert(m_wanted.begin(), m_wanted.end());
}

void Depositor::recordChanged(const NodeId& id)
{
    if (const auto place = m_holders.find(id); place != m_holders.end()) {
        place->second.notBefore = {};
        place->second.failures = 0;
    }
    planAll();
    // Whoever announces itself fetches its letters: soon there is news of them.
    for (auto& [holder, state] : m_holders) {
        const bool concerned =
            std::any_of(state.kept.begin(), state.kept.end(),
                        [&](const auto& kept) { return kept.second.owner == id; });
        if (!concerned)
            continue;
        state.newsTries = 0;
        state.nextNews = std::min(state.nextNews, m_context.now.mono + SeekTime);
    }
}

void Depositor::drain()
{
    while (!m_toPlan.empty()) {
        const std::set<NodeId> owners = std::exchange(m_toPlan, {});
        for (const NodeId& owner : owners)
            plan(owner);
    }
}

// ---- planning ---------------------------------------------------------------------------------

/// The owner's Friend VOS in the order they are tried: as its Card names them, those whose term is
/// over by our clock (which may be wrong: the holder decides) and those that lost letters last.
std::vector<identity::Grant> Depositor::holdersFor(const NodeId& owner) const
{
    std::vector<identity::Grant> grants = m_contacts.grantsOf(owner);
    std::erase_if(grants, [&](const identity::Grant& grant) {
        return grant.friendId == m_context.self() || m_friends->isRevoked(owner, grant);
    });
    const auto rank = [this](const identity::Grant& grant) {
        const auto place = m_holders.find(grant.friendId);
        const unsigned lost = place == m_holders.end() ? 0 : place->second.lost;
        return std::pair(lost, !m_contacts.inTerm(grant));
    };
    std::stable_sort(grants.begin(), grants.end(),
                     [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
    return grants;
}

void Depositor::plan(const NodeId& owner)
{
    if (!m_wanted.contains(owner))
        return;
    if (m_peers.isUp(owner) || !m_outbox->waitsFor(owner)) {
        m_wanted.erase(owner);
        return;
    }
    const auto grants = holdersFor(owner);
    bool hope = false;
    for (const MessageId& id : m_outbox->idsFor(owner)) {
        if (const OutboxRow* row = m_outbox->holdable(id))
            hope |= distribute(*row, grants) == Placed::Coming;
        else
            hope |= !grants.empty() && m_outbox->isComing(id);
    }
    if (!hope)
        m_outbox->noHolder(owner);
}

bool Depositor::isClosed(const identity::Grant& grant, const NodeId& owner) const
{
    const auto place = m_closed.find({grant.friendId, owner});
    if (place == m_closed.end() || place->second.until <= m_context.now.mono)
        return false;
    const bool ofGrant = place->second.reason == friendvos::RefusalReason::Revoked ||
                         place->second.reason == friendvos::RefusalReason::NotFriend;
    if (ofGrant)
        return grant.issued <= place->second.issued;
    return place->second.toStrangers;
}

/// Without a slot, or with one the holder has not heard of, only what a stranger may leave is
/// taken.
bool Depositor::asStranger(const NodeId& holder, const NodeId& owner) const
{
    const ContactRow* contact = m_contacts.find(owner);
    if (!contact || contact->theirSlot == 0)
        return true;
    const auto place = m_closed.find({holder, owner});
    return place != m_closed.end() && place->second.until > m_context.now.mono &&
           place->second.reason == friendvos::RefusalReason::SlotClosed;
}

Depositor::Placed Depositor::distribute(const OutboxRow& row,
                                        const std::vector<identity::Grant>& grants)
{
    const LetterId& letter = row.letterIds.back();
    std::size_t have = 0;
    bool flying = false;
    for (const CustodyEntry& entry : row.custody)
        have += entry.letter == letter && isHeld(entry) ? 1 : 0;
    for (const auto& [holder, state] : m_holders)
        flying |= state.flying.contains(letter) && ++have > 0;
    bool coming = flying;
    std::size_t tried = 0;
    std::size_t called = 0;
    for (const identity::Grant& grant : grants) {
        if (have >= std::min(HoldersWanted, grants.size()) || tried == HoldersTried)
            break;
        const NodeId& holder = grant.friendId;
        Holder& state = m_holders[holder];
        // One that lost letters gets none while others are being called, though it be here already.
        if (state.lost > 0 && have + called >= HoldersWanted)
            break;
        const bool there =
            std::any_of(row.custody.begin(), row.custody.end(), [&](const CustodyEntry& entry) {
                return entry.friendId == holder && entry.letter == letter && isHeld(entry);
            });
        if (there || state.flying.contains(letter) || isClosed(grant, row.to))
            continue;
        if (asStranger(holder, row.to) && m_context.config.letterWorkBits > 0) {
            if (row.letter.size() > friendvos::StrangerLetterMax)
                continue;
            if (row.workNonce == 0) {
                m_outbox->wantWork(row.id);
                return Placed::Coming;
            }
        }
        if (!m_guests.isUp(holder)) {
            const bool calling = call(holder);
            tried += calling ? 1 : 0;
            called += calling ? 1 : 0;
            coming |= calling;
            continue;
        }
        ++tried;
        coming = true;
        if (hasRoom(holder, state)) {
            leave(holder, row);
            ++have;
        }
    }
    return coming ? Placed::Coming : have > 0 ? Placed::Done : Placed::Nowhere;
}

/// True while a session with it is being made.
bool Depositor::call(const NodeId& holder)
{
    if (m_guests.isDialling(holder))
        return true;
    Holder& state = m_holders[holder];
    if (state.notBefore > m_context.now.mono)
        return false;
    std::vector<Endpoint> hints;
    if (const auto endpoint = m_peers.lastEndpointOf(holder))
        hints.push_back(*endpoint);
    if (m_guests.dial(holder, hints))
        return true;
    // Nothing is known of it: others are asked, and recordChanged() brings the answer.
    state.notBefore = m_context.now.mono + SeekTime +
                      (state.failures > 0 ? doubling(CallFirst, state.failures, CallMost) : 0s);
    ++state.failures;
    m_keeper.seek(holder);
    return state.failures == 1;
}

// ---- leaving letters --------------------------------------------------------------------------

bool Depositor::hasRoom(const NodeId& holder, Holder& state) const
{
    if (m_context.now.mono - state.windowStart >= 1s) {
        state.windowStart = m_context.now.mono;
        state.sentInWindow = 0;
    }
    return state.flying.size() < FlyingMax && state.sentInWindow < LettersPerSecond &&
           m_guests.queuedBytes(holder, transport::Channel::Small) +
                   m_guests.queuedBytes(holder, transport::Channel::Bulk) <
               QueueAhead;
}

void Depositor::leave(const NodeId& holder, const OutboxRow& row)
{
    const LetterId& letter = row.letterIds.back();
    wire::Deposit deposit;
    if (!asStranger(holder, row.to)) {
        const ContactRow* contact = m_contacts.find(row.to);
        deposit.slot = contact->theirSlot;
        deposit.slotTag =
            friendvos::slotTag(friendvos::slotKey(contact->theirSlotSecret, holder), letter);
    }
    for (std::size_t i = 0; i < deposit.work.size(); ++i)
        deposit.work[i] = static_cast<std::byte>(row.workNonce >> (8 * i) & 0xff);
    deposit.recallHash = friendvos::recallHash(row.recallSecret);
    const auto left =
        std::chrono::duration_cast<std::chrono::seconds>(row.lifeEnd - m_context.life.now());
    deposit.keepSeconds =
        static_cast<std::uint32_t>(std::clamp<std::int64_t>(left.count(), 1, wire::KeepSecondsMax));
    deposit.letter = row.letter;
    const auto channel =
        row.letter.size() <= SmallLetterMax ? transport::Channel::Small : transport::Channel::Bulk;
    if (!m_guests.send(holder, channel, wire::encodeMessage(deposit)))
        return;
    Holder& state = m_holders[holder];
    state.flying[letter] = {m_context.now.mono, deposit.slot == 0};
    state.lastUse = m_context.now.mono;
    ++state.sentInWindow;
}

bool Depositor::isLeaving(const OutboxRow& row) const
{
    return !row.letterIds.empty() &&
           std::any_of(m_holders.begin(), m_holders.end(), [&](const auto& holder) {
               return holder.second.flying.contains(row.letterIds.back());
           });
}

void Depositor::takeCustody(const NodeId& holder, const wire::Custody& custody)
{
    const auto receipt = friendvos::CustodyReceipt::decode(custody.receipt);
    if (!receipt || receipt->friendId != holder || !receipt->verify())
        return;
    Holder& state = m_holders[holder];
    state.flying.erase(receipt->letter);
    state.failures = 0;
    m_closed.erase({holder, receipt->owner});
    m_outbox->takeCustody(*receipt);
    lettersReady(receipt->owner);
}

void Depositor::takeRefusal(const NodeId& holder, const wire::Refusal& message)
{
    const auto refusal = friendvos::Refusal::decode(message.refusal);
    if (!refusal || refusal->friendId != holder || !refusal->verify())
        return;
    const auto sent = m_holders[holder].flying.extract(refusal->letter);
    if (sent.empty())
        return;
    const NodeId& owner = refusal->owner;
    std::optional<identity::Grant> grant;
    for (const identity::Grant& g : m_contacts.grantsOf(owner)) {
        if (g.friendId == holder)
            grant = g;
    }
    Closed& closed = m_closed[{holder, owner}];
    const Duration wait = doubling(RefusedFirst, closed.times, RefusedMost);
    // The end of the grant itself, by either side: it is not tried again until there is a new one.
    if (message.revocation)
        m_friends->noteRevocation(*message.revocation);
    if (closed.until <= m_context.now.mono)
        ++closed.times;
    closed.reason = refusal->reason;
    closed.until = m_context.now.mono + wait;
    closed.over = false;
    closed.issued = grant ? grant->issued : 0;
    closed.toStrangers =
        refusal->reason != friendvos::RefusalReason::SlotClosed || sent.mapped().asStranger;
    m_outbox->takeRefusal(*refusal);
    m_wanted.insert(owner);
    m_toPlan.insert(owner);
}

// ---- sessions ---------------------------------------------------------------------------------

void Depositor::sessionUp(const NodeId& holder)
{
    Holder& state = m_holders[holder];
    state.lastUse = m_context.now.mono;
    state.notBefore = {};
    tendNews(holder, state);
    planAll();
}

void Depositor::sessionDown(const NodeId& holder, bool goodbye)
{
    const auto place = m_holders.find(holder);
    if (place == m_holders.end())
        return;
    Holder& state = place->second;
    state.asking.clear();
    if (std::exchange(state.closing, false))
        return;
    if (!state.flying.empty() || !goodbye)
        failed(holder);
}

/// Ours to end: nothing more is wanted of this holder now.
void Depositor::close(const NodeId& holder, Holder& state)
{
    state.closing = true;
    m_guests.closePeer(holder, transport::CloseReason::Goodbye);
    state.closing = false;
}

void Depositor::linkLost(const NodeId& holder, std::uint64_t)
{
    if (!m_guests.isUp(holder))
        return;
    // What this link carried goes again by the other one.
    m_holders[holder].flying.clear();
    planAll();
}

void Depositor::writable(const NodeId&)
{
    planAll();
}

void Depositor::dialFailed(const NodeId& holder)
{
    failed(holder);
}

void Depositor::failed(const NodeId& holder)
{
    Holder& state = m_holders[holder];
    state.flying.clear();
    state.notBefore = m_context.now.mono + doubling(CallFirst, state.failures, CallMost);
    ++state.failures;
    planAll();
}

void Depositor::expireFlying(const NodeId& holder, Holder& state)
{
    const bool silent =
        std::any_of(state.flying.begin(), state.flying.end(), [this](const auto& sent) {
            return sent.second.at + HolderPatience <= m_context.now.mono;
        });
    if (!silent)
        return;
    failed(holder);
    close(holder, state);
}

void Depositor::closeIdle(const NodeId& holder, Holder& state)
{
    if (m_guests.isUp(holder) && state.flying.empty() && state.asking.empty() &&
        state.lastUse + IdleTime <= m_context.now.mono)
        close(holder, state);
}

void Depositor::handleTimeout()
{
    const Instant now = m_context.now.mono;
    for (auto& [holder, state] : m_holders) {
        expireFlying(holder, state);
        tendNews(holder, state);
        if (!state.asking.empty() && now - state.askWindow >= 1s)
            askMore(holder, state);
        closeIdle(holder, state);
        if (state.notBefore != Instant{} && state.notBefore <= now) {
            state.notBefore = {};
            planAll();
        }
        if (state.sentInWindow >= LettersPerSecond && now - state.windowStart >= 1s) {
            state.sentInWindow = 0;
            planAll();
        }
    }
    for (auto& [key, closed] : m_closed) {
        if (closed.until > now || std::exchange(closed.over, true))
            continue;
        if (m_wanted.contains(key.second))
            m_toPlan.insert(key.second);
    }
    // How often one refused is remembered for a while, so that the waits grow.
    std::erase_if(m_closed,
                  [&](const auto& closed) { return closed.second.until + RefusedMost <= now; });
}

std::optional<Instant> Depositor::nextTimeout() const
{
    std::optional<Instant> next;
    const Instant now = m_context.now.mono;
    const auto consider = [&](Instant at) {
        const Instant later = std::max(at, now);
        next = next ? std::min(*next, later) : later;
    };
    for (const auto& [holder, state] : m_holders) {
        for (const auto& [letter, sent] : state.flying)
            consider(sent.at + HolderPatience);
        if (m_guests.isUp(holder) && state.flying.empty())
            consider(state.lastUse + IdleTime);
        if (state.notBefore != Instant{})
            consider(state.notBefore);
        if (!state.kept.empty() && !m_guests.isDialling(holder))
            consider(std::max(state.nextNews, state.notBefore));
        if (state.sentInWindow >= LettersPerSecond)
            consider(state.windowStart + 1s);
        if (!state.asking.empty() && m_guests.isUp(holder))
            consider(state.askWindow + 1s);
    }
    for (const auto& [key, closed] : m_closed) {
        if (closed.until > now && m_wanted.contains(key.second))
            consider(closed.until);
    }
    return next;
}

}  // namespace vos::engine
