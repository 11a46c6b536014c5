#include "p2p/engine/mailbox.h"

#include "p2p/engine/inbox.h"
#include "p2p/engine/outbox.h"

#include <algorithm>
#include <utility>

namespace vos::engine {

namespace {

/// Ids of one list; more than any grant allows.
constexpr std::uint32_t ListedMax = 100'000;
constexpr std::size_t NotesMax = 10'000;
/// Of one sender: what it says of others is not signed, and must not crowd out what is true.
constexpr std::size_t NotesOfSender = 500;
/// A note is believed this long; the letter it names may have run out then.
constexpr std::chrono::hours NoteTime{7 * 24};
/// What a list lacks may be on its way from another Friend VOS.
constexpr Duration LossGrace = 30s;
/// Ids of a list come within this.
constexpr Duration ListPatience = 1min;
/// Sequences that came after a gap, and missing ones that are counted, of one contact.
constexpr std::size_t BeyondMax = 1024;
constexpr std::size_t GapsMax = 256;
/// Missing messages are asked for after this time together, then after 1, 2, 4 … 60 min.
constexpr Duration AskAfter = 30s;
constexpr Duration AskAgain = 1min;
constexpr Duration AskMost = 1h;

std::vector<std::uint64_t> gapsOf(const ContactRow& contact)
{
    std::vector<std::uint64_t> missing;
    std::uint64_t next = contact.receivedUpTo + 1;
    for (const std::uint64_t there : contact.receivedBeyond) {
        for (; next < there && missing.size() < GapsMax; ++next)
            missing.push_back(next);
        next = there + 1;
    }
    return missing;
}

}  // namespace

Mailbox::Mailbox(Context& context, Peers& peers, ContactBook& contacts, FriendBook& friends)
    : m_context(context)
    , m_peers(peers)
    , m_contacts(contacts)
    , m_friends(friends)
{
}

void Mailbox::load(const std::vector<CustodyNoteRow>& notes)
{
    for (const CustodyNoteRow& note : notes) {
        if (m_notes.try_emplace({note.letter, note.friendId}, note).second)
            ++m_notesOf[note.sender];
    }
}

// ---- lists ------------------------------------------------------------------------------------

void Mailbox::handleList(const NodeId& from, const wire::CustodyList& message)
{
    if (!m_friends.mayHold(from))
        return;
    auto head = friendvos::CustodyList::decode(message.list);
    if (!head || head->friendId != from || head->owner != m_context.self() ||
        head->count > ListedMax || !head->verify())
        return;
    List& list = m_lists[from];
    list = List{};
    list.head = std::move(*head);
    list.since = m_context.now.mono;
    if (list.head->count == 0)
        finish(from, list);
}

void Mailbox::handleHeldIds(const NodeId& from, const wire::HeldIds& message)
{
    const auto place = m_lists.find(from);
    if (place == m_lists.end() || !place->second.head || place->second.complete)
        return;
    List& list = place->second;
    if (list.ids.size() + message.ids.size() > list.head->count) {
        m_lists.erase(place);
        return;
    }
    for (const LetterId& id : message.ids) {
        list.ids.push_back(id);
        // What is done is told at once: its bytes need not come.
        if (!m_inbox->settleAt(from, id))
            list.held.insert(id);
    }
    if (list.ids.size() == list.head->count)
        finish(from, list);
}

void Mailbox::finish(const NodeId& from, List& list)
{
    if (friendvos::CustodyList::hashOf(list.ids) != list.head->hash) {
        m_lists.erase(from);
        return;
    }
    list.complete = true;
    list.ids.clear();
    m_friends.noteHolding(from, list.head->count);
    const Instant due = m_context.now.mono + LossGrace;
    for (const auto& [key, note] : m_notes) {
        if (note.friendId != from)
            continue;
        if (list.held.contains(note.letter))
            m_suspects.erase(key);
        else
            m_suspects.try_emplace(key, due);
    }
}

std::vector<NodeId> Mailbox::holdersOf(const LetterId& id, bool all) const
{
    std::vector<NodeId> holders;
    for (const auto& [holder, list] : m_lists) {
        if (list.held.contains(id))
            holders.push_back(holder);
    }
    if (!all)
        return holders;
    for (const NodeId& holder : m_friends.mine()) {
        if (m_peers.isUp(holder) &&
            std::find(holders.begin(), holders.end(), holder) == holders.end())
            holders.push_back(holder);
    }
    return holders;
}

// ---- custody notes ----------------------------------------------------------------------------

void Mailbox::takeNotes(const NodeId& sender, const std::vector<letters::CustodyNote>& notes,
                        std::uint64_t expiresSeconds)
{
    // A letter about to run out says nothing of others, which may have run out with it.
    const auto term = std::chrono::duration_cast<std::chrono::seconds>(NoteTime).count();
    const std::int64_t now = toMillis(m_context.now.wall) / 1000;
    if (static_cast<std::int64_t>(expiresSeconds) < now + term)
        return;
    for (const letters::CustodyNote& note : notes) {
        // With the sender's own id it names a letter whose place this one takes.
        const bool ofFriend = note.friendId != sender && m_friends.isMine(note.friendId);
        if (!ofFriend || m_inbox->isDone(note.letter) || m_notes.size() >= NotesMax ||
            m_notesOf[sender] >= NotesOfSender)
            continue;
        const CustodyNoteRow row{note.letter, note.friendId, sender, m_context.life.now()};
        if (m_notes.try_emplace({note.letter, note.friendId}, row).second) {
            ++m_notesOf[sender];
            m_context.store(row);
        }
    }
}

void Mailbox::dropNote(const NoteKey& key)
{
    if (const auto note = m_notes.find(key); note != m_notes.end()) {
        if (--m_notesOf[note->second.sender] == 0)
            m_notesOf.erase(note->second.sender);
        m_notes.erase(note);
    }
    m_suspects.erase(key);
    m_context.store(DeleteCustodyNote{key.first, key.second});
}

void Mailbox::letterTaken(const LetterId& id)
{
    std::vector<NoteKey> done;
    for (auto place = m_notes.lower_bound({id, NodeId{}});
         place != m_notes.end() && place->first.first == id; ++place)
        done.push_back(place->first);
    for (const NoteKey& key : done)
        dropNote(key);
}

void Mailbox::forgetNotes()
{
    while (!m_notes.empty())
        dropNote(m_notes.begin()->first);
}

/// A custody note, and a later list without the letter, which is not here either: it was lost.
void Mailbox::judgeSuspects()
{
    // One that never ends its list does not keep another from being found out.
    const bool allIn = std::all_of(m_lists.begin(), m_lists.end(), [this](const auto& list) {
        return list.second.complete || list.second.since + ListPatience <= m_context.now.mono;
    });
    std::vector<NoteKey> lost;
    for (auto& [key, due] : m_suspects) {
        if (due > m_context.now.mono)
            continue;
        if (allIn)
            lost.push_back(key);
        else
            due = m_context.now.mono + LossGrace;
    }
    for (const NoteKey& key : lost) {
        const bool old = m_notes.at(key).at + NoteTime < m_context.life.now();
        if (!old && !m_inbox->isDone(key.first))
            m_friends.noteLoss(key.second);
        dropNote(key);
    }
}

// ---- gaps -------------------------------------------------------------------------------------

void Mailbox::arrived(ContactRow& contact, std::uint64_t sequence)
{
    auto& beyond = contact.receivedBeyond;
    // Messages from before sequences were counted: the first one seen is where counting starts.
    if (!beyond.empty() && beyond.front() == 0) {
        beyond.clear();
        contact.receivedUpTo = sequence;
        return;
    }
    if (sequence <= contact.receivedUpTo)
        return;
    const auto place = std::lower_bound(beyond.begin(), beyond.end(), sequence);
    if (place != beyond.end() && *place == sequence)
        return;
    beyond.insert(place, sequence);
    if (beyond.size() > BeyondMax)
        contact.receivedUpTo = beyond.front() - 1;
    auto end = beyond.begin();
    while (end != beyond.end() && *end == contact.receivedUpTo + 1) {
        ++contact.receivedUpTo;
        ++end;
    }
    beyond.erase(beyond.begin(), end);
    tellGaps(contact);
}

void Mailbox::gone(ContactRow& contact, const std::vector<std::uint64_t>& sequences)
{
    for (const std::uint64_t sequence : sequences)
        arrived(contact, sequence);
    m_context.store(contact);
    // What its sender took back is missing from lists without anybody's fault.
    std::vector<NoteKey> keys;
    for (const auto& [key, note] : m_notes) {
        if (note.sender == contact.id)
            keys.push_back(key);
    }
    for (const NoteKey& key : keys)
        dropNote(key);
}

void Mailbox::tellGaps(const ContactRow& contact)
{
    const auto missing = gapsOf(contact);
    const NodeId peer = contact.id;
    if (missing.empty())
        m_asks.erase(peer);
    else if (m_peers.isUp(peer))
        m_asks.try_emplace(peer, Ask{m_context.now.mono + AskAfter, 0});
    m_context.afterStore([this, peer](bool) {
        auto now = gaps(peer);
        auto& told = m_toldGaps[peer];
        if (now != told)
            m_context.emit(GapsChanged{peer, now});
        told = std::move(now);
    });
}

std::vector<std::uint64_t> Mailbox::gaps(const NodeId& peer) const
{
    const ContactRow* contact = std::as_const(m_contacts).find(peer);
    return contact ? gapsOf(*contact) : std::vector<std::uint64_t>{};
}

void Mailbox::handleMissing(const NodeId& from, const wire::Missing& missing)
{
    m_outbox->answerMissing(from, missing.sequences);
}

// ---- time and sessions ------------------------------------------------------------------------

void Mailbox::sessionUp(const NodeId& peer)
{
    const auto missing = gaps(peer);
    if (missing.empty())
        return;
    m_toldGaps[peer] = missing;
    m_asks.try_emplace(peer, Ask{m_context.now.mono + AskAfter, 0});
}

void Mailbox::sessionDown(const NodeId& peer)
{
    m_lists.erase(peer);
    m_asks.erase(peer);
}

void Mailbox::handleTimeout()
{
    const Instant now = m_context.now.mono;
    judgeSuspects();
    for (auto& [peer, ask] : m_asks) {
        if (ask.next > now)
            continue;
        wire::Missing message{gaps(peer)};
        message.sequences.resize(std::min(message.sequences.size(), wire::MissingMax));
        if (!message.sequences.empty())
            m_peers.send(peer, transport::Channel::Control, wire::encodeMessage(message));
        ask.next = now + std::min<Duration>(AskAgain * (1 << std::min(ask.tries, 6u)), AskMost);
        ++ask.tries;
    }
}

std::optional<Instant> Mailbox::nextTimeout() const
{
    std::optional<Instant> next;
    const auto consider = [&](Instant at) { next = next ? std::min(*next, at) : at; };
    for (const auto& [key, due] : m_suspects)
        consider(due);
    for (const auto& [peer, ask] : m_asks)
        consider(ask.next);
    return next;
}

}  // namespace vos::engine
