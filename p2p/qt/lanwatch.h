#pragma once

// Finds nodes in the same network without any address given: a WHO to everybody goes to a
// multicast group at start, after a change of the network and every five minutes, by the node's own
// sockets, so that the answers come to where the sessions are made. What is heard of others is
// given on only if it comes from a subnet of this computer.
//
// Nothing in a question says who asks, and what answers it is proved by its signature alone.

#include "p2p/qt/sockets.h"

#include <QNetworkInterface>
#include <QObject>
#include <QTimer>
#include <QUdpSocket>

#include <functional>

namespace vos::qt {

/// The groups and the port (IANA: administratively scoped, and link-local of IPv6).
inline constexpr quint16 LanPort = 8679;

/// Interfaces that are up, know multicast, and on which one of `bound` listens (its address, or all
/// of a family).
std::vector<QNetworkInterface> lanInterfaces(const std::vector<Endpoint>& bound);
/// Whether `address` lies in a subnet of one of `cards` and is not one of their own addresses.
bool isNeighbour(const QHostAddress& address, const std::vector<QNetworkInterface>& cards);

class LanWatch : public QObject {
    Q_OBJECT

public:
    static constexpr auto AskEvery = std::chrono::minutes(5);
    /// A new IPv6 address counts only after a second or two (RFC 4862, section 5.4).
    static constexpr auto AskAgainAfter = std::chrono::seconds(3);

    /// `question` makes the datagram to be sent to everybody. On the engine's thread, as all here.
    LanWatch(Sockets& sockets, std::function<Bytes()> question, QObject* parent = nullptr);

    /// Looks at the interfaces; where they or their addresses have changed since the last look,
    /// joins the groups on them and asks.
    void refresh();

Q_SIGNALS:
    /// A neighbour's question.
    void heard(const vos::Endpoint& from, const QByteArray& datagram);

private:
    void listen(QUdpSocket& socket, QHostAddress::SpecialAddress any, const QHostAddress& group);
    void ask();
    void receive(QUdpSocket& socket);

    Sockets& m_sockets;
    std::function<Bytes()> m_question;
    std::vector<QNetworkInterface> m_cards;
    std::vector<QHostAddress> m_addresses;  ///< of m_cards
    QUdpSocket m_v4;
    QUdpSocket m_v6;
    QTimer m_timer;
    QTimer m_again;
};

}  // namespace vos::qt
