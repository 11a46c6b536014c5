#pragma once

// What a fuzz target needs: the entry libFuzzer (or replay.cpp) calls with every input, and a view
// of that input in the core's own byte type. A target never answers anything but 0; what must hold
// is a VOS_ASSERT, which both drivers report as a crash.

#include "p2p/base/assert.h"
#include "p2p/base/bytes.h"

#include <cstddef>
#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace vos::fuzz {

inline ByteView viewOf(const std::uint8_t* data, std::size_t size)
{
    return std::as_bytes(std::span(data, size));
}

inline std::string_view textOf(ByteView view)
{
    return {reinterpret_cast<const char*>(view.data()), view.size()};
}

}  // namespace vos::fuzz
