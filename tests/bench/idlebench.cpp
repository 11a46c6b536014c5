// What two connected friends cost while nobody says anything.

#include "tests/bench/figures.h"
#include "tests/system/stories.h"

#include <QFile>
#include <QTemporaryDir>

namespace vos::bench {

using namespace Qt::StringLiterals;
using namespace vos::test;

namespace {

/// Nothing is awaited: time is what is measured here.
void letPass(int seconds)
{
    waitUntil([] { return false; }, seconds * 1000);
}

double sentBytes(RunningNode& node)
{
    return node.ask(u"net.status"_s)["sent_bytes"_L1].toDouble();
}

void measureWindow(const QTemporaryDir& folder)
{
#ifdef VOS_MESSENGER_PROGRAM
    QProcess window;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
    window.setProcessEnvironment(environment);
    const QString profile = folder.filePath(u"window"_s);
    window.start(QStringLiteral(VOS_MESSENGER_PROGRAM),
                 {u"--profile"_s, profile, u"--name"_s, u"Me"_s, u"--listen"_s, u"127.0.0.1:0"_s,
                  u"--no-lan"_s, u"--no-port-mapping"_s});
    constexpr int settleSeconds = 5;
    if (waitUntil([&] { return QFile::exists(profile + u"/control.sock"_s); })) {
        letPass(settleSeconds);
        report({u"window.resident"_s, residentMiB(window.processId()), u"MiB"_s, 1});
    }
    window.kill();
    window.waitForFinished();
#else
    Q_UNUSED(folder);
#endif
}

}  // namespace

void measureIdle(int seconds)
{
    const QTemporaryDir folder;
    RunningNode alice({.profile = folder.filePath(u"alice"_s)});
    RunningNode bob({.profile = folder.filePath(u"bob"_s)});
    if (!alice.start() || !bob.start({u"--join"_s, alice.link()}) || !befriend(bob, alice))
        return;
    constexpr int settleSeconds = 5;
    letPass(settleSeconds);
    const qint64 pid = alice.process().processId();
    const double sentBefore = sentBytes(alice) + sentBytes(bob);
    const double cpuBefore = cpuSeconds(pid);
    const qint64 wakeUpsBefore = wakeUps(pid);
    letPass(seconds);
    const double sent = sentBytes(alice) + sentBytes(bob) - sentBefore;
    report({u"idle.sent.pair"_s, sent / seconds, u"B/s"_s, seconds});
    report({u"idle.cpu.vosd"_s, 100 * (cpuSeconds(pid) - cpuBefore) / seconds, u"%"_s, seconds});
    report({u"idle.wakeups.vosd"_s, static_cast<double>(wakeUps(pid) - wakeUpsBefore) / seconds,
            u"1/s"_s, seconds});
    report({u"idle.resident.vosd"_s, residentMiB(pid), u"MiB"_s, 1});
    measureWindow(folder);
}

}  // namespace vos::bench
