// Datagrams from strangers at a running node. Whatever they are, the node sends a stranger no more
// bytes than the stranger sent, and it always has an end to what it does.
//
// Script: code 1, then for a datagram its length 2 and the bytes, for a pause milliseconds 2.

#include "p2p/engine/engine.h"
#include "p2p/session/mac.h"
#include "p2p/wire/packet.h"
#include "p2p/wire/reader.h"
#include "tests/fuzz/corpus.h"
#include "tests/fuzz/target.h"

#include <algorithm>

using namespace vos;

namespace {

constexpr int outputsMax = 1'000;

identity::Identity ownIdentity()
{
    VOS_ASSERT(crypto::initialize());
    fuzz::FixedRng rng(10);
    const auto key = crypto::SigningKey::generate(rng);
    return identity::Identity::fromStored(key.seed(), fuzz::responderPair().secret().clone(),
                                          crypto::Secret<32>::random(rng), {});
}

class Script {
public:
    explicit Script(ByteView input)
        : m_reader(input)
        , m_engine({.name = "Alice", .stampBits = 0, .letterWorkBits = 0}, ownIdentity(), {}, m_rng)
    {
        m_engine.start(now(), {*Endpoint::parse("198.51.100.1:4747")});
        drain();
    }

    void run()
    {
        for (int steps = 0; steps < 64 && m_reader.remaining() > 0; ++steps) {
            const std::uint8_t code = m_reader.u8();
            if (code % 4 == 3)
                wait(std::chrono::milliseconds(m_reader.u16()));
            else
                datagram(code % 4);
            drain();
        }
    }

private:
    static constexpr std::size_t strangersMax = 2;
    struct Stranger {
        Endpoint endpoint;
        std::size_t sent = 0;
        std::size_t received = 0;
    };

    Now now() const
    {
        return {m_time,
                fromMillis(1'740'000'000'000) +
                    std::chrono::duration_cast<WallClock::duration>(m_time.time_since_epoch())};
    }
    void datagram(std::uint8_t code)
    {
        const std::size_t size = std::min<std::size_t>(m_reader.u16(), m_reader.remaining());
        Bytes bytes = toBytes(m_reader.bytes(size));
        // Without its mac1 an INIT goes no further than one hash.
        if (code == 1 && bytes.size() == wire::InitSize) {
            const wire::Mac mac = session::mac1(fuzz::responderPair().publicKey(),
                                                ByteView(bytes).first(wire::InitMac1Offset));
            std::copy(mac.begin(), mac.end(), bytes.begin() + wire::InitMac1Offset);
        }
        Stranger& from = m_strangers[code % strangersMax];
        from.sent += bytes.size();
        m_engine.handleDatagram(now(), from.endpoint, 0, bytes);
    }
    void wait(Duration time)
    {
        m_time += time;
        m_engine.handleTimeout(now());
    }
    void drain()
    {
        for (int count = 0; count < outputsMax; ++count) {
            auto output = m_engine.pollOutput();
            if (!output)
                return;
            if (const auto* transmit = std::get_if<Transmit>(&*output))
                account(*transmit);
            else if (const auto* store = std::get_if<Store>(&*output))
                m_engine.handleStored(now(), store->ticket, true);
        }
        VOS_ASSERT(false);
    }
    void account(const Transmit& transmit)
    {
        for (Stranger& stranger : m_strangers) {
            if (stranger.endpoint == transmit.to)
                stranger.received += transmit.datagram.size();
            VOS_ASSERT(stranger.received <= stranger.sent);
        }
    }

    wire::Reader m_reader;
    fuzz::FixedRng m_rng{11};
    Instant m_time = Instant{} + 1h;
    Stranger m_strangers[strangersMax] = {{*Endpoint::parse("192.0.2.1:5000")},
                                          {*Endpoint::parse("[2001:db8::9]:5000")}};
    Engine m_engine;
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    Script(fuzz::viewOf(data, size)).run();
    return 0;
}
