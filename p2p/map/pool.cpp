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

std::optional<RecordIndex> RecordPool::take(ByteView bytes)
{
    if (bytes.size() < Whereabouts::SizeMin || bytes.size() > Whereabouts::SizeMax)
        return std::nullopt;
    if (m_shared) {
        const auto same = m_byContent.find(contentKey(bytes));
        if (same != m_byContent.end() && equal(m_items[same->second].view(), bytes)) {
            ++m_items[same->second].references;
            return same->second;
        }
    }
    const auto outline = Whereabouts::outline(bytes);
    if (!outline)
        return std::nullopt;
    RecordIndex index = 0;
    if (m_free.empty()) {
        index = static_cast<RecordIndex>(m_items.size());
        m_items.emplace_back();
    } else {
        index = m_free.back();
        m_free.pop_back();
    }
    Item& item = m_items[index];
    item.head = headOf(outline->id);
    item.seq = outline->seq;
    item.sum = (outline->flags & Private) != 0 ? 0 : sumOf(outline->id, outline->seq);
    item.bytes = std::make_unique_for_overwrite<std::byte[]>(bytes.size());
    std::copy(bytes.begin(), bytes.end(), item.bytes.get());
    item.size = static_cast<std::uint16_t>(bytes.size());
    item.flags = outline->flags;
    item.references = 1;
    item.proof = Proof::Unchecked;
    if (m_shared)
        m_byContent.try_emplace(contentKey(bytes), index);
    return index;
}

void RecordPool::release(RecordIndex index)
{
    Item& item = m_items[index];
    VOS_ASSERT(item.references > 0);
    if (--item.references > 0)
        return;
    if (m_shared) {
        const auto same = m_byContent.find(contentKey(item.view()));
        if (same != m_byContent.end() && same->second == index)
            m_byContent.erase(same);
    }
    item.bytes.reset();
    m_free.push_back(index);
}

bool RecordPool::valid(RecordIndex index, unsigned stampBits)
{
    Item& item = m_items[index];
    if (item.proof == Proof::Unchecked)
        item.proof = decode(index).verify(stampBits) ? Proof::Valid : Proof::Forged;
    return item.proof == Proof::Valid;
}

Whereabouts RecordPool::decode(RecordIndex index) const
{
    auto record = Whereabouts::decode(m_items[index].view());
    VOS_ASSERT(record);
    return std::move(*record);
}

}  // namespace vos::map
