#include "p2p/wire/natmessage.h"

namespace vos::wire {

void write(Writer& writer, const DialBack& m)
{
    writer.u32(m.token);
    writer.id(m.fromOtherPort);
    writer.id(m.fromStranger);
}

DialBack readDialBack(Reader& reader)
{
    DialBack m;
    m.token = reader.u32();
    m.fromOtherPort = reader.id<ProbeToken>();
    m.fromStranger = reader.id<ProbeToken>();
    return m;
}

void write(Writer& writer, const DialBackDone& m)
{
    writer.u32(m.token);
    writer.u8(static_cast<std::uint8_t>(m.what));
}

DialBackDone readDialBackDone(Reader& reader)
{
    DialBackDone m;
    m.token = reader.u32();
    const std::uint8_t what = reader.u8();
    if (what < static_cast<std::uint8_t>(DialBackDone::What::OtherPort) ||
        what > static_cast<std::uint8_t>(DialBackDone::What::Stranger))
        reader.fail();
    m.what = static_cast<DialBackDone::What>(what);
    return m;
}

void write(Writer& writer, const ProbeFor& m)
{
    writer.u32(m.token);
    writer.id(m.probe);
    writer.endpoint(m.to);
}

ProbeFor readProbeFor(Reader& reader)
{
    ProbeFor m;
    m.token = reader.u32();
    m.probe = reader.id<ProbeToken>();
    m.to = reader.endpoint();
    if (!m.to.isUsable())
        reader.fail();
    return m;
}

void write(Writer& writer, const ProbeSent& m)
{
    writer.u32(m.token);
}

ProbeSent readProbeSent(Reader& reader)
{
    return {reader.u32()};
}

void write(Writer& writer, const ProbeLater& m)
{
    VOS_ASSERT(m.seconds <= ProbeLater::SecondsMax);
    writer.id(m.token);
    writer.u16(m.seconds);
}

ProbeLater readProbeLater(Reader& reader)
{
    ProbeLater m;
    m.token = reader.id<ProbeToken>();
    m.seconds = reader.u16();
    if (m.seconds > ProbeLater::SecondsMax)
        reader.fail();
    return m;
}

}  // namespace vos::wire
