// Two dozen nodes: all know all through one, and need it no longer; one moves; then the power goes,
// and they come back in any order with no address given.

#include "tests/support/testprogram.h"
#include "tests/system/stories.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace vos::test;

class ManyNodesStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void allKnowAll();
    void theFirstIsNotNeeded();
    void whoMovesIsFound();
    void afterAPowerCut();

private:
    static constexpr int Count = 24;
    /// Until every node that runs is connected and knows the record `of` has now.
    bool allHaveNewest(RunningNode& of);
    std::vector<RunningNode*> running();

    QTemporaryDir m_folder;
    std::vector<std::unique_ptr<RunningNode>> m_nodes;
};

std::vector<RunningNode*> ManyNodesStory::running()
{
    std::vector<RunningNode*> all;
    for (const auto& node : m_nodes) {
        if (node->isRunning())
            all.push_back(node.get());
    }
    return all;
}

bool ManyNodesStory::allHaveNewest(RunningNode& of)
{
    const auto endpoints = [](RunningNode& asked, const QString& address) {
        return asked.call(u"map.find"_s, {{u"address"_s, address}})["result"_L1]["endpoints"_L1]
            .toArray();
    };
    const QJsonArray wanted = endpoints(of, of.address());
    return !wanted.isEmpty() && waitUntil([&] {
        const auto all = running();
        return std::all_of(all.begin(), all.end(), [&](RunningNode* node) {
            return node == &of || endpoints(*node, of.address()) == wanted;
        });
    });
}

void ManyNodesStory::allKnowAll()
{
    for (int i = 0; i < Count; ++i) {
        m_nodes.push_back(std::make_unique<RunningNode>(
            RunningNode::Setup{.profile = m_folder.filePath(QString::number(i))}));
        QVERIFY(m_nodes[i]->start(i == 0 ? QStringList()
                                         : QStringList{u"--join"_s, m_nodes[0]->link()}));
    }
    for (const auto& node : m_nodes)
        QVERIFY(waitForMap(*node, Count - 1));
}

void ManyNodesStory::theFirstIsNotNeeded()
{
    m_nodes[0]->kill();
    RunningNode& asking = *m_nodes[5];
    RunningNode& asked = *m_nodes[17];
    QVERIFY(befriend(asking, asked));
    const QString id = sendText(asking, asked, u"without the first"_s);
    QVERIFY(waitForState(asking, id, u"delivered"_s));
}

void ManyNodesStory::whoMovesIsFound()
{
    RunningNode& mover = *m_nodes[17];
    const quint16 before = mover.port();
    QVERIFY(mover.stop());
    // While it is away it cannot be told; the new place is another port.
    const QString id = sendText(*m_nodes[5], mover, u"where are you?"_s);
    m_nodes[17] = std::make_unique<RunningNode>(RunningNode::Setup{
        .profile = mover.profile(),
        .listen = u"127.0.0.1:%1"_s.arg(before < 60000 ? before + 997 : before - 997)});
    QVERIFY(m_nodes[17]->start());
    QVERIFY(m_nodes[17]->port() != before);
    QVERIFY(waitForState(*m_nodes[5], id, u"delivered"_s));
    QVERIFY(allHaveNewest(*m_nodes[17]));
}

void ManyNodesStory::afterAPowerCut()
{
    for (const auto& node : m_nodes)
        node->kill();
    std::vector<int> order(Count - 1);
    std::generate(order.begin(), order.end(), [i = 1]() mutable { return i++; });
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator chance(seed);
    std::shuffle(order.begin(), order.end(), chance);
    for (const int i : order)
        QVERIFY(m_nodes[i]->start());
    const QString id = sendText(*m_nodes[17], *m_nodes[5], u"we are all back"_s);
    QVERIFY(waitForState(*m_nodes[17], id, u"delivered"_s));
    for (const int i : order) {
        RunningNode& node = *m_nodes[i];
        QVERIFY(
            waitUntil([&] { return node.ask(u"node.info"_s)["map"_L1]["links"_L1].toInt() >= 6; }));
    }
    QVERIFY(allHaveNewest(*m_nodes[9]));
}

VOS_TEST_CORE(ManyNodesStory)
#include "sys_manynodes.moc"
