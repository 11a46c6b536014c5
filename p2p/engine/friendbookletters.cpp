// FriendBook: what its letters say and what is made of them; grants, ends and slots.

#include "p2p/engine/friendbook.h"

#include "p2p/engine/outbox.h"

#include <algorithm>
#include <utility>

namespace vos::engine {

namespace {

using friendvos::Party;
using friendvos::Revocation;
using identity::Grant;

/// Clocks of two honest nodes may differ by this when terms are judged.
constexpr std::chrono::hours GrantClockTolerance{24};

bool isCurrent(const Grant& grant, WallTime now)
{
    return WallTime(std::chrono::seconds(grant.issued)) <= now + GrantClockTolerance &&
           WallTime(std::chrono::seconds(grant.expires)) > now;
}

}  // namespace

letters::FriendRequestBody FriendBook::requestBody(const FriendRow& row) const
{
    letters::FriendRequestBody body;
    body.whereabouts = m_keeper.own().whereaboutsBytes();
    body.card = m_keeper.own().cardBytes();
    body.name = m_keeper.own().name();
    body.message = row.message;
    body.quotaKib = row.askedQuotaKib;
    return body;
}

// ---- as owner ---------------------------------------------------------------------------------

/// Our grants stand in our Card, unless the user keeps them to himself.
void FriendBook::updateCard()
{
    std::vector<Grant> grants;
    m_context.friendVos.clear();
    for (const NodeId& id : mine())
        m_context.friendVos.insert(id);
    if (m_context.choice("privacy.public_friend_vos", true))
        grants = myGrants();
    m_keeper.setGrants(std::move(grants));
    m_contacts.tellProfiles();
}

std::vector<Grant> FriendBook::myGrants() const
{
    std::vector<Grant> grants;
    for (const NodeId& id : mine()) {
        if (const auto grant = Grant::decode(m_friends.at(id).grant))
            grants.push_back(*grant);
    }
    return grants;
}

void FriendBook::sendSlots(FriendRow& row)
{
    letters::SlotsBody body;
    for (const auto& [id, contact] : m_contacts.rows()) {
        if (contact.slot != 0)
            body.entries.push_back({contact.slot, friendvos::slotKey(contact.slotSecret, row.id)});
    }
    std::sort(body.entries.begin(), body.entries.end(),
              [](const auto& a, const auto& b) { return a.slot < b.slot; });
    const auto same = [](const auto& a, const auto& b) { return a.slot == b.slot; };
    body.entries.erase(std::unique(body.entries.begin(), body.entries.end(), same),
                       body.entries.end());
    if (body.entries.size() > letters::SlotsMax)
        body.entries.resize(letters::SlotsMax);
    // By the clock, so that a restored profile does not fall behind what its friends have.
    const auto clock = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(secondsOf(m_context.now.wall), 0xffff'fffe));
    row.slotsNumber = std::max(row.slotsNumber + 1, clock);
    body.number = row.slotsNumber;
    m_context.store(row);
    m_outbox->enqueueOwn(row.id, LetterKind::Slots, body.encode());
}

/// Does `grant` take the place of the one we have? One that does not hold by our clock does not
/// drive out one that does: then one of the two clocks is wrong, and the old one is still good.
bool FriendBook::isBetter(const FriendRow& row, const Grant& grant) const
{
    const auto old = Grant::decode(row.grant);
    if (!old)
        return true;
    const bool current = isCurrent(grant, m_context.now.wall);
    const bool oldCurrent = isCurrent(*old, m_context.now.wall);
    if (current != oldCurrent)
        return current;
    return grant.issued >= old->issued && grant != *old;
}

void FriendBook::adopt(FriendRow& row, const Grant& grant)
{
    const bool renewed = row.state == AgreementState::Active;
    const WallTime expires(std::chrono::seconds(grant.expires));
    const auto left = isCurrent(grant, m_context.now.wall)
                          ? std::min<WallClock::duration>(expires - m_context.now.wall,
                                                          std::chrono::seconds(Grant::TermMax))
                          : std::chrono::seconds(grant.expires - grant.issued);
    row.grant = grant.encode();
    row.revocation.clear();
    row.lifeEnd = m_context.life.now() + left;
    row.name = nameOf(row.id, row.name);
    if (!renewed) {
        row.state = AgreementState::Active;
        row.since = m_context.now.wall;
        m_outbox->dropOwn(row.id, LetterKind::FriendRequest);
    }
    save(row);
    updateCard();
    if (!renewed)
        sendSlots(row);
    m_nextUpkeep = m_context.now.mono;
    askSoon(row.id);
}

/// Our signed end of a grant, encoded.
Bytes FriendBook::endOf(const Grant& grant, const NodeId& owner, Party by) const
{
    Revocation end;
    end.owner = owner;
    end.friendId = grant.friendId;
    end.grant = grant.grantId(owner);
    end.by = by;
    end.at = secondsOf(m_context.now.wall);
    end.sign(m_context.identity.signing());
    return toBytes(end.encode());
}

/// Nobody wants this grant any more: our word ends it.
void FriendBook::rejectGrant(const Grant& grant)
{
    sendEnd(grant.friendId, endOf(grant, m_context.self(), Party::Owner));
}

Party FriendBook::endedBy(const Bytes& body)
{
    const auto end = letters::FriendEndBody::decode(body);
    const auto word = end ? Revocation::decode(end->revocation) : std::nullopt;
    return word ? word->by : Party::Owner;
}

/// Where each keeps for the other, two ends are on their way: one does not take the other's place.
void FriendBook::sendEnd(const NodeId& to, const Bytes& revocation)
{
    letters::FriendEndBody body;
    if (!revocation.empty())
        std::copy(revocation.begin(), revocation.end(), body.revocation.begin());
    const Bytes bytes = body.encode();
    m_outbox->enqueueOwn(to, LetterKind::FriendEnd, bytes,
                         [&](const Bytes& other) { return endedBy(other) == endedBy(bytes); });
}

void FriendBook::endAsOwner(FriendRow& row)
{
    m_outbox->dropOwn(row.id, LetterKind::FriendRequest);
    m_outbox->dropOwn(row.id, LetterKind::Slots);
    const auto grant = Grant::decode(row.grant);
    Bytes end;
    if (row.state == AgreementState::Active && grant)
        row.revocation = end = endOf(*grant, m_context.self(), Party::Owner);
    row.state = AgreementState::Revoked;
    row.since = m_context.now.wall;
    save(row);
    sendEnd(row.id, end);
    updateCard();
}

bool FriendBook::takeAnswer(const NodeId& from, const letters::FriendAnswerBody& body)
{
    FriendRow* row = findFriend(from);
    if (!row)
        return false;
    if (body.grant)
        return takeGrant(from, {*body.grant});
    if (row->state == AgreementState::Pending) {
        row->state = AgreementState::Declined;
        row->since = m_context.now.wall;
        save(*row);
    }
    return true;
}

void FriendBook::requestRefused(const NodeId& id)
{
    FriendRow* row = findFriend(id);
    if (!row || row->state != AgreementState::Pending)
        return;
    row->state = AgreementState::Declined;
    row->since = m_context.now.wall;
    save(*row);
}

bool FriendBook::takeGrant(const NodeId& from, const letters::FriendGrantBody& body)
{
    FriendRow* row = findFriend(from);
    const Grant& grant = body.grant;
    if (!row || grant.friendId != from || !grant.verify(m_context.self()))
        return false;
    if (row->state == AgreementState::Active) {
        if (isBetter(*row, grant))
            adopt(*row, grant);
        return true;
    }
    // We asked once and never took it back: a late yes is welcome, if there is room for it.
    if (row->state == AgreementState::Revoked || !mayHaveAnother(from) ||
        isRevoked(m_context.self(), grant))
        rejectGrant(grant);
    else
        adopt(*row, grant);
    return true;
}

// ---- as friend --------------------------------------------------------------------------------

void FriendBook::agree(OwnerRow& row, const Grant& grant)
{
    if (row.state != AgreementState::Active) {
        row.state = AgreementState::Active;
        row.since = m_context.now.wall;
    }
    row.grant = grant.encode();
    row.revocation.clear();
    row.lifeEnd = m_context.life.now() + std::chrono::seconds(grant.expires - grant.issued);
    m_nextUpkeep = m_context.now.mono;
    save(row);
}

void FriendBook::answer(const NodeId& id, const std::optional<Grant>& grant)
{
    letters::FriendAnswerBody body;
    body.whereabouts = m_keeper.own().whereaboutsBytes();
    body.card = m_keeper.own().cardBytes();
    body.grant = grant;
    m_outbox->enqueueOwn(id, LetterKind::FriendAnswer, body.encode());
}

bool FriendBook::takeRequest(const NodeId& from, const letters::FriendRequestBody& body)
{
    const ContactState contact = m_contacts.stateOf(from);
    if (contact == ContactState::Blocked)
        return false;
    OwnerRow* before = ownerRow(from);
    if (before && before->state == AgreementState::Active) {
        // Our answer was lost there, as with a restored profile; or it ended the agreement and
        // begins it anew, and then takes no grant it has ended.
        const auto old = Grant::decode(before->grant);
        const auto fresh = old ? makeGrant(*before, old->quotaKib) : std::nullopt;
        if (!fresh) {
            answer(from, old);
            return true;
        }
        Before undo = snapshot(from);
        agree(*before, *fresh);
        answer(from, fresh);
        answerOrUndo(0, from, std::move(undo), {LetterKind::FriendAnswer});
        return true;
    }
    const bool isContact = contact == ContactState::Accepted;
    const FriendPolicy rule = policy();
    if (rule == FriendPolicy::None || (before && before->doNotAsk)) {
        answer(from, std::nullopt);
        return true;
    }
    const bool known = before && before->state == AgreementState::Asked;
    const auto waiting = std::count_if(m_owners.begin(), m_owners.end(), [this](const auto& entry) {
        return entry.second.state == AgreementState::Asked &&
               m_contacts.stateOf(entry.first) != ContactState::Accepted;
    });
    if (!known && !isContact && static_cast<std::size_t>(waiting) >= RequestsMax)
        return false;
    OwnerRow row = before ? *before : OwnerRow{};
    row.id = from;
    row.name = body.name.empty() ? nameOf(from, row.name) : body.name;
    row.message = body.message;
    row.askedQuotaKib = body.quotaKib;
    const bool agrees = rule == FriendPolicy::All || (rule == FriendPolicy::Contacts && isContact);
    if (!agrees) {
        if (!known)
            row.since = m_context.now.wall;
        row.state = AgreementState::Asked;
        save(m_owners[from] = std::move(row), !known);
        return true;
    }
    // Without anybody to decide, nobody gets more than the usual.
    const auto usual = static_cast<std::uint32_t>(friendvos::QuotaLimits{}.bytes >> 10);
    const auto grant = makeGrant(row, std::min(row.askedQuotaKib, usual));
    if (!grant) {
        m_context.log(LogLine::Level::Warning,
                      "a Friend VOS request was declined: all quota is promised");
        answer(from, std::nullopt);
        return true;
    }
    Before undo = snapshot(from);
    agree(m_owners[from] = std::move(row), *grant);
    answer(from, grant);
    answerOrUndo(0, from, std::move(undo), {LetterKind::FriendAnswer});
    return true;
}

void FriendBook::endAsFriend(OwnerRow& row)
{
    m_outbox->dropOwn(row.id, LetterKind::FriendAnswer);
    m_outbox->dropOwn(row.id, LetterKind::FriendGrant);
    row.since = m_context.now.wall;
    const auto grant = Grant::decode(row.grant);
    if (row.state == AgreementState::Asked || !grant) {
        row.state = AgreementState::Declined;
        save(row);
        answer(row.id, std::nullopt);
        return;
    }
    row.revocation = endOf(*grant, row.id, Party::Friend);
    row.state = AgreementState::Revoked;
    save(row);
    sendEnd(row.id, row.revocation);
}

bool FriendBook::takeSlots(const NodeId& from, const letters::SlotsBody& body)
{
    OwnerRow* row = ownerRow(from);
    if (!row || row->state != AgreementState::Active)
        return false;
    if (body.number <= row->slotsNumber)
        return true;
    row->slotsNumber = body.number;
    row->slots.clear();
    row->slotKeys.clear();
    for (const letters::SlotsBody::Entry& entry : body.entries) {
        row->slots.push_back(entry.slot);
        row->slotKeys.push_back(entry.key);
    }
    m_context.store(*row);
    return true;
}

// ---- ends -------------------------------------------------------------------------------------

bool FriendBook::takeEnd(const NodeId& from, const letters::FriendEndBody& body)
{
    if (body != letters::FriendEndBody{})
        return takeRevocation(from, body.revocation);
    OwnerRow* row = ownerRow(from);
    if (row && row->state == AgreementState::Asked) {
        forgetOwner(from);
    } else if (row && row->state == AgreementState::Active) {
        // It was taken back while our answer was on its way.
        m_outbox->dropOwn(from, LetterKind::FriendAnswer);
        row->state = AgreementState::Revoked;
        row->since = m_context.now.wall;
        save(*row);
    }
    return true;
}

/// The word of `from` on an agreement between us.
bool FriendBook::takeRevocation(const NodeId& from, ByteView bytes)
{
    const auto end = Revocation::decode(bytes);
    if (!end || end->signer() != from || !end->verify())
        return false;
    // An end of an agreement before this one, which comes late, ends nothing.
    const auto ends = [&](const Bytes& grantBytes) {
        const auto grant = Grant::decode(grantBytes);
        return grant && (end->grant == grant->grantId(end->owner) ||
                         WallTime(std::chrono::seconds(end->at)) + GrantClockTolerance >=
                             WallTime(std::chrono::seconds(grant->issued)));
    };
    if (end->by == Party::Owner && end->friendId == m_context.self()) {
        OwnerRow* row = ownerRow(from);
        if (row && row->state == AgreementState::Active && ends(row->grant)) {
            row->state = AgreementState::Revoked;
            row->since = m_context.now.wall;
            row->revocation = toBytes(bytes);
            m_outbox->dropOwn(from, LetterKind::FriendGrant);
            save(*row);
        }
        return true;
    }
    if (end->by == Party::Friend && end->owner == m_context.self()) {
        FriendRow* row = findFriend(from);
        if (row && row->state == AgreementState::Active && ends(row->grant)) {
            row->state = AgreementState::Revoked;
            row->since = m_context.now.wall;
            row->revocation = toBytes(bytes);
            save(*row);
            updateCard();
        }
        return true;
    }
    return false;
}

}  // namespace vos::engine
