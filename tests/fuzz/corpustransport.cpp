#include "p2p/transport/connection.h"
#include "tests/fuzz/corpus.h"

namespace vos::fuzz {

namespace {

using namespace transport;

/// What a real peer says to a connection, written down as the script fuzz_transport reads.
class Recorder {
public:
    explicit Recorder(Connection& peer) : m_peer(peer) {}

    void packets(Instant now)
    {
        while (const auto packet = m_peer.pollPacket(now)) {
            // Sizes are kept in units of four; frames of padding fill the rest.
            const std::size_t size = std::min<std::size_t>((packet->plaintext.size() + 3) / 4, 255);
            m_script.u8(0);
            m_script.u8(static_cast<std::uint8_t>(size));
            m_script.bytes(
                ByteView(packet->plaintext).first(std::min(packet->plaintext.size(), size * 4)));
            m_script.zeros(size * 4 - std::min(packet->plaintext.size(), size * 4));
        }
    }
    void wait(std::uint16_t milliseconds)
    {
        m_script.u8(4);
        m_script.u16(milliseconds);
    }
    void send(Channel channel, std::uint16_t size)
    {
        m_script.u8(5);
        m_script.u8(static_cast<std::uint8_t>(channel));
        m_script.u16(size);
    }
    void code(std::uint8_t code) { m_script.u8(code); }
    Bytes take() { return m_script.take(); }

private:
    Connection& m_peer;
    wire::Writer m_script;
};

}  // namespace

void addTransportSeeds(Seeds& seeds)
{
    Connection peer(Config{}, Instant{});
    Recorder recorder(peer);
    const Instant now{};
    peer.send(Channel::Small, Bytes(300));
    recorder.packets(now);
    seeds.push_back({"transport", "message", recorder.take()});

    peer.ping(now);
    peer.send(Channel::Control, Bytes(10));
    peer.send(Channel::Bulk, Bytes(5'000));
    recorder.send(Channel::Small, 2'000);
    recorder.packets(now);
    recorder.wait(300);
    recorder.code(6);
    peer.handleTimeout(now + 1s);
    recorder.packets(now + 1s);
    recorder.code(7);
    recorder.wait(2'000);
    seeds.push_back({"transport", "talk", recorder.take()});

    peer.close(CloseReason::Goodbye);
    recorder.packets(now + 2s);
    recorder.wait(100);
    seeds.push_back({"transport", "close", recorder.take()});
}

}  // namespace vos::fuzz
