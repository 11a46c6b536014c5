#pragma once

// A queue in one block of memory: push at the back, pop at the front, index in between. Stands
// where std::deque would allocate on every few packets, and gives large blocks back once it is
// empty.

#include "p2p/base/assert.h"

#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

namespace vos::transport {

/// T must be default constructible and movable. References end with the next push.
template <typename T>
class Ring {
public:
    std::size_t size() const { return m_size; }
    bool empty() const { return m_size == 0; }

    T& operator[](std::size_t i)
    {
        VOS_ASSERT(i < m_size);
        return m_slots[(m_head + i) & (m_slots.size() - 1)];
    }
    const T& operator[](std::size_t i) const
    {
        VOS_ASSERT(i < m_size);
        return m_slots[(m_head + i) & (m_slots.size() - 1)];
    }
    T& front() { return (*this)[0]; }
    const T& front() const { return (*this)[0]; }
    T& back() { return (*this)[m_size - 1]; }

    void push(T value)
    {
        if (m_size == m_slots.size())
            grow();
        ++m_size;
        back() = std::move(value);
        m_most = m_size > m_most ? m_size : m_most;
    }
    void pop()
    {
        VOS_ASSERT(m_size > 0);
        if constexpr (!std::is_trivially_destructible_v<T>)
            front() = T{};
        m_head = (m_head + 1) & (m_slots.size() - 1);
        --m_size;
        if (m_size == 0) {
            if (m_slots.size() > KeptWhenEmpty && m_most < m_slots.size() / 4)
                clear();
            m_most = 0;
        }
    }
    void clear()
    {
        m_slots = std::vector<T>();
        m_head = 0;
        m_size = 0;
    }

private:
    static constexpr std::size_t FirstCapacity = 8;
    static constexpr std::size_t KeptWhenEmpty = 64;

    void grow()
    {
        std::vector<T> larger(m_slots.empty() ? FirstCapacity : m_slots.size() * 2);
        for (std::size_t i = 0; i < m_size; ++i)
            larger[i] = std::move((*this)[i]);
        m_slots = std::move(larger);
        m_head = 0;
    }

    std::vector<T> m_slots;  // the size is zero or a power of two
    std::size_t m_head = 0;
    std::size_t m_size = 0;
    std::size_t m_most = 0;  // greatest size since it was empty
};

}  // namespace vos::transport
