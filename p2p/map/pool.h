#pragma once

// Whereabouts at rest: one object for each record, counted references, 4 bytes to name it. A node
// keeps a pool of its own; in simulation all nodes share one, so that a record held by 10,000 nodes
// is there once and its signature is checked once. What is believed does not depend on that.

#include "p2p/base/bytes.h"
#include "p2p/map/record.h"

#include <array>
#include <cstdint>
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
        Bytes bytes;
        std::uint32_t references = 0;
        std::uint8_t flags = 0;
        Proof proof = Proof::Unchecked;

        ByteView view() const { return bytes; }
        /// The id stands behind the version.
        ByteView idView() const { return view().subspan(1, NodeId::Size); }
        NodeId id() const { return *NodeId::from(idView()); }
        bool has(WhereaboutsFlag flag) const { return (flags & flag) != 0; }
    };

    /// `shared`: equal records are kept once.
    explicit RecordPool(bool shared = false) : m_shared(shared) {}

    /// The record of these bytes in full form, with one more reference; nothing if they are none.
    std::optional<RecordIndex> take(ByteView bytes);
    /// The same; the bytes are kept as they are.
    std::optional<RecordIndex> adopt(Bytes bytes);
    void reference(RecordIndex index) { ++item(index).references; }
    void release(RecordIndex index);
    /// A simulation ends: what its maps hold need not be given back one by one.
    void end() { m_ending = true; }
    bool isEnding() const { return m_ending; }
    const Item& operator[](RecordIndex index) const
    {
        return (*m_chunks[index / ChunkSize])[index % ChunkSize];
    }
    /// Checks stamp and signature the first time.
    bool valid(RecordIndex index, unsigned stampBits);
    /// From the own disk, checked before it was written.
    void trust(RecordIndex index) { item(index).proof = Proof::Valid; }
    std::size_t size() const { return m_count - m_free.size(); }
    /// The whole record again.
    Whereabouts decode(RecordIndex index) const;

private:
    /// Items stay where they are while others come; few where a map is small.
    static constexpr std::size_t ChunkSize = 64;

    static std::uint64_t contentKey(ByteView bytes);
    Item& item(RecordIndex index) { return (*m_chunks[index / ChunkSize])[index % ChunkSize]; }
    std::optional<RecordIndex> known(ByteView bytes);
    RecordIndex add(const Whereabouts::Outline& outline, Bytes bytes);

    std::vector<std::unique_ptr<std::array<Item, ChunkSize>>> m_chunks;
    std::size_t m_count = 0;
    std::vector<RecordIndex> m_free;
    std::unordered_map<std::uint64_t, RecordIndex> m_byContent;
    bool m_shared;
    bool m_ending = false;
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
