// What a router, or anybody in the home who plays one, answers to the question for a port.

#include "p2p/nat/portmapmessage.h"
#include "tests/fuzz/target.h"

using namespace vos;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView input = fuzz::viewOf(data, size);
    const auto pcp = nat::decodePcpMap(input);
    const auto natPmp = nat::decodeNatPmp(input);
    // The first byte is the version; nothing is both.
    VOS_ASSERT(!pcp || !natPmp);
    if (pcp) {
        VOS_ASSERT(size >= nat::PcpMapSize && size <= nat::PcpSizeMax);
        // Asked for what was granted, the same bytes stand where the answer had them.
        const auto asked = nat::encode(nat::PcpMapRequest{
            {IpFamily::V4, {}, pcp->internalPort}, pcp->nonce, pcp->external, pcp->lifetime});
        VOS_ASSERT(equal(ByteView(asked).subspan(24, 12), input.subspan(24, 12)));
        VOS_ASSERT(equal(ByteView(asked).subspan(40, 20), input.subspan(40, 20)));
        VOS_ASSERT(equal(ByteView(asked).subspan(4, 4), input.subspan(4, 4)));
    }
    if (natPmp)
        VOS_ASSERT(natPmp->kind == nat::NatPmpReply::Kind::Refused || natPmp->result == 0);
    return 0;
}
