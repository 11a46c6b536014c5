// Custodian: giving letters to their owner, and taking its receipts.

#include "p2p/engine/custodian.h"
#include "p2p/letters/receipt.h"

#include <algorithm>
#include <utility>

namespace vos::engine {

namespace {

/// Bytes read from the disk at a time.
constexpr std::size_t LoadBytes = 256 * 1024;
/// A letter without a receipt for so long (a full disk, a key that is gone) holds up the next ones
/// no longer; once all were sent they go again, after this, twice this, … about an hour.
constexpr Duration ReceiptPatience = 30s;
constexpr unsigned DoublingsMost = 7;
/// While the disk does not take the mark that a letter leaves, it stays.
constexpr Duration DiskPatience = 10s;
/// Reads of a letter that may fail before it counts as gone.
constexpr std::uint8_t MissesMost = 5;
/// An owner that is away is called for new letters at most this often.
constexpr Duration OwnerCallEvery = 1min;

}  // namespace

// ---- sessions ---------------------------------------------------------------------------------

void Custodian::sessionUp(const NodeId& owner, bool fresh)
{
    const OwnerRow* row = m_friends.findOwner(owner);
    const auto known = m_books.find(owner);
    const bool holds = known != m_books.end() && !known->second.held.empty();
    if (!holds && !(row && !row->grant.empty()))
        return;
    Book& book = bookOf(owner);
    // A session that takes the place of one just lost is with a program started anew.
    if (!fresh && book.lostAt != m_context.now.mono)
        return;
    book.flights.clear();
    book.flightBytes = 0;
    for (const Letter* letter : book.loading)
        book.flightBytes += letter->second.size;
    book.next = 0;
    book.resendAt.reset();
    book.resends = 0;
    sendList(book);
    m_toPump.insert(owner);
}

void Custodian::sessionDown(const NodeId& owner)
{
    const auto place = m_books.find(owner);
    if (place == m_books.end())
        return;
    Book& book = place->second;
    for (const Flight& flight : book.flights)
        book.flightBytes -= flight.letter->second.size;
    book.flights.clear();
    book.resendAt.reset();
}

void Custodian::linkLost(const NodeId& owner, std::uint64_t link)
{
    const auto place = m_books.find(owner);
    if (place == m_books.end())
        return;
    Book& book = place->second;
    book.lostAt = m_context.now.mono;
    std::erase_if(book.flights, [&](const Flight& flight) {
        if (flight.link != link)
            return false;
        book.flightBytes -= flight.letter->second.size;
        book.next = std::min(book.next, flight.letter->second.number);
        return true;
    });
    m_toPump.insert(owner);
}

/// "These and no other letters I hold for you now."
void Custodian::sendList(const Book& book)
{
    std::vector<LetterId> ids;
    for (const Letter* letter : book.held) {
        if (letter->second.durable)
            ids.push_back(letter->first);
    }
    friendvos::CustodyList list;
    list.friendId = m_context.self();
    list.owner = book.owner;
    list.at =
        static_cast<std::uint64_t>(std::max<std::int64_t>(0, toMillis(m_context.now.wall) / 1000));
    list.count = static_cast<std::uint32_t>(ids.size());
    list.hash = friendvos::CustodyList::hashOf(ids);
    list.sign(m_context.identity.signing());
    say(book.owner, wire::CustodyList{list.encode()});
    for (std::size_t begin = 0; begin < ids.size(); begin += wire::HeldIdsMax) {
        const auto first = ids.begin() + static_cast<std::ptrdiff_t>(begin);
        const std::size_t count = std::min(ids.size() - begin, wire::HeldIdsMax);
        say(book.owner, wire::HeldIds{{first, first + static_cast<std::ptrdiff_t>(count)}});
    }
}

/// An owner that does not know that something lies here learns it.
void Custodian::callOwner(Book& book)
{
    if (book.nextCall > m_context.now.mono)
        return;
    book.nextCall = m_context.now.mono + OwnerCallEvery;
    m_peers.dial(book.owner);
}

// ---- handing over -----------------------------------------------------------------------------

void Custodian::drain()
{
    for (const NodeId& owner : std::exchange(m_toPump, {})) {
        if (const auto book = m_books.find(owner); book != m_books.end())
            pumpNow(book->second);
    }
}

void Custodian::pumpNow(Book& book)
{
    if (!m_peers.isUp(book.owner) || !book.loading.empty() ||
        m_peers.queuedBytes(book.owner, transport::Channel::Small) +
                m_peers.queuedBytes(book.owner, transport::Channel::Bulk) >=
            WindowBytes)
        return;
    std::size_t bytes = 0;
    auto place = std::lower_bound(
        book.held.begin(), book.held.end(), book.next,
        [](const Letter* held, std::uint64_t number) { return held->second.number < number; });
    for (; place != book.held.end() && (*place)->second.durable; ++place) {
        Letter* letter = *place;
        const std::size_t size = letter->second.size;
        const bool flies = std::any_of(book.flights.begin(), book.flights.end(),
                                       [&](const Flight& f) { return f.letter == letter; });
        if (!flies) {
            const bool fits = book.flights.size() + book.loading.size() < WindowLetters &&
                              book.flightBytes + size <= WindowBytes && bytes + size <= LoadBytes;
            if (!fits && book.flightBytes > 0)
                break;
            book.loading.push_back(letter);
            book.flightBytes += size;
            bytes += size;
        }
        book.next = letter->second.number + 1;
    }
    if (!book.loading.empty())
        load(book);
}

/// Marks what is about to leave as handed over, so that a recall is never told a lie, also after a
/// crash; then reads it.
void Custodian::load(Book& book)
{
    std::vector<LetterId> ids;
    std::vector<LetterId> marked;
    for (Letter* letter : book.loading) {
        ids.push_back(letter->first);
        if (letter->second.fate != Fate::Held)
            continue;
        marked.push_back(letter->first);
        setFate(*letter, Fate::HandedOver);
        m_context.store(rowOf(*letter));
    }
    m_context.afterStore([this, owner = book.owner, number = ++book.load, ids = std::move(ids),
                          marked = std::move(marked)](bool durable) mutable {
        if (durable) {
            const std::uint64_t ticket = m_nextTicket++;
            m_loads[ticket] = {owner, false, number};
            m_context.loadHeld({ticket, std::move(ids), false});
            return;
        }
        for (const LetterId& id : marked) {
            if (const auto letter = m_letters.find(id);
                letter != m_letters.end() && letter->second.fate == Fate::HandedOver)
                setFate(*letter, Fate::Held);
        }
        const auto place = m_books.find(owner);
        if (place == m_books.end())
            return;
        Book& stuck = place->second;
        if (stuck.load != number)
            return;
        for (const Letter* letter : std::exchange(stuck.loading, {})) {
            stuck.flightBytes -= letter->second.size;
            stuck.next = std::min(stuck.next, letter->second.number);
        }
        stuck.resendAt = m_context.now.mono + DiskPatience;
    });
}

void Custodian::handleLoaded(std::uint64_t ticket, std::vector<std::pair<LetterId, Bytes>> letters)
{
    const auto load = m_loads.extract(ticket);
    if (load.empty())
        return;
    const NodeId to = load.mapped().to;
    if (load.mapped().receipts) {
        --m_receiptLoads;
        std::set<Bytes> receipts;
        for (auto& [id, receipt] : letters)
            receipts.insert(std::move(receipt));
        for (const Bytes& receipt : receipts) {
            if (letters::Receipt::decode(receipt))
                say(to, wire::Receipt{receipt});
        }
        return;
    }
    if (const auto book = m_books.find(to); book != m_books.end())
        launch(book->second, load.mapped().load, std::move(letters));
}

void Custodian::launch(Book& book, std::uint64_t load,
                       std::vector<std::pair<LetterId, Bytes>> letters)
{
    if (book.load != load)
        return;
    std::map<LetterId, Bytes> bytes;
    for (auto& [id, letter] : letters)
        bytes.emplace(id, std::move(letter));
    std::vector<LetterId> missing;
    for (Letter* letter : std::exchange(book.loading, {})) {
        const auto found = bytes.find(letter->first);
        if (found == bytes.end())
            missing.push_back(letter->first);
        const auto channel = letter->second.size <= SmallLetterMax ? transport::Channel::Small
                                                                   : transport::Channel::Bulk;
        if (found == bytes.end() || found->second.size() != letter->second.size ||
            !m_peers.send(book.owner, channel,
                          wire::encodeMessage(wire::Letter{{}, std::move(found->second)}))) {
            book.flightBytes -= letter->second.size;
            continue;
        }
        book.flights.push_back({letter, m_peers.linkNumber(book.owner)});
    }
    for (const LetterId& id : missing) {
        // A disk that fails to read now may do so later.
        if (++m_letters.at(id).misses < MissesMost) {
            book.resendAt = m_context.now.mono + DiskPatience;
            continue;
        }
        // Gone from the disk: the next list says so, and its owner sees the loss. Its row stays,
        // in case the disk is mended: the next start looks again.
        m_context.log(LogLine::Level::Error, "a held letter is gone from the disk");
        erase(id);
    }
    if (!book.flights.empty() && !book.resendAt)
        book.resendAt = m_context.now.mono + patience(book);
    m_toPump.insert(book.owner);
}

Duration Custodian::patience(const Book& book)
{
    return ReceiptPatience * (1 << std::min(book.resends, DoublingsMost));
}

/// No receipt for a while: what waits behind goes on; behind the last letter all begins again.
void Custodian::restart(Book& book)
{
    book.resendAt.reset();
    for (const Flight& flight : std::exchange(book.flights, {}))
        book.flightBytes -= flight.letter->second.size;
    if (!m_peers.isUp(book.owner))
        return;
    if (book.held.empty() || book.next > book.held.back()->second.number) {
        book.next = 0;
        ++book.resends;
    }
    m_toPump.insert(book.owner);
}

// ---- receipts ---------------------------------------------------------------------------------

void Custodian::handleReceipt(const NodeId&, ByteView bytes)
{
    const auto receipt = letters::Receipt::decode(bytes);
    if (!receipt)
        return;
    std::vector<Letter*> named;
    for (const LetterId& id : receipt->letters) {
        const auto letter = m_letters.find(id);
        if (letter != m_letters.end() && letter->second.book->owner == receipt->recipient &&
            letter->second.fate != Fate::Settled)
            named.push_back(&*letter);
    }
    // Whoever brings it: it is the owner's own word, stored or refused.
    if (named.empty() || !receipt->verify())
        return;
    for (Letter* letter : named)
        settle(*letter, bytes);
}

void Custodian::settle(Letter& letter, ByteView receipt)
{
    Book& book = *letter.second.book;
    setFate(letter, Fate::Settled);
    m_context.owe({SettleHeldLetter{rowOf(letter), toBytes(receipt)}});
    forgetOldest(book);
    book.resends = 0;
    if (book.flights.empty())
        book.resendAt.reset();
    else
        book.resendAt = m_context.now.mono + patience(book);
    m_toPump.insert(book.owner);
}

/// The letter is on its way no more.
void Custodian::landed(Book& book, const Letter* letter)
{
    const std::size_t before = book.flights.size() + book.loading.size();
    std::erase_if(book.flights, [&](const Flight& flight) { return flight.letter == letter; });
    std::erase(book.loading, letter);
    if (book.flights.size() + book.loading.size() < before)
        book.flightBytes -= letter->second.size;
}

}  // namespace vos::engine
