// Outbox: what the recipient's Friend VOS say of our letters, and what is told of messages that
// will never come.

#include "p2p/engine/depositor.h"
#include "p2p/engine/outbox.h"
#include "p2p/letters/body.h"

#include <algorithm>
#include <utility>

namespace vos::engine {

namespace {

/// Later letters looked through for those to be named in a custody note.
constexpr std::size_t NotesLookBack = 16;
/// Messages that are gone are told of at most this often.
constexpr Duration GoneEvery = 5s;
/// Letters it was sealed as before that a letter names, the latest first.
constexpr std::size_t SupersededMax = 2;

const char* wordFor(friendvos::RefusalReason reason)
{
    switch (reason) {
    case friendvos::RefusalReason::Full: return "full";
    case friendvos::RefusalReason::NotFriend: return "not-friend";
    case friendvos::RefusalReason::Revoked: return "revoked";
    case friendvos::RefusalReason::SlotClosed: return "slot-closed";
    case friendvos::RefusalReason::TooLarge: return "too-large";
    case friendvos::RefusalReason::NeedsWork: return "needs-work";
    case friendvos::RefusalReason::Storage: return "storage";
    }
    return "";
}

template <std::size_t N>
Bytes bytesOf(const ByteArray<N>& array)
{
    return Bytes(array.begin(), array.end());
}

}  // namespace

std::vector<NodeId> holdersOf(const OutboxRow& row)
{
    std::vector<NodeId> holders;
    for (const CustodyEntry& entry : row.custody) {
        if (isHeld(entry) &&
            std::find(holders.begin(), holders.end(), entry.friendId) == holders.end())
            holders.push_back(entry.friendId);
    }
    return holders;
}

// ---- what may be left with a holder -----------------------------------------------------------

const OutboxRow* Outbox::holdable(const MessageId& id) const
{
    const auto place = m_items.find(id);
    if (place == m_items.end())
        return nullptr;
    const Item& item = place->second;
    const bool ready = item.stage == Stage::Waiting && !item.row.failed && mayGo(item);
    return ready && !needsSealing(item) ? &item.row : nullptr;
}

bool Outbox::isComing(const MessageId& id) const
{
    const auto place = m_items.find(id);
    return place != m_items.end() && !place->second.row.failed &&
           place->second.stage != Stage::Waiting;
}

void Outbox::wantWork(const MessageId& id)
{
    const OutboxRow& row = m_items.at(id).row;
    const LetterId& letter = row.letterIds.back();
    const bool running = std::any_of(m_work.begin(), m_work.end(), [&](const auto& work) {
        return work.second.second == letter;
    });
    if (running)
        return;
    const std::uint64_t ticket = m_nextWork++;
    m_work[ticket] = {id, letter};
    m_context.findWork({ticket, letter, m_context.config.letterWorkBits});
}

/// In the place of a friend our own id: this letter takes the place of that one, which nobody may
/// be able to open. Then where unsettled letters of ours to the same person lie that live as long
/// as this one: so he can tell if one of them is lost.
std::vector<letters::CustodyNote> Outbox::notesFor(const Item& item) const
{
    std::vector<letters::CustodyNote> notes;
    const auto& before = item.row.letterIds;
    for (auto old = before.rbegin(); old != before.rend() && notes.size() < SupersededMax; ++old)
        notes.push_back({m_context.self(), *old});
    const auto queue = m_byPeer.find(item.row.to);
    if (queue == m_byPeer.end())
        return notes;
    std::size_t looked = 0;
    const auto& all = queue->second.all;
    for (auto place = all.rbegin(); place != all.rend() && looked < NotesLookBack; ++place) {
        const OutboxRow& other = m_items.at(place->second).row;
        if (other.id == item.row.id)
            continue;
        ++looked;
        if (other.lifeEnd + std::chrono::hours(1) < item.row.lifeEnd || other.letter.empty())
            continue;
        for (const CustodyEntry& entry : other.custody) {
            if (entry.status == CustodyEntry::Status::Held &&
                entry.letter == other.letterIds.back() && notes.size() < letters::CustodyNotesMax)
                notes.push_back({entry.friendId, entry.letter});
        }
    }
    return notes;
}

// ---- what holders say -------------------------------------------------------------------------

Outbox::Item* Outbox::itemOf(const LetterId& letter, const NodeId& owner)
{
    const auto message = m_byLetter.find(letter);
    if (message == m_byLetter.end())
        return nullptr;
    Item& item = m_items.at(message->second);
    return item.row.to == owner ? &item : nullptr;
}

CustodyEntry* Outbox::entryOf(Item& item, const NodeId& holder, const LetterId& letter)
{
    for (CustodyEntry& entry : item.row.custody) {
        if (entry.friendId == holder && entry.letter == letter)
            return &entry;
    }
    return nullptr;
}

void Outbox::takeCustody(const friendvos::CustodyReceipt& receipt)
{
    Item* item = itemOf(receipt.letter, receipt.owner);
    if (!item)
        return;
    OutboxRow& row = item->row;
    const bool current = !row.letter.empty() && row.letterIds.back() == receipt.letter;
    if (current && receipt.size != row.letter.size())
        return;
    CustodyEntry* entry = entryOf(*item, receipt.friendId, receipt.letter);
    if (!entry)
        entry = &row.custody.emplace_back();
    else if (entry->status != CustodyEntry::Status::Refused &&
             entry->status != CustodyEntry::Status::Lost)
        return;
    *entry = {receipt.friendId, receipt.letter, CustodyEntry::Status::Held,
              bytesOf(receipt.encode()), m_context.now.wall};
    addStep(*item, MessageStep::Kind::Held, receipt.friendId, entry->proof);
    if (!row.failed) {
        // Once held it goes on like any other.
        item->giveUpAt.reset();
        row.queue = true;
        item->lastError = "";
        storeHeld(*item);
    }
    m_context.store(row);
    m_depositor->update(row);
}

/// The state as its holders make it, told once it is durable.
void Outbox::storeHeld(const Item& item)
{
    if (!isUsers(item.row.kind) || item.row.failed)
        return;
    const std::vector<NodeId> holders = holdersOf(item.row);
    const MessageState state = holders.empty() ? MessageState::Queued : MessageState::Held;
    std::optional<WallTime> since;
    for (const CustodyEntry& entry : item.row.custody) {
        if (isHeld(entry))
            since = since ? std::min(*since, entry.at) : entry.at;
    }
    m_context.store(
        SetMessageState{item.row.id, state, FailReason::None, {}, {}, holders, since});
    m_context.afterStore([this, id = item.row.id, state](bool durable) {
        const auto place = m_items.find(id);
        if (durable && place != m_items.end() && !place->second.row.failed)
            tellState(place->second, state);
    });
}

void Outbox::takeRefusal(const friendvos::Refusal& refusal)
{
    Item* item = itemOf(refusal.letter, refusal.owner);
    if (!item || item->row.failed)
        return;
    item->lastError = wordFor(refusal.reason);
    CustodyEntry* entry = entryOf(*item, refusal.friendId, refusal.letter);
    if (entry && isHeld(*entry))
        return;
    const bool news = entry == nullptr;
    if (news)
        entry = &item->row.custody.emplace_back();
    *entry = {refusal.friendId, refusal.letter, CustodyEntry::Status::Refused,
              bytesOf(refusal.encode()), m_context.now.wall};
    // A holder that is full for a day refuses many times; one step says it.
    if (news)
        addStep(*item, MessageStep::Kind::Refused, refusal.friendId, entry->proof);
    m_context.store(item->row);
}

void Outbox::takeFate(const NodeId& holder, const LetterId& letter, wire::LetterFate fate)
{
    const auto message = m_byLetter.find(letter);
    if (message == m_byLetter.end())
        return;
    Item& item = m_items.at(message->second);
    CustodyEntry* entry = entryOf(item, holder, letter);
    // What was recalled is answered by a signature of its own.
    if (!entry || !isHeld(*entry) || item.row.failed || fate == wire::LetterFate::Held ||
        fate == wire::LetterFate::Settled)
        return;
    if (fate == wire::LetterFate::HandedOver) {
        if (std::exchange(entry->status, CustodyEntry::Status::HandedOver) ==
            CustodyEntry::Status::HandedOver)
            return;
        addStep(item, MessageStep::Kind::HandedOver, holder);
        m_context.store(item.row);
        return;
    }
    entry->status = CustodyEntry::Status::Lost;
    entry->at = m_context.now.wall;
    addStep(item, MessageStep::Kind::Lost, holder, entry->proof);
    storeHeld(item);
    m_context.store(item.row);
    m_depositor->update(item.row);
    m_depositor->want(item.row.to);
}

void Outbox::takeRecallAnswer(const friendvos::RecallAnswer& answer)
{
    const auto message = m_byLetter.find(answer.letter);
    if (message == m_byLetter.end())
        return;
    const MessageId id = message->second;
    Item& item = m_items.at(id);
    CustodyEntry* entry = entryOf(item, answer.friendId, answer.letter);
    const bool unknown = answer.outcome == friendvos::RecallOutcome::Unknown;
    if (!entry || !isHeld(*entry) || (!unknown && answer.owner != item.row.to))
        return;
    const Bytes proof = bytesOf(answer.encode());
    MessageStep::Kind step = MessageStep::Kind::Lost;
    entry->status = CustodyEntry::Status::Lost;
    if (answer.outcome == friendvos::RecallOutcome::Erased) {
        entry->status = CustodyEntry::Status::Erased;
        step = MessageStep::Kind::Erased;
    } else if (answer.outcome == friendvos::RecallOutcome::HandedOver) {
        entry->status = CustodyEntry::Status::NotErased;
        step = MessageStep::Kind::NotErased;
    }
    entry->proof = proof;
    entry->at = m_context.now.wall;
    if (item.row.failed)
        addStep(item, step, answer.friendId, proof);
    m_context.store(item.row);
    m_depositor->update(item.row);
    finishRecall(id);
}

/// Once every holder has answered: who it was for learns that it will not come.
void Outbox::finishRecall(const MessageId& id)
{
    const OutboxRow& row = m_items.at(id).row;
    const bool open = std::any_of(row.custody.begin(), row.custody.end(), isHeld);
    if (!row.failed || open)
        return;
    if (row.sequence == 0) {
        forget(id);
        return;
    }
    const bool came = std::any_of(row.custody.begin(), row.custody.end(), [](const auto& entry) {
        return entry.status == CustodyEntry::Status::NotErased;
    });
    if (!came && isUsers(row.kind))
        tellGoneSoon(row.to, row.sequence);
}

/// The first at once, what follows it together.
void Outbox::tellGoneSoon(const NodeId& peer, std::uint64_t sequence)
{
    m_gone[peer].sequences.push_back(sequence);
    flushGone();
}

void Outbox::flushGone()
{
    for (auto place = m_gone.begin(); place != m_gone.end();) {
        auto& [peer, gone] = *place;
        if (gone.notBefore > m_context.now.mono) {
            ++place;
            continue;
        }
        if (gone.sequences.empty()) {
            place = m_gone.erase(place);
            continue;
        }
        gone.notBefore = m_context.now.mono + GoneEvery;
        tellGone(peer, std::exchange(gone.sequences, {}));
        ++place;
    }
}

void Outbox::noHolder(const NodeId& peer)
{
    if (m_peers.isUp(peer) || m_peers.isDialling(peer))
        return;
    const auto retry = m_retries.find(peer);
    if (retry != m_retries.end() && retry->second.running)
        return;
    for (const MessageId& id : idsFor(peer)) {
        if (const auto place = m_items.find(id);
            place != m_items.end() && place->second.giveUpAt)
            fail(place->second, FailReason::Offline);
    }
}

// ---- messages that never come -----------------------------------------------------------------

void Outbox::tellGone(const NodeId& peer, std::vector<std::uint64_t> sequences)
{
    if (m_contacts.stateOf(peer) != ContactState::Accepted)
        return;
    // A letter of this kind that still waits is replaced by one that says both.
    for (const MessageId& id : idsFor(peer)) {
        const Item& item = m_items.at(id);
        if (item.row.kind != LetterKind::Gone || item.stage == Stage::Flying)
            continue;
        if (const auto before = letters::GoneBody::decode(item.row.body))
            sequences.insert(sequences.end(), before->sequences.begin(), before->sequences.end());
    }
    std::sort(sequences.begin(), sequences.end());
    sequences.erase(std::unique(sequences.begin(), sequences.end()), sequences.end());
    // What does not fit is asked for again.
    sequences.resize(std::min(sequences.size(), letters::GoneMax));
    enqueueOwn(peer, LetterKind::Gone, letters::GoneBody{std::move(sequences)}.encode());
}

void Outbox::answerMissing(const NodeId& peer, const std::vector<std::uint64_t>& sequences)
{
    const ContactRow* contact = m_contacts.find(peer);
    if (!contact || contact->state != ContactState::Accepted)
        return;
    std::map<std::uint64_t, MessageId> waiting;
    for (const MessageId& id : idsFor(peer)) {
        if (const OutboxRow& row = m_items.at(id).row; isUsers(row.kind))
            waiting[row.sequence] = id;
    }
    const auto voided = m_voidSequences.find(peer);
    std::vector<std::uint64_t> gone;
    for (const std::uint64_t sequence : sequences) {
        if (const auto place = waiting.find(sequence); place != waiting.end()) {
            Item& item = m_items.at(place->second);
            if (item.stage == Stage::Flying && item.link != m_peers.linkNumber(peer))
                setStage(item, Stage::Waiting);
            continue;
        }
        // A number never given, or given back, will be used yet.
        const bool unused = sequence >= contact->nextSequence ||
                            (voided != m_voidSequences.end() && voided->second.contains(sequence));
        if (!unused && sequence > 0)
            gone.push_back(sequence);
    }
    pump(peer);
    if (!gone.empty())
        tellGone(peer, std::move(gone));
}

}  // namespace vos::engine
