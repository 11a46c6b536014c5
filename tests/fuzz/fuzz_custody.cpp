// The signed words of custody, from a Friend VOS or from whoever kept them; each decoder gets every
// input.

#include "p2p/friendvos/custody.h"
#include "tests/fuzz/target.h"

using namespace vos;

namespace {

template <typename Word>
void check(ByteView input)
{
    if (const auto word = Word::decode(input)) {
        VOS_ASSERT(input.size() == Word::Size);
        VOS_ASSERT(equal(word->encode(), input));
    }
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView input = fuzz::viewOf(data, size);
    check<friendvos::CustodyReceipt>(input);
    check<friendvos::Refusal>(input);
    check<friendvos::CustodyList>(input);
    check<friendvos::RecallAnswer>(input);
    check<friendvos::Revocation>(input);
    return 0;
}
