#include "p2p/engine/outbox.h"

#include "p2p/letters/body.h"

#include <algorithm>
#include <utility>

namespace vos::engine {

namespace {

/// Longest a message waits anywhere.
constexpr std::chrono::hours ExpiryMax{30 * 24};
/// Receipts for failed messages are still taken this long; then nobody can hold their letters.
constexpr std::chrono::hours LateReceiptTime{44 * 24};
/// Bytes handed to a link ahead of what it has sent.
constexpr std::size_t QueueAhead = 512 * 1024;
/// Letters up to this go ahead of longer ones.
constexpr std::size_t SmallLetterMax = 4 * 1024;
/// A letter on a living link without a receipt (the recipient's disk may be full) is sent again.
constexpr Duration ResendFirst = 10s;
constexpr Duration ResendMost = 5min;
/// Waits between tries to reach a peer: 1, 2, 4 … 300 s, later hourly.
constexpr unsigned QuickTries = 20;
constexpr Duration RetryMost = 300s;
constexpr Duration RetryIdle = 1h;
/// Now-or-never messages end after this.
constexpr Duration NowOrNever = 15s;

bool isUsers(LetterKind kind) { return kind == LetterKind::Text || kind == LetterKind::Data; }

}  // namespace

Outbox::Outbox(Context& context, const map::VosMap& map, MapKeeper& keeper, Peers& peers,
               Keyring& keyring, ContactBook& contacts)
    : m_context(context), m_map(map), m_keeper(keeper), m_peers(peers), m_keyring(keyring),
      m_contacts(contacts)
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
    for (const auto& [id, item] : m_items) {
        if (!item.row.failed) {
            pump(item.row.to);
            // A row that was on a link when the program ended is told to be here again.
            tellState(item, MessageState::Queued);
        }
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

void Outbox::dueAt(Instant at) { m_nextCheck = m_nextCheck ? std::min(*m_nextCheck, at) : at; }

Instant Outbox::monotonicFor(WallTime wall) const
{
    // Looked at once an hour at least, since the wall clock may be set.
    const auto wait = std::clamp<WallClock::duration>(wall - m_context.now.wall, 0ms, 1h);
    return m_context.now.mono + wait;
}

Instant Outbox::dueOf(const Item& item) const
{
    Instant due =
        monotonicFor(item.row.failed ? item.row.createdAt + LateReceiptTime : item.row.expiresAt);
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
    row.createdAt = m_context.now.wall;
    row.expiresAt = m_context.now.wall +
                    (draft.expiresAfter == WallClock::duration{}
                         ? ExpiryMax
                         : std::min<WallClock::duration>(draft.expiresAfter, ExpiryMax));
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
        tellState(place->second, MessageState::Queued);
        pump(message.peer);
    });
}

void Outbox::enqueueOwn(const NodeId& to, LetterKind kind, Bytes body)
{
    for (const MessageId& waiting : idsFor(to)) {
        const Item& item = m_items.at(waiting);
        if (item.row.kind == kind && item.stage != Stage::Flying)
            forget(waiting);
    }
    OutboxRow row;
    row.id = m_context.rng.id<MessageId>();
    row.to = to;
    row.kind = kind;
    row.body = std::move(body);
    row.createdAt = m_context.now.wall;
    row.expiresAt = m_context.now.wall + ExpiryMax;
    const MessageId id = row.id;
    Item& item = insert(std::move(row), Stage::Storing);
    if (mayGo(item))
        sealItem(item);
    m_context.store(item.row);
    m_context.afterStore([this, id, to](bool durable) {
        const auto place = m_items.find(id);
        if (place == m_items.end())
            return;
        // Without its row it is lost with a crash only; the next change of state makes a new one.
        (void)durable;
        setStage(place->second, Stage::Waiting);
        pump(to);
    });
}

bool Outbox::hasKind(const NodeId& to, LetterKind kind) const
{
    const auto ids = idsFor(to);
    return std::any_of(ids.begin(), ids.end(),
                       [&](const MessageId& id) { return m_items.at(id).row.kind == kind; });
}

// ---- sealing ----------------------------------------------------------------------------------

