// Real nodes behind the kernel's own NAT (natlab.h): each pair talks at once, most of them straight
// soon after, and goes on talking when an address changes, a router forgets or a relay dies.

#include "tests/support/testprogram.h"
#include "tests/system/natlab.h"
#include "tests/system/stories.h"

#include <QTemporaryDir>
#include <QTest>

#include <map>

using namespace Qt::StringLiterals;
using namespace vos::test;
using Nat = NatLab::Nat;

namespace {

constexpr int Public = -1;

const char* nameOf(int nat)
{
    switch (nat) {
    case int(Nat::FullCone):
        return "full-cone";
    case int(Nat::AddressRestricted):
        return "address-restricted";
    case int(Nat::PortRestricted):
        return "port-restricted";
    case int(Nat::Symmetric):
        return "symmetric";
    case int(Nat::CarrierSymmetric):
        return "carrier";
    default:
        return "public";
    }
}

}  // namespace

class NatPairsStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase();
    void pairs_data();
    void pairs();
    void aRouterThatForgetsCostsASecond();
    void aNodeThatMovesIsFollowed();
    void aRelayThatDiesIsReplaced();

private:
    /// A node of this side behind such a router; started once, kept for the pairs to come.
    RunningNode& nodeAt(int nat, int side);
    NatLab::Host hostOf(int nat, int side) const { return m_hosts.at({nat, side}); }
    std::unique_ptr<RunningNode> makeNode(const QString& name, NatLab::Host host);
    QString pathBetween(RunningNode& node, const RunningNode& peer);
    bool waitForPath(RunningNode& node, const RunningNode& peer, const QString& path,
                     int timeoutMs);
    /// Sends one message every 50 ms for `seconds`, in order; the longest time none came, in ms, or
    /// -1 where one was lost, came twice or out of order.
    int talk(RunningNode& from, RunningNode& to, int seconds,
             const std::function<void()>& meanwhile);

    QTemporaryDir m_folder;
    std::unique_ptr<NatLab> m_lab;
    std::vector<std::unique_ptr<RunningNode>> m_helpers;
    std::map<std::pair<int, int>, NatLab::Host> m_hosts;
    std::map<std::pair<int, int>, std::unique_ptr<RunningNode>> m_nodes;
    int m_talks = 0;
};

void NatPairsStory::initTestCase()
{
    m_lab = std::make_unique<NatLab>();
    if (!m_lab->isGood())
        QSKIP(m_lab->whyNot().constData());
    for (int i = 0; i < 2; ++i) {
        const NatLab::Host host = m_lab->addPublic();
        QVERIFY2(m_lab->isGood(), m_lab->whyNot().constData());
        m_helpers.push_back(makeNode(u"helper%1"_s.arg(i), host));
        QVERIFY(i == 0 ? m_helpers[0]->start()
                       : m_helpers[1]->start({u"--join"_s, m_helpers[0]->link()}));
    }
}

void NatPairsStory::cleanupTestCase()
{
    m_nodes.clear();
    m_helpers.clear();
    m_lab.reset();
}

std::unique_ptr<RunningNode> NatPairsStory::makeNode(const QString& name, NatLab::Host host)
{
    RunningNode::Setup setup;
    setup.profile = m_folder.filePath(name);
    setup.listen = u"0.0.0.0:0"_s;
    setup.wrapper = m_lab->at(host);
    return std::make_unique<RunningNode>(setup);
}

RunningNode& NatPairsStory::nodeAt(int nat, int side)
{
    auto& node = m_nodes[{nat, side}];
    if (!node) {
        const NatLab::Host host =
            nat == Public ? m_lab->addPublic() : m_lab->addHome(static_cast<Nat>(nat));
        m_hosts[{nat, side}] = host;
        node = makeNode(QLatin1String(nameOf(nat)) + QString::number(side), host);
        if (!node->start({u"--join"_s, m_helpers[0]->link()}))
            qWarning("a node did not start: %s", qPrintable(node->errors()));
    }
    return *node;
}

QString NatPairsStory::pathBetween(RunningNode& node, const RunningNode& peer)
{
    const QJsonArray peers = node.ask(u"net.status"_s)["peers"_L1].toArray();
    for (const QJsonValue& value : peers) {
        if (value["address"_L1].toString() == peer.address())
            return value["path"_L1].toString();
    }
    return {};
}

bool NatPairsStory::waitForPath(RunningNode& node, const RunningNode& peer, const QString& path,
                                int timeoutMs)
{
    return waitUntil([&] { return pathBetween(node, peer) == path; }, timeoutMs);
}

void NatPairsStory::pairs_data()
{
    QTest::addColumn<int>("one");
    QTest::addColumn<int>("other");
    const std::vector<int> all{Public,
                               int(Nat::FullCone),
                               int(Nat::AddressRestricted),
                               int(Nat::PortRestricted),
                               int(Nat::Symmetric),
                               int(Nat::CarrierSymmetric)};
    const auto add = [](int a, int b) {
        QTest::addRow("%s to %s", nameOf(a), nameOf(b)) << a << b;
    };
    if (qEnvironmentVariableIsSet("VOS_LONG")) {
        for (const int a : all) {
            for (const int b : all)
                add(a, b);
        }
        return;
    }
    add(int(Nat::FullCone), int(Nat::Symmetric));
    add(int(Nat::AddressRestricted), int(Nat::CarrierSymmetric));
    add(int(Nat::PortRestricted), int(Nat::PortRestricted));
    add(int(Nat::PortRestricted), int(Nat::Symmetric));
    add(int(Nat::Symmetric), int(Nat::Symmetric));
}

