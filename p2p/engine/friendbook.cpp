// FriendBook: rows, commands, terms, and calling those it keeps for or who keep for us.

#include "p2p/engine/friendbook.h"

#include "p2p/base/utf8.h"
#include "p2p/engine/custodian.h"
#include "p2p/engine/outbox.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace vos::engine {

namespace {

using identity::Grant;

/// A request without an answer ends after this.
constexpr std::chrono::hours AnswerPatience{14 * 24};
/// A grant with less than this left is renewed when its owner is there: weekly.
constexpr std::chrono::hours RenewBelow{23 * 24};
/// What has ended is listed for so long after its term.
constexpr std::chrono::hours EndedShown{30 * 24};
constexpr std::uint32_t QuotaKibDefault = 64u << 10;
constexpr std::uint64_t MibMax = 1u << 30;
/// After a start, peers are called at this rate; later those of them that are away this often.
constexpr Duration FriendDialSpacing = 1'000'000us / 16;
constexpr Duration FriendCallEvery = 5min;
constexpr Duration UpkeepMost = 1h;
constexpr Duration UsageEvery = 1s;

bool isAlive(const FriendRow& row)
{
    return row.state == AgreementState::Pending || row.state == AgreementState::Active;
}

bool isAlive(const OwnerRow& row)
{
    return row.state == AgreementState::Asked || row.state == AgreementState::Active;
}

std::optional<WallTime> expiryOf(const Bytes& grant)
{
    if (const auto parsed = Grant::decode(grant))
        return WallTime(std::chrono::seconds(parsed->expires));
    return std::nullopt;
}

}  // namespace

FriendBook::FriendBook(Context& context, const map::VosMap& map, MapKeeper& keeper, Peers& peers,
                       const Presence& presence, ContactBook& contacts)
    : m_context(context)
    , m_map(map)
    , m_keeper(keeper)
    , m_peers(peers)
    , m_presence(presence)
    , m_contacts(contacts)
{
}

void FriendBook::load(const std::vector<FriendRow>& friends, const std::vector<OwnerRow>& owners,
                      const std::vector<RevocationRow>& revocations)
{
    for (const RevocationRow& row : revocations)
        m_revocations[identity::GrantId{row.grant}] = row;
    for (const FriendRow& row : friends) {
        m_friends[row.id] = row;
        if (row.state == AgreementState::Active)
            m_context.friendVos.insert(row.id);
    }
    for (const OwnerRow& row : owners) {
        m_owners[row.id] = row;
        m_context.owners.insert(row.id);
    }
}

void FriendBook::start()
{
    for (const auto& [id, row] : m_owners) {
        if (m_custodian->holdingFor(id).letters > 0)
            m_toDial.push_back(id);
    }
    // From the back: our own Friend VOS are called first.
    for (const auto& [id, row] : m_friends) {
        if (isAlive(row))
            m_toDial.push_back(id);
    }
    m_nextDial = m_context.now.mono;
    m_nextCall = m_context.now.mono + FriendCallEvery;
    m_nextUpkeep = m_context.now.mono;
    m_started = true;
    updateCard();
}

FriendRow* FriendBook::findFriend(const NodeId& id)
{
    const auto place = m_friends.find(id);
    return place == m_friends.end() ? nullptr : &place->second;
}

OwnerRow* FriendBook::ownerRow(const NodeId& id)
{
    const auto place = m_owners.find(id);
    return place == m_owners.end() ? nullptr : &place->second;
}

const OwnerRow* FriendBook::findOwner(const NodeId& owner) const
{
    const auto place = m_owners.find(owner);
    return place == m_owners.end() ? nullptr : &place->second;
}

const OwnerRow* FriendBook::activeOwner(const NodeId& owner) const
{
    const OwnerRow* row = findOwner(owner);
    const bool active =
        row && row->state == AgreementState::Active && row->lifeEnd > m_context.life.now();
    return active ? row : nullptr;
}

// ---- what is told -----------------------------------------------------------------------------

std::string FriendBook::nameOf(const NodeId& id, const std::string& known) const
{
    if (const map::Entry* entry = m_map.find(id);
        entry && entry->card && !entry->card->name.empty())
        return entry->card->name;
    const ContactRow* contact = m_contacts.find(id);
    return contact && !contact->name.empty() ? contact->name : known;
}

