#include "app/control/socketpath.h"

#include "tests/support/testprogram.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos::control;

class SocketPathTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void defaultNeedsNoName();
    void longPathGetsShortStandIn();
    void namesOtherPaths();
    void staleNameIsTriedFirstOnly();
    void unwritableFolderIsAnError();
};

void SocketPathTest::defaultNeedsNoName()
{
    const QTemporaryDir profile;
    const QString path = defaultSocketPath(profile.path());
    QVERIFY(nameSocketPath(profile.path(), path));
    QVERIFY(!QFile::exists(profile.filePath(u"control.path"_s)));
    QCOMPARE(namedSocketPaths(profile.path()), QStringList{path});
}

void SocketPathTest::longPathGetsShortStandIn()
{
#ifdef Q_OS_LINUX
    const QString fits = u'/' + QString(106, u'x');
    QCOMPARE(usableSocketPath(fits), fits);
    const QTemporaryDir runtime;
    qputenv("XDG_RUNTIME_DIR", QFile::encodeName(runtime.path()));
    const QString longer = fits + u'x';
    const QString shorter = usableSocketPath(longer);
    QVERIFY(shorter.startsWith(runtime.path() + u'/'));
    QVERIFY(shorter.size() <= 107);
    QCOMPARE(usableSocketPath(longer), shorter);
    QVERIFY(usableSocketPath(longer + u'x') != shorter);
    // The limit counts bytes.
    QVERIFY(usableSocketPath(u'/' + QString(40, u'中')).startsWith(runtime.path()));
#else
    QSKIP("the limit of 107 bytes is Linux's");
#endif
}

void SocketPathTest::namesOtherPaths()
{
    const QTemporaryDir profile;
    QVERIFY(nameSocketPath(profile.path(), u"/run/vos-x.sock"_s));
    QCOMPARE(namedSocketPaths(profile.path()),
             (QStringList{u"/run/vos-x.sock"_s, defaultSocketPath(profile.path())}));
    QCOMPARE(QFile::permissions(profile.filePath(u"control.path"_s)) &
                 (QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther),
             QFile::Permissions());
    forgetSocketPath(profile.path());
    QVERIFY(!QFile::exists(profile.filePath(u"control.path"_s)));
}

void SocketPathTest::staleNameIsTriedFirstOnly()
{
    const QTemporaryDir profile;
    QVERIFY(nameSocketPath(profile.path(), u"/run/vos-x.sock"_s));
    // The next node listens in the profile again.
    QVERIFY(nameSocketPath(profile.path(), defaultSocketPath(profile.path())));
    QVERIFY(!QFile::exists(profile.filePath(u"control.path"_s)));
}

void SocketPathTest::unwritableFolderIsAnError()
{
    const auto named = nameSocketPath(u"/nonexistent/profile"_s, u"/run/x.sock"_s);
    QVERIFY(!named);
    QVERIFY(named.error().contains("/nonexistent/profile/control.path"_L1));
}

VOS_TEST(SocketPathTest)
#include "tst_socketpath.moc"
