// A box that keeps messages: what it does with requests by itself, and what its operator sees and
// says by the command `vos`.

#include "tests/support/testprogram.h"
#include "tests/system/stories.h"

#include <QFile>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos::test;

class FriendVosBoxStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void acceptsByItself_data();
    void acceptsByItself();
    void theOptionIsOfOneRun();
    void operatorAnswersByCommand();
    void statusIsOneLook();
    void drillByCommand();
    void eitherSideEndsIt();
    void unitFileIsSound();

private:
    Ended vos(const RunningNode& node, const QStringList& words)
    {
        return runVos(QStringList{u"--profile"_s, node.profile()} + words);
    }
    QString stateOf(RunningNode& node, const char* side, const RunningNode& other)
    {
        return agreement(node, side, other)["state"_L1].toString();
    }

    QTemporaryDir m_folder;
    RunningNode m_friend{
        {.profile = m_folder.filePath(u"friend"_s), .arguments = {u"--name"_s, u"Frida"_s}}};
    RunningNode m_stranger{{.profile = m_folder.filePath(u"stranger"_s)}};
    /// Its operator answers by hand.
    RunningNode m_box{{.profile = m_folder.filePath(u"box"_s),
                       .arguments = {u"--name"_s, u"Box"_s, u"--quota"_s, u"32M"_s}}};
};

void FriendVosBoxStory::initTestCase()
{
    QVERIFY(m_box.start());
    QVERIFY(m_friend.start({u"--join"_s, m_box.link()}));
    QVERIFY(m_stranger.start({u"--join"_s, m_box.link()}));
}

void FriendVosBoxStory::acceptsByItself_data()
{
    QTest::addColumn<QString>("policy");
    QTest::addColumn<QString>("ofFriend");
    QTest::addColumn<QString>("ofStranger");
    QTest::newRow("all") << u"all"_s << u"active"_s << u"active"_s;
    QTest::newRow("contacts") << u"contacts"_s << u"active"_s << u"pending"_s;
    QTest::newRow("none") << u"none"_s << u"declined"_s << u"declined"_s;
    QTest::newRow("ask") << u"ask"_s << u"pending"_s << u"pending"_s;
}

void FriendVosBoxStory::acceptsByItself()
{
    QFETCH(QString, policy);
    QFETCH(QString, ofFriend);
    QFETCH(QString, ofStranger);
    RunningNode box({.profile = m_folder.filePath(policy),
                     .arguments = {u"--accept-friend-vos"_s, policy, u"--quota"_s, u"32M"_s}});
    QVERIFY(box.start({u"--join"_s, m_box.link()}));
    QCOMPARE(box.ask(u"settings.get"_s)["friend_vos.accept"_L1].toString(), policy);
    QCOMPARE(box.ask(u"friend_vos.list"_s)["quota"_L1].toInteger(), 32 << 20);
    QVERIFY(befriend(m_friend, box));
    for (RunningNode* asker : {&m_friend, &m_stranger})
        asker->ask(u"friend_vos.request"_s, {{u"address"_s, box.link()}, {u"quota"_s, u"4M"_s}});
    // What waits for the operator has come to him.
    const auto settled = [&](RunningNode& asker, const QString& state) {
        return waitUntil([&] {
            return stateOf(asker, "mine", box) == state &&
                   (state != "pending"_L1 || stateOf(box, "for_others", asker) == "asked"_L1);
        });
    };
    QVERIFY(settled(m_friend, ofFriend));
    QVERIFY(settled(m_stranger, ofStranger));
    const int agreed = (ofFriend == "active"_L1 ? 1 : 0) + (ofStranger == "active"_L1 ? 1 : 0);
    QVERIFY(waitUntil([&] { return box.errors().count("keeps messages for"_L1) == agreed; }));
    QCOMPARE(box.errors().contains("asks to have messages kept here"_L1),
             ofStranger == "pending"_L1);
    // No address that was cut stands where one is to be typed.
    QVERIFY(!box.errors().contains("approve vos1"_L1));
}

