// Custodian: deposits, their answers, recall, news and terms.

#include "p2p/engine/custodian.h"

#include "p2p/crypto/secret.h"
#include "p2p/crypto/work.h"
#include "p2p/friendvos/slot.h"
#include "p2p/letters/letter.h"

#include <algorithm>
#include <utility>

namespace vos::engine {

namespace {

using friendvos::RecallOutcome;
using friendvos::RefusalReason;

constexpr Duration SweepEvery = 1h;
/// What a letter's end was can be asked for so much longer.
constexpr std::chrono::hours EndKnown{24};
/// Answers with receipts that wait for the disk; further questions are dropped and come again.
constexpr std::size_t ReceiptLoadsMax = 64;
/// A letter with a few lines of text.
constexpr std::size_t OrdinaryLetter = 4096;

wire::LetterFate wireFate(HeldLetterRow::Fate fate)
{
    switch (fate) {
    case HeldLetterRow::Fate::Held:
        return wire::LetterFate::Held;
    case HeldLetterRow::Fate::HandedOver:
        return wire::LetterFate::HandedOver;
    case HeldLetterRow::Fate::Settled:
        return wire::LetterFate::Settled;
    case HeldLetterRow::Fate::Erased:
        return wire::LetterFate::Erased;
    case HeldLetterRow::Fate::Expired:
        return wire::LetterFate::Expired;
    }
    return wire::LetterFate::Unknown;
}

bool isHere(HeldLetterRow::Fate fate)
{
    return fate == HeldLetterRow::Fate::Held || fate == HeldLetterRow::Fate::HandedOver;
}

/// Its bytes are gone, and what became of it is remembered.
bool isOver(HeldLetterRow::Fate fate)
{
    return fate == HeldLetterRow::Fate::Settled || fate == HeldLetterRow::Fate::Expired;
}

}  // namespace

Custodian::Custodian(Context& context, Peers& peers, FriendBook& friends)
    : m_context(context)
    , m_peers(peers)
    , m_friends(friends)
{
}

// ---- books ------------------------------------------------------------------------------------

void Custodian::load(const std::vector<HeldLetterRow>& rows)
{
    std::vector<const HeldLetterRow*> ordered;
    for (const HeldLetterRow& row : rows)
        ordered.push_back(&row);
    std::sort(ordered.begin(), ordered.end(),
              [](const HeldLetterRow* a, const HeldLetterRow* b) { return a->number < b->number; });
    for (const HeldLetterRow* row : ordered) {
        insert(row->id, row->owner,
               Entry{nullptr, row->number, row->recallHash, row->storedAt, row->lifeEnd, row->size,
                     row->slot, row->fate, true, 0});
        m_nextNumber = std::max(m_nextNumber, row->number + 1);
    }
}

void Custodian::start()
{
    m_started = true;
    m_nextSweep = m_context.now.mono;
}

Custodian::Book& Custodian::bookOf(const NodeId& owner)
{
    Book& book = m_books[owner];
    book.owner = owner;
    return book;
}

HeldLetterRow Custodian::rowOf(const Letter& letter) const
{
    const Entry& entry = letter.second;
    return {letter.first,     entry.book->owner, entry.number,  entry.size, entry.slot,
            entry.recallHash, entry.storedAt,    entry.lifeEnd, entry.fate};
}

Custodian::Letter& Custodian::insert(const LetterId& id, const NodeId& owner, Entry entry)
{
    Book& book = bookOf(owner);
    entry.book = &book;
    Letter& letter = *m_letters.insert_or_assign(id, std::move(entry)).first;
    const Entry& placed = letter.second;
    ++book.letters;
    if (isHere(placed.fate)) {
        book.quota.add(placed.slot, placed.size);
        m_totalBytes += placed.size;
        book.heldBytes += placed.size;
        book.held.push_back(&letter);
    } else if (placed.fate == Fate::Erased) {
        book.quota.add(placed.slot, 0);
    } else {
        book.settled.push_back(&letter);
    }
    return letter;
}

/// Takes a letter out of the books it stands in under its present fate.
void Custodian::takeOut(Letter& letter)
{
    Entry& entry = letter.second;
    Book& book = *entry.book;
    if (isHere(entry.fate)) {
        const auto place = std::lower_bound(
            book.held.begin(), book.held.end(), entry.number,
            [](const Letter* held, std::uint64_t number) { return held->second.number < number; });
        VOS_ASSERT(place != book.held.end() && *place == &letter);
        book.held.erase(place);
        book.quota.remove(entry.slot, entry.size);
        m_totalBytes -= entry.size;
        book.heldBytes -= entry.size;
        landed(book, &letter);
        m_friends.usageChanged(book.owner);
    } else if (entry.fate == Fate::Erased) {
        book.quota.remove(entry.slot, 0);
    } else if (isOver(entry.fate)) {
        if (book.settled.front() == &letter)
            book.settled.pop_front();
        else
            std::erase(book.settled, &letter);
    }
}

void Custodian::setFate(Letter& letter, Fate fate)
{
    Entry& entry = letter.second;
    if (isHere(entry.fate) && isHere(fate)) {
        entry.fate = fate;
        return;
    }
    takeOut(letter);
    entry.fate = fate;
    Book& book = *entry.book;
    // A recalled letter keeps its place in the quota, or recalling would be a way round it.
    if (fate == Fate::Erased)
        book.quota.add(entry.slot, 0);
    if (isOver(fate))
        book.settled.push_back(&letter);
}

/// Nobody fills the memory with letters that end at once.
void Custodian::forgetOldest(Book& book)
{
    while (book.settled.size() > SettledMax) {
        const LetterId oldest = book.settled.front()->first;
        erase(oldest);
        m_context.store(DeleteHeldLetter{oldest});
    }
}

void Custodian::erase(const LetterId& id)
{
    const auto place = m_letters.find(id);
    if (place == m_letters.end())
        return;
    takeOut(*place);
    --place->second.book->letters;
    m_letters.erase(place);
}

Custodian::Holding Custodian::holdingFor(const NodeId& owner) const
{
    Holding holding;
    const auto book = m_books.find(owner);
    if (book == m_books.end())
        return holding;
    holding.bytes = book->second.heldBytes;
    holding.letters = static_cast<std::uint32_t>(book->second.held.size());
    return holding;
}

std::optional<WallTime> Custodian::keptUntil(const NodeId& owner) const
{
    const auto book = m_books.find(owner);
    if (book == m_books.end() || book->second.held.empty())
        return std::nullopt;
    WallTime end{};
    for (const Letter* letter : book->second.held)
        end = std::max(end, letter->second.lifeEnd);
    return m_context.now.wall + (end - m_context.life.now());
}

bool Custodian::accepts(const NodeId& owner) const
{
    if (!m_friends.activeOwner(owner) || m_context.storageFailing || m_context.storageTight)
        return false;
    const auto book = m_books.find(owner);
    const auto used = book == m_books.end() ? friendvos::Quota::Use{} : book->second.quota.total();
    const friendvos::QuotaLimits limits = m_friends.limitsOf(owner);
    return used.bytes + OrdinaryLetter <= limits.bytes && used.letters < limits.letters &&
           m_totalBytes + OrdinaryLetter <= m_friends.totalQuota();
}

// ---- deposits ---------------------------------------------------------------------------------

void Custodian::say(const NodeId& to, const wire::Message& message)
{
    m_peers.send(to, transport::Channel::Control, wire::encodeMessage(message));
}

void Custodian::handleDeposit(const NodeId& from, const wire::Deposit& deposit)
{
    const auto head = letters::peek(deposit.letter);
    if (!head)
        return;  // it has no owner that could be named in an answer
    const NodeId owner = head->outer.recipient;
    const LetterId id = letters::letterId(deposit.letter);
    if (const auto known = m_letters.find(id); known != m_letters.end())
        answerRepeat(from, *known);
    else if (const auto reason = objection(deposit, owner, id))
        refuse(from, owner, id, *reason);
    else
        keep(from, deposit, owner, id);
}

std::optional<RefusalReason> Custodian::objection(const wire::Deposit& deposit, const NodeId& owner,
                                                  const LetterId& id) const
{
    const OwnerRow* row = m_friends.activeOwner(owner);
    if (!row) {
        const OwnerRow* ended = m_friends.findOwner(owner);
        return ended && !ended->revocation.empty() ? RefusalReason::Revoked
                                                   : RefusalReason::NotFriend;
    }
    if (m_context.storageFailing || m_context.storageTight)
        return RefusalReason::Storage;
    if (const auto reason = slotObjection(deposit, *row, id))
        return reason;
    const auto book = m_books.find(owner);
    const friendvos::Quota empty;
    const friendvos::Quota& quota = book == m_books.end() ? empty : book->second.quota;
    const std::size_t size = deposit.letter.size();
    if (!quota.hasRoom(m_friends.limitsOf(owner), deposit.slot, size) ||
        m_totalBytes + size > m_friends.totalQuota())
        return RefusalReason::Full;
    return std::nullopt;
}

std::optional<RefusalReason> Custodian::slotObjection(const wire::Deposit& deposit,
                                                      const OwnerRow& row, const LetterId& id) const
{
    if (deposit.slot == 0) {
        if (deposit.letter.size() > friendvos::StrangerLetterMax)
            return RefusalReason::TooLarge;
        return crypto::letterWorkValid(id, deposit.work, m_context.config.letterWorkBits)
                   ? std::nullopt
                   : std::optional(RefusalReason::NeedsWork);
    }
    const auto place = std::lower_bound(row.slots.begin(), row.slots.end(), deposit.slot);
    const auto index = static_cast<std::size_t>(place - row.slots.begin());
    const bool known =
        place != row.slots.end() && *place == deposit.slot && index < row.slotKeys.size();
    if (!known ||
        !crypto::constantTimeEqual(friendvos::slotTag(row.slotKeys[index], id), deposit.slotTag))
        return RefusalReason::SlotClosed;
    return std::nullopt;
}

void Custodian::refuse(const NodeId& to, const NodeId& owner, const LetterId& id,
                       RefusalReason reason)
{
    friendvos::Refusal refusal;
    refusal.friendId = m_context.self();
    refusal.owner = owner;
    refusal.letter = id;
    refusal.reason = reason;
    refusal.at = secondsOf(m_context.now.wall);
    refusal.sign(m_context.identity.signing());
    wire::Refusal message{refusal.encode(), std::nullopt};
    const OwnerRow* row = reason == RefusalReason::Revoked ? m_friends.findOwner(owner) : nullptr;
    if (row && row->revocation.size() == wire::RevocationSize) {
        message.revocation.emplace();
        std::copy(row->revocation.begin(), row->revocation.end(), message.revocation->begin());
    }
    say(to, message);
}

void Custodian::answerRepeat(const NodeId& from, const Letter& letter)
{
    switch (letter.second.fate) {
    case Fate::Held:
    case Fate::HandedOver:
        if (letter.second.durable)
            sign(from, letter);
        else if (auto& waiting = m_depositors[letter.first];
                 std::find(waiting.begin(), waiting.end(), from) == waiting.end())
            waiting.push_back(from);
        return;
    case Fate::Settled:
        sendReceiptsOf(from, {letter.first});
        return;
    case Fate::Erased:
        sendRecalled(from, letter.second.book->owner, letter.first, RecallOutcome::Erased);
        return;
    case Fate::Expired:
        say(from, wire::News{{{letter.first, wire::LetterFate::Expired}}});
        return;
    }
}

void Custodian::keep(const NodeId& from, const wire::Deposit& deposit, const NodeId& owner,
                     const LetterId& id)
{
    Entry entry;
    entry.number = m_nextNumber++;
    entry.recallHash = deposit.recallHash;
    entry.storedAt = m_context.now.wall;
    entry.lifeEnd = m_context.life.now() + std::chrono::seconds(deposit.keepSeconds);
    entry.size = static_cast<std::uint32_t>(deposit.letter.size());
    entry.slot = deposit.slot;
    entry.durable = false;
    const Letter& letter = insert(id, owner, std::move(entry));
    m_depositors[id].push_back(from);
    m_context.store(PutHeldLetter{rowOf(letter), deposit.letter});
    m_context.afterStore([this, id](bool durable) { kept(id, durable); });
}

void Custodian::kept(const LetterId& id, bool durable)
{
    const std::vector<NodeId> depositors = std::move(m_depositors[id]);
    m_depositors.erase(id);
    const auto place = m_letters.find(id);
    if (place == m_letters.end())
        return;
    Letter& letter = *place;
    Book& book = *letter.second.book;
    if (!durable) {
        const NodeId owner = book.owner;
        erase(id);
        for (const NodeId& depositor : depositors)
            refuse(depositor, owner, id, RefusalReason::Storage);
        return;
    }
    letter.second.durable = true;
    if (!isHere(letter.second.fate))
        return;  // recalled meanwhile, which has an answer of its own
    for (const NodeId& depositor : depositors)
        sign(depositor, letter);
    m_friends.usageChanged(book.owner);
    if (m_peers.isUp(book.owner))
        m_toPump.insert(book.owner);
    else
        callOwner(book);
}

/// "I have stored this letter durably."
void Custodian::sign(const NodeId& to, const Letter& letter)
{
    const Entry& entry = letter.second;
    friendvos::CustodyReceipt receipt;
    receipt.friendId = m_context.self();
    receipt.owner = entry.book->owner;
    receipt.letter = letter.first;
    receipt.size = entry.size;
    receipt.storedAt = secondsOf(entry.storedAt);
    receipt.keepUntil = secondsOf(m_context.now.wall + (entry.lifeEnd - m_context.life.now()));
    receipt.sign(m_context.identity.signing());
    say(to, wire::Custody{receipt.encode()});
}

void Custodian::guestGone(const NodeId& guest)
{
    for (auto& [id, depositors] : m_depositors)
        std::erase(depositors, guest);
}

// ---- news and recall --------------------------------------------------------------------------

void Custodian::handleAskNews(const NodeId& from, const wire::AskNews& ask)
{
    wire::News news;
    std::vector<LetterId> settled;
    for (const LetterId& id : ask.ids) {
        const auto place = m_letters.find(id);
        const bool known = place != m_letters.end() && place->second.durable;
        news.entries.push_back(
            {id, known ? wireFate(place->second.fate) : wire::LetterFate::Unknown});
        if (known && place->second.fate == Fate::Settled)
            settled.push_back(id);
    }
    say(from, news);
    if (!settled.empty())
        sendReceiptsOf(from, std::move(settled));
}

void Custodian::sendReceiptsOf(const NodeId& to, std::vector<LetterId> ids)
{
    if (m_receiptLoads >= ReceiptLoadsMax)
        return;
    ++m_receiptLoads;
    const std::uint64_t ticket = m_nextTicket++;
    m_loads[ticket] = {to, true, 0};
    m_context.afterStore([this, ticket, ids = std::move(ids)](bool) mutable {
        m_context.loadHeld({ticket, std::move(ids), true});
    });
}

void Custodian::handleRecall(const NodeId& from, const wire::Recall& recall)
{
    const auto place = m_letters.find(recall.id);
    const bool entitled =
        place != m_letters.end() &&
        crypto::constantTimeEqual(friendvos::recallHash(recall.secret), place->second.recallHash);
    if (!entitled || place->second.fate == Fate::Expired) {
        sendRecalled(from, NodeId{}, recall.id, RecallOutcome::Unknown);
        return;
    }
    Letter& letter = *place;
    const NodeId owner = letter.second.book->owner;
    if (letter.second.fate != Fate::Held) {
        const bool erased = letter.second.fate == Fate::Erased;
        sendRecalled(from, owner, recall.id,
                     erased ? RecallOutcome::Erased : RecallOutcome::HandedOver);
        return;
    }
    setFate(letter, Fate::Erased);
    m_context.store(SettleHeldLetter{rowOf(letter), {}});
    m_context.afterStore([this, from, owner, id = recall.id](bool durable) {
        if (durable) {
            sendRecalled(from, owner, id, RecallOutcome::Erased);
            return;
        }
        // It is still on the disk, and so it is held; who recalls it asks again.
        const auto still = m_letters.find(id);
        if (still == m_letters.end() || still->second.fate != Fate::Erased)
            return;
        Entry entry = still->second;
        erase(id);
        entry.fate = Fate::Held;
        entry.number = m_nextNumber++;
        insert(id, owner, std::move(entry));
    });
}

void Custodian::sendRecalled(const NodeId& to, const NodeId& owner, const LetterId& id,
                             RecallOutcome outcome)
{
    friendvos::RecallAnswer answer;
    answer.friendId = m_context.self();
    answer.owner = owner;
    answer.letter = id;
    answer.outcome = outcome;
    answer.at = secondsOf(m_context.now.wall);
    answer.sign(m_context.identity.signing());
    say(to, wire::Recalled{answer.encode()});
}

// ---- time -------------------------------------------------------------------------------------

void Custodian::endTerms()
{
    const WallTime life = m_context.life.now();
    std::vector<LetterId> over;
    std::vector<LetterId> forgotten;
    for (const auto& [id, entry] : m_letters) {
        if (entry.lifeEnd <= life && entry.durable)
            (isHere(entry.fate) ? over : forgotten).push_back(id);
    }
    const auto byNumber = [this](const LetterId& a, const LetterId& b) {
        return m_letters.find(a)->second.number < m_letters.find(b)->second.number;
    };
    std::sort(over.begin(), over.end(), byNumber);
    std::sort(forgotten.begin(), forgotten.end(), byNumber);
    for (const LetterId& id : over) {
        Letter& letter = *m_letters.find(id);
        setFate(letter, Fate::Expired);
        letter.second.lifeEnd = life + EndKnown;
        m_context.owe({SettleHeldLetter{rowOf(letter), {}}});
    }
    for (auto& [owner, book] : m_books)
        forgetOldest(book);
    for (const LetterId& id : forgotten) {
        if (!m_letters.contains(id))
            continue;
        erase(id);
        m_context.store(DeleteHeldLetter{id});
    }
    std::erase_if(m_books, [](const auto& book) { return book.second.letters == 0; });
}

void Custodian::handleTimeout()
{
    if (!m_started)
        return;
    const Instant now = m_context.now.mono;
    if (m_nextSweep <= now) {
        m_nextSweep = now + SweepEvery;
        endTerms();
    }
    for (auto& [owner, book] : m_books) {
        if (book.resendAt && *book.resendAt <= now)
            restart(book);
    }
}

std::optional<Instant> Custodian::nextTimeout() const
{
    if (!m_started)
        return std::nullopt;
    Instant next = m_nextSweep;
    for (const auto& [owner, book] : m_books) {
        if (book.resendAt)
            next = std::min(next, *book.resendAt);
    }
    return next;
}

}  // namespace vos::engine
