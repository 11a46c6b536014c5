// A node in a home whose router opens ports on demand: others get in even from behind a symmetric
// NAT, the port is given back at the end, and another network is noticed and asked at once.

#include "tests/support/testprogram.h"
#include "tests/system/natlab.h"
#include "tests/system/stories.h"

#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos::test;
using Nat = NatLab::Nat;

class RouterStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_lab.reset(); }
    void thePortIsOpenedAndGivenBack();
    void symmetricNatsMeetByIt();
    void anotherHomeIsAskedAtOnce();
    void switchedOff();

private:
    QJsonObject mapping(RunningNode& node) const
    {
        return node.ask(u"net.status"_s)["port_mapping"_L1].toObject();
    }
    bool becomes(RunningNode& node, const QString& state) const
    {
        return waitUntil([&] { return mapping(node)["state"_L1].toString() == state; });
    }
    QString rulesAt(NatLab::Host host) const
    {
        return runProgram(u"nsenter"_s, m_lab->atRouter(host).mid(1)
                                            << u"nft"_s << u"list"_s << u"chain"_s << u"inet"_s
                                            << u"home"_s << u"in"_s)
            .output;
    }
    RunningNode::Setup setupAt(NatLab::Host host, const QString& name = u"node"_s) const
    {
        RunningNode::Setup setup;
        setup.profile = m_folder.filePath(name);
        setup.listen = u"0.0.0.0:0"_s;
        setup.portMapping = true;
        setup.wrapper = m_lab->at(host);
        return setup;
    }

    QTemporaryDir m_folder;
    std::unique_ptr<NatLab> m_lab;
};

void RouterStory::init()
{
    m_lab = std::make_unique<NatLab>();
    if (!m_lab->isGood())
        QSKIP(m_lab->whyNot().constData());
}

void RouterStory::thePortIsOpenedAndGivenBack()
{
    const NatLab::Host host = m_lab->addHome(Nat::Symmetric);
    QVERIFY(m_lab->isGood() && m_lab->startPcp(host));
    RunningNode node(setupAt(host));
    QVERIFY(node.start());
    QVERIFY(becomes(node, u"mapped"_s));
    QCOMPARE(mapping(node)["protocol"_L1].toString(), u"pcp"_s);
    QCOMPARE(mapping(node)["external"_L1].toString(),
             u"%1:%2"_s.arg(m_lab->outerAddress(host)).arg(node.port()));
    QVERIFY(rulesAt(host).contains(u"dport %1 "_s.arg(node.port())));
    QVERIFY(node.stop());
    QVERIFY(waitUntil([&] { return !rulesAt(host).contains(u"dport"_s); }));
}

void RouterStory::symmetricNatsMeetByIt()
{
    const NatLab::Host world = m_lab->addPublic();
    const NatLab::Host open = m_lab->addHome(Nat::Symmetric);
    const NatLab::Host closed = m_lab->addHome(Nat::Symmetric);
    QVERIFY(m_lab->isGood() && m_lab->startPcp(open));
    RunningNode helper(setupAt(world, u"helper"_s));
    RunningNode a(setupAt(open));
    RunningNode b(setupAt(closed, u"b"_s));
    QVERIFY(helper.start());
    QVERIFY(a.start({u"--join"_s, helper.link()}));
    QVERIFY(becomes(a, u"mapped"_s));
    QVERIFY(b.start({u"--join"_s, helper.link()}));
    QVERIFY(befriend(b, a));
    const qint64 friendsAt = nowMs();
    const auto path = [](RunningNode& node, const RunningNode& peer) {
        for (const QJsonValue& value : node.ask(u"net.status"_s)["peers"_L1].toArray()) {
            if (value["address"_L1].toString() == peer.address())
                return value["path"_L1].toString();
        }
        return QString();
    };
    QVERIFY(waitUntil([&] { return path(a, b) == "direct"_L1 && path(b, a) == "direct"_L1; }));
    qInfo("router: two symmetric NATs, one port opened: direct after %lld ms",
          static_cast<long long>(nowMs() - friendsAt));
    const QString id = sendText(b, a, u"by the open port"_s);
    QVERIFY(waitForState(b, id, u"delivered"_s));
}

void RouterStory::anotherHomeIsAskedAtOnce()
{
    const NatLab::Host host = m_lab->addHome(Nat::PortRestricted);
    const NatLab::Host other = m_lab->addHome(Nat::PortRestricted);
    QVERIFY(m_lab->isGood() && m_lab->startPcp(other));
    RunningNode node(setupAt(host));
    QVERIFY(node.start());
    // The first router knows nothing of it; the second is the same by all its addresses but one.
    QVERIFY(mapping(node)["state"_L1].toString() != "mapped"_L1);
    QVERIFY(m_lab->move(host, other));
    QElapsedTimer timer;
    timer.start();
    QVERIFY(becomes(node, u"mapped"_s));
    qInfo("router: another home, port opened after %lld ms", timer.elapsed());
    QVERIFY(timer.elapsed() < 3'000);
    QVERIFY(mapping(node)["external"_L1].toString().startsWith(m_lab->outerAddress(other)));
}

void RouterStory::switchedOff()
{
    const NatLab::Host host = m_lab->addHome(Nat::PortRestricted);
    QVERIFY(m_lab->isGood() && m_lab->startPcp(host));
    RunningNode node(setupAt(host));
    QVERIFY(node.start());
    QVERIFY(becomes(node, u"mapped"_s));
    node.ask(u"settings.set"_s, {{u"network.port_mapping"_s, false}});
    QVERIFY(becomes(node, u"off"_s));
    QVERIFY(waitUntil([&] { return !rulesAt(host).contains(u"dport"_s); }));
    QVERIFY(node.stop());
    RunningNode::Setup without = setupAt(host);
    without.portMapping = false;
    RunningNode again(without);
    QVERIFY(again.start());
    QCOMPARE(mapping(again)["state"_L1].toString(), u"off"_s);
}

VOS_TEST_CORE(RouterStory)
#include "sys_router.moc"