/// Texts wait until the other side has accepted; what makes contacts goes at once.
bool Outbox::mayGo(const Item& item) const
{
    if (!isUsers(item.row.kind))
        return true;
    return m_contacts.stateOf(item.row.to) == ContactState::Accepted;
}

std::optional<letters::Recipient> Outbox::recipientKey(const Item& item) const
{
    const ContactRow* contact = m_contacts.find(item.row.to);
    if (contact && contact->offerNumber > 0 && item.row.kind != LetterKind::ContactRequest)
        return letters::Recipient{item.row.to, contact->offerKey};
    if (const map::Entry* entry = m_map.find(item.row.to); entry && entry->card)
        return letters::Recipient{item.row.to, entry->card->prekey};
    return std::nullopt;
}

bool Outbox::needsSealing(const Item& item) const
{
    if (item.row.letter.empty())
        return true;
    return item.row.sealedNumber == 0 &&
           m_context.now.wall - item.row.sealedAt > letters::PublicPrekeyAge;
}

/// Lowest contact prekey of the peer a letter of ours without a receipt is sealed to.
std::uint32_t Outbox::oldestNeeded(const NodeId& peer) const
{
    const ContactRow* contact = m_contacts.find(peer);
    std::uint32_t oldest = contact ? contact->offerNumber : 0;
    if (const auto queue = m_byPeer.find(peer);
        queue != m_byPeer.end() && !queue->second.sealedUnder.empty())
        oldest = std::min(oldest, queue->second.sealedUnder.begin()->first);
    return oldest;
}

bool Outbox::sealItem(Item& item)
{
    const auto to = recipientKey(item);
    if (!to) {
        item.lastError = "no-card";
        return false;
    }
    ContactRow* contact = m_contacts.find(item.row.to);
    letters::Payload payload;
    payload.kind = static_cast<std::uint8_t>(item.row.kind);
    payload.sender = m_context.self();
    payload.cardNumber = m_context.ownCardNumber;
    payload.message = item.row.id;
    payload.conversation = letters::conversationId(m_context.self(), item.row.to);
    payload.sequence = item.row.sequence;
    payload.lamport = item.row.lamport;
    payload.sentAt = std::max(item.row.createdAt, WallTime{});
    if (contact && contact->state != ContactState::Blocked)
        payload.offer = m_keyring.offerFor(*contact);
    payload.oldestNeeded = oldestNeeded(item.row.to);
    payload.body = item.row.body;
    const auto letter = letters::seal(m_context.identity.letter(), *to, payload,
                                      std::max(item.row.expiresAt, WallTime{}), m_context.rng);
    if (!letter) {
        item.lastError = "bad-key";
        return false;
    }
    item.row.letter = *letter;
    item.row.workNonce = 0;
    const std::uint32_t before = item.row.sealedNumber;
    item.row.sealedTo = to->prekey;
    const bool contactKey = contact && contact->offerNumber > 0 && to->prekey == contact->offerKey;
    item.row.sealedNumber = contactKey ? contact->offerNumber : 0;
    item.row.sealedAt = m_context.now.wall;
    const LetterId id = letters::letterId(*letter);
    item.row.letterIds.push_back(id);
    m_byLetter[id] = item.row.id;
    m_byPeer.at(item.row.to).countKey(before, -1);
    m_byPeer.at(item.row.to).countKey(item.row.sealedNumber, 1);
    return true;
}

void Outbox::handleWork(std::uint64_t ticket, std::uint64_t nonce)
{
    const auto work = m_work.extract(ticket);
    if (work.empty())
        return;
    const auto place = m_items.find(work.mapped());
    if (place == m_items.end() || place->second.stage != Stage::Working)
        return;
    place->second.row.workNonce = nonce;
    setStage(place->second, Stage::Waiting);
    m_context.store(place->second.row);
    pump(place->second.row.to);
}

void Outbox::resealFor(const NodeId& peer)
{
    for (const MessageId& id : idsFor(peer)) {
        Item& item = m_items.at(id);
        item.row.letter.clear();
        if (item.stage != Stage::Storing)
            setStage(item, Stage::Waiting);
    }
    pump(peer);
}

