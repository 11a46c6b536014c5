#pragma once

// The node's bound sockets: one for each --listen, or one for IPv4 and one for IPv6 with the same
// port. Picks the socket a datagram leaves by and says where the node can be reached.

#include "p2p/base/expected.h"
#include "p2p/engine/output.h"
#include "p2p/qt/datagramsocket.h"
#include "p2p/qt/options.h"

#include <memory>
#include <vector>

namespace vos::qt {

class Sockets {
public:
    /// Where no port is asked for, `keptPort` (0: none) is tried first and any free one after it; a
    /// port that was asked for is taken or it is an error.
    static Expected<Sockets, StartError> open(const std::vector<ListenPlace>& listen,
                                              quint16 keptPort);

    std::size_t size() const { return m_sockets.size(); }
    DatagramSocket& at(std::size_t index) { return *m_sockets[index]; }
    void send(const Transmit& transmit);
    /// Addresses of this machine at which the sockets listen, with their ports.
    std::vector<Endpoint> localEndpoints() const;
    /// Of the first socket.
    quint16 port() const;

private:
    DatagramSocket* pick(const Transmit& transmit);

    std::vector<std::unique_ptr<DatagramSocket>> m_sockets;
};

}  // namespace vos::qt
