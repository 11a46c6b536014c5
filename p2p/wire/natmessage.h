#pragma once

// Messages by which a node finds out who can reach it (dial-back), and for how long. Alternatives
// of wire::Message; p2p/README.md has their bytes.

#include "p2p/base/endpoint.h"
#include "p2p/base/ids.h"
#include "p2p/wire/mapmessage.h"
#include "p2p/wire/packet.h"
#include "p2p/wire/reader.h"
#include "p2p/wire/writer.h"

namespace vos::wire {

/// Send a PROBE to where you see us in this session, from another port of yours, and have another
/// node, which we know nothing of, send one as well. Answered by DIAL BACK DONE for each of the two
/// that was sent.
struct DialBack {
    Token token = 0;
    ProbeToken fromOtherPort;
    ProbeToken fromStranger;

    bool operator==(const DialBack&) const = default;
};

struct DialBackDone {
    enum class What : std::uint8_t { OtherPort = 1, Stranger = 2 };
    Token token = 0;
    What what = What::OtherPort;

    bool operator==(const DialBackDone&) const = default;
};

/// Send one PROBE with `probe` to `to`, where the sender sees a node it has a session with.
struct ProbeFor {
    Token token = 0;
    ProbeToken probe;
    Endpoint to;

    bool operator==(const ProbeFor&) const = default;
};

/// The PROBE of PROBE FOR has been sent; who does not send one says nothing.
struct ProbeSent {
    Token token = 0;

    bool operator==(const ProbeSent&) const = default;
};

/// Send one PROBE with `token` to where you see us in this session, after `seconds`.
struct ProbeLater {
    static constexpr std::uint16_t SecondsMax = 600;

    ProbeToken token;
    std::uint16_t seconds = 0;  ///< at most SecondsMax

    bool operator==(const ProbeLater&) const = default;
};

// The fields after the type byte. Reading fails the reader where a limit is broken.
void write(Writer& writer, const DialBack& m);
void write(Writer& writer, const DialBackDone& m);
void write(Writer& writer, const ProbeFor& m);
void write(Writer& writer, const ProbeSent& m);
void write(Writer& writer, const ProbeLater& m);
DialBack readDialBack(Reader& reader);
DialBackDone readDialBackDone(Reader& reader);
ProbeFor readProbeFor(Reader& reader);
ProbeSent readProbeSent(Reader& reader);
ProbeLater readProbeLater(Reader& reader);

}  // namespace vos::wire
