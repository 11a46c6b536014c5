#include "p2p/qt/udpsocket.h"

#include "p2p/qt/convert.h"

#include <QNetworkInterface>
#include <QVariant>

#ifdef Q_OS_LINUX
#include <netinet/in.h>
#include <sys/socket.h>
#endif

namespace vos::qt {

namespace {

/// Largest UDP payload; what is longer than our packets is left to the core to refuse.
constexpr std::size_t datagramMax = 65535;
/// A burst at full speed that arrives while the thread does something else for some milliseconds.
constexpr int receiveBuffer = 4 * 1024 * 1024;
constexpr int sendBuffer = 1024 * 1024;

UdpSocket::BindError bindErrorOf(QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::AddressInUseError:
        return UdpSocket::BindError::Taken;
    case QAbstractSocket::SocketAddressNotAvailableError:
        return UdpSocket::BindError::NoSuchAddress;
    case QAbstractSocket::SocketAccessError:
        return UdpSocket::BindError::NotAllowed;
    default:
        return UdpSocket::BindError::NoNetwork;
    }
}

}  // namespace

UdpSocket::UdpSocket() : m_socket(this), m_buffer(datagramMax)
{
    connect(&m_socket, &QUdpSocket::readyRead, this, &DatagramSocket::readyRead);
}

Expected<std::unique_ptr<UdpSocket>, UdpSocket::BindError> UdpSocket::bind(
    const QHostAddress& address, quint16 port)
{
    std::unique_ptr<UdpSocket> socket(new UdpSocket);
    if (!socket->m_socket.bind(address, port, QAbstractSocket::DontShareAddress))
        return Unexpected{bindErrorOf(socket->m_socket.error())};
    const auto local = toEndpoint(address, socket->m_socket.localPort());
    if (!local)
        return Unexpected{BindError::NoSuchAddress};
    socket->m_local = *local;
    socket->tune();
    return socket;
}

void UdpSocket::tune()
{
    m_socket.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, receiveBuffer);
    m_socket.setSocketOption(QAbstractSocket::SendBufferSizeSocketOption, sendBuffer);
#ifdef Q_OS_LINUX
    // The core probes for the path's MTU itself: never fragment, never believe ICMP for us.
    const int descriptor = static_cast<int>(m_socket.socketDescriptor());
    if (m_local.family == IpFamily::V4) {
        const int mode = IP_PMTUDISC_PROBE;
        ::setsockopt(descriptor, IPPROTO_IP, IP_MTU_DISCOVER, &mode, sizeof mode);
    } else {
        const int mode = IPV6_PMTUDISC_PROBE;
        ::setsockopt(descriptor, IPPROTO_IPV6, IPV6_MTU_DISCOVER, &mode, sizeof mode);
    }
#endif
}

bool UdpSocket::mend()
{
    // Asking the system, not Qt: only the former knows of a socket it has taken away.
    const bool alive =
        m_socket.state() == QAbstractSocket::BoundState &&
        m_socket.socketOption(QAbstractSocket::ReceiveBufferSizeSocketOption).isValid();
    if (alive)
        return true;
    m_socket.abort();
    const QHostAddress address = toHostAddress(m_local);
    if (!m_socket.bind(address, m_local.port, QAbstractSocket::DontShareAddress))
        return false;
    tune();
    return true;
}

bool UdpSocket::send(const Endpoint& to, ByteView datagram)
{
    const auto size = static_cast<qint64>(datagram.size());
    return m_socket.writeDatagram(reinterpret_cast<const char*>(datagram.data()), size,
                                  toHostAddress(to), to.port) == size;
}

bool UdpSocket::sendToGroup(const QNetworkInterface& card, const Endpoint& group,
                            ByteView datagram)
{
    m_socket.setMulticastInterface(card);
    return send(group, datagram);
}

std::optional<Datagram> UdpSocket::receive()
{
    while (m_socket.hasPendingDatagrams()) {
        QHostAddress sender;
        quint16 port = 0;
        const qint64 size =
            m_socket.readDatagram(reinterpret_cast<char*>(m_buffer.data()),
                                  static_cast<qint64>(m_buffer.size()), &sender, &port);
        // An error here is the echo of an earlier send to a closed port; the next one may be good.
        const auto from = size > 0 ? toEndpoint(sender, port) : std::nullopt;
        if (from)
            return Datagram{*from, ByteView(m_buffer).first(static_cast<std::size_t>(size))};
    }
    return std::nullopt;
}

}  // namespace vos::qt
