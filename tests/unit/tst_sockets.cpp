// Sockets: datagrams over loopback, ports kept and taken, and the words when one cannot be had.

#include "p2p/qt/convert.h"
#include "p2p/qt/localaddresses.h"
#include "p2p/qt/sockets.h"
#include "p2p/qt/udpsocket.h"

#include "tests/support/testprogram.h"

#include <QSet>
#include <QSignalSpy>
#include <QTest>
#include <QUdpSocket>

#include <algorithm>

using namespace vos;
using namespace vos::qt;

namespace {

const QHostAddress loopback(QHostAddress::LocalHost);

std::vector<ListenPlace> onLoopback(quint16 port)
{
    return {{loopback, port}};
}

/// Where the next datagram came from.
std::optional<Endpoint> receiveOne(DatagramSocket& socket)
{
    std::optional<Endpoint> from;
    const bool came = QTest::qWaitFor(
        [&] {
            const auto datagram = socket.receive();
            if (datagram)
                from = datagram->from;
            return from.has_value();
        },
        5000);
    return came ? from : std::nullopt;
}

}  // namespace

class SocketsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void endpointsAndHostAddresses();
    void datagramsArrive();
    void manyAtOnceArriveWhole();
    void keptPortIsTakenAgain();
    void keptPortTakenByAnother();
    void explicitPortTaken();
    void foreignAddress();
    void everyInterface();
    void bothFamiliesSendAndReceive();
    void guestsHaveAPortOfTheirOwn();
    void guestsGetAnotherPortOnceOutOfUse();
    void sparesHavePortsOfTheirOwn();
    void sparesCloseWhenQuiet();
    void takenSocketIsBoundAnew();
};

void SocketsTest::sparesHavePortsOfTheirOwn()
{
    auto sockets = Sockets::open(onLoopback(0), 0);
    auto other = UdpSocket::bind(loopback, 0);
    QVERIFY(sockets && other);
    const Bytes probe = toBytes(viewOf(QByteArray("probe")));
    std::vector<DatagramSocket*> opened;
    QSet<quint16> ports{sockets->port()};
    for (SocketIndex i = 0; i < SpareSocketCount; ++i) {
        const auto index = static_cast<SocketIndex>(SpareSocketFirst + i);
        opened.push_back(sockets->sendAside({(*other)->local(), index, probe}, {}));
        QVERIFY(opened.back() != nullptr);
        QVERIFY(sockets->sendAside({(*other)->local(), index, probe}, {}) == nullptr);
        const auto from = receiveOne(**other);
        QVERIFY(from && from == opened.back()->local());
        QVERIFY(receiveOne(**other) == from);
        ports.insert(from->port);
    }
    QCOMPARE(ports.size(), 1 + SpareSocketCount);
    // What is answered comes in where it was asked.
    QVERIFY((*other)->send(opened[7]->local(), viewOf(QByteArray("answer"))));
    QVERIFY(receiveOne(*opened[7]) == (*other)->local());
    QCOMPARE(sockets->localEndpoints().size(), std::size_t{1});
}

void SocketsTest::sparesCloseWhenQuiet()
{
    auto sockets = Sockets::open(onLoopback(0), 0);
    auto other = UdpSocket::bind(loopback, 0);
    QVERIFY(sockets && other);
    const Instant start{};
    const Transmit transmit{(*other)->local(), SpareSocketFirst, Bytes(1)};
    const DatagramSocket* opened = sockets->sendAside(transmit, start);
    QVERIFY(opened != nullptr);
    const quint16 port = opened->local().port;
    QVERIFY(sockets->sendAside(transmit, start + 60s) == nullptr);
    sockets->closeUnused(start + 60s + SpareSocketQuiet - 1ms);
    QVERIFY(!UdpSocket::bind(loopback, port));
    sockets->closeUnused(start + 60s + SpareSocketQuiet);
    QVERIFY(UdpSocket::bind(loopback, port));
    QVERIFY(sockets->sendAside(transmit, start + 300s) != nullptr);
}

void SocketsTest::takenSocketIsBoundAnew()
{
    auto sockets = Sockets::open(onLoopback(0), 0);
    auto other = UdpSocket::bind(loopback, 0);
    QVERIFY(sockets && other);
    const quint16 port = sockets->port();
    QVERIFY(sockets->mend());
    sockets->at(0).findChild<QUdpSocket*>()->abort();
    auto thief = UdpSocket::bind(loopback, port);
    QVERIFY(thief);
    QVERIFY(!sockets->mend());
    thief->reset();
    QVERIFY(sockets->mend());
    QCOMPARE(sockets->port(), port);
    QVERIFY((*other)->send(sockets->at(0).local(), viewOf(QByteArray("hello"))));
    QVERIFY(receiveOne(sockets->at(0)) == (*other)->local());
}

