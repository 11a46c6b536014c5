// What is inside a letter: written by the sender, who may be a stranger.

#include "p2p/letters/letter.h"
#include "tests/fuzz/target.h"

using namespace vos;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView input = fuzz::viewOf(data, size);
    const auto payload = letters::decodePayload(input);
    if (!payload)
        return 0;
    VOS_ASSERT(payload->notes.size() <= letters::CustodyNotesMax);
    VOS_ASSERT(payload->body.size() <= letters::BodySizeMax);
    VOS_ASSERT(equal(letters::encodePayload(*payload), input));
    return 0;
}
