// A router in the test: PCP, NAT-PMP and UPnP IGD as the mapper meets them, the liars among them,
// and that everything is given back.

#include "p2p/qt/portmapper.h"

#include "p2p/qt/convert.h"
#include "tests/support/testprogram.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace vos;
using namespace vos::qt;
using State = PortMapping::State;
using Protocol = PortMapping::Protocol;

namespace {

const QHostAddress thisHost(QHostAddress::LocalHost);
constexpr quint16 mappedPort = 40123;

QByteArray fromHexText(const char* text)
{
    return QByteArray::fromHex(QByteArray(text));
}

/// Answers on thisHost what it is told to, and remembers what it was asked.
class FakeRouter : public QObject {
public:
    FakeRouter()
    {
        m_socket.bind(thisHost, 0);
        connect(&m_socket, &QUdpSocket::readyRead, this, [this] { read(); });
    }

    quint16 port() const { return m_socket.localPort(); }

    bool pcp = false;
    bool natPmp = false;
    bool wrongNonce = false;
    bool wrongSender = false;
    QByteArray outside = fromHexText("c6336453");  ///< 198.51.100.83
    quint32 lifetime = 1200;
    int passOver = 0;  ///< questions without an answer
    QList<QByteArray> asked;

private:
    void read()
    {
        while (m_socket.hasPendingDatagrams()) {
            QByteArray bytes(2000, '\0');
            QHostAddress from;
            quint16 fromPort = 0;
            bytes.resize(m_socket.readDatagram(bytes.data(), bytes.size(), &from, &fromPort));
            asked << bytes;
            if (passOver > 0) {
                --passOver;
                continue;
            }
            const QByteArray reply = replyTo(bytes);
            QUdpSocket stranger;
            QUdpSocket& by = wrongSender ? stranger : m_socket;
            if (!reply.isEmpty())
                by.writeDatagram(reply, from, fromPort);
        }
    }

    QByteArray replyTo(const QByteArray& asking) const
    {
        QByteArray life(4, '\0');
        for (int i = 0; i < 4; ++i)
            life[i] = static_cast<char>(lifetime >> (24 - 8 * i));
        if (pcp && asking.size() == 60) {
            QByteArray reply = asking;
            reply[1] = static_cast<char>(0x81);
            reply.replace(4, 4, life);
            reply.replace(8, 16, QByteArray(16, '\0'));
            if (wrongNonce)
                reply[24] = static_cast<char>(reply[24] + 1);
            reply.replace(42, 2, fromHexText("9d08"));
            reply.replace(44, 16, QByteArray(fromHexText("00000000000000000000ffff") + outside));
            return reply;
        }
        if (natPmp && asking.size() == 2)
            return fromHexText("0080000000001000") + outside;
        if (natPmp && asking.size() == 12)
            return fromHexText("0081000000001000") + asking.mid(4, 2) + fromHexText("9d08") + life;
        return {};
    }

    QUdpSocket m_socket;
};

/// UPnP IGD by HTTP: a description and three actions.
class FakeIgd : public QObject {
public:
    FakeIgd()
    {
        m_server.listen(thisHost, 0);
        connect(&m_server, &QTcpServer::newConnection, this, [this] {
            QTcpSocket* client = m_server.nextPendingConnection();
            connect(client, &QTcpSocket::readyRead, this, [this, client] { read(client); });
        });
    }

    QString url() const
    {
        return QStringLiteral("http://127.0.0.1:%1/root.xml").arg(m_server.serverPort());
    }

    bool permanentOnly = false;
    int conflicts = 0;
    QStringList actions;

private:
    void read(QTcpSocket* client)
    {
        QByteArray& held = m_held[client];
        held += client->readAll();
        const qsizetype end = held.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        const qsizetype at = held.toLower().indexOf("content-length:");
        const qsizetype body = at < 0 ? 0 : held.mid(at + 15, 12).trimmed().split('\r')[0].toInt();
        if (held.size() < end + 4 + body)
            return;
        const QByteArray request = std::exchange(held, {});
        int status = 200;
        const QByteArray answer = answerTo(QString::fromUtf8(request), status).toUtf8();
        client->write("HTTP/1.1 " + QByteArray::number(status) +
                      " OK\r\nContent-Type: text/xml\r\nConnection: close\r\nContent-Length: " +
                      QByteArray::number(answer.size()) + "\r\n\r\n" + answer);
        client->disconnectFromHost();
    }

