#include "p2p/engine/contactbook.h"

#include "p2p/base/utf8.h"
#include "p2p/crypto/hash.h"
#include "p2p/engine/friendbook.h"
#include "p2p/engine/outbox.h"
#include "p2p/identity/name.h"

#include <algorithm>
#include <utility>

namespace vos::engine {

namespace {

/// Contacts are told that we are here at this rate after a start.
constexpr Duration DialSpacing = 1'000'000us / 16;
/// A contact believed online without a session is asked this often.
constexpr Duration QuestionEvery = 5min;
/// Cards whose signatures were checked are remembered.
constexpr std::size_t CheckedCardsMax = 4096;

/// In the place of sequences that came after a gap: which was the first is not known, since they
/// were not counted yet. 0 is never one.
const std::vector<std::uint64_t> NotCounted{0};

std::vector<identity::Grant> grantsIn(const Bytes& bytes)
{
    std::vector<identity::Grant> grants;
    const ByteView all(bytes);
    for (std::size_t at = 0; at + identity::Grant::EncodedSize <= all.size();
         at += identity::Grant::EncodedSize) {
        if (const auto grant =
                identity::Grant::decode(all.subspan(at, identity::Grant::EncodedSize)))
            grants.push_back(*grant);
    }
    return grants;
}

bool mayHaveSlot(ContactState state)
{
    return state == ContactState::PendingOut || state == ContactState::PendingIn ||
           state == ContactState::Accepted;
}

}  // namespace

ContactBook::ContactBook(Context& context, map::VosMap& map, MapKeeper& keeper, Peers& peers,
                         Presence& presence, Keyring& keyring)
    : m_context(context)
    , m_map(map)
    , m_keeper(keeper)
    , m_peers(peers)
    , m_presence(presence)
    , m_keyring(keyring)
{
}

void ContactBook::load(const std::vector<ContactRow>& rows)
{
    for (const ContactRow& row : rows) {
        m_rows[row.id] = row;
        if (row.state == ContactState::Accepted)
            m_context.contacts.insert(row.id);
    }
}

void ContactBook::start()
{
    for (auto& [id, row] : m_rows) {
        if (row.state == ContactState::Accepted || row.state == ContactState::PendingOut)
            m_toDial.push_back(id);
        if (row.state != ContactState::Accepted || row.slot != 0)
            continue;
        // A contact from before there were slots.
        if (row.receivedUpTo == 0 && row.receivedBeyond.empty())
            row.receivedBeyond = NotCounted;
        m_outbox->enqueueOwn(id, LetterKind::ContactAccept, introduction(row, {}).encode());
    }
    m_nextDial = m_context.now.mono;
    m_nextQuestion = m_context.now.mono + QuestionEvery;
    m_started = true;
}

void ContactBook::handleTimeout()
{
    if (!m_started)
        return;
    const Instant now = m_context.now.mono;
    while (!m_toDial.empty() && m_nextDial <= now) {
        m_peers.dial(m_toDial.back());
        m_toDial.pop_back();
        m_nextDial += DialSpacing;
    }
    if (m_toDial.empty())
        m_nextDial = std::max(m_nextDial, now);
    if (m_nextQuestion <= now) {
        m_nextQuestion = now + QuestionEvery;
        for (const auto& [id, row] : m_rows) {
            if (row.state == ContactState::Accepted && !m_peers.isUp(id) && m_presence.isOnline(id))
                m_toDial.push_back(id);
        }
    }
}

std::optional<Instant> ContactBook::nextTimeout() const
{
    if (!m_started)
        return std::nullopt;
    return m_toDial.empty() ? m_nextQuestion : std::min(m_nextDial, m_nextQuestion);
}

ContactRow* ContactBook::find(const NodeId& id)
{
    const auto place = m_rows.find(id);
    return place == m_rows.end() ? nullptr : &place->second;
}

const ContactRow* ContactBook::find(const NodeId& id) const
{
    const auto place = m_rows.find(id);
    return place == m_rows.end() ? nullptr : &place->second;
}

ContactState ContactBook::stateOf(const NodeId& id) const
{
    const ContactRow* row = find(id);
    return row ? row->state : ContactState::None;
}

Contact ContactBook::describe(const ContactRow& row) const
{
    const PeerPresence presence = m_presence.describe(row.id);
    Contact contact;
    contact.id = row.id;
    contact.state = row.state;
    contact.name = row.name;
    contact.note = row.note;
    contact.requestNote = row.requestNote;
    contact.verified = row.verified;
    contact.online = presence.online;
    contact.path = presence.path;
    contact.endpoint = presence.endpoint;
    contact.rtt = presence.rtt;
    contact.lastSeen = m_peers.isUp(row.id) ? std::optional(m_context.now.wall) : row.lastSeen;
    contact.since = row.since;
    contact.doubt = row.doubt;
    for (const identity::Grant& grant : grantsOf(row.id)) {
        if (inTerm(grant) && !m_friends->isRevoked(row.id, grant))
            contact.friendVos.push_back(grant.friendId);
    }
    return contact;
}

std::vector<Contact> ContactBook::all() const
{
    std::vector<Contact> contacts;
    for (const auto& [id, row] : m_rows) {
        if (row.state != ContactState::None)
            contacts.push_back(describe(row));
    }
    return contacts;
}

std::vector<identity::Grant> ContactBook::grantsOf(const NodeId& id) const
{
    std::vector<identity::Grant> grants = publicGrantsOf(id);
    const ContactRow* row = find(id);
    if (!row)
        return grants;
    // Of two for one friend the newer stands.
    for (const identity::Grant& told : grantsIn(row->profileGrants)) {
        const auto same = std::find_if(grants.begin(), grants.end(), [&](const auto& grant) {
            return grant.friendId == told.friendId;
        });
        if (same == grants.end())
            grants.push_back(told);
        else if (same->issued < told.issued)
            *same = told;
    }
    return grants;
}

std::vector<identity::Grant> ContactBook::publicGrantsOf(const NodeId& id) const
{
    const map::Entry* entry = m_map.find(id);
    if (!entry || !entry->card)
        return {};
    if (const auto place = m_checkedCards.find(id);
        place != m_checkedCards.end() && place->second.signature == entry->card->signature)
        return place->second.grants;
    CheckedCard checked{entry->card->signature, {}};
    for (const identity::Grant& grant : entry->card->grants) {
        if (grant.verify(id))
            checked.grants.push_back(grant);
    }
    if (m_checkedCards.size() >= CheckedCardsMax)
        m_checkedCards.clear();
    return m_checkedCards.insert_or_assign(id, std::move(checked)).first->second.grants;
}

std::set<NodeId> ContactBook::holders() const
{
    std::set<NodeId> all;
    for (const NodeId& id : m_context.contacts) {
        for (const identity::Grant& grant : grantsOf(id))
            all.insert(grant.friendId);
    }
    return all;
}

bool ContactBook::inTerm(const identity::Grant& grant) const
{
    // A friend's clock may be a little ahead of ours.
    constexpr std::int64_t Ahead = 3600;
    const std::int64_t now = toMillis(m_context.networkTime()) / 1000;
    return std::int64_t{grant.issued} <= now + Ahead && now < std::int64_t{grant.expires};
}

void ContactBook::giveSlot(ContactRow& row)
{
    if (row.slot != 0 || !mayHaveSlot(row.state))
        return;
    std::uint32_t last = 0;
    for (const auto& [id, other] : m_rows)
        last = std::max(last, other.slot);
    row.slot = last + 1;
    m_context.rng.fill(row.slotSecret);
    m_context.store(row);
    m_friends->slotsChanged();
}

void ContactBook::takeSlot(ContactRow& row, const letters::IntroductionBody& body)
{
    if (body.slot == 0 || (row.theirSlot == body.slot && row.theirSlotSecret == body.slotSecret))
        return;
    row.theirSlot = body.slot;
    row.theirSlotSecret = body.slotSecret;
    m_context.store(row);
}

void ContactBook::save(const ContactRow& row, bool requested)
{
    m_context.store(row);
    m_context.afterStore([this, id = row.id, requested](bool durable) {
        const ContactRow* stored = find(id);
        if (durable && stored)
            m_context.emit(ContactChanged{describe(*stored), requested});
    });
}

ContactRow& ContactBook::make(const NodeId& id, ContactState state)
{
    ContactRow& row = m_rows[id];
    row.id = id;
    if (row.since == WallTime{})
        row.since = m_context.now.wall;
    if (const map::Entry* entry = m_map.find(id);
        entry && entry->card && !entry->card->name.empty())
        row.name = entry->card->name;
    become(row, state);
    return row;
}

void ContactBook::become(ContactRow& row, ContactState state)
{
    row.state = state;
    if (state != ContactState::Accepted) {
        m_context.contacts.erase(row.id);
        row.toldProfile = {};
        return;
    }
    m_context.contacts.insert(row.id);
    m_newFriends.insert(row.id);
    m_context.afterStore([this](bool) {
        for (const NodeId& id : std::exchange(m_newFriends, {})) {
            if (ContactRow* stored = find(id); stored && stored->state == ContactState::Accepted)
                tellProfile(*stored, profile());
        }
    });
}

void ContactBook::erase(const NodeId& id)
{
    m_context.store(DeleteContact{id});
    m_keyring.forget(id);
    m_context.contacts.erase(id);
    const bool hadSlot = m_rows[id].slot != 0;
    m_rows.erase(id);
    if (hadSlot)
        m_friends->slotsChanged();
    m_context.afterStore([this, id](bool durable) {
        if (!durable || find(id))
            return;
        Contact gone;
        gone.id = id;
        m_context.emit(ContactChanged{gone, false});
    });
}

letters::IntroductionBody ContactBook::introduction(ContactRow& row, std::string note)
{
    giveSlot(row);
    letters::IntroductionBody body;
    body.whereabouts = m_keeper.own().whereaboutsBytes();
    body.card = m_keeper.own().cardBytes();
    body.name = m_keeper.own().name();
    body.note = std::move(note);
    body.slot = row.slot;
    body.slotSecret = row.slotSecret;
    return body;
}

// ---- commands ---------------------------------------------------------------------------------

void ContactBook::add(RequestId request, const NodeId& id, std::string note, std::string message,
                      std::vector<std::string> hints, const std::vector<Endpoint>& at)
{
    if (id == m_context.self()) {
        m_context.fail(request, ErrorCode::InvalidParams, "This is the node's own address.");
        return;
    }
    if (message.size() > letters::NoteSizeMax || !isUtf8(message)) {
        m_context.fail(request, ErrorCode::TooLarge, "The note is UTF-8 of at most 1024 bytes.");
        return;
    }
    const ContactState before = stateOf(id);
    if (before == ContactState::PendingIn) {
        if (!note.empty())
            find(id)->note = std::move(note);
        accept(request, id);
        return;
    }
    ContactRow& row =
        make(id, before == ContactState::Accepted ? before : ContactState::PendingOut);
    if (!note.empty())
        row.note = std::move(note);
    row.hints = std::move(hints);
    save(row);
    // A friend is asked again too: we may have been removed there, and he has no other word of it.
    if (!m_outbox->hasKind(id, LetterKind::ContactRequest))
        m_outbox->enqueueOwn(id, LetterKind::ContactRequest,
                             introduction(row, std::move(message)).encode());
    m_context.answerWhenStored(request);
    if (!m_peers.dial(id, at)) {
        for (const Endpoint& e : at)
            m_peers.askWho(e, id);
        m_keeper.seek(id);
    }
}

void ContactBook::accept(RequestId request, const NodeId& id)
{
    ContactRow* row = find(id);
    if (!row || (row->state != ContactState::PendingIn && row->state != ContactState::Accepted)) {
        m_context.fail(request, ErrorCode::NotFound, "There is no request of this address.");
        return;
    }
    if (row->state == ContactState::PendingIn) {
        become(*row, ContactState::Accepted);
        save(*row);
        m_outbox->enqueueOwn(id, LetterKind::ContactAccept, introduction(*row, {}).encode());
    }
    if (row->doubt == Doubt::UsedTwice) {
        // What was seen twice until now is settled; the same anew is not.
        if (const map::Entry* entry = m_map.find(id)) {
            row->allowedSequence = std::max(row->allowedSequence, entry->highestSeq);
            row->allowedCard = std::max(row->allowedCard, entry->highestCard);
        }
        setDoubt(*row, Doubt::None);
    }
    m_context.answerWhenStored(request);
}

void ContactBook::decline(RequestId request, const NodeId& id)
{
    ContactRow* row = find(id);
    if (!row || row->state != ContactState::PendingIn) {
        m_context.fail(request, ErrorCode::NotFound, "There is no request of this address.");
        return;
    }
    m_outbox->enqueueOwn(id, LetterKind::ContactDecline, {});
    // The row stays until the answer is sealed with what it holds; erasing it forgets the keys
    // only.
    erase(id);
    m_context.answerWhenStored(request);
}

void ContactBook::block(RequestId request, const NodeId& id)
{
    if (id == m_context.self()) {
        m_context.fail(request, ErrorCode::InvalidParams, "This is the node's own address.");
        return;
    }
    ContactRow& row = make(id, ContactState::Blocked);
    m_outbox->failAll(id, FailReason::Blocked);
    if (std::exchange(row.slot, 0) != 0)
        m_friends->slotsChanged();
    row.slotSecret = {};
    save(row);
    m_context.answerWhenStored(request);
}

void ContactBook::remove(RequestId request, const NodeId& id)
{
    if (!find(id)) {
        m_context.fail(request, ErrorCode::NotAContact, "This address is not a contact.");
        return;
    }
    m_outbox->failAll(id, FailReason::Cancelled);
    erase(id);
    m_context.answerWhenStored(request);
}

void ContactBook::setNote(RequestId request, const NodeId& id, std::string note)
{
    ContactRow* row = find(id);
    if (!row) {
        m_context.fail(request, ErrorCode::NotAContact, "This address is not a contact.");
        return;
    }
    row->note = std::move(note);
    save(*row);
    m_context.answerWhenStored(request);
}

void ContactBook::setVerified(RequestId request, const NodeId& id, bool verified)
{
    ContactRow* row = find(id);
    if (!row) {
        m_context.fail(request, ErrorCode::NotAContact, "This address is not a contact.");
        return;
    }
    row->verified = verified;
    save(*row);
    m_context.answerWhenStored(request);
}

// ---- letters ----------------------------------------------------------------------------------

bool ContactBook::takeRequest(const NodeId& from, const letters::IntroductionBody& body)
{
    const ContactState before = stateOf(from);
    if (before == ContactState::Blocked)
        return false;
    if (before == ContactState::None) {
        const auto waiting = std::count_if(m_rows.begin(), m_rows.end(), [](const auto& r) {
            return r.second.state == ContactState::PendingIn;
        });
        if (static_cast<std::size_t>(waiting) >= RequestsMax)
            return false;
    }
    // Who was asked and asks as well has accepted; a friend who asks again has lost our answer.
    const bool mutual = before == ContactState::PendingOut || before == ContactState::Accepted;
    if (before == ContactState::Accepted)
        profileLost(from);
    ContactRow& row = make(from, mutual ? ContactState::Accepted : ContactState::PendingIn);
    if (!body.name.empty())
        row.name = body.name;
    row.requestNote = body.note;
    takeSlot(row, body);
    save(row, !mutual);
    if (mutual)
        m_outbox->enqueueOwn(from, LetterKind::ContactAccept, introduction(row, {}).encode());
    return true;
}

void ContactBook::takeAsAccepted(const NodeId& from)
{
    ContactRow* row = find(from);
    if (!row || row->state != ContactState::PendingOut)
        return;
    become(*row, ContactState::Accepted);
    save(*row);
    m_outbox->pump(from);
}

bool ContactBook::takeAccept(const NodeId& from, const letters::IntroductionBody& body)
{
    ContactRow* row = find(from);
    if (!row || (row->state != ContactState::PendingOut && row->state != ContactState::Accepted))
        return false;
    const bool news = row->state != ContactState::Accepted;
    become(*row, ContactState::Accepted);
    if (!body.name.empty())
        row->name = body.name;
    takeSlot(*row, body);
    if (news)
        save(*row);
    m_outbox->pump(from);
    return true;
}

bool ContactBook::takeDecline(const NodeId& from)
{
    ContactRow* row = find(from);
    if (!row || row->state != ContactState::PendingOut)
        return row && row->state == ContactState::Accepted;
    m_outbox->failAll(from, FailReason::Declined);
    erase(from);
    return true;
}

void ContactBook::takeName(const NodeId& from, const std::string& name)
{
    ContactRow* row = find(from);
    if (!row || name.empty() || row->name == name)
        return;
    row->name = name;
    save(*row);
}

// ---- what contacts alone are told -------------------------------------------------------------

letters::ProfileBody ContactBook::profile() const
{
    letters::ProfileBody body;
    if (!m_context.choice("privacy.public_name", true))
        body.name = m_keeper.own().name();
    if (!m_context.choice("privacy.public_friend_vos", true))
        body.grants = m_friends->myGrants();
    return body;
}

void ContactBook::tellProfiles()
{
    if (!m_started)
        return;
    const letters::ProfileBody body = profile();
    for (auto& [id, row] : m_rows) {
        if (row.state == ContactState::Accepted)
            tellProfile(row, body);
    }
}

void ContactBook::tellProfile(ContactRow& row, const letters::ProfileBody& body)
{
    ByteArray<16> hash{};
    if (body != letters::ProfileBody{})
        hash = crypto::hash<16>("VOS/profile-told/1", body.encode());
    if (row.toldProfile == hash)
        return;
    row.toldProfile = hash;
    m_context.store(row);
    letters::ProfileBody letter = body;
    // By the clock, so that a restored profile does not fall behind what its contacts have.
    letter.number = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(secondsOf(m_context.now.wall), 0xffff'fffe));
    letter.number = m_profileNumber = std::max(m_profileNumber + 1, letter.number);
    m_outbox->enqueueOwn(row.id, LetterKind::Profile, letter.encode());
}

void ContactBook::profileLost(const NodeId& id)
{
    ContactRow* row = find(id);
    if (!row || row->state != ContactState::Accepted || row->toldProfile == ByteArray<16>{})
        return;
    row->toldProfile = {};
    m_context.store(*row);
    if (m_peers.isUp(id))
        tellProfile(*row, profile());
}

void ContactBook::takeProfile(ContactRow& row, const letters::ProfileBody& body)
{
    if (body.number <= row.profileNumber)
        return;
    row.profileNumber = body.number;
    row.profileGrants.clear();
    for (const identity::Grant& grant : body.grants) {
        if (grant.verify(row.id))
            append(row.profileGrants, grant.encode());
    }
    if (!body.name.empty())
        row.name = body.name;
    save(row);
    m_friends->cardChanged(row.id);
    m_outbox->pump(row.id);
}

void ContactBook::cardChanged(const NodeId& id)
{
    const map::Entry* entry = m_map.find(id);
    if (!entry || !entry->card)
        return;
    takeName(id, entry->card->name);
    // Its Friend VOS may have changed; the row itself is as it was.
    if (const ContactRow* row = find(id); row && row->state != ContactState::None)
        m_context.emit(ContactChanged{describe(*row), false});
}

void ContactBook::recordChanged(const NodeId& id)
{
    const map::Entry* entry = m_map.find(id);
    ContactRow* row = find(id);
    if (row && entry && entry->whereabouts && entry->whereabouts->has(map::Retired))
        setDoubt(*row, Doubt::Retired);
}

void ContactBook::usedTwice(const NodeId& id, std::uint64_t sequence, std::uint32_t card)
{
    ContactRow* row = find(id);
    if (row && (sequence > row->allowedSequence || card > row->allowedCard))
        setDoubt(*row, Doubt::UsedTwice);
}

void ContactBook::setDoubt(ContactRow& row, Doubt doubt)
{
    if (row.doubt == doubt || row.doubt == Doubt::Retired)
        return;
    row.doubt = doubt;
    save(row);
    m_outbox->pump(row.id);
}

void ContactBook::refreshKeys(const std::vector<LetterId>& unopened)
{
    for (const auto& [id, row] : m_rows) {
        if (row.state == ContactState::Accepted)
            m_outbox->enqueueOwn(id, LetterKind::KeyRefresh,
                                 letters::KeyRefreshBody{unopened}.encode());
    }
}

void ContactBook::sessionUp(const NodeId& id)
{
    ContactRow* row = find(id);
    if (!row)
        return;
    row->lastSeen = m_context.now.wall;
    if (row->state == ContactState::Accepted)
        tellProfile(*row, profile());
}

void ContactBook::sessionDown(const NodeId& id)
{
    ContactRow* row = find(id);
    if (!row)
        return;
    row->lastSeen = m_context.now.wall;
    m_context.store(*row);
}

}  // namespace vos::engine
