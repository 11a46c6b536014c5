// Whereabouts in both forms, as every node takes them from any other.

#include "p2p/map/record.h"
#include "tests/fuzz/target.h"

using namespace vos;

namespace {

void checkShort(ByteView input)
{
    const auto owner = map::Whereabouts::shortFormOwner(input);
    if (!owner)
        return;
    map::Whereabouts stored;
    std::copy(owner->bytes.begin(), owner->bytes.end(), stored.id.bytes.begin());
    const auto record = map::Whereabouts::decodeShort(input, stored);
    if (!record)
        return;
    VOS_ASSERT(record->id == stored.id && record->sessionKey == stored.sessionKey);
    VOS_ASSERT(equal(record->encodeShort(), input));
    const auto again = map::Whereabouts::decode(record->encode());
    VOS_ASSERT(again && *again == *record);
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView input = fuzz::viewOf(data, size);
    checkShort(input);
    const auto record = map::Whereabouts::decode(input);
    const auto outline = map::Whereabouts::outline(input);
    VOS_ASSERT(outline.has_value() == record.has_value());
    if (!record)
        return 0;
    VOS_ASSERT(outline->id == record->id && outline->seq == record->seq &&
               outline->flags == record->flags);
    VOS_ASSERT(size >= map::Whereabouts::SizeMin && size <= map::Whereabouts::SizeMax);
    VOS_ASSERT(equal(record->encode(), input));
    VOS_ASSERT(!map::newer(*record, *record));
    checkShort(record->encodeShort());
    return 0;
}
