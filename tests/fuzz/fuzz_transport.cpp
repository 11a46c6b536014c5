// One connection against a peer that has the keys and means no good: packets of any content, in any
// order of numbers, between commands of its own side and steps of time. The input is the script.

#include "p2p/transport/connection.h"
#include "tests/fuzz/target.h"

#include <algorithm>

using namespace vos;
using namespace vos::transport;

namespace {

// All its windows together, and the room a buffer takes beyond its content.
constexpr std::size_t receiveBytesMax = 16u << 20;
// A connection that wants its timer again at the same moment this often never lets its owner sleep.
constexpr int timeoutsAtOnceMax = 64;

class Script {
public:
    explicit Script(ByteView input) : m_reader(input), m_connection(Config{}, Instant{}) {}

    void run()
    {
        // Each step may drain a window of packets; more steps find nothing new.
        for (int steps = 0; steps < 400 && m_reader.remaining() > 0; ++steps) {
            step(m_reader.u8());
            drain();
            settle();
        }
        m_connection.close(CloseReason::Goodbye);
        drain();
        VOS_ASSERT(m_connection.isClosed() && !m_connection.send(Channel::Small, {}));
    }

private:
    void step(std::uint8_t code)
    {
        switch (code % 8) {
        case 4:
            m_now += std::chrono::milliseconds(m_reader.u16());
            return m_connection.handleTimeout(m_now);
        case 5:
            return sendSome();
        case 6:
            m_connection.ping(m_now);
            return m_connection.challengePath(code >> 4, {});
        case 7:
            return m_connection.pathChanged(m_now);
        default:
            return packet(code);
        }
    }
    void packet(std::uint8_t code)
    {
        // Mostly the next number; sometimes one from the past or far ahead.
        if (code % 8 == 3)
            m_number = m_reader.u48();
        const std::size_t size = std::min<std::size_t>(m_reader.u8() * 4u, m_reader.remaining());
        const bool wasClosed = m_connection.isClosed();
        const auto outcome = m_connection.handlePacket(m_now, m_number++, m_reader.bytes(size), 1);
        VOS_ASSERT(outcome || m_connection.isClosed());
        VOS_ASSERT(!wasClosed || m_connection.isClosed());
    }
    void sendSome()
    {
        const auto channel = static_cast<Channel>(m_reader.u8() % ChannelCount);
        const std::size_t size = m_reader.u16();
        if (m_connection.queuedBytes(channel) < (1u << 18))
            m_connection.send(channel, Bytes(std::min(size, MaxMessage)));
    }
    void drain()
    {
        while (const auto packet = m_connection.pollPacket(m_now)) {
            VOS_ASSERT(!packet->plaintext.empty());
            VOS_ASSERT(packet->plaintext.size() + DatagramOverhead <= MaxDatagram);
            VOS_ASSERT(packet->number + 1 == m_connection.nextNumber());
        }
        while (const auto event = m_connection.pollEvent()) {
            if (const auto* received = std::get_if<MessageReceived>(&*event))
                VOS_ASSERT(received->message.size() <= MaxMessage);
        }
        VOS_ASSERT(m_connection.receiveBytes() <= receiveBytesMax);
    }
    void settle()
    {
        for (int i = 0; i < timeoutsAtOnceMax; ++i) {
            const auto next = m_connection.nextTimeout();
            if (!next || *next > m_now)
                return;
            m_connection.handleTimeout(m_now);
            drain();
        }
        VOS_ASSERT(!"the timer is always due");
    }

    wire::Reader m_reader;
    Connection m_connection;
    Instant m_now{};
    std::uint64_t m_number = 0;
};

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    Script(fuzz::viewOf(data, size)).run();
    return 0;
}
