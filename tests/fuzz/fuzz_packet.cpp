// Datagrams as the socket delivers them: the head, and each type of packet.

#include "p2p/wire/packet.h"
#include "tests/fuzz/target.h"

using namespace vos;

namespace {

template <typename Packet>
void checkRoundTrip(const std::optional<Packet>& packet, ByteView input)
{
    if (packet)
        VOS_ASSERT(equal(wire::encode(*packet), input));
}

void checkDataHead(ByteView input)
{
    const auto head = wire::decodeDataHead(input);
    if (!head)
        return;
    ByteArray<wire::DataHeadSize> bytes;
    wire::encodeDataHead(*head, bytes);
    VOS_ASSERT(equal(bytes, input.first(wire::DataHeadSize)));
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const ByteView input = fuzz::viewOf(data, size);
    const auto type = wire::packetType(input);
    VOS_ASSERT(!type || !wire::foreignVersion(input));

    const auto init = wire::decodeInit(input);
    const auto resp = wire::decodeResp(input);
    const auto cookie = wire::decodeCookie(input);
    const auto who = wire::decodeWho(input);
    const auto record = wire::decodeRecord(input);
    const auto probe = wire::decodeProbe(input);
    checkRoundTrip(init, input);
    checkRoundTrip(resp, input);
    checkRoundTrip(cookie, input);
    checkRoundTrip(who, input);
    checkRoundTrip(record, input);
    checkRoundTrip(probe, input);
    checkDataHead(input);

    const int taken = init.has_value() + resp.has_value() + cookie.has_value() + who.has_value() +
                      record.has_value() + probe.has_value() +
                      wire::decodeDataHead(input).has_value();
    VOS_ASSERT(taken <= (type ? 1 : 0));
    return 0;
}
