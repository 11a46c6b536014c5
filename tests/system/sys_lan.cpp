// Nodes in one network find each other without any address given. The network is one of its own:
// three namespaces on a bridge in a fourth, made and removed here. Where the system does not allow
// that (no root, a container without the right), the story says so and is skipped.

#include "tests/support/testprogram.h"
#include "tests/system/stories.h"

#include <QCoreApplication>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos::test;

namespace {

/// `count` hosts on one wire, each a network namespace: 10.86.79.<i>/24 and fd86::<i>/64, or, with
/// `linkLocalOnly`, nothing but the addresses IPv6 gives itself.
class Wire {
public:
    Wire(int count, bool linkLocalOnly)
    {
        m_good = ip({u"netns"_s, u"add"_s, name(0)}) &&
                 inside(0, {u"link"_s, u"add"_s, u"wire"_s, u"type"_s, u"bridge"_s,
                            u"mcast_snooping"_s, u"0"_s}) &&
                 inside(0, {u"link"_s, u"set"_s, u"wire"_s, u"up"_s});
        for (int i = 1; i <= count && m_good; ++i)
            m_good = plug(i, linkLocalOnly);
    }
    ~Wire()
    {
        for (int i = m_made; i >= 0; --i)
            ip({u"netns"_s, u"del"_s, name(i)});
    }
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    bool isGood() const { return m_good; }
    QStringList at(int host) const { return {u"ip"_s, u"netns"_s, u"exec"_s, name(host)}; }

private:
    static QString name(int i)
    {
        return u"vos-lan-%1-%2"_s.arg(QCoreApplication::applicationPid()).arg(i);
    }
    static bool ip(const QStringList& arguments)
    {
        return runProgram(u"ip"_s, arguments).status == 0;
    }
    static bool inside(int i, const QStringList& arguments)
    {
        return ip(QStringList{u"-n"_s, name(i)} + arguments);
    }
    bool plug(int i, bool linkLocalOnly)
    {
        const QString end = u"end%1"_s.arg(i);
        if (!ip({u"netns"_s, u"add"_s, name(i)}))
            return false;
        m_made = i;
        return inside(i, {u"link"_s, u"set"_s, u"lo"_s, u"up"_s}) &&
               inside(i, {u"link"_s, u"add"_s, u"eth0"_s, u"type"_s, u"veth"_s, u"peer"_s,
                          u"name"_s, end, u"netns"_s, name(0)}) &&
               inside(0, {u"link"_s, u"set"_s, end, u"master"_s, u"wire"_s, u"up"_s}) &&
               (linkLocalOnly ||
                (inside(i, {u"addr"_s, u"add"_s, u"10.86.79.%1/24"_s.arg(i), u"dev"_s,
                            u"eth0"_s}) &&
                 inside(i, {u"addr"_s, u"add"_s, u"fd86::%1/64"_s.arg(i), u"dev"_s, u"eth0"_s,
                            u"nodad"_s}))) &&
               inside(i, {u"link"_s, u"set"_s, u"eth0"_s, u"up"_s});
    }

    bool m_good = false;
    int m_made = 0;
};

}  // namespace

class LanStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void neighboursFindEachOther_data();
    void neighboursFindEachOther();
    void whoWantsNoDiscoveryIsNotFound();
};

void LanStory::neighboursFindEachOther_data()
{
    QTest::addColumn<bool>("linkLocalOnly");
    QTest::newRow("IPv4 and IPv6") << false;
    QTest::newRow("link-local IPv6 alone") << true;
}

void LanStory::neighboursFindEachOther()
{
    QFETCH(bool, linkLocalOnly);
    const Wire wire(3, linkLocalOnly);
    if (!wire.isGood())
        QSKIP("NOT TESTED: network namespaces are not allowed here (ip netns add failed).");
    const QTemporaryDir folder;
    std::vector<std::unique_ptr<RunningNode>> nodes;
    for (int i = 1; i <= 3; ++i) {
        nodes.push_back(std::make_unique<RunningNode>(
            RunningNode::Setup{.profile = folder.filePath(QString::number(i)),
                               .listen = {},
                               .lan = true,
                               .wrapper = wire.at(i)}));
        QVERIFY(nodes.back()->start());
    }
    for (const auto& node : nodes)
        QVERIFY(waitForMap(*node, 2));
    // Found is not enough: they are connected, and a contact can be made by address alone.
    QVERIFY(befriend(*nodes[0], *nodes[2]));
    const QString id = sendText(*nodes[0], *nodes[2], u"over the wire"_s);
    QVERIFY(waitForState(*nodes[0], id, u"delivered"_s));
}

void LanStory::whoWantsNoDiscoveryIsNotFound()
{
    const Wire wire(2, false);
    if (!wire.isGood())
        QSKIP("NOT TESTED: network namespaces are not allowed here (ip netns add failed).");
    const QTemporaryDir folder;
    RunningNode open({.profile = folder.filePath(u"open"_s),
                      .listen = {},
                      .lan = true,
                      .wrapper = wire.at(1)});
    RunningNode closed(
        {.profile = folder.filePath(u"closed"_s), .listen = {}, .wrapper = wire.at(2)});
    QVERIFY(closed.start());
    QVERIFY(open.start());
    // Two that find each other do so within a second.
    QVERIFY(!waitUntil(
        [&] { return open.ask(u"node.info"_s)["map"_L1]["known"_L1].toInt() > 0; }, 3'000));
    QCOMPARE(closed.ask(u"node.info"_s)["map"_L1]["known"_L1].toInt(), 0);
}

VOS_TEST_CORE(LanStory)
#include "sys_lan.moc"
