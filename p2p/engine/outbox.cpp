#include "p2p/engine/outbox.h"

#include "p2p/engine/depositor.h"
#include "p2p/engine/friendbook.h"
#include "p2p/letters/body.h"

#include <algorithm>
#include <utility>

namespace vos::engine {

namespace {

/// Longest a message waits anywhere.
constexpr std::chrono::hours ExpiryMax{30 * 24};
/// Now-or-never messages end after this.
constexpr std::chrono::seconds NowOrNever = 15s;

}  // namespace

Outbox::Outbox(Context& context, const map::VosMap& map, MapKeeper& keeper, Peers& peers,
               Keyring& keyring, ContactBook& contacts)
    : m_context(context)
    , m_map(map)
    , m_keeper(keeper)
    , m_peers(peers)
    , m_keyring(keyring)
    , m_contacts(contacts)
{
}

void Outbox::load(const std::vector<OutboxRow>& rows)
{
    std::vector<const OutboxRow*> ordered;
    for (const OutboxRow& row : rows)
        ordered.push_back(&row);
    std::sort(ordered.begin(), ordered.end(), [](const OutboxRow* a, const OutboxRow* b) {
        return a->sequence != b->sequence ? a->sequence < b->sequence : a->createdAt < b->createdAt;
    });
    for (const OutboxRow* row : ordered)
        insert(*row, Stage::Waiting);
}

void Outbox::start()
{
    // The rows were loaded before there was a clock to measure their ends by.
    m_nextCheck = m_context.now.mono;
    for (auto& [id, item] : m_items) {
        if (item.row.lifeEnd == WallTime{}) {
            item.row.lifeEnd =
                m_context.life.now() + std::clamp<WallClock::duration>(
                                           item.row.expiresAt - m_context.now.wall, 0ms, ExpiryMax);
        }
        if (item.giveUpAt) {
            const WallTime end = item.row.createdAt + NowOrNever;
            item.giveUpAt = m_context.now.mono + std::clamp<WallClock::duration>(
                                                     end - m_context.now.wall, 0ms, NowOrNever);
        }
        m_depositor->update(item.row);
        if (item.row.failed)
            continue;
        pump(item.row.to);
        // A row that was on a link when the program ended is told to be here again.
        tellState(item, holdersOf(item.row).empty() ? MessageState::Queued : MessageState::Held);
    }
}

Outbox::Item& Outbox::insert(OutboxRow row, Stage stage)
{
    const MessageId id = row.id;
    for (const LetterId& letter : row.letterIds)
        m_byLetter[letter] = id;
    Item item;
    item.stage = stage;
    item.row = std::move(row);
    if (!item.row.queue)
        item.giveUpAt = m_context.now.mono + NowOrNever;
    item.order = m_nextOrder++;
    Item& placed = m_items.insert_or_assign(id, std::move(item)).first->second;
    if (!placed.row.failed) {
        m_byPeer[placed.row.to].all[placed.order] = id;
        m_byPeer[placed.row.to].countKey(placed.row.sealedNumber, 1);
        m_byPeer[placed.row.to].unsealed |= stage == Stage::Waiting && placed.row.letter.empty();
        setStage(placed, stage);
        dueAt(dueOf(placed));
    }
    return placed;
}

void Outbox::PeerQueue::countKey(std::uint32_t number, int change)
{
    if (number == 0)
        return;
    if ((sealedUnder[number] += change) <= 0)
        sealedUnder.erase(number);
}

void Outbox::setStage(Item& item, Stage stage)
{
    item.stage = stage;
    auto& waiting = m_byPeer.at(item.row.to).waiting;
    if (stage == Stage::Waiting)
        waiting.insert(item.order);
    else
        waiting.erase(item.order);
}

/// Takes it out of its peer's queue.
void Outbox::unlist(const Item& item)
{
    const NodeId to = item.row.to;
    const auto queue = m_byPeer.find(to);
    if (queue == m_byPeer.end())
        return;
    queue->second.all.erase(item.order);
    queue->second.waiting.erase(item.order);
    queue->second.countKey(item.row.sealedNumber, -1);
    dropEmptyPeer(to);
}

std::vector<MessageId> Outbox::idsFor(const NodeId& peer) const
{
    std::vector<MessageId> ids;
    if (const auto queue = m_byPeer.find(peer); queue != m_byPeer.end()) {
        for (const auto& [order, id] : queue->second.all)
            ids.push_back(id);
    }
    return ids;
}

void Outbox::dueAt(Instant at)
{
    m_nextCheck = m_nextCheck ? std::min(*m_nextCheck, at) : at;
}

/// When the life clock shows `life`, if no clock is set meanwhile; an hour ahead at most.
Instant Outbox::monotonicFor(WallTime life) const
{
    const auto wait = std::clamp<WallClock::duration>(life - m_context.life.now(), 0ms, 1h);
    return m_context.now.mono + wait;
}

Instant Outbox::dueOf(const Item& item) const
{
    Instant due =
        monotonicFor(item.row.failed ? item.row.lifeEnd + LateReceiptTime : item.row.lifeEnd);
    if (item.giveUpAt)
        due = std::min(due, *item.giveUpAt);
    if (item.stage == Stage::Flying)
        due = std::min(due, item.resendAfter);
    return due;
}

void Outbox::dropEmptyPeer(const NodeId& peer)
{
    const auto place = m_byPeer.find(peer);
    if (place == m_byPeer.end() || !place->second.all.empty())
        return;
    m_byPeer.erase(place);
    m_retries.erase(peer);
}

void Outbox::erase(const MessageId& id)
{
    const auto place = m_items.find(id);
    if (place == m_items.end())
        return;
    for (const LetterId& letter : place->second.row.letterIds)
        m_byLetter.erase(letter);
    unlist(place->second);
    m_depositor->forget(place->second.row);
    m_items.erase(place);
}

// ---- new messages -----------------------------------------------------------------------------

void Outbox::enqueue(RequestId request, Draft draft)
{
    ContactRow* contact = m_contacts.find(draft.to);
    OutboxRow row;
    row.id = m_context.rng.id<MessageId>();
    row.to = draft.to;
    row.kind = draft.kind;
    row.body = std::move(draft.body);
    auto& voided = m_voidSequences[draft.to];
    row.sequence =
        voided.empty() ? contact->nextSequence++ : voided.extract(voided.begin()).value();
    // A peer may have driven it to the bound; it stays there then.
    contact->lamport = std::min(contact->lamport + 1, letters::CounterMax);
    row.lamport = contact->lamport;
    row.replyTo = draft.replyTo;
    const auto term = draft.expiresAfter == WallClock::duration{}
                          ? ExpiryMax
                          : std::min<WallClock::duration>(draft.expiresAfter, ExpiryMax);
    row.createdAt = m_context.now.wall;
    row.expiresAt = m_context.now.wall + term;
    row.lifeEnd = m_context.life.now() + term;
    m_context.rng.fill(row.recallSecret);
    row.queue = draft.queue;
    Message message;
    message.id = row.id;
    message.peer = row.to;
    message.outgoing = true;
    message.kind = row.kind;
    message.text = std::move(draft.text);
    message.sentAt = row.createdAt;
    message.replyTo = row.replyTo;
    message.sequence = row.sequence;
    message.lamport = row.lamport;

    Item& item = insert(std::move(row), Stage::Storing);
    // Sealing now, where the key is known, saves the second commit before it can be sent.
    if (mayGo(item) && needsSealing(item))
        sealItem(item);
    m_context.store(*contact);
    m_context.store(item.row);
    m_context.store(PutMessage{message});
    addStep(item, MessageStep::Kind::Written);
    m_context.afterStore([this, request, message](bool durable) {
        const auto place = m_items.find(message.id);
        if (!durable) {
            m_voidSequences[message.peer].insert(message.sequence);
            erase(message.id);
            m_context.fail(request, ErrorCode::Storage, "The disk is full or cannot be written.");
            return;
        }
        m_context.answer(request, message.id);
        m_context.emit(MessageAdded{message});
        if (place == m_items.end() || place->second.row.failed)
            return;
        setStage(place->second, Stage::Waiting);
        m_byPeer.at(message.peer).unsealed |= place->second.row.letter.empty();
        tellState(place->second, MessageState::Queued);
        pump(message.peer);
        m_depositor->lettersReady(message.peer);
    });
}

void Outbox::dropWaiting(const NodeId& to, LetterKind kind, const Bodies& which,
                         const MessageId& except)
{
    for (const MessageId& waiting : idsFor(to)) {
        const Item& item = m_items.at(waiting);
        if (item.row.kind == kind && item.stage != Stage::Flying && waiting != except &&
            (!which || which(item.row.body)))
            remove(waiting);
    }
}

Outbox::Item& Outbox::insertOwn(const NodeId& to, LetterKind kind, Bytes body)
{
    OutboxRow row;
    row.id = m_context.rng.id<MessageId>();
    row.to = to;
    row.kind = kind;
    row.body = std::move(body);
    row.createdAt = m_context.now.wall;
    row.expiresAt = m_context.now.wall + ExpiryMax;
    row.lifeEnd = m_context.life.now() + ExpiryMax;
    m_context.rng.fill(row.recallSecret);
    Item& item = insert(std::move(row), Stage::Storing);
    if (mayGo(item))
        sealItem(item);
    m_context.store(item.row);
    return item;
}

void Outbox::ownStored(const MessageId& id, const NodeId& to)
{
    const auto place = m_items.find(id);
    if (place == m_items.end() || place->second.row.failed)
        return;
    setStage(place->second, Stage::Waiting);
    m_byPeer.at(to).unsealed |= place->second.row.letter.empty();
    pump(to);
    m_depositor->lettersReady(to);
}

void Outbox::enqueueOwn(const NodeId& to, LetterKind kind, Bytes body, const Bodies& replaces)
{
    dropWaiting(to, kind, replaces);
    const MessageId id = insertOwn(to, kind, std::move(body)).row.id;
    // Without its row it is lost with a crash only; the next change of state makes a new one.
    m_context.afterStore([this, id, to](bool) { ownStored(id, to); });
}

void Outbox::enqueueChange(RequestId request, const NodeId& to, LetterKind kind, Bytes body,
                           const Bodies& replaces)
{
    const MessageId id = insertOwn(to, kind, std::move(body)).row.id;
    m_context.afterStore([this, request, id, to, kind, replaces](bool durable) {
        if (!durable) {
            erase(id);
            m_context.fail(request, ErrorCode::Storage, "The disk is full or cannot be written.");
            return;
        }
        // Only now: had it not been stored, the one before would still have to go.
        dropWaiting(to, kind, replaces, id);
        ownStored(id, to);
        m_context.answer(request, std::monostate{});
    });
}

bool Outbox::hasKind(const NodeId& to, LetterKind kind) const
{
    const auto ids = idsFor(to);
    return std::any_of(ids.begin(), ids.end(),
                       [&](const MessageId& id) { return m_items.at(id).row.kind == kind; });
}

void Outbox::dropOwn(const NodeId& to, LetterKind kind, const Bodies& which)
{
    for (const MessageId& id : idsFor(to)) {
        const OutboxRow& row = m_items.at(id).row;
        if (row.kind == kind && (!which || which(row.body)))
            remove(id);
    }
}

// ---- ends -------------------------------------------------------------------------------------

void Outbox::tellState(const Item& item, MessageState state, FailReason reason)
{
    if (!isUsers(item.row.kind))
        return;
    MessageStateChange change{item.row.id,        item.row.to, item.row.kind, state, reason,
                              m_context.now.wall, {}};
    if (state != MessageState::Failed)
        change.heldBy = holdersOf(item.row);
    m_context.emit(MessageStateEvent{std::move(change)});
}

/// Notes what happened to a person's message, with its proof.
void Outbox::addStep(const Item& item, MessageStep::Kind kind, std::optional<NodeId> by,
                     Bytes proof)
{
    if (isUsers(item.row.kind) && item.row.sequence > 0)
        m_context.store(PutStep{item.row.id, {kind, m_context.now.wall, by, std::move(proof)}});
}

void Outbox::fail(Item& item, FailReason reason)
{
    const MessageId id = item.row.id;
    // What its sender took back, or has no use for any more, is asked back from who holds it.
    item.row.recalled = reason == FailReason::Cancelled || reason == FailReason::Blocked ||
                        reason == FailReason::Offline;
    if (!isUsers(item.row.kind)) {
        const NodeId to = item.row.to;
        const bool profile = item.row.kind == LetterKind::Profile;
        remove(id);
        if (profile)
            m_contacts.profileLost(to);
        return;
    }
    m_context.store(SetMessageState{id, MessageState::Failed, reason, {}, {}});
    addStep(item, MessageStep::Kind::Failed);
    // Told once it holds: whoever hears of it must not see it go out after a crash.
    const MessageStateChange change{
        id, item.row.to, item.row.kind, MessageState::Failed, reason, m_context.now.wall, {}};
    m_context.afterStore([this, change](bool) { m_context.emit(MessageStateEvent{change}); });
    if (item.row.letterIds.empty())
        forget(id);
    else
        bury(item);
}

/// Nothing of it is sent any more. Its letters may lie somewhere, so a late receipt still counts.
void Outbox::bury(Item& item)
{
    item.row.failed = true;
    item.row.body.clear();
    item.row.letter.clear();
    item.giveUpAt.reset();
    item.stage = Stage::Waiting;
    unlist(item);
    m_context.store(item.row);
    m_depositor->update(item.row);
    dueAt(dueOf(item));
}

void Outbox::remove(const MessageId& id)
{
    const auto place = m_items.find(id);
    if (place == m_items.end())
        return;
    Item& item = place->second;
    const bool lies = !holdersOf(item.row).empty() || m_depositor->isLeaving(item.row);
    if (!lies) {
        forget(id);
        return;
    }
    item.row.recalled = true;
    item.row.sequence = 0;
    if (!item.row.failed) {
        bury(item);
        return;
    }
    m_context.store(item.row);
    m_depositor->update(item.row);
}

void Outbox::failAll(const NodeId& to, FailReason reason)
{
    for (const MessageId& id : idsFor(to)) {
        if (const auto place = m_items.find(id); place != m_items.end())
            fail(place->second, reason);
    }
}

void Outbox::handleReceipt(ByteView bytes)
{
    const auto receipt = letters::Receipt::decode(bytes);
    if (!receipt)
        return;
    std::vector<MessageId> settled;
    for (const LetterId& letter : receipt->letters) {
        const auto message = m_byLetter.find(letter);
        if (message == m_byLetter.end())
            continue;
        if (m_items.at(message->second).row.to == receipt->recipient)
            settled.push_back(message->second);
    }
    if (settled.empty() || !receipt->verify())
        return;
    for (const MessageId& id : settled)
        settle(id, *receipt);
}

void Outbox::settle(const MessageId& id, const letters::Receipt& receipt)
{
    const auto place = m_items.find(id);
    if (place == m_items.end())
        return;
    Item& item = place->second;
    // Its message was settled or deleted before; only old letters are still asked back.
    if (item.row.failed && item.row.sequence == 0)
        return;
    if (receipt.verdict == letters::Verdict::Refused) {
        const LetterKind kind = item.row.kind;
        const NodeId to = item.row.to;
        if (!item.row.failed)
            fail(item, FailReason::Declined);
        if (kind == LetterKind::FriendRequest)
            m_friends->requestRefused(to);
        return;
    }
    const WallTime at = m_context.now.wall;
    const NodeId to = item.row.to;
    const LetterKind kind = item.row.kind;
    std::vector<StoreOperation> settled;
    if (isUsers(kind)) {
        if (item.row.sequence > 0)
            settled.push_back(
                PutStep{id, {MessageStep::Kind::Delivered, at, to, receipt.encode()}});
        settled.push_back(SetMessageState{id, MessageState::Delivered, FailReason::None, at, {}});
    }
    const bool leftover =
        std::any_of(item.row.custody.begin(), item.row.custody.end(), [&](const auto& entry) {
            return isHeld(entry) && std::find(receipt.letters.begin(), receipt.letters.end(),
                                              entry.letter) == receipt.letters.end();
        });
    if (leftover) {
        // Letters it was sealed as before lie with a holder, and nobody will sign for them.
        std::erase_if(item.row.custody, [&](const auto& entry) {
            return std::find(receipt.letters.begin(), receipt.letters.end(), entry.letter) !=
                   receipt.letters.end();
        });
        item.row.recalled = true;
        item.row.sequence = 0;
        if (!item.row.failed)
            bury(item);
        m_depositor->update(item.row);
        m_context.store(item.row);
    } else {
        settled.push_back(DeleteOutbox{id});
        erase(id);
    }
    pump(to);
    // A full disk forgets none of it: the letter is not asked after again in this life.
    m_context.owe(std::move(settled), [this, id, to, kind, at] {
        if (isUsers(kind))
            m_context.emit(MessageStateEvent{
                {id, to, kind, MessageState::Delivered, FailReason::None, at, {}}});
    });
}

// ---- commands ---------------------------------------------------------------------------------

void Outbox::cancel(RequestId request, const MessageId& id)
{
    const auto place = m_items.find(id);
    if (place == m_items.end() || place->second.row.failed) {
        m_context.fail(request, ErrorCode::NotFound, "No such message waits in the queue.");
        return;
    }
    fail(place->second, FailReason::Cancelled);
    m_context.answerWhenStored(request);
}

void Outbox::retry(RequestId request, const MessageId& id)
{
    const auto place = m_items.find(id);
    if (place == m_items.end() || place->second.row.failed) {
        m_context.fail(request, ErrorCode::NotFound, "No such message waits in the queue.");
        return;
    }
    m_retries.erase(place->second.row.to);
    pump(place->second.row.to);
    m_context.answer(request, std::monostate{});
}

void Outbox::forget(const MessageId& id)
{
    const auto place = m_items.find(id);
    if (place == m_items.end())
        return;
    m_context.store(DeleteOutbox{id});
    erase(id);
}

QueueEntry Outbox::describe(const Item& item) const
{
    QueueEntry entry;
    entry.id = item.row.id;
    entry.to = item.row.to;
    entry.kind = item.row.kind;
    entry.heldBy = holdersOf(item.row);
    for (const CustodyEntry& custody : item.row.custody) {
        if (custody.status == CustodyEntry::Status::Refused)
            entry.refusedBy.push_back(custody.friendId);
    }
    entry.state = !entry.heldBy.empty()         ? MessageState::Held
                  : item.stage == Stage::Flying ? MessageState::Sent
                                                : MessageState::Queued;
    entry.attempts = item.attempts;
    entry.createdAt = item.row.createdAt;
    entry.lastAttemptAt = item.lastAttempt;
    entry.expiresAt = item.row.expiresAt;
    entry.lastError = item.lastError;
    if (item.row.kind == LetterKind::Text) {
        if (const auto text = letters::TextBody::decode(item.row.body)) {
            entry.size = static_cast<std::uint32_t>(text->text.size());
            entry.preview = text->text.substr(0, 256);
        }
    } else if (item.row.kind == LetterKind::Data) {
        if (const auto data = letters::DataBody::decode(item.row.body))
            entry.size = static_cast<std::uint32_t>(data->data.size());
    }
    return entry;
}

std::vector<QueueEntry> Outbox::entries() const
{
    std::vector<QueueEntry> entries;
    for (const auto& [peer, queue] : m_byPeer) {
        const auto retry = m_retries.find(peer);
        for (const auto& [order, id] : queue.all) {
            const Item& item = m_items.at(id);
            if (*wordFor(item.row.kind) == '\0')
                continue;
            QueueEntry entry = describe(item);
            if (retry != m_retries.end() && !retry->second.running && retry->second.tries > 0) {
                const auto wait = std::max<Duration>(retry->second.next - m_context.now.mono, 0us);
                entry.nextAttemptAt =
                    m_context.now.wall + std::chrono::duration_cast<WallClock::duration>(wait);
            }
            entries.push_back(std::move(entry));
        }
    }
    return entries;
}

}  // namespace vos::engine
