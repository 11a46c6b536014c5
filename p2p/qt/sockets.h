#pragma once

// The node's bound sockets: one for each --listen, or one for IPv4 and one for IPv6 with the same
// port. Picks the socket a datagram leaves by and says where the node can be reached. Beside them
// come and go sockets with ports of their own, for guests and for probes.

#include "p2p/base/expected.h"
#include "p2p/engine/output.h"
#include "p2p/qt/datagramsocket.h"
#include "p2p/qt/options.h"

#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace vos::qt {

class Sockets {
public:
    static constexpr Duration GuestAge = 1h;
    /// Longer than a guest session lives without a sign of the other side.
    static constexpr Duration GuestQuiet = 90s;
    /// Where networks let no UDP out but what looks like the web (HTTP/3), this one gets through.
    static constexpr quint16 WebPort = 443;

    /// Where no port is asked for, `keptPort` (0: none) is tried first and any free one after it; a
    /// port that was asked for is taken or it is an error.
    static Expected<Sockets, StartError> open(const std::vector<ListenPlace>& listen,
                                              quint16 keptPort);

    std::size_t size() const { return m_sockets.size(); }
    DatagramSocket& at(std::size_t index) { return *m_sockets[index]; }
    void send(const Transmit& transmit);
    /// For GuestSocket and spare sockets: sends from a socket whose random port nothing connects
    /// with ours, one beside each of ours. The socket where it had to be opened, for whoever wants
    /// to hear what comes in by it.
    DatagramSocket* sendAside(const Transmit& transmit, Instant now);
    /// Closes guest sockets older than GuestAge that are out of use, so that the next use has
    /// another port, and spare ones SpareSocketQuiet after their last datagram. Not from inside a
    /// signal of one of them.
    void closeUnused(Instant now);
    /// Where the sockets are those of no --listen and this machine has a public address: WebPort is
    /// listened on as well, if the system lets us. True: there are more sockets than before.
    bool openWebPort();
    /// How many of the sockets are not at WebPort beside another; those come first.
    std::size_t ownCount() const { return m_ownCount; }
    /// Binds those anew that the system has taken from us (a suspended program, a card that is
    /// gone). False: one of them could not be had again; it stays and is tried the next time.
    bool mend();
    /// Addresses of this machine at which the sockets listen, with their ports.
    std::vector<Endpoint> localEndpoints() const;
    /// False where all of them are bound to this computer alone (127.0.0.1, ::1).
    bool listensOutside() const;
    /// Of the first socket.
    quint16 port() const;

private:
    struct Aside {
        std::unique_ptr<DatagramSocket> socket;
        Instant openedAt{};
        Instant usedAt{};
    };
    /// Place among m_sockets.
    std::optional<std::size_t> pick(const Transmit& transmit) const;

    std::vector<std::unique_ptr<DatagramSocket>> m_sockets;
    std::size_t m_ownCount = 0;
    bool m_everywhere = false;  ///< no --listen
    /// By the index the engine knows it under and the place among m_sockets it stands beside.
    std::map<std::pair<SocketIndex, std::size_t>, Aside> m_aside;
};

}  // namespace vos::qt