void NatPairsStory::pairs()
{
    QFETCH(int, one);
    QFETCH(int, other);
    RunningNode& a = nodeAt(one, 0);
    RunningNode& b = nodeAt(other, 1);
    QVERIFY2(m_lab->isGood(), m_lab->whyNot().constData());
    QVERIFY(a.isRunning() && b.isRunning());
    QVERIFY(befriend(a, b));
    const qint64 friendsAt = nowMs();
    const QString id = sendText(a, b, u"hello"_s);
    QVERIFY(waitForState(a, id, u"delivered"_s, 5000));
    const qint64 deliveredAt = nowMs();
    const auto isSymmetric = [](int nat) {
        return nat == int(Nat::Symmetric) || nat == int(Nat::CarrierSymmetric);
    };
    const bool hopeless = isSymmetric(one) && isSymmetric(other);
    const QString wanted = hopeless ? u"relay"_s : u"direct"_s;
    QVERIFY2(waitForPath(a, b, wanted, 20'000), qPrintable(pathBetween(a, b)));
    QVERIFY2(waitForPath(b, a, wanted, 20'000), qPrintable(pathBetween(b, a)));
    qInfo("%s to %s: delivered after %lld ms, %s after %lld ms", nameOf(one), nameOf(other),
          static_cast<long long>(deliveredAt - friendsAt), qPrintable(wanted),
          static_cast<long long>(nowMs() - friendsAt));
}

int NatPairsStory::talk(RunningNode& from, RunningNode& to, int seconds,
                        const std::function<void()>& meanwhile)
{
    const QString prefix = u"talk %1 "_s.arg(++m_talks);
    to.forgetEvents();
    const int count = seconds * 20;
    const qint64 start = nowMs();
    int sent = 0;
    bool done = false;
    while (sent < count) {
        const QString text = prefix + QString::number(sent++);
        from.post(u"message.send"_s, {{u"to"_s, to.address()}, {u"text"_s, text}});
        if (!done && sent == count / 4) {
            meanwhile();
            done = true;
        }
        const qint64 due = start + sent * 50;
        waitUntil([&] { return nowMs() >= due; },
                  static_cast<int>(std::max<qint64>(1, due - nowMs())));
    }
    const auto came = [&] {
        QList<RunningNode::Event> events;
        for (const RunningNode::Event& event : to.events()) {
            if (event.name == "message.received"_L1 &&
                event.params["text"_L1].toString().startsWith(prefix))
                events << event;
        }
        return events;
    };
    waitUntil([&] { return came().size() >= count; }, 20'000);
    waitUntil([] { return false; }, 300);
    const auto events = came();
    if (events.size() != count)
        return -1;
    qint64 longest = 0;
    for (int i = 0; i < count; ++i) {
        if (events[i].params["text"_L1].toString() != prefix + QString::number(i))
            return -1;
        if (i > 0)
            longest = std::max(longest, events[i].atMs - events[i - 1].atMs);
    }
    return static_cast<int>(longest);
}

void NatPairsStory::aRouterThatForgetsCostsASecond()
{
    RunningNode& a = nodeAt(int(Nat::PortRestricted), 0);
    RunningNode& b = nodeAt(int(Nat::PortRestricted), 1);
    QVERIFY(waitForPath(a, b, u"direct"_s, 20'000));
    const int gap = talk(a, b, 6, [this] {
        QVERIFY(m_lab->renumber(hostOf(int(Nat::PortRestricted), 0)));
    });
    qInfo("the outer address of a home changes while it talks: nothing for %d ms", gap);
    QVERIFY2(gap >= 0, "a message was lost, came twice or in disorder");
    QVERIFY(gap < 3000);
    QVERIFY(waitForPath(a, b, u"direct"_s, 20'000));
}

void NatPairsStory::aNodeThatMovesIsFollowed()
{
    RunningNode& a = nodeAt(int(Nat::PortRestricted), 0);
    RunningNode& b = nodeAt(int(Nat::PortRestricted), 1);
    const int gap = talk(a, b, 8, [this] {
        QVERIFY(m_lab->move(hostOf(int(Nat::PortRestricted), 0), hostOf(int(Nat::Symmetric), 0)));
    });
    qInfo("a node moves to another network while it talks: nothing for %d ms", gap);
    QVERIFY2(gap >= 0, "a message was lost, came twice or in disorder");
    QVERIFY(gap < 3000);
}

void NatPairsStory::aRelayThatDiesIsReplaced()
{
    RunningNode& a = nodeAt(int(Nat::Symmetric), 0);
    RunningNode& b = nodeAt(int(Nat::Symmetric), 1);
    QVERIFY(waitForPath(a, b, u"relay"_s, 20'000));
    QString via;
    for (const QJsonValue& value : a.ask(u"net.status"_s)["peers"_L1].toArray()) {
        if (value["address"_L1].toString() == b.address())
            via = value["via"_L1].toString();
    }
    RunningNode* relay = nullptr;
    for (const auto& helper : m_helpers)
        relay = helper->address() == via ? helper.get() : relay;
    for (const auto& [place, node] : m_nodes)
        relay = node->address() == via ? node.get() : relay;
    QVERIFY2(relay, qPrintable(via));
    const int gap = talk(a, b, 6, [relay] { relay->kill(); });
    qInfo("the relay is killed while two talk by it: nothing for %d ms", gap);
    QVERIFY2(gap >= 0, "a message was lost, came twice or in disorder");
    QVERIFY(gap < 3000);
}

VOS_TEST_CORE(NatPairsStory)
#include "sys_natpairs.moc"