// ---- sending ----------------------------------------------------------------------------------

void Outbox::drain()
{
    while (!m_toPump.empty()) {
        const std::set<NodeId> peers = std::exchange(m_toPump, {});
        for (const NodeId& peer : peers)
            pumpNow(peer);
    }
}

void Outbox::pumpNow(const NodeId& peer)
{
    const auto queue = m_byPeer.find(peer);
    if (queue == m_byPeer.end())
        return;
    const bool up = m_peers.isUp(peer);
    bool wantsPeer = false;
    bool wantsCard = false;
    std::vector<MessageId> sealed;
    const std::vector<std::uint64_t> waiting(queue->second.waiting.begin(),
                                             queue->second.waiting.end());
    for (const std::uint64_t order : waiting) {
        const MessageId id = queue->second.all.at(order);
        Item& item = m_items.at(id);
        if (!mayGo(item)) {
            item.lastError = "not-accepted";
            continue;
        }
        wantsPeer = true;
        if (needsSealing(item)) {
            if (sealItem(item)) {
                setStage(item, Stage::Sealing);
                m_context.store(item.row);
                sealed.push_back(id);
            } else {
                wantsCard = true;
            }
            continue;
        }
        if (needsWork(item)) {
            startWork(item);
            continue;
        }
        if (!up || !hasRoom(peer))
            break;
        launch(item);
    }
    if (!sealed.empty())
        afterSealing(peer, std::move(sealed));
    if (wantsPeer && !up)
        reach(peer);
    else if (wantsCard)
        m_keeper.fetchCard(peer);
}

void Outbox::afterSealing(const NodeId& peer, std::vector<MessageId> sealed)
{
    // Not durable means that a crash could forget which message a receipt is for; then the receipt
    // for the repeat settles it, so it may go all the same.
    m_context.afterStore([this, sealed = std::move(sealed), peer](bool) {
        for (const MessageId& id : sealed) {
            if (const auto place = m_items.find(id);
                place != m_items.end() && place->second.stage == Stage::Sealing)
                setStage(place->second, Stage::Waiting);
        }
        pump(peer);
    });
}

bool Outbox::hasRoom(const NodeId& peer) const
{
    return m_peers.queuedBytes(peer, transport::Channel::Small) +
               m_peers.queuedBytes(peer, transport::Channel::Bulk) <
           QueueAhead;
}

/// Whoever does not know us yet takes a letter only with a moment of work in it.
bool Outbox::needsWork(const Item& item) const
{
    return item.row.kind == LetterKind::ContactRequest && item.row.workNonce == 0 &&
           m_context.config.letterWorkBits > 0;
}

void Outbox::startWork(Item& item)
{
    setStage(item, Stage::Working);
    const std::uint64_t ticket = m_nextWork++;
    m_work[ticket] = item.row.id;
    m_context.findWork({ticket, item.row.letterIds.back(), m_context.config.letterWorkBits});
}

void Outbox::launch(Item& item)
{
    wire::Letter message;
    for (std::size_t i = 0; i < 8; ++i)
        message.work[i] = static_cast<std::byte>(item.row.workNonce >> (8 * i) & 0xff);
    message.letter = item.row.letter;
    const auto channel = item.row.letter.size() <= SmallLetterMax ? transport::Channel::Small
                                                                  : transport::Channel::Bulk;
    if (!m_peers.send(item.row.to, channel, wire::encodeMessage(message)))
        return;
    setStage(item, Stage::Flying);
    item.link = m_peers.linkNumber(item.row.to);
    item.flyingSince = m_context.now.mono;
    item.resendAfter =
        m_context.now.mono +
        std::min<Duration>(ResendFirst * (1 << std::min(item.resends, 6u)), ResendMost);
    ++item.attempts;
    item.lastAttempt = m_context.now.wall;
    item.lastError = "";
    dueAt(item.resendAfter);
    if (!std::exchange(item.toldSent, true))
        tellState(item, MessageState::Sent);
}

