// The protection of a profile over the control interface: passphrase, keychain, lock, and what each
// start says to it.

#include "tests/support/testprogram.h"
#include "tests/system/stories.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos::test;

namespace {

constexpr int NotAllowed = -32006;

/// Runs a program where no keyring can be reached.
QStringList withoutKeyring()
{
    return {u"env"_s, u"DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent"_s};
}

}  // namespace

class SecurityStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void passphraseSetChangedRemoved();
    void passphraseSurvivesAKill();
    void eachModeAtTheStart();
    void lockedNodeGoesOn();
    void withoutPassphraseNoLock();
    void keychainOutOfReach();
    void keychain();

private:
    QString profile() const { return m_folder->filePath(u"p"_s); }
    QString mode(RunningNode& node) const
    {
        return node.ask(u"security.status"_s)["mode"_L1].toString();
    }
    /// Ends without node.ready; what it said.
    Ended refusedStart(const QByteArray& passphrase, const QStringList& wrapper = {}) const;

    std::unique_ptr<QTemporaryDir> m_folder;
};

Ended SecurityStory::refusedStart(const QByteArray& passphrase, const QStringList& wrapper) const
{
    QStringList line = wrapper;
    line << vosdProgram() << u"--profile"_s << profile() << u"--listen"_s << u"127.0.0.1:0"_s
         << u"--no-lan"_s << u"--no-port-mapping"_s << u"--control"_s << u"none"_s;
    if (!passphrase.isEmpty())
        line << u"--passphrase-fd"_s << u"0"_s;
    const QString program = line.takeFirst();
    return runProgram(program, line, passphrase + '\n');
}

void SecurityStory::passphraseSetChangedRemoved()
{
    RunningNode node({.profile = profile()});
    QVERIFY(node.start());
    const QString address = node.address();
    QCOMPARE(mode(node), u"none"_s);
    node.ask(u"security.set_passphrase"_s, {{u"new"_s, u"one 口令"_s}});
    QCOMPARE(mode(node), u"passphrase"_s);
    QCOMPARE(node.errorOf(u"security.set_passphrase"_s, {{u"new"_s, u"two"_s}}), NotAllowed);
    QCOMPARE(
        node.errorOf(u"security.set_passphrase"_s, {{u"old"_s, u"wrong"_s}, {u"new"_s, u"two"_s}}),
        NotAllowed);
    node.ask(u"security.set_passphrase"_s, {{u"old"_s, u"one 口令"_s}, {u"new"_s, u"two"_s}});
    QVERIFY(node.stop());

    for (const QByteArray& wrong : {QByteArray("one \u53e3\u4ee4"), QByteArray("nonsense")}) {
        const Ended ended = refusedStart(wrong);
        QCOMPARE(ended.status, 1);
        QVERIFY2(ended.errors.contains(u"passphrase does not open"_s), qPrintable(ended.errors));
        QCOMPARE(ended.errors.count(u'\n'), 1);
    }
    const Ended without = refusedStart({});
    QCOMPARE(without.status, 1);
    QVERIFY2(without.errors.contains(u"--passphrase-fd"_s), qPrintable(without.errors));

    node.setPassphrase("two");
    QVERIFY(node.start());
    QCOMPARE(node.address(), address);
    node.ask(u"security.set_passphrase"_s, {{u"old"_s, u"two"_s}, {u"new"_s, QString()}});
    QCOMPARE(mode(node), u"none"_s);
    QVERIFY(node.stop());
    node.setPassphrase({});
    QVERIFY(node.start());
    QCOMPARE(node.address(), address);
}

