// The profile's folder: private, and one process at a time.

#include "p2p/qt/files.h"
#include "p2p/qt/profile.h"

#include "tests/support/testprogram.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#ifdef Q_OS_UNIX
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#endif

using namespace vos;
using namespace vos::qt;
using Kind = StartError::Kind;

class ProfileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isMadePrivate();
    void secondOneIsToldWhoHoldsIt();
    void isFreeAfterItsHolderDied();
    void fileInItsPlace();
    void folderThatCannotBeMade();
    void sharedFolderIsNotClosed();
    void roomOnTheDisk();
    void noCoreDumps();
    void defaultFolderIsTheUsers();

private:
    QTemporaryDir m_folder;
};

void ProfileTest::isMadePrivate()
{
    const QString path = m_folder.filePath(QStringLiteral("a/b"));
    const auto profile = Profile::open(path);
    QVERIFY(profile);
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ExeGroup | QFile::ReadOther |
                        QFile::WriteOther | QFile::ExeOther;
    for (const QString& made :
         QStringList{path, profile->copiesFolder(), path + QStringLiteral("/lock")}) {
        QVERIFY2(QFileInfo::exists(made), qPrintable(made));
        QVERIFY2((QFile::permissions(made) & others) == QFile::Permissions(), qPrintable(made));
    }
    QVERIFY(profile->hasFreeSpace());
}

void ProfileTest::secondOneIsToldWhoHoldsIt()
{
    const QString path = m_folder.filePath(QStringLiteral("held"));
    {
        const auto first = Profile::open(path);
        QVERIFY(first);
        const auto second = Profile::open(path);
        QVERIFY(!second);
        QVERIFY(second.error().kind == Kind::ProfileLocked);
        const QString message = second.error().message;
        QVERIFY(message.contains(path));
        QVERIFY(message.contains(QString::number(QCoreApplication::applicationPid())));
        QVERIFY(message.contains(QFileInfo(QCoreApplication::applicationFilePath()).fileName()));
    }
    QVERIFY(Profile::open(path));
}

void ProfileTest::isFreeAfterItsHolderDied()
{
#ifdef Q_OS_UNIX
    const QString path = m_folder.filePath(QStringLiteral("dead"));
    const pid_t child = ::fork();
    if (child == 0) {
        const auto profile = Profile::open(path);
        // Ends like a process that is killed: nothing is cleaned up.
        ::_exit(profile ? 0 : 1);
    }
    int status = 0;
    QCOMPARE(::waitpid(child, &status, 0), child);
    QCOMPARE(status, 0);
    QVERIFY(QFile::exists(path + QStringLiteral("/lock")));
    QVERIFY(Profile::open(path));
#else
    QSKIP("needs fork()");
#endif
}

void ProfileTest::fileInItsPlace()
{
    const QString path = m_folder.filePath(QStringLiteral("file"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto profile = Profile::open(path);
    QVERIFY(!profile && profile.error().kind == Kind::ProfileUnreadable);
    QVERIFY(profile.error().message.contains(path));
}

void ProfileTest::folderThatCannotBeMade()
{
    QFile file(m_folder.filePath(QStringLiteral("wall")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto profile = Profile::open(m_folder.filePath(QStringLiteral("wall/below")));
    QVERIFY(!profile && profile.error().kind == Kind::ProfileUnreadable);
}

void ProfileTest::sharedFolderIsNotClosed()
{
    const QString path = m_folder.filePath(QStringLiteral("shared"));
    const auto shared = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadGroup |
                        QFile::ExeGroup | QFile::ReadOther | QFile::ExeOther;
    QVERIFY(QDir().mkpath(path));
    QVERIFY(QFile::setPermissions(path, shared));
    // Empty, it may be made for us; with a file of somebody else it is somebody else's.
    QFile file(path + QStringLiteral("/letter.txt"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const auto refused = Profile::open(path);
    QVERIFY(!refused && refused.error().kind == Kind::ProfileUnreadable);
    QVERIFY((QFile::permissions(path) & shared) == shared);
    QVERIFY(!QFile::exists(path + QStringLiteral("/lock")));
    QVERIFY(file.remove());
    QVERIFY(Profile::open(path));
    QVERIFY(!(QFile::permissions(path) & QFile::ReadOther));
}

void ProfileTest::roomOnTheDisk()
{
    QVERIFY(hasRoom(m_folder.path(), 1));
    QVERIFY(!hasRoom(m_folder.path(), qint64{1} << 60));
    // What cannot be asked is not refused.
    QVERIFY(hasRoom(QStringLiteral("/nowhere at all"), qint64{1} << 60));
}

void ProfileTest::noCoreDumps()
{
#ifdef Q_OS_UNIX
    forbidCoreDumps();
    rlimit limit{1, 1};
    QCOMPARE(::getrlimit(RLIMIT_CORE, &limit), 0);
    QCOMPARE(limit.rlim_cur, rlim_t{0});
#endif
}

void ProfileTest::defaultFolderIsTheUsers()
{
    QVERIFY(Profile::defaultFolder().endsWith(QStringLiteral("/vos")));
    QVERIFY(QFileInfo(Profile::defaultFolder()).isAbsolute());
}

VOS_TEST_CORE(ProfileTest)
#include "tst_profile.moc"
