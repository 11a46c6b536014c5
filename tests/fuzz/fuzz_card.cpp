// Cards, as every node takes them from any other.

#include "p2p/identity/card.h"
#include "p2p/identity/name.h"
#include "tests/fuzz/target.h"

using namespace vos;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView input = fuzz::viewOf(data, size);
    const auto card = identity::Card::decode(input);
    if (!card)
        return 0;
    VOS_ASSERT(size >= identity::Card::SizeMin && size <= identity::Card::SizeMax);
    VOS_ASSERT(!identity::checkName(card->name));
    VOS_ASSERT(equal(card->encode(), input));
    VOS_ASSERT(!identity::newer(*card, *card));
    return 0;
}