void SecurityStory::passphraseSurvivesAKill()
{
    RunningNode node({.profile = profile()});
    QVERIFY(node.start());
    const QString address = node.address();
    // Killed at some moment of the change: one of the two opens it, whatever came to pass.
    QByteArray now;
    for (int i = 0; i < 6; ++i) {
        const QByteArray next = "passphrase " + QByteArray::number(i);
        node.post(u"security.set_passphrase"_s,
                  {{u"old"_s, QString::fromUtf8(now)}, {u"new"_s, QString::fromUtf8(next)}});
        // The box is written a second or two later, so it is watched for.
        const QDateTime before = QFileInfo(profile() + u"/key.box"_s).lastModified();
        if (i > 1) {
            QVERIFY(waitUntil(
                [&] { return QFileInfo(profile() + u"/key.box"_s).lastModified() != before; }));
        }
        waitUntil([] { return false; }, i % 2 == 0 ? 1 : 700);
        node.kill();
        node.setPassphrase(next);
        if (node.start() && mode(node) == u"passphrase"_s) {
            now = next;
        } else {
            node.kill();
            node.setPassphrase(now);
            QVERIFY2(node.start(), qPrintable(node.errors()));
        }
        QCOMPARE(node.address(), address);
        QVERIFY(!QFile::exists(profile() + u"/key.box.damaged"_s));
    }
    QVERIFY(!now.isEmpty());
}

void SecurityStory::eachModeAtTheStart()
{
    // None: a passphrase that is given is not needed, and that is said.
    RunningNode node({.profile = profile()});
    QVERIFY(node.start());
    QVERIFY(node.stop());
    node.setPassphrase("not needed");
    QVERIFY(node.start());
    QCOMPARE(mode(node), u"none"_s);
    QVERIFY(waitUntil([&] { return node.errors().contains(u"not locked by one"_s); }));
    QVERIFY(node.stop());
    // Keychain: no passphrase stands in for it.
    QFile box(profile() + u"/key.box"_s);
    QVERIFY(box.open(QIODevice::ReadWrite));
    QVERIFY(box.seek(5));
    box.putChar(2);
    box.close();
    QVERIFY(QFile::remove(profile() + u"/key.box.bak"_s));
    for (const QByteArray& passphrase : {QByteArray(), QByteArray("not needed")}) {
        const Ended ended = refusedStart(passphrase, withoutKeyring());
        QCOMPARE(ended.status, 1);
        QVERIFY2(ended.errors.contains(u"keychain"_s), qPrintable(ended.errors));
        QVERIFY2(ended.errors.contains(u"Nothing was changed"_s), qPrintable(ended.errors));
        QCOMPARE(ended.errors.count(u'\n'), 1);
    }
}

void SecurityStory::lockedNodeGoesOn()
{
    RunningNode alice({.profile = m_folder->filePath(u"a"_s)});
    RunningNode bob({.profile = profile(), .passphrase = "open sesame"});
    QVERIFY(alice.start());
    QVERIFY(bob.start({u"--join"_s, alice.link()}));
    QVERIFY(befriend(alice, bob));
    bob.ask(u"security.lock"_s);
    QVERIFY(bob.ask(u"security.status"_s)["locked"_L1].toBool());
    QVERIFY(bob.waitForEvent(u"security.changed"_s, {{u"locked"_s, true}}));

    // It stays online and goes on receiving, and tells nothing of it.
    QVERIFY(waitForState(alice, sendText(alice, bob, u"while you are away"_s), u"delivered"_s));
    QVERIFY(bob.waitForEvent(u"message.received"_s, {{u"peer"_s, alice.address()}}));
    const auto told = bob.findEvent(u"message.received"_s);
    QVERIFY(!told->contains(u"text"_s));
    const QJsonObject peer{{u"peer"_s, alice.address()}};
    for (const QString& method : {u"message.list"_s, u"message.search"_s, u"contact.list"_s,
                                  u"queue.list"_s, u"settings.get"_s, u"map.list"_s})
        QCOMPARE(bob.errorOf(method, peer), NotAllowed);
    const QJsonObject refusal = bob.call(u"message.list"_s, peer)["error"_L1].toObject();
    QCOMPARE(refusal["data"_L1]["reason"_L1].toString(), u"not-allowed"_s);
    QVERIFY(refusal["message"_L1].toString().contains(u"locked"_s));
    QCOMPARE(bob.errorOf(u"security.set_passphrase"_s,
                         {{u"old"_s, u"open sesame"_s}, {u"new"_s, QString()}}),
             NotAllowed);
    // Another client of the same node finds it locked too.
    const Ended history = runVos({u"--profile"_s, profile(), u"history"_s, alice.address()});
    QVERIFY(history.status != 0);
    QVERIFY2(history.errors.contains(u"locked"_s), qPrintable(history.errors));
    QVERIFY(!history.output.contains(u"away"_s));

    QCOMPARE(bob.errorOf(u"security.unlock"_s, {{u"passphrase"_s, u"open barley"_s}}), NotAllowed);
    QCOMPARE(bob.errorOf(u"message.list"_s, peer), NotAllowed);
    bob.ask(u"security.unlock"_s, {{u"passphrase"_s, u"open sesame"_s}});
    QCOMPARE(receivedTexts(bob, alice.address()), QStringList{u"while you are away"_s});
}

