// Messages between two nodes inside a session.

#include "p2p/wire/message.h"
#include "tests/fuzz/target.h"

using namespace vos;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView input = fuzz::viewOf(data, size);
    const auto message = wire::decodeMessage(input);
    if (!message || std::holds_alternative<wire::UnknownMessage>(*message))
        return 0;
    VOS_ASSERT(size <= wire::MessageSizeMax);
    VOS_ASSERT(equal(wire::encodeMessage(*message), input));
    return 0;
}
