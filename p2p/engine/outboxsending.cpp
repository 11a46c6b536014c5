// Outbox: sealing what waits, reaching its recipient, sending, and trying again.

#include "p2p/engine/outbox.h"

#include "p2p/engine/depositor.h"

#include <algorithm>
#include <utility>

namespace vos::engine {

namespace {

/// A letter on a living link without a receipt (the recipient's disk may be full) is sent again.
constexpr Duration ResendFirst = 10s;
constexpr Duration ResendMost = 5min;
/// Waits between tries to reach a peer: 1, 2, 4 … 300 s, later hourly.
constexpr unsigned QuickTries = 20;
constexpr Duration RetryMost = 300s;
constexpr Duration RetryIdle = 1h;
/// Somebody known to be away gets this long to answer before his Friend VOS are called.
constexpr Duration ShortPatience = 1s;

}  // namespace

// ---- sealing ----------------------------------------------------------------------------------

/// Texts wait until the other side has accepted, and while its identity is in doubt; what makes
/// contacts goes at once.
bool Outbox::mayGo(const Item& item) const
{
    if (!isUsers(item.row.kind) && !isChange(item.row.kind))
        return true;
    const ContactRow* contact = m_contacts.find(item.row.to);
    return contact && contact->state == ContactState::Accepted && contact->doubt == Doubt::None;
}

/// Why it may not.
const char* Outbox::hindrance(const Item& item) const
{
    return m_contacts.stateOf(item.row.to) == ContactState::Accepted ? "in-doubt" : "not-accepted";
}

std::optional<letters::Recipient> Outbox::recipientKey(const Item& item) const
{
    const ContactRow* contact = m_contacts.find(item.row.to);
    // Who has lost keys, we or they, cannot rely on those that were exchanged.
    const bool afresh =
        item.row.kind == LetterKind::ContactRequest || item.row.kind == LetterKind::KeyRefresh;
    if (contact && contact->offerNumber > 0 && !afresh)
        return letters::Recipient{item.row.to, contact->offerKey};
    if (const map::Entry* entry = m_map.find(item.row.to); entry && entry->card)
        return letters::Recipient{item.row.to, entry->card->prekey};
    return std::nullopt;
}

bool Outbox::needsSealing(const Item& item) const
{
    if (item.row.letter.empty())
        return true;
    // What a holder signed for opens for as long as it may lie there.
    return item.row.sealedNumber == 0 && holdersOf(item.row).empty() &&
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
    payload.notes = notesFor(item);
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
    if (!item.row.letterIds.empty())
        addStep(item, MessageStep::Kind::SealedAnew);
    if (item.row.recallSecret == ByteArray<16>{})
        m_context.rng.fill(item.row.recallSecret);
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
    const auto& [id, letter] = work.mapped();
    const auto place = m_items.find(id);
    // Sealed anew or ended meanwhile: that work is for nothing.
    if (place == m_items.end() || place->second.row.failed ||
        place->second.row.letterIds.back() != letter)
        return;
    Item& item = place->second;
    item.row.workNonce = nonce;
    if (item.stage == Stage::Working)
        setStage(item, Stage::Waiting);
    m_context.store(item.row);
    pump(item.row.to);
    m_depositor->workDone(item.row.to);
}

void Outbox::resealFor(const NodeId& peer, const ExchangeKey& key,
                       const std::vector<LetterId>& unopened)
{
    for (const MessageId& id : idsFor(peer)) {
        Item& item = m_items.at(id);
        const bool named = !item.row.letterIds.empty() &&
                           std::find(unopened.begin(), unopened.end(), item.row.letterIds.back()) !=
                               unopened.end();
        if (item.row.letter.empty() || (item.row.sealedTo == key && !named))
            continue;
        item.row.letter.clear();
        m_byPeer.at(peer).unsealed = true;
        if (item.stage != Stage::Storing)
            setStage(item, Stage::Waiting);
    }
    pump(peer);
    m_depositor->want(peer);
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
    bool hindered = false;
    bool wantsCard = false;
    bool unsealed = false;
    std::vector<MessageId> sealed;
    const std::vector<std::uint64_t> waiting(queue->second.waiting.begin(),
                                             queue->second.waiting.end());
    for (const std::uint64_t order : waiting) {
        const MessageId id = queue->second.all.at(order);
        Item& item = m_items.at(id);
        if (!mayGo(item)) {
            item.lastError = hindrance(item);
            unsealed = hindered = true;
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
                unsealed = true;
            }
            continue;
        }
        if (needsWork(item)) {
            startWork(item);
            continue;
        }
        if (up && hasRoom(peer))
            launch(item);
        else if (!queue->second.unsealed)
            break;
    }
    queue->second.unsealed = unsealed;
    if (!sealed.empty())
        afterSealing(peer, std::move(sealed));
    // A try that was waited for is not due any more when nothing may go.
    if (hindered && !wantsPeer)
        m_retries.erase(peer);
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
        m_depositor->lettersReady(peer);
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
    const bool asks =
        item.row.kind == LetterKind::ContactRequest || item.row.kind == LetterKind::FriendRequest;
    return asks && item.row.workNonce == 0 && m_context.config.letterWorkBits > 0;
}

