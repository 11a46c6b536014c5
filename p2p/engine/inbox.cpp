#include "p2p/engine/inbox.h"

#include "p2p/crypto/hash.h"
#include "p2p/crypto/work.h"
#include "p2p/engine/friendbook.h"
#include "p2p/engine/mailbox.h"
#include "p2p/letters/body.h"

#include <algorithm>
#include <utility>

namespace vos::engine {

namespace {

/// Ids of letters are remembered this long: a letter lives 30 days, its public prekey 44.
constexpr std::chrono::hours SeenTime{44 * 24};
/// Letters that wait for their sender's Card: in all, since each may have 60 KiB.
constexpr std::size_t HeldMax = 64;
constexpr Duration PurgeEvery = 6h;
/// Receipts of one peer that are kept for its next session; older letters are asked for again.
constexpr std::size_t ReceiptsKept = 256;
/// A contact is asked to seal anew at most this often.
constexpr Duration RefreshEvery = 1h;
constexpr Duration RefreshDelay = 1s;
/// A contact has all sealed anew for it at most this often in an hour.
constexpr unsigned SealsAskedMax = 12;

/// Two letters of one message have the same name here.
MessageId messageKey(const NodeId& sender, const MessageId& message)
{
    MessageId key;
    key.bytes = crypto::hash<16>("VOS/seen/1", sender.view(), message.view());
    return key;
}

/// They are between an owner and its Friend VOS, contacts or not.
bool isFriendKind(LetterKind kind)
{
    return kind == LetterKind::FriendRequest || kind == LetterKind::FriendAnswer ||
           kind == LetterKind::FriendGrant || kind == LetterKind::FriendEnd ||
           kind == LetterKind::Slots;
}

/// Whoever introduces itself anew or asks for fresh seals may have lost its keys, with the contact
/// it removed or to an old backup; its numbers begin again then.
bool mayRestartKeys(LetterKind kind)
{
    return kind == LetterKind::ContactRequest || kind == LetterKind::ContactAccept ||
           kind == LetterKind::KeyRefresh;
}

}  // namespace

Inbox::Inbox(Context& context, const map::VosMap& map, MapKeeper& keeper, Peers& peers,
             Keyring& keyring, ContactBook& contacts, Outbox& outbox)
    : m_context(context)
    , m_map(map)
    , m_keeper(keeper)
    , m_peers(peers)
    , m_keyring(keyring)
    , m_contacts(contacts)
    , m_outbox(outbox)
{
}

void Inbox::load(const std::vector<SeenLetterRow>& rows)
{
    for (const SeenLetterRow& row : rows) {
        const auto verdict = row.verdict == static_cast<std::uint8_t>(letters::Verdict::Refused)
                                 ? letters::Verdict::Refused
                                 : letters::Verdict::Stored;
        m_seen[row.id] = {row.sender, verdict, true};
        if (verdict == letters::Verdict::Stored)
            m_messages.insert(messageKey(row.sender, row.message));
    }
}

bool Inbox::isDone(const LetterId& id) const
{
    const auto seen = m_seen.find(id);
    return seen != m_seen.end() && seen->second.durable;
}

bool Inbox::settleAt(const NodeId& holder, const LetterId& id)
{
    const auto seen = m_seen.find(id);
    if (seen == m_seen.end() || !seen->second.durable)
        return false;
    sendReceipt(holder, seen->second.sender, id, seen->second.verdict);
    return true;
}

std::optional<Instant> Inbox::nextTimeout() const
{
    return m_refreshAllAt ? std::min(*m_refreshAllAt, m_nextPurge) : m_nextPurge;
}

void Inbox::handleTimeout()
{
    if (m_refreshAllAt && *m_refreshAllAt <= m_context.now.mono)
        refreshAll();
    if (m_nextPurge > m_context.now.mono)
        return;
    m_nextPurge = m_context.now.mono + PurgeEvery;
    m_context.store(DeleteSeenLetters{m_context.life.now() - SeenTime});
    m_keyring.retirePublic();
}

void Inbox::handleLetter(const NodeId& from, const wire::Letter& message)
{
    process(from, message);
}

void Inbox::process(const NodeId& from, const wire::Letter& message)
{
    const auto head = letters::peek(message.letter);
    if (!head || head->outer.recipient != m_context.self())
        return;
    // While nothing can be stored nothing is taken; the sender tries again.
    if (m_context.storageFailing)
        return;
    const LetterId id = letters::letterId(message.letter);
    if (const auto seen = m_seen.find(id); seen != m_seen.end()) {
        if (seen->second.durable)
            sendReceipt(from, seen->second.sender, id, seen->second.verdict);
        return;
    }
    const auto key = m_keyring.keyFor(*head, from);
    auto opened = key ? letters::open(message.letter, key->pair) : std::nullopt;
    if (!opened) {
        // The keys of a removed friend are gone with him. A request, which carries work, may have
        // been sealed to an older key of ours and comes again under a newer one.
        if (m_friends->knows(from))
            cannotOpenHeld(id);
        if (m_contacts.stateOf(from) == ContactState::None && !m_friends->knows(from) &&
            !crypto::letterWorkValid(id, message.work, m_context.config.letterWorkBits))
            sendReceipt(from, from, id, letters::Verdict::Refused);
        else
            cannotOpen(from, id);
        return;
    }
    switch (judge(*opened)) {
    case Trust::False:
        return;
    case Trust::Unknown:
        if (m_held.size() >= HeldMax)
            m_held.pop_front();
        m_held.push_back({from, opened->payload.sender, message});
        m_keeper.fetchCard(opened->payload.sender);
        return;
    case Trust::Trusted:
        break;
    }
    const NodeId sender = opened->payload.sender;
    Arrival arrival{from, id, std::move(opened->payload), key->contact == sender ? key->number : 0,
                    head->outer.expiresSeconds};
    if (isFromStranger(arrival, message))
        return;
    if (const auto verdict = apply(arrival))
        acknowledge(arrival, *verdict);
}

/// All a stranger may do is ask, and that costs work. The rest is refused and leaves no trace here:
/// who was removed learns it, and repeats are answered the same way.
bool Inbox::isFromStranger(const Arrival& arrival, const wire::Letter& message)
{
    const NodeId& sender = arrival.payload.sender;
    const auto kind = static_cast<LetterKind>(arrival.payload.kind);
    if (m_contacts.stateOf(sender) != ContactState::None)
        return false;
    if (isFriendKind(kind) && m_friends->knows(sender))
        return false;
    if (kind != LetterKind::ContactRequest && kind != LetterKind::FriendRequest) {
        tellAll(arrival.from, sender, arrival.id, letters::Verdict::Refused);
        return true;
    }
    // What a Friend VOS took from a stranger had its work checked there.
    return !m_friends->isMine(arrival.from) &&
           !crypto::letterWorkValid(arrival.id, message.work, m_context.config.letterWorkBits);
}

/// Is the letter key that sealed it the one in its sender's Card?
Inbox::Trust Inbox::judge(const letters::Opened& opened)
{
    const letters::Payload& payload = opened.payload;
    if (payload.sender == m_context.self() ||
        payload.conversation != letters::conversationId(payload.sender, m_context.self()))
        return Trust::False;
    const auto kind = static_cast<LetterKind>(payload.kind);
    if (kind == LetterKind::ContactRequest || kind == LetterKind::ContactAccept) {
        // They bring their sender's record along.
        const auto body = letters::IntroductionBody::decode(payload.body);
        if (!body)
            return Trust::False;
        m_keeper.takeIntroduction(payload.sender, body->whereabouts, body->card);
    } else if (kind == LetterKind::FriendRequest) {
        const auto body = letters::FriendRequestBody::decode(payload.body);
        if (!body)
            return Trust::False;
        m_keeper.takeIntroduction(payload.sender, body->whereabouts, body->card);
    } else if (kind == LetterKind::FriendAnswer) {
        const auto body = letters::FriendAnswerBody::decode(payload.body);
        if (!body)
            return Trust::False;
        m_keeper.takeIntroduction(payload.sender, body->whereabouts, body->card);
    }
    const map::Entry* entry = m_map.find(payload.sender);
    if (!entry || !entry->card)
        return Trust::Unknown;
    if (entry->card->letterKey == opened.senderLetterKey)
        return Trust::Trusted;
    return payload.cardNumber > entry->card->number ? Trust::Unknown : Trust::False;
}

std::optional<letters::Verdict> Inbox::apply(const Arrival& arrival)
{
    const letters::Payload& payload = arrival.payload;
    if (m_messages.contains(messageKey(payload.sender, payload.message)))
        return letters::Verdict::Stored;
    const auto kind = static_cast<LetterKind>(payload.kind);
    if (kind == LetterKind::ContactRequest || kind == LetterKind::ContactAccept ||
        kind == LetterKind::ContactDecline)
        return applyContact(arrival);

    if (isFriendKind(kind))
        return applyFriend(arrival);
    ContactRow* contact = m_contacts.find(payload.sender);
    if (!contact || contact->state == ContactState::None ||
        contact->state == ContactState::Blocked || contact->state == ContactState::PendingIn)
        return letters::Verdict::Refused;
    // Only who accepted writes; the word of it may still be on its way.
    if (contact->state == ContactState::PendingOut)
        m_contacts.takeAsAccepted(payload.sender);
    return applyToContact(arrival, *contact);
}

std::optional<letters::Verdict> Inbox::applyToContact(const Arrival& arrival, ContactRow& contact)
{
    const letters::Payload& payload = arrival.payload;
    const auto kind = static_cast<LetterKind>(payload.kind);
    if (kind == LetterKind::Text || kind == LetterKind::Data) {
        if (!takeMessage(arrival, contact))
            return std::nullopt;
    } else if (kind == LetterKind::ReadMark) {
        applyReadMark(arrival);
    } else if (isChange(kind)) {
        applyChanges(arrival);
    } else if (kind == LetterKind::Profile) {
        if (const auto profile = letters::ProfileBody::decode(payload.body))
            m_contacts.takeProfile(contact, *profile);
    } else if (kind == LetterKind::KeyRefresh) {
        m_contacts.profileLost(payload.sender);
        const auto body = letters::KeyRefreshBody::decode(payload.body);
        if (body && payload.offer.number > 0 && mayAskForSeals(payload.sender))
            m_outbox.resealFor(payload.sender, payload.offer.key, body->unopened);
    } else if (kind == LetterKind::Gone) {
        if (const auto body = letters::GoneBody::decode(payload.body))
            m_mailbox->gone(contact, body->sequences);
    }
    m_mailbox->takeNotes(payload.sender, payload.notes, arrival.expiresSeconds);
    applyKeys(arrival, contact);
    return letters::Verdict::Stored;
}

std::optional<letters::Verdict> Inbox::applyFriend(const Arrival& arrival)
{
    const letters::Payload& payload = arrival.payload;
    const NodeId& from = payload.sender;
    const auto judged = [](bool taken) {
        return taken ? letters::Verdict::Stored : letters::Verdict::Refused;
    };
    std::optional<letters::Verdict> verdict;
    switch (static_cast<LetterKind>(payload.kind)) {
    case LetterKind::FriendRequest:
        if (const auto body = letters::FriendRequestBody::decode(payload.body))
            verdict = judged(m_contacts.stateOf(from) != ContactState::Blocked &&
                             m_friends->takeRequest(from, *body));
        break;
    case LetterKind::FriendAnswer:
        if (const auto body = letters::FriendAnswerBody::decode(payload.body))
            verdict = judged(m_friends->takeAnswer(from, *body));
        break;
    case LetterKind::FriendGrant:
        if (const auto body = letters::FriendGrantBody::decode(payload.body))
            verdict = judged(m_friends->takeGrant(from, *body));
        break;
    case LetterKind::FriendEnd:
        if (const auto body = letters::FriendEndBody::decode(payload.body))
            verdict = judged(m_friends->takeEnd(from, *body));
        break;
    case LetterKind::Slots:
        if (const auto body = letters::SlotsBody::decode(payload.body))
            verdict = judged(m_friends->takeSlots(from, *body));
        break;
    default:
        break;
    }
    ContactRow* contact = m_contacts.find(from);
    if (verdict == letters::Verdict::Stored && contact && contact->state == ContactState::Accepted)
        applyKeys(arrival, *contact);
    return verdict;
}

std::optional<letters::Verdict> Inbox::applyContact(const Arrival& arrival)
{
    const letters::Payload& payload = arrival.payload;
    const auto kind = static_cast<LetterKind>(payload.kind);
    bool taken = false;
    if (kind == LetterKind::ContactDecline) {
        taken = m_contacts.takeDecline(payload.sender);
    } else {
        const auto body = letters::IntroductionBody::decode(payload.body);
        if (!body)
            return std::nullopt;
        taken = kind == LetterKind::ContactRequest ? m_contacts.takeRequest(payload.sender, *body)
                                                   : m_contacts.takeAccept(payload.sender, *body);
    }
    if (!taken)
        return letters::Verdict::Refused;
    if (ContactRow* contact = m_contacts.find(payload.sender))
        applyKeys(arrival, *contact);
    return letters::Verdict::Stored;
}

/// False for a body that is not of its form: then it is as if the letter had not come.
bool Inbox::takeMessage(const Arrival& arrival, ContactRow& contact)
{
    const letters::Payload& payload = arrival.payload;
    Message message;
    message.id = payload.message;
    message.peer = payload.sender;
    message.kind = static_cast<LetterKind>(payload.kind);
    if (message.kind == LetterKind::Text) {
        auto body = letters::TextBody::decode(payload.body);
        if (!body)
            return false;
        message.text = std::move(body->text);
        message.replyTo = body->replyTo;
    } else {
        const auto body = letters::DataBody::decode(payload.body);
        if (!body)
            return false;
        message.text = toText(body->data);
        message.replyTo = body->replyTo;
    }
    message.sentAt = payload.sentAt;
    message.receivedAt = m_context.now.wall;
    message.state = MessageState::Received;
    message.sequence = payload.sequence;
    message.lamport = payload.lamport;
    contact.lamport = std::max(contact.lamport, payload.lamport);
    m_mailbox->arrived(contact, payload.sequence);
    m_context.store(contact);
    m_context.store(PutMessage{message});
    m_context.afterStore([this, message](bool durable) {
        if (!durable)
            return;
        if (message.kind == LetterKind::Data)
            m_context.emit(DataReceived{message.peer, message.id, toBytes(viewOf(message.text))});
        else
            m_context.emit(MessageAdded{message});
    });
    return true;
}

void Inbox::applyReadMark(const Arrival& arrival)
{
    const auto mark = letters::ReadMarkBody::decode(arrival.payload.body);
    // Who does not tell what he read is not told either.
    if (!mark || m_context.settings["privacy.read_receipts"] == "false")
        return;
    const WallTime at = m_context.now.wall;
    m_context.store(MarkReadByPeer{arrival.payload.sender, mark->sequence, at});
    m_context.afterStore(
        [this, peer = arrival.payload.sender, sequence = mark->sequence, at](bool durable) {
            if (durable)
                m_context.emit(ReadByPeer{peer, sequence, at});
        });
}

/// The store knows the message, and whose it is; one that is not here yet gets the change when it
/// comes. A form that is not known is of a newer program, and passed over.
void Inbox::applyChanges(const Arrival& arrival)
{
    const letters::Payload& payload = arrival.payload;
    ChangeMessage change;
    change.peer = payload.sender;
    change.at = m_context.life.now();
    switch (static_cast<LetterKind>(payload.kind)) {
    case LetterKind::Edit:
        if (auto body = letters::EditBody::decode(payload.body)) {
            change.id = body->target;
            change.revision = body->revision;
            change.text = std::move(body->text);
            break;
        }
        return;
    case LetterKind::TakeBack:
        if (const auto body = letters::TakeBackBody::decode(payload.body)) {
            change.what = ChangeMessage::What::TakeBack;
            change.id = body->target;
            break;
        }
        return;
    default:
        if (auto body = letters::ReactionBody::decode(payload.body)) {
            change.what = ChangeMessage::What::React;
            change.id = body->target;
            change.revision = body->revision;
            change.emoji = std::move(body->emoji);
            break;
        }
        return;
    }
    m_context.store(std::move(change));
}

/// Takes the sender's offer, replaces our key it used, and forgets those it needs no more.
void Inbox::applyKeys(const Arrival& arrival, ContactRow& contact)
{
    const letters::Payload& payload = arrival.payload;
    const bool restarts = mayRestartKeys(static_cast<LetterKind>(payload.kind)) &&
                          payload.offer.number > 0 && payload.offer.key != contact.offerKey &&
                          payload.offer.number <= contact.offerNumber;
    if (restarts)
        m_outbox.resealFor(contact.id, payload.offer.key, {});
    if (restarts || payload.offer.number > contact.offerNumber) {
        contact.offerNumber = payload.offer.number;
        contact.offerKey = payload.offer.key;
        contact.offerAt = m_context.now.wall;
        m_context.store(contact);
    }
    const bool fresh = m_keyring.letterArrived(contact, arrival.keyNumber);
    m_keyring.retire(contact.id, payload.oldestNeeded);
    if (!fresh)
        return;
    const letters::PrekeyOffer offer = m_keyring.offerFor(contact);
    m_context.afterStore([this, id = contact.id, offer](bool durable) {
        if (durable)
            m_peers.send(id, transport::Channel::Control,
                         wire::encodeMessage(wire::Offer{offer.number, offer.key}));
    });
}

void Inbox::handleOffer(const NodeId& from, const wire::Offer& offer)
{
    ContactRow* contact = m_contacts.find(from);
    if (!contact || contact->state != ContactState::Accepted ||
        offer.number <= contact->offerNumber)
        return;
    contact->offerNumber = offer.number;
    contact->offerKey = offer.key;
    contact->offerAt = m_context.now.wall;
    m_context.store(*contact);
}

// ---- receipts ---------------------------------------------------------------------------------

void Inbox::acknowledge(const Arrival& arrival, letters::Verdict verdict)
{
    const NodeId sender = arrival.payload.sender;
    const MessageId key = messageKey(sender, arrival.payload.message);
    const bool first = verdict == letters::Verdict::Stored && m_messages.insert(key).second;
    m_seen[arrival.id] = {sender, verdict, false};
    m_context.store(SeenLetterRow{arrival.id, sender, arrival.payload.message,
                                  static_cast<std::uint8_t>(verdict), m_context.life.now()});
    m_mailbox->letterTaken(arrival.id);
    if (verdict == letters::Verdict::Stored)
        takeSuperseded(arrival);
    m_context.afterStore(
        [this, id = arrival.id, from = arrival.from, sender, verdict, key, first](bool durable) {
            if (!durable) {
                m_seen.erase(id);
                if (first)
                    m_messages.erase(key);
                return;
            }
            m_seen[id].durable = true;
            tellAll(from, sender, id, verdict);
        });
}

/// Its sender says which letters this one takes the place of: with it they are done too, though we
/// may have no key to open them.
void Inbox::takeSuperseded(const Arrival& arrival)
{
    const NodeId sender = arrival.payload.sender;
    for (const letters::CustodyNote& note : arrival.payload.notes) {
        if (note.friendId != sender || m_seen.contains(note.letter))
            continue;
        const LetterId old = note.letter;
        m_seen[old] = {sender, letters::Verdict::Stored, false};
        m_context.store(SeenLetterRow{old, sender, arrival.payload.message,
                                      static_cast<std::uint8_t>(letters::Verdict::Stored),
                                      m_context.life.now()});
        std::erase(m_unopenedHeld, old);
        m_context.afterStore([this, old, sender](bool durable) {
            if (!durable) {
                m_seen.erase(old);
                return;
            }
            m_seen[old].durable = true;
            for (const NodeId& holder : m_mailbox->holdersOf(old, true))
                sendReceipt(holder, sender, old, letters::Verdict::Stored);
        });
    }
}

/// To whom it came from, to its sender, and to all Friend VOS that hold it or may do so.
void Inbox::tellAll(const NodeId& from, const NodeId& sender, const LetterId& id,
                    letters::Verdict verdict)
{
    sendReceipt(from, sender, id, verdict);
    if (sender != from && m_peers.isUp(sender))
        sendReceipt(sender, sender, id, verdict);
    for (const NodeId& holder : m_mailbox->holdersOf(id, from != sender)) {
        if (holder != from && holder != sender)
            sendReceipt(holder, sender, id, verdict);
    }
}

void Inbox::sendReceipt(const NodeId& to, const NodeId& sender, const LetterId& id,
                        letters::Verdict verdict)
{
    m_receipts[{to, sender, verdict}].push_back(id);
}

/// One signature settles all letters of a burst. What nobody is there to hear waits for a session.
void Inbox::drain()
{
    for (auto place = m_receipts.begin(); place != m_receipts.end();) {
        auto& [heap, ids] = *place;
        if (m_peers.isUp(heap.to)) {
            sendReceipts(heap, ids);
            place = m_receipts.erase(place);
            continue;
        }
        if (ids.size() > ReceiptsKept)
            ids.erase(ids.begin(), ids.end() - static_cast<std::ptrdiff_t>(ReceiptsKept));
        ++place;
    }
}

void Inbox::sendReceipts(const Heap& heap, const std::vector<LetterId>& ids)
{
    for (std::size_t begin = 0; begin < ids.size(); begin += letters::Receipt::LettersMax) {
        letters::Receipt receipt;
        receipt.recipient = m_context.self();
        receipt.verdict = heap.verdict;
        const std::size_t end = std::min(ids.size(), begin + letters::Receipt::LettersMax);
        receipt.letters.assign(ids.begin() + static_cast<std::ptrdiff_t>(begin),
                               ids.begin() + static_cast<std::ptrdiff_t>(end));
        receipt.sign(m_context.identity.signing());
        m_peers.send(heap.to, transport::Channel::Control,
                     wire::encodeMessage(wire::Receipt{receipt.encode()}));
    }
    auto& told = m_told[heap.to];
    for (const LetterId& id : ids)
        told.push_back({m_peers.linkNumber(heap.to), id, heap.sender, heap.verdict});
    if (told.size() > ReceiptsKept)
        told.erase(told.begin(), told.end() - static_cast<std::ptrdiff_t>(ReceiptsKept));
}

void Inbox::linkLost(const NodeId& peer, std::uint64_t link)
{
    const auto told = m_told.find(peer);
    if (told == m_told.end())
        return;
    std::erase_if(told->second, [&](const Told& receipt) {
        if (receipt.link != link)
            return false;
        sendReceipt(peer, receipt.sender, receipt.id, receipt.verdict);
        return true;
    });
    if (told->second.empty())
        m_told.erase(told);
}

// ---- letters that cannot be taken yet ---------------------------------------------------------

void Inbox::cardChanged(const NodeId& id)
{
    std::vector<Held> ready;
    std::erase_if(m_held, [&](Held& held) {
        if (held.sender != id)
            return false;
        ready.push_back(std::move(held));
        return true;
    });
    for (const Held& held : ready)
        process(held.from, held.message);
}

/// The key is gone, as after a restored backup: the contact is asked to seal anew under a fresh
/// one.
void Inbox::cannotOpen(const NodeId& from, const LetterId& id)
{
    if (m_contacts.stateOf(from) != ContactState::Accepted)
        return;
    auto& unopened = m_unopened[from];
    if (unopened.size() < letters::UnopenedMax &&
        std::find(unopened.begin(), unopened.end(), id) == unopened.end())
        unopened.push_back(id);
    const auto last = m_refreshedAt.find(from);
    if (last != m_refreshedAt.end() && m_context.now.mono - last->second < RefreshEvery)
        return;
    m_refreshedAt[from] = m_context.now.mono;
    m_outbox.enqueueOwn(from, LetterKind::KeyRefresh,
                        letters::KeyRefreshBody{std::exchange(unopened, {})}.encode());
}

/// Of whom it is nobody here can tell: every contact is asked, and whose it is knows it. It is not
/// acknowledged; its sender asks its holders to erase it once the message has come in another.
void Inbox::cannotOpenHeld(const LetterId& id)
{
    if (std::find(m_unopenedHeld.begin(), m_unopenedHeld.end(), id) != m_unopenedHeld.end())
        return;
    if (m_unopenedHeld.size() == letters::UnopenedMax)
        m_unopenedHeld.erase(m_unopenedHeld.begin());
    m_unopenedHeld.push_back(id);
    if (m_refreshAllAt)
        return;
    // A moment later, when the others of a list are known too.
    const Instant soon = m_context.now.mono + RefreshDelay;
    m_refreshAllAt = m_allRefreshedAt ? std::max(soon, *m_allRefreshedAt + RefreshEvery) : soon;
}

/// Sealing all that waits for somebody anew is work that he asks of us.
bool Inbox::mayAskForSeals(const NodeId& contact)
{
    auto& [since, count] = m_sealsAsked[contact];
    if (count == 0 || m_context.now.mono - since >= RefreshEvery) {
        since = m_context.now.mono;
        count = 0;
    }
    return ++count <= SealsAskedMax;
}

void Inbox::refreshAll()
{
    m_refreshAllAt.reset();
    m_allRefreshedAt = m_context.now.mono;
    m_contacts.refreshKeys(std::exchange(m_unopenedHeld, {}));
}

}  // namespace vos::engine
