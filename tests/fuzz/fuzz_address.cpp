// Addresses and bech32m texts: pasted, typed, sent by strangers.

#include "p2p/identity/address.h"
#include "p2p/identity/bech32.h"
#include "tests/fuzz/target.h"

using namespace vos;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = fuzz::textOf(fuzz::viewOf(data, size));

    if (const auto decoded = identity::decodeBech32m(text)) {
        const auto again = identity::decodeBech32m(identity::encodeBech32m(*decoded));
        VOS_ASSERT(again && *again == *decoded);
    } else if (decoded.error().position) {
        VOS_ASSERT(*decoded.error().position < text.size());
    }

    if (const auto id = identity::parseAddress(text)) {
        const std::string canonical = identity::encodeAddress(*id);
        VOS_ASSERT(canonical.size() == identity::AddressLength);
        const auto again = identity::parseAddress(canonical);
        VOS_ASSERT(again && *again == *id);
    } else {
        VOS_ASSERT(!identity::describe(id.error()).empty());
    }
    return 0;
}