    QString answerTo(const QString& request, int& status)
    {
        if (request.startsWith(QStringLiteral("GET")))
            return description();
        for (const char* name : {"GetExternalIPAddress", "AddPortMapping", "DeletePortMapping"}) {
            const QString action = QString::fromLatin1(name);
            if (!request.contains(u'#' + action))
                continue;
            const qsizetype lease = request.indexOf(QStringLiteral("<NewLeaseDuration>")) + 18;
            const bool isLease = !request.mid(lease).startsWith(u'0');
            actions << action;
            if (action == QStringLiteral("AddPortMapping") && (permanentOnly && isLease)) {
                status = 500;
                return fault(725);
            }
            if (action == QStringLiteral("AddPortMapping") && conflicts-- > 0) {
                status = 500;
                return fault(718);
            }
            const QString inside =
                action == QStringLiteral("GetExternalIPAddress")
                    ? QStringLiteral("<NewExternalIPAddress>198.51.100.83</NewExternalIPAddress>")
                    : QString();
            return envelope(QStringLiteral("<u:%1Response xmlns:u=\"urn:schemas-upnp-org:service:"
                                           "WANIPConnection:1\">%2</u:%1Response>")
                                .arg(action, inside));
        }
        status = 404;
        return {};
    }

    static QString envelope(const QString& body)
    {
        return QStringLiteral("<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"http://schemas.xmlsoap."
                              "org/soap/envelope/\"><s:Body>%1</s:Body></s:Envelope>")
            .arg(body);
    }
    static QString fault(int code)
    {
        return envelope(
            QStringLiteral("<s:Fault><detail><UPnPError xmlns=\"urn:schemas-upnp-org:control-1-0\">"
                           "<errorCode>%1</errorCode></UPnPError></detail></s:Fault>")
                .arg(code));
    }
    static QString description()
    {
        return QStringLiteral(
            "<?xml version=\"1.0\"?><root xmlns=\"urn:schemas-upnp-org:device-1-0\"><device>"
            "<deviceType>urn:schemas-upnp-org:device:InternetGatewayDevice:1</deviceType>"
            "<deviceList><device><deviceType>urn:schemas-upnp-org:device:WANDevice:1</deviceType>"
            "<deviceList><device><deviceType>urn:schemas-upnp-org:device:WANConnectionDevice:1"
            "</deviceType><serviceList><service><serviceType>"
            "urn:schemas-upnp-org:service:WANIPConnection:1</serviceType>"
            "<serviceId>urn:upnp-org:serviceId:WANIPConn1</serviceId>"
            "<controlURL>/ctl</controlURL><eventSubURL>/evt</eventSubURL><SCPDURL>/scpd.xml"
            "</SCPDURL></service></serviceList></device></deviceList></device></deviceList>"
            "</device></root>");
    }

    QTcpServer m_server;
    QHash<QTcpSocket*, QByteArray> m_held;
};

}  // namespace

class PortMapperTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup();
    void pcpGrants();
    void lostQuestionsAreAskedAgain();
    void natPmpAlone();
    void theSameNetworkIsARenewal();
    void anotherNetworkIsAskedFromTheBeginning();
    void liarsAreNotBelieved_data();
    void liarsAreNotBelieved();
    void anAddressThatLeadsNowhere();
    void upnpIsTheLastResort();
    void upnpWithoutLeases();
    void noRouterIsNeeded();
    void routesOfTheKernel();

private:
    void make()
    {
        m_mapper =
            std::make_unique<PortMapper>(nat::PcpNonce{std::byte{7}}, [this] { return m_gateway; });
    }
    bool becomes(State state)
    {
        return QTest::qWaitFor([&] { return m_mapper->mapping().state == state; }, 15'000);
    }

    std::unique_ptr<FakeRouter> m_router;
    std::optional<Gateway> m_gateway;
    std::unique_ptr<PortMapper> m_mapper;
};

void PortMapperTest::init()
{
    m_router = std::make_unique<FakeRouter>();
    // Nobody answers there, and at once.
    m_gateway = Gateway{thisHost, thisHost, m_router->port(), 60ms,
                        QStringLiteral("http://127.0.0.1:9/none.xml")};
    make();
}

void PortMapperTest::cleanup()
{
    m_mapper.reset();
    m_router.reset();
}