void SocketsTest::guestsHaveAPortOfTheirOwn()
{
    auto sockets = Sockets::open(onLoopback(0), 0);
    auto other = UdpSocket::bind(loopback, 0);
    QVERIFY(sockets && other);
    const Instant start{};
    const Transmit transmit{(*other)->local(), GuestSocket, toBytes(viewOf(QByteArray("guest")))};
    DatagramSocket* opened = sockets->sendAside(transmit, start);
    QVERIFY(opened != nullptr);
    QVERIFY(sockets->sendAside(transmit, start + 1s) == nullptr);
    const auto first = receiveOne(**other);
    const auto second = receiveOne(**other);
    QVERIFY(first && second);
    QVERIFY(*first == opened->local());
    QVERIFY(*second == *first);
    QVERIFY(first->port != sockets->port());
    // What is answered comes in by that socket, and what is sent as ourselves does not leave by it.
    QVERIFY((*other)->send(*first, viewOf(QByteArray("answer"))));
    QVERIFY(receiveOne(*opened) == (*other)->local());
    sockets->send({(*other)->local(), AnySocket, transmit.datagram});
    const auto own = receiveOne(**other);
    QVERIFY(own && own->port == sockets->port());
    // It is no address at which we are to be found.
    QCOMPARE(sockets->localEndpoints().size(), std::size_t{1});
    QCOMPARE(sockets->localEndpoints()[0].port, sockets->port());
}

void SocketsTest::guestsGetAnotherPortOnceOutOfUse()
{
    auto sockets = Sockets::open(onLoopback(0), 0);
    auto other = UdpSocket::bind(loopback, 0);
    QVERIFY(sockets && other);
    const Instant start{};
    const Transmit transmit{(*other)->local(), GuestSocket, toBytes(viewOf(QByteArray("guest")))};
    QVERIFY(sockets->sendAside(transmit, start) != nullptr);
    const auto first = receiveOne(**other);
    // In use until shortly before the hour is over: it stays.
    QVERIFY(sockets->sendAside(transmit, start + Sockets::GuestAge - 1s) == nullptr);
    sockets->closeUnused(start + Sockets::GuestAge);
    QVERIFY(sockets->sendAside(transmit, start + Sockets::GuestAge) == nullptr);
    QVERIFY(receiveOne(**other) == first);
    QVERIFY(receiveOne(**other) == first);
    // Young and idle: it stays as well, so that a port does not tell one deposit from the next.
    auto young = Sockets::open(onLoopback(0), 0);
    QVERIFY(young->sendAside(transmit, start) != nullptr);
    young->closeUnused(start + Sockets::GuestQuiet);
    QVERIFY(young->sendAside(transmit, start + Sockets::GuestQuiet) == nullptr);
    QVERIFY(receiveOne(**other) && receiveOne(**other));
    // Old and idle.
    sockets->closeUnused(start + Sockets::GuestAge + Sockets::GuestQuiet);
    const auto taken = UdpSocket::bind(loopback, first->port);
    QVERIFY(taken);  // it is free again
    QVERIFY(sockets->sendAside(transmit, start + 2 * Sockets::GuestAge) != nullptr);
    const auto renewed = receiveOne(**other);
    QVERIFY(renewed && renewed->port != first->port);
}

void SocketsTest::endpointsAndHostAddresses()
{
    for (const char* text : {"192.0.2.7:4000", "[2001:db8::7]:4000", "127.0.0.1:1", "0.0.0.0:1",
                             "[::1]:1", "[::]:1"}) {
        const auto endpoint = Endpoint::parse(text);
        QVERIFY(endpoint);
        QVERIFY(toEndpoint(toHostAddress(*endpoint), endpoint->port) == endpoint);
    }
    const auto mapped = toEndpoint(QHostAddress(QStringLiteral("::ffff:192.0.2.7")), 4000);
    QVERIFY(mapped == Endpoint::parse("192.0.2.7:4000"));
    QVERIFY(!toEndpoint(QHostAddress(), 1));
    QVERIFY(!toEndpoint(QHostAddress(QStringLiteral("fe80::1%no-such-card")), 1));
    const auto onCard = toEndpoint(QHostAddress(QStringLiteral("fe80::1%7")), 4000);
    QVERIFY(onCard);
    QCOMPARE(onCard->toString(), "[fe80::1%7]:4000");
    QCOMPARE(toHostAddress(*onCard), QHostAddress(QStringLiteral("fe80::1%7")));
}