void Outbox::startWork(Item& item)
{
    setStage(item, Stage::Working);
    wantWork(item.row.id);
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
    if (std::exchange(item.toldSent, true))
        return;
    if (item.attempts <= 1)
        addStep(item, MessageStep::Kind::Sent, item.row.to);
    // What is held stays held: a state does not go back.
    if (holdersOf(item.row).empty())
        tellState(item, MessageState::Sent);
}

/// No session: call it, and ask around while it does not answer.
void Outbox::reach(const NodeId& peer)
{
    Retry& retry = m_retries[peer];
    if (retry.running || (retry.tries > 0 && retry.next > m_context.now.mono))
        return;
    retry.running = true;
    bool early = !m_keeper.believedOnline(peer);
    for (const MessageId& id : idsFor(peer)) {
        Item& item = m_items.at(id);
        ++item.attempts;
        item.lastAttempt = m_context.now.wall;
        // What does not wait leaves no time to call one after the other.
        early |= item.giveUpAt.has_value();
    }
    if (early)
        retry.depositAt = m_context.now.mono + ShortPatience;
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
    retry.depositAt.reset();
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
    if (m_byPeer.contains(peer))
        m_depositor->want(peer);
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
        if (!m_peers.isUp(peer) && std::exchange(item.toldSent, false) &&
            holdersOf(item.row).empty())
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
    flushGone();
    for (auto& [peer, retry] : m_retries) {
        if (!retry.running && retry.next <= now)
            pump(peer);
        if (retry.depositAt && *retry.depositAt <= now) {
            retry.depositAt.reset();
            if (!m_peers.isUp(peer))
                m_depositor->want(peer);
        }
    }
}

void Outbox::checkItems()
{
    const Instant now = m_context.now.mono;
    m_nextCheck.reset();
    std::vector<std::pair<MessageId, FailReason>> ends;
    for (auto& [id, item] : m_items) {
        const WallTime end =
            item.row.failed ? item.row.lifeEnd + LateReceiptTime : item.row.lifeEnd;
        if (end <= m_context.life.now()) {
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
        if (retry.depositAt)
            next = next ? std::min(*next, *retry.depositAt) : *retry.depositAt;
        if (retry.running || m_peers.isUp(peer))
            continue;
        const Instant at = std::max(retry.next, m_context.now.mono);
        next = next ? std::min(*next, at) : at;
    }
    for (const auto& [peer, gone] : m_gone)
        next = next ? std::min(*next, gone.notBefore) : gone.notBefore;
    return next;
}

}  // namespace vos::engine