void PortMapperTest::pcpGrants()
{
    m_router->pcp = true;
    m_router->natPmp = true;
    m_gateway->firstWait = 5s;  // so that a busy machine does not come to the second question
    QSignalSpy spy(m_mapper.get(), &PortMapper::changed);
    m_mapper->ask(mappedPort);
    QCOMPARE(m_mapper->mapping().state, State::Asking);
    QVERIFY(becomes(State::Mapped));
    QCOMPARE(m_mapper->mapping().protocol, Protocol::Pcp);
    QVERIFY(m_mapper->mapping().external == Endpoint::parse("198.51.100.83:40200"));
    QCOMPARE(spy.size(), 2);
    // A router that knows both protocols would give what one mapped to the other.
    QCOMPARE(m_router->asked.size(), 1);
    // Renewed at half of its time; a coarse timer may be a twentieth off.
    QVERIFY(m_mapper->untilNext() >= 565s && m_mapper->untilNext() <= 635s);
    // Given back at the end: the same nonce, no time.
    m_router->asked.clear();
    m_mapper.reset();
    QVERIFY(QTest::qWaitFor([&] { return m_router->asked.size() == 1; }));
    QCOMPARE(m_router->asked[0].mid(4, 4), QByteArray(4, '\0'));
    QCOMPARE(m_router->asked[0][24], char{7});
}

void PortMapperTest::lostQuestionsAreAskedAgain()
{
    m_router->pcp = true;
    m_router->passOver = 3;  // PCP, then the two questions of NAT-PMP
    m_mapper->ask(mappedPort);
    QVERIFY(becomes(State::Mapped));
    QCOMPARE(m_mapper->mapping().protocol, Protocol::Pcp);
    QCOMPARE(m_router->asked.size(), 4);
    // The router may have given the mapping to either: both are told that it is over.
    m_router->asked.clear();
    m_mapper.reset();
    QVERIFY(QTest::qWaitFor([&] { return m_router->asked.size() == 2; }));
}

void PortMapperTest::natPmpAlone()
{
    m_router->natPmp = true;
    m_mapper->ask(mappedPort);
    QVERIFY(becomes(State::Mapped));
    QCOMPARE(m_mapper->mapping().protocol, Protocol::NatPmp);
    QVERIFY(m_mapper->mapping().external == Endpoint::parse("198.51.100.83:40200"));
    m_router->asked.clear();
    m_mapper.reset();
    QVERIFY(QTest::qWaitFor([&] { return m_router->asked.size() == 1; }));
    QCOMPARE(m_router->asked[0].mid(6), QByteArray(6, '\0'));
}