FriendVos FriendBook::describe(const FriendRow& row) const
{
    FriendVos result;
    result.id = row.id;
    result.state = row.state;
    result.name = nameOf(row.id, row.name);
    result.online = m_presence.isOnline(row.id);
    result.since = row.since;
    result.lastSeen = m_peers.isUp(row.id) ? std::optional(m_context.now.wall) : row.lastSeen;
    result.quotaBytes = std::uint64_t{row.askedQuotaKib} << 10;
    if (const auto grant = Grant::decode(row.grant))
        result.quotaBytes = std::uint64_t{grant->quotaKib} << 10;
    result.usedBytes = std::uint64_t{row.usedKib} << 10;
    result.holding = row.holding;
    result.lost = row.lost;
    result.expires = expiryOf(row.grant);
    return result;
}

FriendOwner FriendBook::describe(const OwnerRow& row) const
{
    FriendOwner result;
    result.id = row.id;
    result.state = row.state;
    result.name = nameOf(row.id, row.name);
    result.message = row.message;
    result.online = m_presence.isOnline(row.id);
    result.since = row.since;
    result.lastSeen = m_peers.isUp(row.id) ? std::optional(m_context.now.wall) : row.lastSeen;
    result.quotaBytes = std::uint64_t{row.askedQuotaKib} << 10;
    if (const auto grant = Grant::decode(row.grant); grant && row.state != AgreementState::Asked)
        result.quotaBytes = std::uint64_t{grant->quotaKib} << 10;
    const Custodian::Holding holding = m_custodian->holdingFor(row.id);
    result.usedBytes = holding.bytes;
    result.messages = holding.letters;
    result.keptUntil = m_custodian->keptUntil(row.id);
    result.expires = expiryOf(row.grant);
    return result;
}

Agreements FriendBook::describe() const
{
    Agreements all;
    for (const auto& [id, row] : m_friends)
        all.mine.push_back(describe(row));
    for (const auto& [id, row] : m_owners)
        all.forOthers.push_back(describe(row));
    all.quotaBytes = totalQuota();
    all.usedBytes = m_custodian->totalBytes();
    return all;
}

void FriendBook::save(const FriendRow& row)
{
    m_context.store(row);
    m_context.afterStore([this, id = row.id](bool durable) {
        if (const FriendRow* stored = findFriend(id); durable && stored)
            m_context.emit(FriendVosChanged{describe(*stored)});
    });
}

void FriendBook::save(const OwnerRow& row, bool requested)
{
    m_context.owners.insert(row.id);
    m_context.store(row);
    m_context.afterStore([this, id = row.id, requested](bool durable) {
        if (const OwnerRow* stored = findOwner(id); durable && stored)
            m_context.emit(FriendOwnerChanged{describe(*stored), requested});
    });
}

void FriendBook::forgetFriend(const NodeId& id)
{
    m_friends.erase(id);
    m_context.store(DeleteFriend{id});
    m_context.afterStore([this, id](bool durable) {
        FriendVos gone;
        gone.id = id;
        if (durable && !findFriend(id))
            m_context.emit(FriendVosChanged{gone});
    });
}

void FriendBook::forgetOwner(const NodeId& id)
{
    m_owners.erase(id);
    m_context.owners.erase(id);
    m_context.store(DeleteOwner{id});
    m_context.afterStore([this, id](bool durable) {
        FriendOwner gone;
        gone.id = id;
        if (durable && !findOwner(id))
            m_context.emit(FriendOwnerChanged{gone, false});
    });
}

void FriendBook::tellUsage()
{
    m_nextUsage = m_context.now.mono + UsageEvery;
    for (const NodeId& id : std::exchange(m_usageChanged, {})) {
        if (const OwnerRow* row = findOwner(id))
            m_context.emit(FriendOwnerChanged{describe(*row), false});
    }
}

// ---- settings ---------------------------------------------------------------------------------

FriendPolicy FriendBook::policy() const
{
    const auto place = m_context.settings.find("friend_vos.accept");
    if (place == m_context.settings.end())
        return m_context.config.friendPolicy;
    const std::string& word = place->second;
    if (word == "contacts")
        return FriendPolicy::Contacts;
    if (word == "all")
        return FriendPolicy::All;
    return word == "none" ? FriendPolicy::None : FriendPolicy::Ask;
}

