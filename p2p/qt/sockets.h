#pragma once

// The node's bound sockets: one for each --listen, or one for IPv4 and one for IPv6 with the same
// port. Picks the socket a datagram leaves by and says where the node can be reached.

#include "p2p/base/expected.h"
#include "p2p/engine/output.h"
#include "p2p/qt/datagramsocket.h"
#include "p2p/qt/options.h"

#include <memory>
#include <optional>
#include <vector>

namespace vos::qt {

class Sockets {
public:
    static constexpr Duration GuestAge = 1h;
    /// Longer than a guest session lives without a sign of the other side.
    static constexpr Duration GuestQuiet = 90s;

    /// Where no port is asked for, `keptPort` (0: none) is tried first and any free one after it; a
    /// port that was asked for is taken or it is an error.
    static Expected<Sockets, StartError> open(const std::vector<ListenPlace>& listen,
                                              quint16 keptPort);

    std::size_t size() const { return m_sockets.size(); }
    DatagramSocket& at(std::size_t index) { return *m_sockets[index]; }
    void send(const Transmit& transmit);
    /// Sends from a socket whose random port nothing connects with ours, one beside each of ours.
    /// The socket where it had to be opened, for whoever wants to hear what comes in by it.
    DatagramSocket* sendAsGuest(const Transmit& transmit, Instant now);
    /// Closes guest sockets older than GuestAge that are out of use, so that the next use has
    /// another port. Not from inside a signal of one of them.
    void renewGuests(Instant now);
    /// Addresses of this machine at which the sockets listen, with their ports.
    std::vector<Endpoint> localEndpoints() const;
    /// Of the first socket.
    quint16 port() const;

private:
    struct Guest {
        std::unique_ptr<DatagramSocket> socket;  ///< null until it is used
        Instant openedAt{};
        Instant usedAt{};
    };
    /// Place among m_sockets.
    std::optional<std::size_t> pick(const Transmit& transmit) const;

    std::vector<std::unique_ptr<DatagramSocket>> m_sockets;
    std::vector<Guest> m_guests;  ///< beside m_sockets
};

}  // namespace vos::qt
