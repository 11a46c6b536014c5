#pragma once

// DatagramSocket on QUdpSocket, for every platform.

#include "p2p/base/expected.h"
#include "p2p/qt/datagramsocket.h"

#include <QHostAddress>
#include <QUdpSocket>

#include <memory>

namespace vos::qt {

class UdpSocket final : public DatagramSocket {
    Q_OBJECT

public:
    enum class BindError { Taken, NoSuchAddress, NotAllowed, NoNetwork };

    /// Bound to exactly this address (AnyIPv4 and AnyIPv6 do not include each other); port 0: any
    /// free one.
    static Expected<std::unique_ptr<UdpSocket>, BindError> bind(const QHostAddress& address,
                                                                quint16 port);

    Endpoint local() const override { return m_local; }
    bool send(const Endpoint& to, ByteView datagram) override;
    bool sendToGroup(const QNetworkInterface& card, const Endpoint& group,
                     ByteView datagram) override;
    std::optional<Datagram> receive() override;
    bool mend() override;

private:
    UdpSocket();
    void tune();

    QUdpSocket m_socket;
    Endpoint m_local;
    Bytes m_buffer;
};

}  // namespace vos::qt
