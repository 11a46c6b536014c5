#pragma once

// Whereabouts at rest: one object for each record, counted references, 4 bytes to name it. A node
// keeps a pool of its own; in simulation all nodes share one, so that a record held by 10,000 nodes
// is there once and its signature is checked once. What is believed does not depend on that.

#include "p2p/base/bytes.h"
#include "p2p/map/record.h"

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

namespace vos::map {

/// Names a record of a pool.
using RecordIndex = std::uint32_t;
inline constexpr RecordIndex NoRecord = 0xffff'ffff;

/// H(id, seq): what a record adds to the sum of the range it lies in.
std::uint64_t sumOf(const NodeId& id, std::uint64_t seq);

class RecordPool {
public:
    enum class Proof : std::uint8_t { Unchecked, Valid, Forged };
    struct Item {
        std::uint64_t head = 0;  ///< wire::headOf(id)
        std::uint64_t seq = 0;
        std::uint64_t sum = 0;  ///< 0 for a private one: it is in no range
        std::unique_ptr<std::byte[]> bytes;
        std::uint32_t references = 0;
        std::uint16_t size = 0;
        std::uint8_t flags = 0;
        Proof proof = Proof::Unchecked;

        ByteView view() const { return {bytes.get(), size}; }
        /// The id stands behind the version.
        ByteView idView() const { return view().subspan(1, NodeId::Size); }
        NodeId id() const { return *NodeId::from(idView()); }
        bool has(WhereaboutsFlag flag) const { return (flags & flag) != 0; }
    };

    /// `shared`: equal records are kept once.
    explicit RecordPool(bool shared = false) : m_shared(shared) {}

    /// The record of these bytes in full form, with one more reference; nothing if they are none.
    std::optional<RecordIndex> take(ByteView bytes);
    void reference(RecordIndex index) { ++m_items[index].references; }
    void release(RecordIndex index);
    const Item& operator[](RecordIndex index) const { return m_items[index]; }
    /// Checks stamp and signature the first time.
    bool valid(RecordIndex index, unsigned stampBits);
    /// From the own disk, checked before it was written.
    void trust(RecordIndex index) { m_items[index].proof = Proof::Valid; }
    std::size_t size() const { return m_items.size() - m_free.size(); }
    /// The whole record again.
    Whereabouts decode(RecordIndex index) const;

private:
    static std::uint64_t contentKey(ByteView bytes);

    std::deque<Item> m_items;
    std::vector<RecordIndex> m_free;
    std::unordered_map<std::uint64_t, RecordIndex> m_byContent;
    bool m_shared;
};

/// A reference that gives itself back.
class HeldRecord {
public:
    HeldRecord() = default;
    HeldRecord(RecordPool& pool, RecordIndex index) : m_pool(&pool), m_index(index) {}
    HeldRecord(HeldRecord&& other) noexcept
        : m_pool(std::exchange(other.m_pool, nullptr))
        , m_index(other.m_index)
    {
    }
    HeldRecord& operator=(HeldRecord&& other) noexcept
    {
        std::swap(m_pool, other.m_pool);
        std::swap(m_index, other.m_index);
        return *this;
    }
    ~HeldRecord()
    {
        if (m_pool)
            m_pool->release(m_index);
    }
    explicit operator bool() const { return m_pool != nullptr; }
    RecordIndex index() const { return m_index; }
    const RecordPool::Item& operator*() const { return (*m_pool)[m_index]; }
    const RecordPool::Item* operator->() const { return &(*m_pool)[m_index]; }

private:
    RecordPool* m_pool = nullptr;
    RecordIndex m_index = NoRecord;
};

}  // namespace vos::map
