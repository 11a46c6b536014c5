#include "p2p/session/handshake.h"

#include "p2p/wire/reader.h"
#include "p2p/wire/writer.h"

namespace vos::session {

Bytes handshakePrologue(ByteView init)
{
    VOS_ASSERT(init.size() >= wire::InitPrologueSize);
    Bytes prologue = toBytes(viewOf("VOS/session/1"));
    append(prologue, init.first(wire::InitPrologueSize));
    return prologue;
}

Bytes encodeClaim(const Claim& claim)
{
    wire::Writer writer;
    writer.id(claim.id);
    writer.u64(claim.seq);
    return writer.take();
}

std::optional<Claim> decodeClaim(ByteView payload)
{
    wire::Reader reader(payload);
    Claim claim;
    claim.id = reader.id<NodeId>();
    claim.seq = reader.u64();
    return reader.finished() ? std::optional(claim) : std::nullopt;
}

Bytes encodeSeq(std::uint64_t seq)
{
    wire::Writer writer;
    writer.u64(seq);
    return writer.take();
}

std::optional<std::uint64_t> decodeSeq(ByteView payload)
{
    wire::Reader reader(payload);
    const std::uint64_t seq = reader.u64();
    return reader.finished() ? std::optional(seq) : std::nullopt;
}

}  // namespace vos::session
