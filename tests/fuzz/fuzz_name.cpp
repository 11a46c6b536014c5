// Display names: whatever comes in, what is kept can be shown.

#include "p2p/base/utf8.h"
#include "p2p/identity/name.h"
#include "tests/fuzz/target.h"

using namespace vos;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view text = fuzz::textOf(fuzz::viewOf(data, size));
    const std::string clean = identity::cleanName(text);
    VOS_ASSERT(!identity::checkName(clean));
    VOS_ASSERT(identity::cleanName(clean) == clean);
    if (!identity::checkName(text))
        VOS_ASSERT(isUtf8(text) && text.size() <= identity::NameSizeMax);
    return 0;
}
