// Handshake datagrams at a responder and at a waiting initiator. The first byte says whether mac1
// is made right before: a fuzzer cannot guess it, and what lies behind it must stand on its own.

#include "p2p/session/handshake.h"
#include "p2p/session/initiator.h"
#include "p2p/session/responder.h"
#include "tests/fuzz/corpus.h"
#include "tests/fuzz/target.h"

#include <algorithm>

using namespace vos;

namespace {

constexpr Instant start{};

void repairMac1(Bytes& datagram, const ExchangeKey& receiver)
{
    const std::size_t offset = datagram.size() == wire::InitSize   ? wire::InitMac1Offset
                               : datagram.size() == wire::RespSize ? wire::RespMac1Offset
                                                                   : 0;
    if (offset == 0)
        return;
    const wire::Mac mac = session::mac1(receiver, ByteView(datagram).first(offset));
    std::copy(mac.begin(), mac.end(), datagram.begin() + static_cast<std::ptrdiff_t>(offset));
}

/// What the handshake messages carry, as it looks after decryption.
void checkPayloads(ByteView input)
{
    if (const auto claim = session::decodeClaim(input))
        VOS_ASSERT(equal(session::encodeClaim(*claim), input));
    if (const auto seq = session::decodeSeq(input))
        VOS_ASSERT(equal(session::encodeSeq(*seq), input));
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    checkPayloads(fuzz::viewOf(data, size));
    fuzz::FixedRng rng(1);
    const auto own = fuzz::responderPair();
    const auto caller = crypto::ExchangePair::generate(rng);
    const Endpoint from = *Endpoint::parse("192.0.2.1:4747");

    Bytes datagram = toBytes(fuzz::viewOf(data, size).subspan(1));
    const bool repaired = (data[0] & 1) != 0;
    if (repaired)
        repairMac1(datagram, own.publicKey());
    session::HandshakeResponder responder(own.clone(), rng);
    const auto answer = responder.handleInit(start, from, datagram, 1);
    if (answer)
        VOS_ASSERT(answer->size() <= datagram.size());
    VOS_ASSERT(responder.halfOpenCount() <= 1);
    Bytes buffer;
    VOS_ASSERT(!responder.takeSession(start, datagram, buffer));

    if (repaired)
        repairMac1(datagram, caller.publicKey());
    auto initiator = session::InitiatorHandshake::start(
        {rng.id<NodeId>(), 1}, caller, {rng.id<NodeId>(), own.publicKey(), nullptr}, rng);
    VOS_ASSERT(initiator);
    // Nobody who lacks the responder's secret key can answer this INIT.
    VOS_ASSERT(!initiator->handleResponse(start, datagram) && !initiator->finished());
    VOS_ASSERT(!initiator->handleCookie(datagram));
    return 0;
}
