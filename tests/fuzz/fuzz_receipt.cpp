// Signed receipts, from the recipient or from whoever kept them.

#include "p2p/letters/receipt.h"
#include "tests/fuzz/target.h"

using namespace vos;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView input = fuzz::viewOf(data, size);
    const auto receipt = letters::Receipt::decode(input);
    if (!receipt)
        return 0;
    VOS_ASSERT(!receipt->letters.empty() &&
               receipt->letters.size() <= letters::Receipt::LettersMax);
    VOS_ASSERT(equal(receipt->encode(), input));
    return 0;
}