/// No session: call it, and ask around while it does not answer.
void Outbox::reach(const NodeId& peer)
{
    Retry& retry = m_retries[peer];
    if (retry.running || (retry.tries > 0 && retry.next > m_context.now.mono))
        return;
    retry.running = true;
    for (const MessageId& id : idsFor(peer)) {
        Item& item = m_items.at(id);
        ++item.attempts;
        item.lastAttempt = m_context.now.wall;
    }
    if (m_peers.dial(peer))
        return;
    // Nothing is known of it but what the link said it was added by.
    if (const ContactRow* contact = m_contacts.find(peer)) {
        for (const std::string& hint : contact->hints) {
            if (const auto endpoint = Endpoint::parse(hint))
                m_peers.askWho(*endpoint, peer);
        }
    }
    m_keeper.seek(peer);
}

void Outbox::scheduleRetry(const NodeId& peer)
{
    if (!m_byPeer.contains(peer))
        return;
    Retry& retry = m_retries[peer];
    retry.running = false;
    Duration wait =
        retry.tries < QuickTries
            ? std::min<Duration>(Duration(1s) * (1 << std::min(retry.tries, 9u)), RetryMost)
            : RetryIdle;
    // ±20 %, so that the waiting of many does not end at once.
    wait = wait * static_cast<std::int64_t>(80 + m_context.rng.below(41)) / 100;
    ++retry.tries;
    retry.next = m_context.now.mono + wait;
    for (const MessageId& id : idsFor(peer)) {
        if (Item& item = m_items.at(id); item.stage == Stage::Waiting && *item.lastError == '\0')
            item.lastError = "unreachable";
    }
}

void Outbox::dialFailed(const NodeId& peer)
{
    scheduleRetry(peer);
    for (const MessageId& id : idsFor(peer)) {
        if (const auto place = m_items.find(id);
            place != m_items.end() && place->second.giveUpAt && !m_peers.isUp(peer))
            fail(place->second, FailReason::Offline);
    }
}

void Outbox::seekDone(const NodeId& peer, bool found)
{
    // A search that found something has started or fed a dial, which ends by itself.
    if (found || m_peers.isDialling(peer) || m_peers.isUp(peer)) {
        peerChanged(peer);
        return;
    }
    dialFailed(peer);
}

void Outbox::peerChanged(const NodeId& peer)
{
    if (const auto retry = m_retries.find(peer);
        retry != m_retries.end() && !m_peers.isDialling(peer))
        retry->second = Retry{};
    if (m_byPeer.contains(peer))
        pump(peer);
}

void Outbox::linkLost(const NodeId& peer, std::uint64_t link)
{
    for (const MessageId& id : idsFor(peer)) {
        Item& item = m_items.at(id);
        if (item.stage != Stage::Flying || item.link != link)
            continue;
        setStage(item, Stage::Waiting);
        if (!m_peers.isUp(peer) && std::exchange(item.toldSent, false))
            tellState(item, MessageState::Queued);
    }
    m_retries.erase(peer);
    pump(peer);
}

void Outbox::handleTimeout()
{
    const Instant now = m_context.now.mono;
    if (m_nextCheck && *m_nextCheck <= now)
        checkItems();
    for (auto& [peer, retry] : m_retries) {
        if (!retry.running && retry.next <= now)
            pump(peer);
    }
}

void Outbox::checkItems()
{
    const Instant now = m_context.now.mono;
    m_nextCheck.reset();
    std::vector<std::pair<MessageId, FailReason>> ends;
    for (auto& [id, item] : m_items) {
        const WallTime end =
            item.row.failed ? item.row.createdAt + LateReceiptTime : item.row.expiresAt;
        if (end <= m_context.now.wall) {
            ends.emplace_back(id, FailReason::Expired);
            continue;
        }
        if (item.giveUpAt && *item.giveUpAt <= now) {
            ends.emplace_back(id, FailReason::Offline);
            continue;
        }
        if (item.stage == Stage::Flying && item.resendAfter <= now) {
            setStage(item, Stage::Waiting);
            ++item.resends;
            pump(item.row.to);
        }
        dueAt(dueOf(item));
    }
    for (const auto& [id, reason] : ends) {
        Item& item = m_items.at(id);
        if (item.row.failed)
            forget(id);
        else
            fail(item, reason);
    }
}

