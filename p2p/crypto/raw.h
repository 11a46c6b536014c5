#pragma once

// libsodium speaks unsigned char, we speak std::byte. Only for the sources of this room.

#include "p2p/base/bytes.h"

namespace vos::crypto {

/// Never null, also for an empty view: libsodium declares most of its pointers so.
inline const unsigned char* raw(ByteView view)
{
    static constexpr unsigned char Nothing = 0;
    return view.empty() ? &Nothing : reinterpret_cast<const unsigned char*>(view.data());
}
inline unsigned char* raw(MutableBytes bytes)
{
    return reinterpret_cast<unsigned char*>(bytes.data());
}

}  // namespace vos::crypto
