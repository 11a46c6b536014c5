#include "p2p/wire/mapmessage.h"

#include "p2p/base/assert.h"

#include <algorithm>

namespace vos::wire {

namespace {

constexpr std::uint8_t HelloReachable = 1;
constexpr std::uint8_t HelloSeesYou = 2;
constexpr std::uint64_t ClockLimit = std::uint64_t{1} << 48;
/// First byte after the token of a FOUND.
constexpr std::uint8_t FoundNodes = 0;
constexpr std::uint8_t FoundRecord = 1;
constexpr std::uint8_t FoundRecordAndCard = 2;
/// What an item of RANGES holds; below them: that many records.
constexpr std::uint8_t ItemSums16 = 254;
constexpr std::uint8_t ItemSums64 = 255;

Bytes sizedBytes(Reader& reader, std::size_t size, std::size_t min, std::size_t max)
{
    if (size < min || size > max) {
        reader.fail();
        return {};
    }
    return toBytes(reader.bytes(size));
}

std::size_t countOf(Reader& reader, std::size_t min, std::size_t max)
{
    const std::size_t count = reader.u8();
    if (count < min || count > max) {
        reader.fail();
        return 0;
    }
    return count;
}

void write(Writer& writer, const HeardWhereabouts& heard)
{
    VOS_ASSERT(heard.whereabouts.size() >= WhereaboutsShortSizeMin &&
               heard.whereabouts.size() <= WhereaboutsSizeMax);
    writer.u32(heard.heardSecondsAgo);
    writer.u8(static_cast<std::uint8_t>(heard.whereabouts.size()));
    writer.bytes(heard.whereabouts);
}

HeardWhereabouts readHeard(Reader& reader)
{
    HeardWhereabouts heard;
    heard.heardSecondsAgo = reader.u32();
    heard.whereabouts =
        sizedBytes(reader, reader.u8(), WhereaboutsShortSizeMin, WhereaboutsSizeMax);
    return heard;
}

std::vector<HeardWhereabouts> readHeardList(Reader& reader, std::size_t min, std::size_t max)
{
    std::vector<HeardWhereabouts> list;
    const std::size_t count = countOf(reader, min, max);
    for (std::size_t i = 0; i < count && !reader.failed(); ++i)
        list.push_back(readHeard(reader));
    return list;
}

void writeCard(Writer& writer, const Bytes& card)
{
    VOS_ASSERT(card.size() >= CardSizeMin && card.size() <= CardSizeMax);
    writer.u16(static_cast<std::uint16_t>(card.size()));
    writer.bytes(card);
}

Bytes readCard(Reader& reader)
{
    return sizedBytes(reader, reader.u16(), CardSizeMin, CardSizeMax);
}

void writeHeardList(Writer& writer, const std::vector<HeardWhereabouts>& list, std::size_t min,
                    std::size_t max)
{
    VOS_ASSERT(list.size() >= min && list.size() <= max);
    writer.u8(static_cast<std::uint8_t>(list.size()));
    for (const HeardWhereabouts& heard : list)
        write(writer, heard);
}

void writePlaces(Writer& writer, const std::vector<NodePlace>& places, std::size_t max)
{
    VOS_ASSERT(places.size() <= max);
    writer.u8(static_cast<std::uint8_t>(places.size()));
    for (const NodePlace& place : places) {
        writer.id(place.id);
        writer.endpoint(place.endpoint);
    }
}

std::vector<NodePlace> readPlaces(Reader& reader, std::size_t max)
{
    std::vector<NodePlace> places(countOf(reader, 0, max));
    for (NodePlace& place : places) {
        place.id = reader.id<NodeId>();
        place.endpoint = reader.endpoint();
    }
    return places;
}

/// The first bytes of an id, as they stand in it.
void writeHead(Writer& writer, std::uint64_t head)
{
    VOS_ASSERT((head & 0xffff) == 0);
    for (unsigned shift = 56; shift >= 16; shift -= 8)
        writer.u8(static_cast<std::uint8_t>(head >> shift & 0xff));
}

std::uint64_t readHead(Reader& reader)
{
    std::uint64_t head = 0;
    for (unsigned i = 0; i < 6; ++i)
        head = head << 8 | reader.u8();
    return head << 16;
}

void writeRange(Writer& writer, const IdRange& range)
{
    VOS_ASSERT(range.depth <= RangeDepthMax);
    writer.u8(range.depth);
    writeHead(writer, range.prefix);
}

IdRange readRange(Reader& reader)
{
    IdRange range;
    range.depth = reader.u8();
    range.prefix = readHead(reader);
    if (range.depth > RangeDepthMax || (range.prefix & ~std::uint64_t{0} >> range.depth) != 0)
        reader.fail();
    return range;
}

void writeHints(Writer& writer, const std::vector<Hint>& hints)
{
    VOS_ASSERT(!hints.empty() && hints.size() <= HintsMax);
    writer.u8(static_cast<std::uint8_t>(hints.size()));
    for (const Hint& hint : hints) {
        writeHead(writer, hint.head);
        writer.u16(hint.seq);
    }
}

std::vector<Hint> readHintList(Reader& reader)
{
    std::vector<Hint> hints(countOf(reader, 1, HintsMax));
    for (Hint& hint : hints) {
        hint.head = readHead(reader);
        hint.seq = reader.u16();
    }
    return hints;
}

void write(Writer& writer, const RangeItem& item)
{
    writeRange(writer, item.range);
    if (const auto* sums = std::get_if<std::vector<std::uint64_t>>(&item.content)) {
        VOS_ASSERT(sums->size() == 16 || sums->size() == 64);
        writer.u8(sums->size() == 16 ? ItemSums16 : ItemSums64);
        for (const std::uint64_t sum : *sums)
            writer.u64(sum);
        return;
    }
    const auto& list = std::get<std::vector<RangeItem::Entry>>(item.content);
    VOS_ASSERT(list.size() <= RangeListMax);
    writer.u8(static_cast<std::uint8_t>(list.size()));
    for (const RangeItem::Entry& entry : list) {
        writeHead(writer, entry.head);
        writer.u32(entry.seq);
    }
}

RangeItem readRangeItem(Reader& reader)
{
    RangeItem item;
    item.range = readRange(reader);
    const std::uint8_t kind = reader.u8();
    if (kind == ItemSums16 || kind == ItemSums64) {
        const std::size_t count = kind == ItemSums16 ? 16 : 64;
        if (reader.remaining() < count * 8)
            reader.fail();
        std::vector<std::uint64_t> sums(reader.failed() ? 0 : count);
        for (std::uint64_t& sum : sums)
            sum = reader.u64();
        item.content = std::move(sums);
        return item;
    }
    if (kind > RangeListMax)
        reader.fail();
    std::vector<RangeItem::Entry> list(reader.failed() ? 0 : kind);
    for (RangeItem::Entry& entry : list) {
        entry.head = readHead(reader);
        entry.seq = reader.u32();
    }
    item.content = std::move(list);
    return item;
}

}  // namespace

void write(Writer& writer, const Hello& m)
{
    VOS_ASSERT(m.clockMillis < ClockLimit && m.heldSeq < ClockLimit);
    writer.u8(m.cover);
    writer.u8(m.depth);
    writer.u32(m.sizeEstimate);
    writer.u64(m.mapSum);
    writer.u32(m.uptimeSeconds);
    unsigned flags = m.reachable ? HelloReachable : 0;
    if (m.seen)
        flags |= HelloSeesYou;
    writer.u8(static_cast<std::uint8_t>(flags));
    writer.u48(m.clockMillis);
    writer.u48(m.heldSeq);
    writer.u32(m.heldCard);
    if (m.seen)
        writer.endpoint(*m.seen);
}

Hello readHello(Reader& reader)
{
    Hello m;
    m.cover = reader.u8();
    m.depth = reader.u8();
    m.sizeEstimate = reader.u32();
    m.mapSum = reader.u64();
    m.uptimeSeconds = reader.u32();
    const std::uint8_t flags = reader.u8();
    if ((flags & ~(HelloReachable | HelloSeesYou)) != 0)
        reader.fail();
    m.reachable = (flags & HelloReachable) != 0;
    m.clockMillis = reader.u48();
    m.heldSeq = reader.u48();
    m.heldCard = reader.u32();
    if ((flags & HelloSeesYou) != 0)
        m.seen = reader.endpoint();
    return m;
}

void write(Writer& writer, const Announce& m)
{
    writeHeardList(writer, m.records, 1, AnnounceMax);
}

Announce readAnnounce(Reader& reader)
{
    return {readHeardList(reader, 1, AnnounceMax)};
}

void write(Writer& writer, const Find& m)
{
    writer.u32(m.token);
    writer.u8(m.byHead ? 1 : 0);
    writer.bytes(m.byHead ? m.id.view().first(8) : m.id.view());
}

Find readFind(Reader& reader)
{
    Find m;
    m.token = reader.u32();
    m.byHead = countOf(reader, 0, 1) == 1;
    const ByteView id = reader.bytes(m.byHead ? 8 : NodeId::Size);
    std::copy(id.begin(), id.end(), m.id.bytes.begin());
    return m;
}

void write(Writer& writer, const Found& m)
{
    writer.u32(m.token);
    if (const auto* record = std::get_if<Found::Record>(&m.content)) {
        writer.u8(record->card.empty() ? FoundRecord : FoundRecordAndCard);
        write(writer, record->heard);
        if (!record->card.empty())
            writeCard(writer, record->card);
        return;
    }
    writer.u8(FoundNodes);
    writePlaces(writer, std::get<std::vector<NodePlace>>(m.content), NodePlacesMax);
}

Found readFound(Reader& reader)
{
    Found m;
    m.token = reader.u32();
    const std::uint8_t what = reader.u8();
    if (what == FoundRecord || what == FoundRecordAndCard) {
        Found::Record record;
        record.heard = readHeard(reader);
        if (what == FoundRecordAndCard)
            record.card = readCard(reader);
        m.content = std::move(record);
        return m;
    }
    if (what != FoundNodes)
        reader.fail();
    m.content = readPlaces(reader, NodePlacesMax);
    return m;
}

void write(Writer& writer, const Contacts& m)
{
    writer.u32(m.token);
    writeRange(writer, m.range);
}

Contacts readContacts(Reader& reader)
{
    const Token token = reader.u32();
    return {token, readRange(reader)};
}

void write(Writer& writer, const Nodes& m)
{
    writer.u32(m.token);
    writePlaces(writer, m.nodes, ContactNodesMax);
}

Nodes readNodes(Reader& reader)
{
    const Token token = reader.u32();
    return {token, readPlaces(reader, ContactNodesMax)};
}

void write(Writer& writer, const Hints& m)
{
    writeHints(writer, m.hints);
}

Hints readHints(Reader& reader)
{
    return {readHintList(reader)};
}

void write(Writer& writer, const Want& m)
{
    writer.u8(m.full ? 1 : 0);
    writeHints(writer, m.hints);
}

Want readWant(Reader& reader)
{
    const bool full = countOf(reader, 0, 1) == 1;
    return {full, readHintList(reader)};
}

void write(Writer& writer, const Tail& m)
{
    writer.u32(m.token);
    writer.u32(m.seconds);
    writer.id(m.after);
    writeRange(writer, m.range);
    writer.u8(m.brief ? 1 : 0);
}

Tail readTail(Reader& reader)
{
    Tail m;
    m.token = reader.u32();
    m.seconds = reader.u32();
    m.after = reader.id<NodeId>();
    m.range = readRange(reader);
    m.brief = countOf(reader, 0, 1) == 1;
    return m;
}

void write(Writer& writer, const Records& m)
{
    writer.u32(m.token);
    writeHeardList(writer, m.records, 0, RecordsMax);
    writer.u8(m.next ? 1 : 0);
    if (m.next)
        writer.id(*m.next);
}

Records readRecords(Reader& reader)
{
    Records m;
    m.token = reader.u32();
    m.records = readHeardList(reader, 0, RecordsMax);
    if (countOf(reader, 0, 1) == 1)
        m.next = reader.id<NodeId>();
    return m;
}

void write(Writer& writer, const Ranges& m)
{
    VOS_ASSERT(!m.items.empty() && m.items.size() <= RangeItemsMax);
    writer.u8(static_cast<std::uint8_t>(m.items.size()));
    for (const RangeItem& item : m.items)
        write(writer, item);
}

Ranges readRanges(Reader& reader)
{
    Ranges m;
    const std::size_t count = countOf(reader, 1, RangeItemsMax);
    for (std::size_t i = 0; i < count && !reader.failed(); ++i)
        m.items.push_back(readRangeItem(reader));
    return m;
}

void write(Writer& writer, const CardRequest& m)
{
    VOS_ASSERT(!m.ids.empty() && m.ids.size() <= CardsMax);
    writer.u8(static_cast<std::uint8_t>(m.ids.size()));
    for (const NodeId& id : m.ids)
        writer.id(id);
}

CardRequest readCardRequest(Reader& reader)
{
    CardRequest m;
    m.ids.resize(countOf(reader, 1, CardsMax));
    for (NodeId& id : m.ids)
        id = reader.id<NodeId>();
    return m;
}

void write(Writer& writer, const Cards& m)
{
    VOS_ASSERT(m.cards.size() <= CardsMax);
    writer.u8(static_cast<std::uint8_t>(m.cards.size()));
    for (const Bytes& card : m.cards)
        writeCard(writer, card);
}

Cards readCards(Reader& reader)
{
    Cards m;
    m.cards.resize(countOf(reader, 0, CardsMax));
    for (Bytes& card : m.cards)
        card = readCard(reader);
    return m;
}

}  // namespace vos::wire