void SocketsTest::datagramsArrive()
{
    auto a = UdpSocket::bind(loopback, 0);
    auto b = UdpSocket::bind(loopback, 0);
    QVERIFY(a && b);
    QSignalSpy spy(b->get(), &DatagramSocket::readyRead);
    QVERIFY((*a)->send((*b)->local(), viewOf(QByteArray("hello"))));
    QVERIFY(spy.wait(5000));
    const auto datagram = (*b)->receive();
    QVERIFY(datagram);
    QCOMPARE(toByteArray(datagram->bytes), QByteArray("hello"));
    QVERIFY(datagram->from == (*a)->local());
    QVERIFY(!(*b)->receive());
}

void SocketsTest::manyAtOnceArriveWhole()
{
    auto a = UdpSocket::bind(loopback, 0);
    auto b = UdpSocket::bind(loopback, 0);
    for (int i = 1; i <= 200; ++i)
        QVERIFY((*a)->send((*b)->local(), viewOf(QByteArray(1000 + i, static_cast<char>(i)))));
    int next = 1;
    const auto readAll = [&] {
        while (const auto datagram = (*b)->receive()) {
            QCOMPARE(toByteArray(datagram->bytes),
                     QByteArray(1000 + next, static_cast<char>(next)));
            ++next;
        }
    };
    connect(b->get(), &DatagramSocket::readyRead, this, readAll);
    QTRY_COMPARE(next, 201);
}

void SocketsTest::keptPortIsTakenAgain()
{
    quint16 port = 0;
    {
        const auto first = Sockets::open(onLoopback(0), 0);
        QVERIFY(first);
        port = first->port();
        QVERIFY(port != 0);
    }
    const auto again = Sockets::open(onLoopback(0), port);
    QCOMPARE(again->port(), port);
}

void SocketsTest::keptPortTakenByAnother()
{
    const auto other = Sockets::open(onLoopback(0), 0);
    const auto mine = Sockets::open(onLoopback(0), other->port());
    QVERIFY(mine);
    QVERIFY(mine->port() != other->port());
}

void SocketsTest::explicitPortTaken()
{
    const auto other = Sockets::open(onLoopback(0), 0);
    const auto mine = Sockets::open(onLoopback(other->port()), 0);
    QVERIFY(!mine);
    QVERIFY(mine.error().kind == StartError::Kind::PortTaken);
    QVERIFY(mine.error().message.startsWith(
        QStringLiteral("UDP port %1 on 127.0.0.1 is taken by another program").arg(other->port())));
}

void SocketsTest::foreignAddress()
{
    // TEST-NET-1 (RFC 5737) is nobody's.
    const auto mine = Sockets::open({{QHostAddress(QStringLiteral("192.0.2.1")), 0}}, 0);
    QVERIFY(!mine);
    QVERIFY(mine.error().kind == StartError::Kind::BadOption);
    QVERIFY(mine.error().message.contains(QStringLiteral("192.0.2.1")));
}

void SocketsTest::everyInterface()
{
    const auto sockets = Sockets::open({}, 0);
    QVERIFY(sockets);
    const std::vector<Endpoint> local = sockets->localEndpoints();
    QVERIFY(!local.empty());
    for (const Endpoint& endpoint : local) {
        QCOMPARE(endpoint.port, sockets->port());
        QCOMPARE(std::count(local.begin(), local.end(), endpoint), 1);
    }
    // Loopback is the last resort.
    const auto addresses = machineAddresses();
    QVERIFY(!addresses.empty());
    // What this machine has of IPv6 is listened on as well.
    for (const QHostAddress& address : addresses) {
        const auto endpoint = toEndpoint(address, sockets->port());
        QVERIFY(std::find(local.begin(), local.end(), endpoint) != local.end());
    }
    bool loopbackSeen = false;
    for (const QHostAddress& address : addresses) {
        QVERIFY(!loopbackSeen || address.isLoopback());
        loopbackSeen = loopbackSeen || address.isLoopback();
    }
}

void SocketsTest::bothFamiliesSendAndReceive()
{
    auto everywhere = Sockets::open({}, 0);
    QVERIFY(everywhere);
    for (const QString& host : {QStringLiteral("127.0.0.1"), QStringLiteral("::1")}) {
        const QHostAddress address(host);
        auto other = UdpSocket::bind(address, 0);
        if (!other && other.error() == UdpSocket::BindError::NoSuchAddress)
            continue;  // a machine without IPv6
        QVERIFY(other);
        const QByteArray text = host.toLatin1();
        everywhere->send({(*other)->local(), AnySocket, toBytes(viewOf(text))});
        std::optional<Datagram> datagram;
        connect(other->get(), &DatagramSocket::readyRead, this,
                [&] { datagram = (*other)->receive(); });
        QTRY_VERIFY(datagram);
        QCOMPARE(toByteArray(datagram->bytes), text);
        QCOMPARE(datagram->from.port, everywhere->port());
    }
}

VOS_TEST_CORE(SocketsTest)
#include "tst_sockets.moc"