std::uint64_t FriendBook::totalQuota() const
{
    const auto place = m_context.settings.find("friend_vos.quota_mib");
    if (place == m_context.settings.end())
        return m_context.config.custodyQuota;
    const std::string& text = place->second;
    std::uint64_t mib = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), mib);
    if (error != std::errc() || end != text.data() + text.size() || mib > MibMax)
        return m_context.config.custodyQuota;
    return mib << 20;
}

friendvos::QuotaLimits FriendBook::limitsOf(const NodeId& owner) const
{
    const OwnerRow* row = activeOwner(owner);
    const auto grant = row ? Grant::decode(row->grant) : std::nullopt;
    if (!grant)
        return {0, 0};
    return {std::uint64_t{grant->quotaKib} << 10, grant->letters};
}

/// A grant for `row` as of now; nothing where the total has no room for it.
std::optional<Grant> FriendBook::makeGrant(const OwnerRow& row, std::uint32_t wantedKib) const
{
    std::uint64_t taken = 0;
    for (const auto& [id, other] : m_owners) {
        const auto grant = Grant::decode(other.grant);
        if (id != row.id && grant && other.state == AgreementState::Active)
            taken += grant->quotaKib;
    }
    const std::uint64_t total = totalQuota() >> 10;
    const std::uint64_t room = total > taken ? total - taken : 0;
    const std::uint64_t wanted = wantedKib == 0 ? QuotaKibDefault : wantedKib;
    std::int64_t seconds = toMillis(m_context.now.wall) / 1000;
    // No two of them are alike, or the end of one would be the end of the next.
    if (const auto last = Grant::decode(row.grant); last && last->issued == seconds)
        ++seconds;
    if (room == 0 || seconds < 0 || seconds > 0xffff'ffff - std::int64_t{Grant::TermMax})
        return std::nullopt;
    Grant grant;
    grant.friendId = m_context.self();
    grant.quotaKib = static_cast<std::uint32_t>(std::min(wanted, room));
    grant.letters = friendvos::QuotaLimits{}.letters;
    grant.issued = static_cast<std::uint32_t>(seconds);
    grant.expires = grant.issued + Grant::TermMax;
    grant.sign(row.id, m_context.identity.signing());
    return grant;
}

// ---- commands ---------------------------------------------------------------------------------

FriendBook::Before FriendBook::snapshot(const NodeId& id) const
{
    Before before;
    if (const auto place = m_friends.find(id); place != m_friends.end())
        before.mine = place->second;
    if (const OwnerRow* row = findOwner(id))
        before.forOthers = *row;
    return before;
}

/// Answers once all is durable. Where the disk refused it, takes back what was changed and what
/// would have been sent.
void FriendBook::answerOrUndo(RequestId request, const NodeId& id, Before before,
                              std::vector<LetterKind> kinds)
{
    m_context.afterStore(
        [this, request, id, before = std::move(before), kinds = std::move(kinds)](bool durable) {
            if (durable) {
                m_context.answer(request, std::monostate{});
                return;
            }
            for (const LetterKind kind : kinds)
                m_outbox->dropOwn(id, kind);
            m_friends.erase(id);
            m_owners.erase(id);
            if (before.mine)
                m_friends[id] = *before.mine;
            if (before.forOthers)
                m_owners[id] = *before.forOthers;
            updateCard();
            m_context.fail(request, ErrorCode::Storage, "The disk is full or cannot be written.");
        });
}

void FriendBook::request(RequestId request, const NodeId& id, std::uint32_t quotaKib,
                         std::string message, std::vector<std::string> hints,
                         const std::vector<Endpoint>& at)
{
    if (id == m_context.self()) {
        m_context.fail(request, ErrorCode::InvalidParams, "This is the node's own address.");
        return;
    }
    if (message.size() > letters::FriendMessageSizeMax || !isUtf8(message)) {
        m_context.fail(request, ErrorCode::TooLarge, "The message is UTF-8 of at most 512 bytes.");
        return;
    }
    if (m_contacts.stateOf(id) == ContactState::Blocked) {
        m_context.fail(request, ErrorCode::Blocked, "This contact is blocked.");
        return;
    }
    if (!mayHaveAnother(id)) {
        m_context.fail(request, ErrorCode::NotAllowed, "A node has at most 8 Friend VOS.");
        return;
    }
    Before before = snapshot(id);
    FriendRow& row = m_friends[id];
    row.id = id;
    row.name = nameOf(id, row.name);
    row.message = std::move(message);
    row.hints = std::move(hints);
    row.askedQuotaKib = quotaKib;
    if (row.state != AgreementState::Active) {
        row.state = AgreementState::Pending;
        row.since = m_context.now.wall;
        row.lifeEnd = m_context.life.now() + AnswerPatience;
        row.grant.clear();
        row.usedKib = row.holding = 0;
    }
    save(row);
    // An end of what was before must not come after this and end it.
    m_outbox->dropOwn(id, LetterKind::FriendEnd,
                      [](const Bytes& body) { return endedBy(body) == friendvos::Party::Owner; });
    m_outbox->enqueueOwn(id, LetterKind::FriendRequest, requestBody(row).encode());
    answerOrUndo(request, id, std::move(before), {LetterKind::FriendRequest});
    m_nextUpkeep = m_context.now.mono;
    reach(id, at);
}

/// Is there room for `id` among our Friend VOS and those asked?
bool FriendBook::mayHaveAnother(const NodeId& id) const
{
    const auto alive = std::count_if(m_friends.begin(), m_friends.end(), [&](const auto& entry) {
        return entry.first != id && isAlive(entry.second);
    });
    return static_cast<std::size_t>(alive) < FriendsMax;
}

void FriendBook::approve(RequestId request, const NodeId& id, std::optional<std::uint32_t> quotaKib)
{
    OwnerRow* row = ownerRow(id);
    const bool active = row && row->state == AgreementState::Active;
    if (!row || (!active && row->state != AgreementState::Asked &&
                 row->state != AgreementState::Declined)) {
        m_context.fail(request, ErrorCode::NotFound, "This address has not asked.");
        return;
    }
    std::uint32_t wanted = quotaKib.value_or(row->askedQuotaKib);
    if (const auto grant = Grant::decode(row->grant); active && grant && !quotaKib)
        wanted = grant->quotaKib;
    const auto grant = makeGrant(*row, wanted);
    if (!grant) {
        m_context.fail(request, ErrorCode::NotAllowed,
                       "All that this node keeps for others is promised already.");
        return;
    }
    Before before = snapshot(id);
    row->doNotAsk = false;
    agree(*row, *grant);
    // An answer that still waits takes the new grant along.
    const bool answered = active && !m_outbox->hasKind(id, LetterKind::FriendAnswer);
    if (answered)
        m_outbox->enqueueOwn(id, LetterKind::FriendGrant,
                             letters::FriendGrantBody{*grant}.encode());
    else
        answer(id, grant);
    answerOrUndo(request, id, std::move(before),
                 {answered ? LetterKind::FriendGrant : LetterKind::FriendAnswer});
}

void FriendBook::decline(RequestId request, const NodeId& id, bool doNotAsk)
{
    OwnerRow* row = ownerRow(id);
    const bool asked = row && row->state == AgreementState::Asked;
    if (!row || (!asked && row->state != AgreementState::Declined)) {
        m_context.fail(request, ErrorCode::NotFound, "This address has not asked.");
        return;
    }
    Before before = snapshot(id);
    row->doNotAsk = doNotAsk;
    if (asked) {
        row->state = AgreementState::Declined;
        row->since = m_context.now.wall;
        answer(id, std::nullopt);
    }
    save(*row);
    answerOrUndo(request, id, std::move(before), {LetterKind::FriendAnswer});
}

void FriendBook::revoke(RequestId request, const NodeId& id, AgreementSide side)
{
    FriendRow* mine = side == AgreementSide::ForOthers ? nullptr : findFriend(id);
    OwnerRow* forOthers = side == AgreementSide::Mine ? nullptr : ownerRow(id);
    Before before = snapshot(id);
    const bool endsMine = mine && isAlive(*mine);
    const bool endsOther = forOthers && isAlive(*forOthers);
    if (endsMine)
        endAsOwner(*mine);
    if (endsOther)
        endAsFriend(*forOthers);
    if (!endsMine && !endsOther) {
        // What has ended is taken out of the list. An end that depositors may still have to be
        // shown stays for its term, and what is held for its owner's sake.
        const bool declined = forOthers && forOthers->state == AgreementState::Declined;
        if (!mine && !declined) {
            m_context.fail(request, ErrorCode::NotFound, "There is nothing to end.");
            return;
        }
        if (mine)
            forgetFriend(id);
        if (declined)
            forgetOwner(id);
    }
    answerOrUndo(request, id, std::move(before), {LetterKind::FriendEnd, LetterKind::FriendAnswer});
}

// ---- terms ------------------------------------------------------------------------------------

void FriendBook::endTerms()
{
    const WallTime life = m_context.life.now();
    for (auto& [id, row] : m_friends) {
        if (!isAlive(row) || row.lifeEnd > life)
            continue;
        if (row.state == AgreementState::Pending)
            m_outbox->dropOwn(id, LetterKind::FriendRequest);
        row.state = AgreementState::Expired;
        row.since = m_context.now.wall;
        save(row);
    }
    std::vector<NodeId> over;
    for (auto& [id, row] : m_owners) {
        if (row.state == AgreementState::Active && row.lifeEnd <= life) {
            row.state = AgreementState::Expired;
            row.since = m_context.now.wall;
            save(row);
        }
        const bool ended =
            row.state == AgreementState::Expired || row.state == AgreementState::Revoked;
        if (ended && !row.doNotAsk && row.lifeEnd + EndedShown <= life &&
            m_custodian->holdingFor(id).letters == 0)
            over.push_back(id);
    }
    for (const NodeId& id : over)
        forgetOwner(id);
    std::erase_if(m_revocations, [&](const auto& known) {
        if (known.second.lifeEnd > life)
            return false;
        m_context.store(DeleteRevocation{known.second.grant});
        return true;
    });
    updateCard();
}

void FriendBook::renewGrants()
{
    for (auto& [id, row] : m_owners) {
        if (m_peers.isUp(id))
            renewGrant(row);
    }
}

void FriendBook::renewGrant(OwnerRow& row)
{
    const bool due =
        row.state == AgreementState::Active && row.lifeEnd - m_context.life.now() < RenewBelow;
    const auto old = due ? Grant::decode(row.grant) : std::nullopt;
    if (!old || m_context.storageFailing)
        return;
    const auto grant = makeGrant(row, old->quotaKib);
    if (!grant)
        return;
    Before before = snapshot(row.id);
    agree(row, *grant);
    m_outbox->enqueueOwn(row.id, LetterKind::FriendGrant,
                         letters::FriendGrantBody{*grant}.encode());
    answerOrUndo(0, row.id, std::move(before), {LetterKind::FriendGrant});
}

void FriendBook::handleTimeout()
{
    if (!m_started)
        return;
    const Instant now = m_context.now.mono;
    callPeers();
    if (m_nextUpkeep <= now) {
        endTerms();
        renewGrants();
        auto wait = std::chrono::duration_cast<WallClock::duration>(UpkeepMost);
        const auto consider = [&](WallTime end) {
            if (end > m_context.life.now())
                wait = std::min(wait, end - m_context.life.now());
        };
        for (const auto& [id, row] : m_friends)
            consider(row.lifeEnd);
        for (const auto& [id, row] : m_owners)
            consider(row.lifeEnd);
        m_nextUpkeep = now + std::max<Duration>(wait, 1s);
    }
    if (!m_usageChanged.empty() && m_nextUsage <= now)
        tellUsage();
    handleQuestions();
}

std::optional<Instant> FriendBook::nextTimeout() const
{
    if (!m_started)
        return std::nullopt;
    Instant next = std::min(m_nextUpkeep, m_nextCall);
    if (!m_toDial.empty())
        next = std::min(next, m_nextDial);
    if (!m_usageChanged.empty())
        next = std::min(next, m_nextUsage);
    if (const auto question = nextQuestion())
        next = std::min(next, *question);
    return next;
}

// ---- sessions ---------------------------------------------------------------------------------

void FriendBook::reach(const NodeId& id, const std::vector<Endpoint>& at)
{
    if (m_peers.dial(id, at))
        return;
    for (const Endpoint& endpoint : at)
        m_peers.askWho(endpoint, id);
    m_keeper.seek(id);
}

void FriendBook::callPeers()
{
    const Instant now = m_context.now.mono;
    if (m_nextCall <= now) {
        m_nextCall = now + FriendCallEvery;
        for (const auto& [id, row] : m_friends) {
            if (isAlive(row) && !m_peers.isUp(id))
                m_toDial.push_back(id);
        }
        m_nextDial = std::max(m_nextDial, now);
    }
    while (!m_toDial.empty() && m_nextDial <= now) {
        const NodeId id = m_toDial.back();
        m_toDial.pop_back();
        m_nextDial += FriendDialSpacing;
        std::vector<Endpoint> at;
        if (const FriendRow* row = findFriend(id)) {
            for (const std::string& hint : row->hints) {
                if (const auto endpoint = Endpoint::parse(hint))
                    at.push_back(*endpoint);
            }
        }
        reach(id, at);
    }
    if (m_toDial.empty())
        m_nextDial = std::max(m_nextDial, now);
}

bool FriendBook::wants(const NodeId& id) const
{
    const auto place = m_friends.find(id);
    return (place != m_friends.end() && isAlive(place->second)) ||
           m_custodian->holdingFor(id).letters > 0;
}

void FriendBook::sessionUp(const NodeId& peer)
{
    if (FriendRow* row = findFriend(peer)) {
        row->lastSeen = m_context.now.wall;
        m_context.emit(FriendVosChanged{describe(*row)});
        const bool drilled = std::any_of(m_drills.begin(), m_drills.end(), [&](const Drill& drill) {
            return drill.waiting.contains(peer);
        });
        if (drilled)
            ask(peer);
        else if (row->state == AgreementState::Active)
            askSoon(peer);
    }
    if (OwnerRow* row = ownerRow(peer)) {
        row->lastSeen = m_context.now.wall;
        m_context.emit(FriendOwnerChanged{describe(*row), false});
        renewGrant(*row);
    }
}

void FriendBook::sessionDown(const NodeId& peer)
{
    if (FriendRow* row = findFriend(peer)) {
        row->lastSeen = m_context.now.wall;
        save(*row);
    }
    if (OwnerRow* row = ownerRow(peer)) {
        row->lastSeen = m_context.now.wall;
        save(*row);
    }
}

// ---- as owner ---------------------------------------------------------------------------------

std::vector<NodeId> FriendBook::mine() const
{
    std::vector<const FriendRow*> rows;
    for (const auto& [id, row] : m_friends) {
        if (row.state == AgreementState::Active)
            rows.push_back(&row);
    }
    std::stable_sort(rows.begin(), rows.end(), [](const FriendRow* a, const FriendRow* b) {
        return a->lost != b->lost ? a->lost < b->lost : a->since < b->since;
    });
    std::vector<NodeId> ids;
    for (const FriendRow* row : rows)
        ids.push_back(row->id);
    return ids;
}

bool FriendBook::isMine(const NodeId& id) const
{
    const auto place = m_friends.find(id);
    return place != m_friends.end() && place->second.state == AgreementState::Active;
}

void FriendBook::noteLoss(const NodeId& id)
{
    FriendRow* row = findFriend(id);
    if (!row)
        return;
    ++row->lost;
    save(*row);
    updateCard();
}

void FriendBook::noteHolding(const NodeId& id, std::uint32_t count)
{
    FriendRow* row = findFriend(id);
    if (!row || row->holding == count)
        return;
    row->holding = count;
    save(*row);
    askSoon(id);
}

void FriendBook::slotsChanged()
{
    for (auto& [id, row] : m_friends) {
        if (row.state == AgreementState::Active)
            sendSlots(row);
    }
}

void FriendBook::settingChanged(const std::string& key)
{
    if (key == "privacy.public_friend_vos")
        updateCard();
}

void FriendBook::cardChanged(const NodeId& id)
{
    answerQuestions(id, false);
}

}  // namespace vos::engine
