#include "p2p/qt/lanwatch.h"

#include "p2p/qt/convert.h"
#include "p2p/wire/packet.h"

#include <QNetworkDatagram>

#include <algorithm>

namespace vos::qt {

namespace {

/// Datagrams taken in one turn of the event loop; the group is open to everybody in the network.
constexpr int heardMax = 64;

const QHostAddress& groupOf(IpFamily family)
{
    static const QHostAddress v4(QStringLiteral("239.255.86.79"));
    static const QHostAddress v6(QStringLiteral("ff02::56:4f53"));
    return family == IpFamily::V4 ? v4 : v6;
}

bool carriesMulticast(const QNetworkInterface& card)
{
    const auto flags = card.flags();
    return flags.testFlag(QNetworkInterface::IsUp) &&
           flags.testFlag(QNetworkInterface::IsRunning) &&
           flags.testFlag(QNetworkInterface::CanMulticast) &&
           !flags.testFlag(QNetworkInterface::IsLoopBack);
}

bool listensOn(const Endpoint& bound, const QNetworkInterface& card)
{
    if (isUnspecified(bound))
        return true;
    const auto entries = card.addressEntries();
    return std::any_of(entries.begin(), entries.end(), [&](const QNetworkAddressEntry& entry) {
        return toEndpoint(entry.ip(), bound.port) == bound;
    });
}

}  // namespace

std::vector<QNetworkInterface> lanInterfaces(const std::vector<Endpoint>& bound)
{
    std::vector<QNetworkInterface> cards;
    for (const QNetworkInterface& card : QNetworkInterface::allInterfaces()) {
        if (carriesMulticast(card) &&
            std::any_of(bound.begin(), bound.end(),
                        [&](const Endpoint& at) { return listensOn(at, card); }))
            cards.push_back(card);
    }
    return cards;
}

bool isNeighbour(const QHostAddress& address, const std::vector<QNetworkInterface>& cards)
{
    bool inside = false;
    for (const QNetworkInterface& card : cards) {
        for (const QNetworkAddressEntry& entry : card.addressEntries()) {
            if (entry.ip().isEqual(address, QHostAddress::ConvertV4MappedToIPv4))
                return false;
            inside = inside || (entry.prefixLength() > 0 &&
                                address.isInSubnet(entry.ip(), entry.prefixLength()));
        }
    }
    return inside;
}

LanWatch::LanWatch(Sockets& sockets, std::function<Bytes()> question, QObject* parent)
    : QObject(parent)
    , m_sockets(sockets)
    , m_question(std::move(question))
    , m_v4(this)
    , m_v6(this)
    , m_timer(this)
    , m_again(this)
{
    connect(&m_v4, &QUdpSocket::readyRead, this, [this] { receive(m_v4); });
    connect(&m_v6, &QUdpSocket::readyRead, this, [this] { receive(m_v6); });
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &LanWatch::ask);
    m_again.setSingleShot(true);
    connect(&m_again, &QTimer::timeout, this, &LanWatch::ask);
}

void LanWatch::refresh()
{
    std::vector<Endpoint> bound;
    for (std::size_t i = 0; i < m_sockets.size(); ++i)
        bound.push_back(m_sockets.at(i).local());
    m_cards = lanInterfaces(bound);
    std::vector<QHostAddress> addresses;
    for (const QNetworkInterface& card : m_cards) {
        for (const QNetworkAddressEntry& entry : card.addressEntries())
            addresses.push_back(entry.ip());
    }
    if (addresses == m_addresses)
        return;
    m_addresses = std::move(addresses);
    listen(m_v4, QHostAddress::AnyIPv4, groupOf(IpFamily::V4));
    listen(m_v6, QHostAddress::AnyIPv6, groupOf(IpFamily::V6));
    m_timer.start(AskEvery);
    m_again.start(AskAgainAfter);
    ask();
}

/// Anew each time: an interface that came back has forgotten what was joined on it. A system that
/// refuses (no IPv6, the port taken by a stranger) leaves us without discovery by that family.
void LanWatch::listen(QUdpSocket& socket, QHostAddress::SpecialAddress any,
                      const QHostAddress& group)
{
    socket.close();
    if (m_cards.empty() ||
        !socket.bind(QHostAddress(any), LanPort,
                     QAbstractSocket::ShareAddress | QAbstractSocket::ReuseAddressHint))
        return;
    for (const QNetworkInterface& card : m_cards)
        socket.joinMulticastGroup(group, card);
}

void LanWatch::ask()
{
    if (m_cards.empty())
        return;
    const Bytes question = m_question();
    // One question is enough: a second port of the same machine is no other node.
    for (std::size_t i = 0; i < m_sockets.ownCount(); ++i) {
        DatagramSocket& socket = m_sockets.at(i);
        const Endpoint local = socket.local();
        const auto group = toEndpoint(groupOf(local.family), LanPort);
        for (const QNetworkInterface& card : m_cards) {
            if (listensOn(local, card))
                socket.sendToGroup(card, *group, question);
        }
    }
}

void LanWatch::receive(QUdpSocket& socket)
{
    for (int i = 0; i < heardMax && socket.hasPendingDatagrams(); ++i) {
        const QNetworkDatagram datagram = socket.receiveDatagram(wire::WhoSize + 1);
        const auto port = static_cast<quint16>(std::clamp(datagram.senderPort(), 0, 65535));
        const auto from = toEndpoint(datagram.senderAddress(), port);
        if (from && port != 0 && wire::decodeWho(viewOf(datagram.data())) &&
            isNeighbour(datagram.senderAddress(), m_cards))
            Q_EMIT heard(*from, datagram.data());
    }
}

}  // namespace vos::qt