void SecurityStory::withoutPassphraseNoLock()
{
    RunningNode node({.profile = profile()});
    QVERIFY(node.start());
    const QJsonObject error = node.call(u"security.lock"_s)["error"_L1].toObject();
    QCOMPARE(error["code"_L1].toInt(), NotAllowed);
    QVERIFY(error["message"_L1].toString().contains(u"passphrase is needed first"_s));
    QVERIFY(!node.ask(u"security.status"_s)["locked"_L1].toBool());
}

void SecurityStory::keychainOutOfReach()
{
    RunningNode node({.profile = profile(), .wrapper = withoutKeyring()});
    QVERIFY(node.start());
    QFile box(profile() + u"/key.box"_s);
    QVERIFY(box.open(QIODevice::ReadOnly));
    const QByteArray before = box.readAll();
    const QJsonObject error = node.call(u"security.use_keychain"_s)["error"_L1].toObject();
    QCOMPARE(error["code"_L1].toInt(), NotAllowed);
    QVERIFY2(error["message"_L1].toString().contains(u"keychain"_s),
             qPrintable(error["message"_L1].toString()));
    QVERIFY(error["message"_L1].toString().contains(u"Nothing was changed"_s));
    QCOMPARE(mode(node), u"none"_s);
    QVERIFY(box.seek(0));
    QCOMPARE(box.readAll(), before);
}

void SecurityStory::keychain()
{
    for (const QString& program : {u"dbus-run-session"_s, u"gnome-keyring-daemon"_s}) {
        if (QStandardPaths::findExecutable(program).isEmpty())
            QSKIP("needs a keyring of its own: dbus-run-session and gnome-keyring-daemon");
    }
    // A bus and a keyring of their own, kept in a folder of their own.
    const QString home = m_folder->filePath(u"home"_s);
    QVERIFY(QDir().mkpath(home));
    const QStringList wrapper{
        u"env"_s,
        u"HOME="_s + home,
        u"XDG_DATA_HOME="_s + home,
        u"XDG_RUNTIME_DIR="_s + home,
        u"dbus-run-session"_s,
        u"--"_s,
        u"sh"_s,
        u"-c"_s,
        u"printf keyring | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; "
        "exec \"$0\" \"$@\""_s};
    RunningNode node({.profile = profile(), .wrapper = wrapper});
    QVERIFY(node.start());
    const QString address = node.address();
    const QJsonObject used = node.call(u"security.use_keychain"_s);
    if (used["error"_L1]["message"_L1].toString().contains(u"without support"_s))
        QSKIP("built without qtkeychain");
    QVERIFY2(used.contains(u"result"_s), qPrintable(used["error"_L1]["message"_L1].toString()));
    QCOMPARE(mode(node), u"keychain"_s);
    QCOMPARE(node.errorOf(u"security.lock"_s), NotAllowed);
    QVERIFY(node.stop());
    // Without the keyring it does not start, and nothing is changed.
    const Ended ended = refusedStart({}, withoutKeyring());
    QCOMPARE(ended.status, 1);
    QVERIFY2(ended.errors.contains(u"keychain"_s), qPrintable(ended.errors));
    QVERIFY(node.start());
    QCOMPARE(node.address(), address);
    QCOMPARE(mode(node), u"keychain"_s);
    node.ask(u"security.set_passphrase"_s, {{u"new"_s, u"in words"_s}});
    QVERIFY(node.stop());
    RunningNode alone(
        {.profile = profile(), .passphrase = "in words", .wrapper = withoutKeyring()});
    QVERIFY(alone.start());
    QCOMPARE(alone.address(), address);
}

VOS_TEST_CORE(SecurityStory)
#include "sys_security.moc"
