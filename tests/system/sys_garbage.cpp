// Anybody can send anything to an open port.

#include "tests/support/testprogram.h"
#include "tests/system/stories.h"

#include <QFile>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <QUdpSocket>

using namespace Qt::StringLiterals;
using namespace vos::test;

class GarbageStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nodeShrugsOffRandomDatagrams();

private:
    QTemporaryDir m_folder;
};

namespace {

/// Resident memory in KiB; 0 where the system does not tell.
qint64 residentKiB(qint64 pid)
{
    QFile status(u"/proc/%1/status"_s.arg(pid));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray& line : status.readAll().split('\n'))
        if (line.startsWith("VmRSS:"))
            return line.mid(6).trimmed().split(' ').first().toLongLong();
    return 0;
}

}  // namespace

void GarbageStory::nodeShrugsOffRandomDatagrams()
{
    RunningNode alice({.profile = m_folder.filePath(u"alice"_s)});
    RunningNode bob({.profile = m_folder.filePath(u"bob"_s)});
    QVERIFY(alice.start());
    QVERIFY(bob.start({u"--join"_s, alice.link()}));
    QVERIFY(befriend(bob, alice));
    const qint64 before = residentKiB(alice.process().processId());

    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    QRandomGenerator random(seed);
    QUdpSocket socket;
    constexpr int count = 10'000;
    for (int i = 0; i < count; ++i) {
        QByteArray datagram(random.bounded(1500), Qt::Uninitialized);
        for (char& byte : datagram)
            byte = char(random.generate());
        // Half of them begin as messages of ours might: a small type and zeros.
        if (i % 2 == 0 && datagram.size() >= 4)
            datagram.replace(0, 4, QByteArray(1, char(random.bounded(16))).append(3, 0));
        QVERIFY(socket.writeDatagram(datagram, QHostAddress::LocalHost, alice.port()) >= 0);
        // Now and then the node is asked, so that the datagrams do not just overflow its socket.
        if (i % 100 == 0)
            QVERIFY(alice.ask(u"node.info"_s).contains("address"_L1));
    }
    const QString id = sendText(bob, alice, u"still there?"_s);
    QVERIFY(alice.waitForEvent(u"message.received"_s, {{u"id"_s, id}}));
    QVERIFY(waitForState(bob, id, u"delivered"_s));
    const QString answer = sendText(alice, bob, u"yes"_s);
    QVERIFY(waitForState(alice, answer, u"delivered"_s));
    QCOMPARE(alice.ask(u"node.info"_s)["map"_L1]["known"_L1].toInt(), 1);
    const qint64 grown = residentKiB(alice.process().processId()) - before;
    QVERIFY2(grown < 32 * 1024, qPrintable(u"%1 KiB more"_s.arg(grown)));
    // Rubbish is counted, not logged line by line.
    QVERIFY2(alice.errors().count(u'\n') < 200, qPrintable(alice.errors().right(2000)));
}

VOS_TEST_CORE(GarbageStory)
#include "sys_garbage.moc"
