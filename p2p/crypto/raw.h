#pragma once

// libsodium speaks unsigned char, we speak std::byte. Only for the sources of this room.

#include "p2p/base/bytes.h"

namespace vos::crypto {

inline const unsigned char* raw(ByteView view)
{
    return reinterpret_cast<const unsigned char*>(view.data());
}
inline unsigned char* raw(MutableBytes bytes)
{
    return reinterpret_cast<unsigned char*>(bytes.data());
}

}  // namespace vos::crypto
