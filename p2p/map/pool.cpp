#include "p2p/map/pool.h"

#include "p2p/base/assert.h"
#include "p2p/crypto/hash.h"
#include "p2p/map/zone.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace vos::map {

std::uint64_t sumOf(const NodeId& id, std::uint64_t seq)
{
    ByteArray<8> number;
    for (std::size_t i = 0; i < 8; ++i)
        number[i] = static_cast<std::byte>(seq >> (8 * i) & 0xff);
    const auto digest = crypto::hash<16>("VOS/map-sum/1", id.view(), number);
    std::uint64_t sum = 0;
    for (std::size_t i = 8; i > 0; --i)
        sum = sum << 8 | std::to_integer<std::uint64_t>(digest[i - 1]);
    return sum;
}

std::uint64_t RecordPool::contentKey(ByteView bytes)
{
    std::uint64_t key = 0;
    std::memcpy(&key, bytes.data() + bytes.size() - 8, 8);
    return key;
}

/// In a shared pool the record may be there already.
std::optional<RecordIndex> RecordPool::known(ByteView bytes)
{
    if (!m_shared)
        return std::nullopt;
    const auto same = m_byContent.find(contentKey(bytes));
    if (same == m_byContent.end() || !equal(item(same->second).view(), bytes))
        return std::nullopt;
    ++item(same->second).references;
    return same->second;
}

std::optional<RecordIndex> RecordPool::take(ByteView bytes)
{
    if (bytes.size() < Whereabouts::SizeMin || bytes.size() > Whereabouts::SizeMax)
        return std::nullopt;
    if (const auto same = known(bytes))
        return same;
    const auto outline = Whereabouts::outline(bytes);
    if (!outline)
        return std::nullopt;
    return add(*outline, toBytes(bytes));
}

std::optional<RecordIndex> RecordPool::adopt(Bytes bytes)
{
    if (m_shared || bytes.size() < Whereabouts::SizeMin || bytes.size() > Whereabouts::SizeMax)
        return take(bytes);
    const auto outline = Whereabouts::outline(bytes);
    if (!outline)
        return std::nullopt;
    return add(*outline, std::move(bytes));
}

RecordIndex RecordPool::add(const Whereabouts::Outline& outline, Bytes bytes)
{
    RecordIndex index = 0;
    if (m_free.empty()) {
        index = static_cast<RecordIndex>(m_count++);
        if (index / ChunkSize == m_chunks.size())
            m_chunks.push_back(std::make_unique<std::array<Item, ChunkSize>>());
    } else {
        index = m_free.back();
        m_free.pop_back();
    }
    if (m_shared)
        m_byContent.try_emplace(contentKey(bytes), index);
    Item& fresh = item(index);
    fresh.head = headOf(outline.id);
    fresh.seq = outline.seq;
    fresh.sum = (outline.flags & Private) != 0 ? 0 : sumOf(outline.id, outline.seq);
    fresh.bytes = std::move(bytes);
    fresh.flags = outline.flags;
    fresh.references = 1;
    fresh.proof = Proof::Unchecked;
    return index;
}

void RecordPool::release(RecordIndex index)
{
    Item& last = item(index);
    VOS_ASSERT(last.references > 0);
    if (--last.references > 0)
        return;
    if (m_shared) {
        const auto same = m_byContent.find(contentKey(last.view()));
        if (same != m_byContent.end() && same->second == index)
            m_byContent.erase(same);
    }
    last.bytes = {};
    m_free.push_back(index);
}

bool RecordPool::valid(RecordIndex index, unsigned stampBits)
{
    Item& checked = item(index);
    if (checked.proof == Proof::Unchecked)
        checked.proof = decode(index).verify(stampBits) ? Proof::Valid : Proof::Forged;
    return checked.proof == Proof::Valid;
}

Whereabouts RecordPool::decode(RecordIndex index) const
{
    auto record = Whereabouts::decode((*this)[index].view());
    VOS_ASSERT(record);
    return std::move(*record);
}

}  // namespace vos::map
