#pragma once

// VOS_ASSERT guards against our own bugs and stays on in releases: a node that went on with a
// broken invariant could acknowledge what it lost. It never stands on a condition a peer, a file or
// a user can cause; those are values (Expected, optional).

namespace vos {

/// Prints the failed condition to stderr and aborts.
[[noreturn]] void assertionFailed(const char* condition, const char* file, int line);

}  // namespace vos

#define VOS_ASSERT(condition) \
    ((condition) ? static_cast<void>(0) : ::vos::assertionFailed(#condition, __FILE__, __LINE__))