void FriendVosBoxStory::theOptionIsOfOneRun()
{
    RunningNode again({.profile = m_folder.filePath(u"all"_s)});
    QVERIFY(again.start({u"--join"_s, m_box.link()}));
    QCOMPARE(again.ask(u"settings.get"_s)["friend_vos.accept"_L1].toString(), u"ask"_s);
    QCOMPARE(stateOf(again, "for_others", m_stranger), u"active"_s);
    // What was agreed before is no news to the operator, also when its owner shows up.
    QVERIFY(waitUntil(
        [&] { return agreement(again, "for_others", m_stranger)["online"_L1].toBool(); }));
    QVERIFY(!again.errors().contains("keeps messages for"_L1));
}

void FriendVosBoxStory::operatorAnswersByCommand()
{
    const Ended asked = vos(m_friend, {u"friend-vos"_s, u"request"_s, m_box.link(), u"--quota"_s,
                                       u"4M"_s, u"--message"_s, u"I travel a lot"_s});
    QVERIFY2(asked.status == 0, qPrintable(asked.errors));
    QVERIFY(waitUntil([this] { return stateOf(m_box, "for_others", m_friend) == "asked"_L1; }));
    // The list has the whole address, as approve takes it, and the words.
    const Ended list = vos(m_box, {u"friend-vos"_s});
    QCOMPARE(list.status, 0);
    QVERIFY2(list.output.contains(u"Frida (%1)"_s.arg(m_friend.address())),
             qPrintable(list.output));
    QVERIFY(list.output.contains(u"I travel a lot"_s));
    const Ended approved =
        vos(m_box, {u"friend-vos"_s, u"approve"_s, m_friend.address(), u"--quota"_s, u"2M"_s});
    QVERIFY2(approved.status == 0, qPrintable(approved.errors));
    QVERIFY(waitUntil(
        [this] { return agreement(m_friend, "mine", m_box)["quota"_L1].toInteger() == 2 << 20; }));
    m_stranger.ask(u"friend_vos.request"_s, {{u"address"_s, m_box.link()}});
    QVERIFY(waitUntil([this] { return stateOf(m_box, "for_others", m_stranger) == "asked"_L1; }));
    const Ended declined =
        vos(m_box, {u"friend-vos"_s, u"decline"_s, m_stranger.address(), u"--do-not-ask"_s});
    QVERIFY2(declined.status == 0, qPrintable(declined.errors));
    QVERIFY(waitUntil([this] { return stateOf(m_stranger, "mine", m_box) == "declined"_L1; }));
    // Anybody can check the signatures.
    QVERIFY(waitUntil([this] {
        return vos(m_stranger, {u"friend-vos"_s, u"verify"_s, m_friend.address(), m_box.address()})
                   .output == "valid\n"_L1;
    }));
    const Ended verdict =
        vos(m_stranger, {u"friend-vos"_s, u"verify"_s, m_box.address(), m_friend.address()});
    QCOMPARE(verdict.status, 3);
    QCOMPARE(verdict.output, u"not valid: no-grant\n"_s);
}

void FriendVosBoxStory::statusIsOneLook()
{
    const Ended status = vos(m_box, {u"status"_s});
    QCOMPARE(status.status, 0);
    for (const QString& words :
         {m_box.address(), u"Box"_s, u"nothing waits to be delivered"_s,
          u"Nobody keeps messages for you."_s, u"YOU KEEP FOR"_s, u"Frida"_s, u"active"_s,
          u"0 B of 2.0 MiB"_s, u"kept for others: 0 B of 32 MiB"_s})
        QVERIFY2(status.output.contains(words), qPrintable(words + u'\n' + status.output));
}

