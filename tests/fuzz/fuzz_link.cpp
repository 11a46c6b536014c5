// Links and the HOST:PORT places in them, as they come by mail or out of a scanned code.

#include "p2p/base/endpoint.h"
#include "p2p/base/utf8.h"
#include "p2p/identity/link.h"
#include "p2p/identity/name.h"
#include "tests/fuzz/target.h"

using namespace vos;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = fuzz::textOf(fuzz::viewOf(data, size));

    if (const auto endpoint = Endpoint::parse(text)) {
        const auto again = Endpoint::parse(endpoint->toString());
        VOS_ASSERT(again && *again == *endpoint);
    }

    const auto link = identity::parseLink(text);
    if (!link) {
        VOS_ASSERT(!identity::describe(link.error()).empty());
        return 0;
    }
    VOS_ASSERT(!identity::checkName(link->name));
    VOS_ASSERT(link->at.size() <= identity::LinkPlacesMax);
    for (const std::string& place : link->at)
        VOS_ASSERT(identity::isPlace(place));
    const std::string canonical = identity::encodeLink(*link);
    VOS_ASSERT(isUtf8(canonical) && canonical.size() <= identity::LinkLengthMax);
    const auto again = identity::parseLink(canonical);
    VOS_ASSERT(again && *again == *link);
    return 0;
}
