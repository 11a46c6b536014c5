#pragma once

// A value or the reason why there is none (std::expected arrives with C++23). Bad input from a
// peer, a disk or a user is such a value, never an exception.

#include "p2p/base/assert.h"

#include <utility>
#include <variant>

namespace vos {

/// Wraps an error so that it converts to any Expected<T, E>: `return Unexpected{Error::TooShort};`
template <typename E>
struct Unexpected {
    E error;
};
template <typename E>
Unexpected(E) -> Unexpected<E>;

/// Holds a T or an E. Asking for the one that is not there is a bug of the caller (asserts).
template <typename T, typename E>
class [[nodiscard]] Expected {
public:
    Expected(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    template <typename F>
    Expected(Unexpected<F> unexpected)
        : m_state(std::in_place_index<1>, std::move(unexpected.error))
    {
    }

    explicit operator bool() const { return m_state.index() == 0; }
    bool hasValue() const { return m_state.index() == 0; }

    T& value() &
    {
        VOS_ASSERT(hasValue());
        return *std::get_if<0>(&m_state);
    }
    const T& value() const&
    {
        VOS_ASSERT(hasValue());
        return *std::get_if<0>(&m_state);
    }
    T&& value() &&
    {
        VOS_ASSERT(hasValue());
        return std::move(*std::get_if<0>(&m_state));
    }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    const E& error() const
    {
        VOS_ASSERT(!hasValue());
        return *std::get_if<1>(&m_state);
    }

private:
    std::variant<T, E> m_state;
};

/// For operations that yield nothing but success.
template <typename E>
using Outcome = Expected<std::monostate, E>;

}  // namespace vos
