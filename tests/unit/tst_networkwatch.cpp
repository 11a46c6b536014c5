// The network under this computer: what counts as sleep, and that the kernel is heard.

#include "p2p/qt/networkwatch.h"

#include "tests/support/testprogram.h"

#include <QSignalSpy>
#include <QTest>

using namespace vos;
using namespace vos::qt;

class NetworkWatchTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sleepIsAJumpOfTime_data();
    void sleepIsAJumpOfTime();
    void looksNowAndThen();
};

void NetworkWatchTest::sleepIsAJumpOfTime_data()
{
    QTest::addColumn<qint64>("monoMs");
    QTest::addColumn<qint64>("wallMs");
    QTest::addColumn<bool>("slept");
    QTest::newRow("on time") << 2'000LL << 2'000LL << false;
    QTest::newRow("a busy machine") << 9'000LL << 9'000LL << false;
    QTest::newRow("the lid was closed") << 2'000LL << 3'600'000LL << true;
    QTest::newRow("the process was stopped") << 60'000LL << 60'000LL << true;
    QTest::newRow("the clock was put back") << 2'000LL << -3'600'000LL << false;
    QTest::newRow("the clock was put right") << 2'000LL << 5'000LL << false;
}

void NetworkWatchTest::sleepIsAJumpOfTime()
{
    QFETCH(qint64, monoMs);
    QFETCH(qint64, wallMs);
    QFETCH(bool, slept);
    Now before;
    before.wall = fromMillis(1'790'000'000'000);
    Now now = before;
    now.mono += std::chrono::milliseconds(monoMs);
    now.wall += std::chrono::milliseconds(wallMs);
    QCOMPARE(NetworkWatch::hasSlept(before, now), slept);
}

void NetworkWatchTest::looksNowAndThen()
{
    NetworkWatch watch;
    QSignalSpy looked(&watch, &NetworkWatch::interfacesMayHaveChanged);
    QSignalSpy woke(&watch, &NetworkWatch::woke);
    watch.start();
    QVERIFY(looked.wait(9'000));
    QCOMPARE(woke.size(), 0);
    watch.stop();
}

VOS_TEST_CORE(NetworkWatchTest)
#include "tst_networkwatch.moc"