std::optional<Instant> Outbox::nextTimeout() const
{
    std::optional<Instant> next = m_nextCheck;
    for (const auto& [peer, retry] : m_retries) {
        if (retry.running || m_peers.isUp(peer))
            continue;
        const Instant at = std::max(retry.next, m_context.now.mono);
        next = next ? std::min(*next, at) : at;
    }
    return next;
}

// ---- ends -------------------------------------------------------------------------------------

void Outbox::tellState(const Item& item, MessageState state, FailReason reason)
{
    if (!isUsers(item.row.kind))
        return;
    m_context.emit(MessageStateEvent{
        {item.row.id, item.row.to, item.row.kind, state, reason, m_context.now.wall, {}}});
}

void Outbox::fail(Item& item, FailReason reason)
{
    const MessageId id = item.row.id;
    if (!isUsers(item.row.kind)) {
        forget(id);
        return;
    }
    tellState(item, MessageState::Failed, reason);
    m_context.store(SetMessageState{id, MessageState::Failed, reason, {}, {}});
    if (item.row.letterIds.empty()) {
        forget(id);
        return;
    }
    // Its letters may lie somewhere; a late receipt still counts.
    item.row.failed = true;
    item.row.body.clear();
    item.row.letter.clear();
    item.giveUpAt.reset();
    item.stage = Stage::Waiting;
    unlist(item);
    m_context.store(item.row);
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
        settle(id, receipt->verdict);
}

void Outbox::settle(const MessageId& id, letters::Verdict verdict)
{
    const auto place = m_items.find(id);
    if (place == m_items.end())
        return;
    Item& item = place->second;
    if (verdict == letters::Verdict::Refused) {
        if (!item.row.failed)
            fail(item, FailReason::Declined);
        return;
    }
    const OutboxRow row = item.row;
    forget(id);
    pump(row.to);
    if (!isUsers(row.kind))
        return;
    const WallTime at = m_context.now.wall;
    m_context.store(SetMessageState{id, MessageState::Delivered, FailReason::None, at, {}});
    m_context.afterStore([this, id, row, at](bool durable) {
        // Not durable: the receipt comes again for the repeat after the next start.
        if (durable)
            m_context.emit(MessageStateEvent{
                {id, row.to, row.kind, MessageState::Delivered, FailReason::None, at, {}}});
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

std::vector<QueueEntry> Outbox::entries() const
{
    std::vector<QueueEntry> entries;
    for (const auto& [peer, queue] : m_byPeer) {
        const auto retry = m_retries.find(peer);
        for (const auto& [order, id] : queue.all) {
            const Item& item = m_items.at(id);
            if (*wordFor(item.row.kind) == '\0')
                continue;
            QueueEntry entry;
            entry.id = id;
            entry.to = peer;
            entry.kind = item.row.kind;
            entry.state = item.stage == Stage::Flying ? MessageState::Sent : MessageState::Queued;
            entry.attempts = item.attempts;
            entry.createdAt = item.row.createdAt;
            entry.lastAttemptAt = item.lastAttempt;
            entry.expiresAt = item.row.expiresAt;
            entry.lastError = item.lastError;
            if (retry != m_retries.end() && !retry->second.running && retry->second.tries > 0) {
                const auto wait = std::max<Duration>(retry->second.next - m_context.now.mono, 0us);
                entry.nextAttemptAt =
                    m_context.now.wall + std::chrono::duration_cast<WallClock::duration>(wait);
            }
            if (item.row.kind == LetterKind::Text) {
                if (const auto text = letters::TextBody::decode(item.row.body)) {
                    entry.size = static_cast<std::uint32_t>(text->text.size());
                    entry.preview = text->text.substr(0, 256);
                }
            } else if (item.row.kind == LetterKind::Data) {
                if (const auto data = letters::DataBody::decode(item.row.body))
                    entry.size = static_cast<std::uint32_t>(data->data.size());
            }
            entries.push_back(std::move(entry));
        }
    }
    return entries;
}

}  // namespace vos::engine