void FriendVosBoxStory::drillByCommand()
{
    Ended drill = vos(m_friend, {u"friend-vos"_s, u"drill"_s});
    QCOMPARE(drill.status, 0);
    QVERIFY2(drill.output.contains(u"would keep your messages\n"_s), qPrintable(drill.output));
    drill = vos(m_box, {u"friend-vos"_s, u"drill"_s});
    QCOMPARE(drill.status, 3);
    QVERIFY(drill.output.contains(u"nobody keeps messages for you"_s));
}

/// Where each keeps for the other, one side can be ended alone; without a side both end.
void FriendVosBoxStory::eitherSideEndsIt()
{
    m_box.ask(u"friend_vos.request"_s, {{u"address"_s, m_friend.link()}});
    QVERIFY(waitUntil([this] { return stateOf(m_friend, "for_others", m_box) == "asked"_L1; }));
    const auto agreeAndCheck = [&] {
        m_friend.ask(u"friend_vos.approve"_s, {{u"address"_s, m_box.address()}});
        return waitUntil([this] { return stateOf(m_box, "mine", m_friend) == "active"_L1; });
    };
    QVERIFY(agreeAndCheck());
    Ended ended =
        vos(m_box, {u"friend-vos"_s, u"revoke"_s, m_friend.address(), u"--side"_s, u"mine"_s});
    QVERIFY2(ended.status == 0, qPrintable(ended.errors));
    QCOMPARE(stateOf(m_box, "mine", m_friend), u"revoked"_s);
    QCOMPARE(stateOf(m_box, "for_others", m_friend), u"active"_s);
    QVERIFY(waitUntil([this] { return stateOf(m_friend, "for_others", m_box) == "revoked"_L1; }));
    QCOMPARE(stateOf(m_friend, "mine", m_box), u"active"_s);
    m_box.ask(u"friend_vos.request"_s, {{u"address"_s, m_friend.link()}});
    QVERIFY(waitUntil([this] { return stateOf(m_friend, "for_others", m_box) == "asked"_L1; }));
    QVERIFY(agreeAndCheck());
    ended = vos(m_friend, {u"friend-vos"_s, u"revoke"_s, m_box.address()});
    QVERIFY2(ended.status == 0, qPrintable(ended.errors));
    QCOMPARE(stateOf(m_friend, "mine", m_box), u"revoked"_s);
    QCOMPARE(stateOf(m_friend, "for_others", m_box), u"revoked"_s);
    QVERIFY(waitUntil([this] { return stateOf(m_box, "mine", m_friend) == "revoked"_L1; }));
    QVERIFY(waitUntil([this] { return stateOf(m_box, "for_others", m_friend) == "revoked"_L1; }));
}

/// By systemd's own judgement, where it is installed: valid, and exposed to 2.0 of 10 at most.
void FriendVosBoxStory::unitFileIsSound()
{
    const QString judge = QStandardPaths::findExecutable(u"systemd-analyze"_s);
    QFile file(QStringLiteral(VOS_UNIT_FILE));
    if (judge.isEmpty() || !file.open(QIODevice::ReadOnly))
        QSKIP("needs systemd-analyze and the unit file");
    // As installed, but for the place of the program.
    static const QRegularExpression place(u"ExecStart=\\S+"_s);
    const QString text =
        QString::fromUtf8(file.readAll()).replace(place, u"ExecStart="_s + vosdProgram());
    QFile unit(m_folder.filePath(u"vosd.service"_s));
    QVERIFY(unit.open(QIODevice::WriteOnly));
    unit.write(text.toUtf8());
    unit.close();
    const Ended verified = runProgram(judge, {u"verify"_s, u"--man=no"_s, unit.fileName()});
    QVERIFY2(verified.status == 0, qPrintable(verified.errors));
    const Ended security = runProgram(
        judge, {u"security"_s, u"--offline=true"_s, u"--threshold=20"_s, unit.fileName()});
    QVERIFY2(security.status == 0, qPrintable(security.output + security.errors));
}

VOS_TEST_CORE(FriendVosBoxStory)
#include "sys_friendvosbox.moc"