void PortMapperTest::theSameNetworkIsARenewal()
{
    m_router->pcp = true;
    m_mapper->ask(mappedPort);
    QVERIFY(becomes(State::Mapped));
    QSignalSpy spy(m_mapper.get(), &PortMapper::changed);
    m_router->asked.clear();
    m_mapper->ask(mappedPort);
    // What it has goes on meanwhile, and it is asked for again by the protocol that gave it.
    QCOMPARE(m_mapper->mapping().state, State::Mapped);
    QVERIFY(QTest::qWaitFor([&] { return m_router->asked.size() == 1; }));
    QCOMPARE(m_router->asked[0].mid(42, 2), fromHexText("9d08"));
    QCOMPARE(spy.size(), 0);
    // A router that has forgotten it all is asked from the beginning.
    m_router->pcp = false;
    m_router->natPmp = true;
    m_mapper->ask(mappedPort);
    QVERIFY(
        QTest::qWaitFor([&] { return m_mapper->mapping().protocol == Protocol::NatPmp; }, 15'000));
}

void PortMapperTest::anotherNetworkIsAskedFromTheBeginning()
{
    m_router->pcp = true;
    m_mapper->ask(mappedPort);
    QVERIFY(becomes(State::Mapped));
    FakeRouter other;
    other.pcp = true;
    other.outside = fromHexText("cb007107");
    // Another address of thisHost stands for the router of another network.
    m_gateway =
        Gateway{thisHost, QHostAddress(QStringLiteral("127.0.0.2")), other.port(), 60ms, {}};
    m_mapper->ask(mappedPort);
    QCOMPARE(m_mapper->mapping().state, State::Asking);
    QVERIFY(becomes(State::Mapped));
    QVERIFY(m_mapper->mapping().external == Endpoint::parse("203.0.113.7:40200"));
    // Nothing answers any more: the machine is elsewhere without a router.
    m_gateway.reset();
    m_mapper->ask(mappedPort);
    QCOMPARE(m_mapper->mapping().state, State::NotNeeded);
}

void PortMapperTest::liarsAreNotBelieved_data()
{
    QTest::addColumn<bool>("wrongNonce");
    QTest::newRow("another nonce") << true;
    QTest::newRow("another sender") << false;
}

void PortMapperTest::liarsAreNotBelieved()
{
    QFETCH(bool, wrongNonce);
    m_router->pcp = true;
    m_router->natPmp = !wrongNonce;
    m_router->wrongNonce = wrongNonce;
    m_router->wrongSender = !wrongNonce;
    m_mapper->ask(mappedPort);
    QVERIFY(becomes(State::Unavailable));
    QVERIFY(!m_mapper->mapping().external);
    QVERIFY(m_mapper->untilNext() > PortMapper::AskAgain - 5s);
}

/// A second router before the first: its address is no use to anybody outside.
void PortMapperTest::anAddressThatLeadsNowhere()
{
    m_router->pcp = true;
    m_router->outside = fromHexText("64400102");  // 100.64.1.2
    m_mapper->ask(mappedPort);
    QVERIFY(becomes(State::Unavailable));
    QVERIFY(QTest::qWaitFor([&] {
        return !m_router->asked.isEmpty() &&
               m_router->asked.back().mid(4, 4) == QByteArray(4, '\0');
    }));
}

void PortMapperTest::upnpIsTheLastResort()
{
    if (!upnpSupported())
        QSKIP("built without libminiupnpc");
    FakeIgd igd;
    igd.conflicts = 1;
    m_gateway->upnpDescription = igd.url();
    m_mapper->ask(mappedPort);
    QVERIFY(becomes(State::Mapped));
    QCOMPARE(m_mapper->mapping().protocol, Protocol::UpnpIgd);
    // The port it asked for first was taken by another device.
    QVERIFY(m_mapper->mapping().external->port != mappedPort);
    QVERIFY(m_mapper->mapping().external->port >= 1024);
    QCOMPARE(igd.actions.count(QStringLiteral("AddPortMapping")), 2);
    // Given back when it is no longer wanted here.
    m_gateway.reset();
    m_mapper->ask(mappedPort);
    QVERIFY(
        QTest::qWaitFor([&] { return igd.actions.contains(QStringLiteral("DeletePortMapping")); }));
}

void PortMapperTest::upnpWithoutLeases()
{
    if (!upnpSupported())
        QSKIP("built without libminiupnpc");
    FakeIgd igd;
    igd.permanentOnly = true;
    m_gateway->upnpDescription = igd.url();
    m_mapper->ask(mappedPort);
    QVERIFY(becomes(State::Mapped));
    QVERIFY(m_mapper->mapping().external == Endpoint::parse("198.51.100.83:40123"));
    // Another network: what was left in the first one without end is taken out of it.
    m_gateway.reset();
    m_mapper->ask(mappedPort);
    QVERIFY(
        QTest::qWaitFor([&] { return igd.actions.contains(QStringLiteral("DeletePortMapping")); }));
}

void PortMapperTest::noRouterIsNeeded()
{
    m_gateway.reset();
    m_mapper->ask(mappedPort);
    QCOMPARE(m_mapper->mapping().state, State::NotNeeded);
    QVERIFY(isPublic(QHostAddress(QStringLiteral("198.51.100.83"))));
    for (const char* text : {"192.168.1.11", "10.0.0.1", "100.64.0.2", "169.254.1.1", "127.0.0.1",
                             "0.0.0.0", "fe80::1", "fd00::1", "::1", "224.0.0.1"})
        QVERIFY2(!isPublic(QHostAddress(QString::fromLatin1(text))), text);
}

void PortMapperTest::routesOfTheKernel()
{
    const QByteArray head =
        "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\n";
    const QByteArray lan = "eth0\t0001A8C0\t00000000\t0001\t0\t0\t100\t00FFFFFF\t0\t0\t0\n";
    const QByteArray wired = "eth0\t00000000\t0101A8C0\t0003\t0\t0\t100\t00000000\t0\t0\t0\n";
    const QByteArray wireless = "wlan0\t00000000\t0102A8C0\t0003\t0\t0\t600\t00000000\t0\t0\t0\n";
    QVERIFY(defaultRouter(head + lan).isNull());
    QCOMPARE(defaultRouter(head + lan + wired), QHostAddress(QStringLiteral("192.168.1.1")));
    QCOMPARE(defaultRouter(head + wireless + lan + wired),
             QHostAddress(QStringLiteral("192.168.1.1")));
    QVERIFY(defaultRouter("").isNull());
    QVERIFY(defaultRouter("a b c d e f g h\n\n\t\t\t\n").isNull());
}

VOS_TEST_CORE(PortMapperTest)
#include "tst_portmapper.moc"
