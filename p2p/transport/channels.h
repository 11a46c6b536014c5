#pragma once

// The three channels of a connection with their flow control: messages into pieces and back, what
// to send first, and how much each side may have under way.
//
// Credit: both ends start with the same windows. A receiver moves a channel's limit as its messages
// are taken, so what waits here is bounded by the windows. The bulk window may grow, and the
// connection's with it; bulk alone can never use up the credit of the connection.

#include "p2p/base/expected.h"
#include "p2p/base/time.h"
#include "p2p/transport/reassembly.h"
#include "p2p/transport/sendbuffer.h"
#include "p2p/transport/sentpacket.h"
#include "p2p/transport/types.h"
#include "p2p/wire/frame.h"

#include <array>
#include <cstdint>
#include <optional>

namespace vos::transport {

class Channels {
public:
    explicit Channels(const Config& config);

    // ---- sending ------------------------------------------------------------------------------
    void append(Channel channel, ByteView message);
    /// Drops all that waits to be sent or acknowledged.
    void clearSending();
    /// Some channel has bytes to send and credit for them.
    bool hasData() const;
    /// The same, of Control and Small.
    bool hasUrgentData() const;
    /// A new limit must be told to the peer.
    bool hasCredit() const;
    /// Writes limits that are due, as far as the writer stays within `end` bytes. `rtt` is what the
    /// growth of the bulk window is measured against.
    void writeCredit(Instant now, Duration rtt, wire::Writer& writer, std::size_t end,
                     SentFrames& frames);
    /// Fills up to `end` bytes with the most urgent data.
    void writeData(wire::Writer& writer, std::size_t end, SentFrames& frames);
    void handleAcknowledged(const SentFrames& frames);
    void handleLost(const SentFrames& frames);
    /// Sends the packet's data of Control and Small once more, lost or not.
    void repeatUrgent(const SentFrames& frames);

    // ---- receiving ----------------------------------------------------------------------------
    /// True: taken. False: it must count as lost, there are too many holes.
    Expected<bool, CloseReason> handleData(const wire::ChannelFrame& frame);
    void handleMaxData(std::uint64_t limit);
    void handleMaxChannelData(std::uint8_t channel, std::uint64_t limit);
    /// The next whole message, most urgent channel first.
    std::optional<MessageReceived> takeMessage();

    /// A channel whose queue fell to the low-water mark since the last call.
    std::optional<Channel> takeWritable();
    std::size_t queuedBytes(Channel channel) const;
    bool hasUnacknowledged() const;
    std::uint64_t bytesResent() const { return m_bytesResent; }
    /// Memory of the receiving side.
    std::size_t receiveBytes() const;

private:
    struct Stream {
        SendBuffer out;
        std::uint64_t peerLimit = InitialChannelWindow;
        bool aboveLowWater = false;

        Reassembly in;
        std::uint64_t window = InitialChannelWindow;
        std::uint64_t told = InitialChannelWindow;  // limit the peer was told
        bool creditDue = false;
    };

    Stream& stream(Channel channel) { return m_streams[static_cast<std::size_t>(channel)]; }
    const Stream& stream(Channel channel) const
    {
        return m_streams[static_cast<std::size_t>(channel)];
    }
    /// Offset up to which the stream may send new bytes.
    std::uint64_t sendLimit(const Stream& stream) const;
    std::uint64_t window() const;
    void sendAgain(const StreamSpan& span);
    void growBulkWindow();

    std::array<Stream, ChannelCount> m_streams;
    std::uint64_t m_peerLimit = InitialConnectionWindow;
    std::uint64_t m_sent = 0;  // new bytes of all channels
    std::uint64_t m_told = InitialConnectionWindow;
    std::uint64_t m_received = 0;  // sum of the highest offsets
    std::uint64_t m_consumed = 0;
    bool m_creditDue = false;
    Instant m_bulkToldAt{};
    std::uint64_t m_maxBulkWindow;
    std::size_t m_lowWater;
    std::uint64_t m_bytesResent = 0;
};

}  // namespace vos::transport
