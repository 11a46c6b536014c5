#include "p2p/wire/reachmessage.h"

namespace vos::wire {

namespace {

constexpr std::uint8_t WantsRelay = 1;
constexpr std::uint8_t CarriesRelay = 2;
constexpr std::uint8_t CandidatesAnswer = 1;

}  // namespace

void write(Writer& writer, const RelayTerms& m)
{
    writer.u8(static_cast<std::uint8_t>((m.wants ? WantsRelay : 0) |
                                        (m.carries ? CarriesRelay : 0)));
}

RelayTerms readRelayTerms(Reader& reader)
{
    const std::uint8_t flags = reader.u8();
    if ((flags & ~(WantsRelay | CarriesRelay)) != 0)
        reader.fail();
    return {(flags & WantsRelay) != 0, (flags & CarriesRelay) != 0};
}

void write(Writer& writer, const RelayOpen& m)
{
    VOS_ASSERT(m.flow != 0 && m.flow < FlowNumberLimit && !isOfRelay(m.flow));
    VOS_ASSERT(!m.datagram.empty() && m.datagram.size() <= CarriedSizeMax);
    writer.u32(m.flow);
    writer.id(m.target);
    writer.bytes(m.datagram);
}

RelayOpen readRelayOpen(Reader& reader)
{
    RelayOpen m;
    m.flow = reader.u32();
    m.target = reader.id<NodeId>();
    const ByteView datagram = reader.rest();
    if (m.flow == 0 || m.flow >= FlowNumberLimit || isOfRelay(m.flow) || datagram.empty() ||
        datagram.size() > CarriedSizeMax)
        reader.fail();
    else
        m.datagram = toBytes(datagram);
    return m;
}

void write(Writer& writer, const RelayClosed& m)
{
    VOS_ASSERT(m.flow != 0 && m.flow < FlowNumberLimit);
    writer.u32(m.flow);
    writer.u8(static_cast<std::uint8_t>(m.reason));
}

RelayClosed readRelayClosed(Reader& reader)
{
    RelayClosed m;
    m.flow = reader.u32();
    const std::uint8_t reason = reader.u8();
    if (m.flow == 0 || m.flow >= FlowNumberLimit || reason < 1 || reason > 4)
        reader.fail();
    m.reason = static_cast<RelayClosed::Reason>(reason);
    return m;
}

void write(Writer& writer, const Candidates& m)
{
    VOS_ASSERT(m.round > 0 && m.endpoints.size() <= CandidatesMax);
    writer.u8(m.round);
    writer.u8(m.answer ? CandidatesAnswer : 0);
    writer.id(m.token);
    writer.u16(m.rttMillis);
    writer.u8(static_cast<std::uint8_t>(m.mapping));
    writer.u16(static_cast<std::uint16_t>(m.portStep));
    writer.u8(static_cast<std::uint8_t>(m.endpoints.size()));
    for (const Endpoint& endpoint : m.endpoints)
        writer.endpoint(endpoint);
}

Candidates readCandidates(Reader& reader)
{
    Candidates m;
    m.round = reader.u8();
    const std::uint8_t flags = reader.u8();
    m.token = reader.id<ProbeToken>();
    m.rttMillis = reader.u16();
    const std::uint8_t mapping = reader.u8();
    m.portStep = static_cast<std::int16_t>(reader.u16());
    const std::size_t count = reader.u8();
    if (m.round == 0 || flags > CandidatesAnswer || mapping > 2 || count > CandidatesMax) {
        reader.fail();
        return m;
    }
    m.answer = flags == CandidatesAnswer;
    m.mapping = static_cast<PortMappingKind>(mapping);
    m.endpoints.resize(count);
    for (Endpoint& endpoint : m.endpoints)
        endpoint = reader.endpoint();
    return m;
}

void write(Writer& writer, const Introduce& m) { writer.id(m.target); }

Introduce readIntroduce(Reader& reader) { return {reader.id<NodeId>()}; }

void write(Writer& writer, const Introduced& m)
{
    writer.id(m.peer);
    writer.endpoint(m.endpoint);
    writer.id(m.token);
}

Introduced readIntroduced(Reader& reader)
{
    Introduced m;
    m.peer = reader.id<NodeId>();
    m.endpoint = reader.endpoint();
    m.token = reader.id<ProbeToken>();
    return m;
}

}  // namespace vos::wire
