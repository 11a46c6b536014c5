#include "app/common/passphrase.h"

#include "tests/support/testprogram.h"

#include <QTemporaryFile>
#include <QTest>

#include <cstdio>

#ifdef Q_OS_WIN
#include <io.h>
#define VOS_FILENO _fileno
#else
#include <unistd.h>
#define VOS_FILENO fileno
#endif

using namespace Qt::StringLiterals;
using vos::common::readPassphrase;

class PassphraseFdTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsLine_data();
    void readsLine();
    void leavesTheRest();
    void refuses();
};

namespace {

/// An open file with that content, read from its start.
class OpenFile {
public:
    explicit OpenFile(const QByteArray& content) : m_file(std::tmpfile())
    {
        std::fwrite(content.constData(), 1, static_cast<std::size_t>(content.size()), m_file);
        std::rewind(m_file);
    }
    ~OpenFile() { std::fclose(m_file); }
    int descriptor() const { return VOS_FILENO(m_file); }

private:
    std::FILE* m_file;
};

}  // namespace

void PassphraseFdTest::readsLine_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("line") << QByteArray("secret 密\n");
    QTest::newRow("no end") << QByteArray("secret 密");
    QTest::newRow("windows") << QByteArray("secret 密\r\n");
}

void PassphraseFdTest::readsLine()
{
    QFETCH(QByteArray, content);
    const OpenFile file(content);
    const auto passphrase = readPassphrase(file.descriptor());
    QVERIFY(passphrase);
    QCOMPARE(*passphrase, QByteArray("secret 密"));
}

void PassphraseFdTest::leavesTheRest()
{
    const OpenFile file("one\ntwo\n");
    QCOMPARE(*readPassphrase(file.descriptor()), QByteArray("one"));
    QCOMPARE(*readPassphrase(file.descriptor()), QByteArray("two"));
}

void PassphraseFdTest::refuses()
{
    QVERIFY(!readPassphrase(OpenFile("").descriptor()));
    QVERIFY(!readPassphrase(OpenFile("\nx\n").descriptor()));
    QVERIFY(!readPassphrase(OpenFile(QByteArray(1025, 'x')).descriptor()));
    const auto none = readPassphrase(9999);
    QVERIFY(!none);
    QVERIFY(none.error().contains("9999"_L1));
}

VOS_TEST(PassphraseFdTest)
#include "tst_passphrasefd.moc"
