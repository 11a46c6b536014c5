// key.box: what was put in comes out, no other passphrase opens it, damage is noticed and mended
// from the copy, and nothing is ever made anew in its place.

#include "p2p/qt/convert.h"
#include "p2p/qt/files.h"
#include "p2p/qt/keybox.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace vos;
using namespace vos::qt;
using namespace vos::test;
using Kind = StartError::Kind;

namespace {

/// A stamp of the product takes 0.3 s; the box does not care how hard it was to find.
constexpr unsigned testStampBits = 8;
constexpr std::uint64_t testMemory = crypto::PassphraseMemoryMin;

bool sameKeys(const KeyBox& a, const KeyBox& b)
{
    return a.identity.id() == b.identity.id() &&
           a.identity.signing().seed() == b.identity.signing().seed() &&
           a.identity.session().secret() == b.identity.session().secret() &&
           a.identity.letter().secret() == b.identity.letter().secret() &&
           a.identity.stamp() == b.identity.stamp() && a.dataKey == b.dataKey;
}

QByteArray contentOf(const QString& path)
{
    return readWhole(path, 4096).value_or(QByteArray());
}

}  // namespace

class KeyBoxTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }
    void init()
    {
        m_folder.emplace();
        m_path = m_folder->filePath(QStringLiteral("key.box"));
        SeededRng rng(42);
        m_box.emplace(makeKeyBox(rng, testStampBits));
    }
    void cleanup() { m_folder.reset(); }
    void withoutPassphrase();
    void withPassphrase();
    void secretsAreNotInTheFile();
    void fileIsPrivate();
    void headAsSpecified();
    void everyChangedByteIsNoticed();
    void damagedBoxIsMendedFromItsCopy_data();
    void damagedBoxIsMendedFromItsCopy();
    void withoutCopyNothingIsMade();
    void changedPassphraseLeavesNoOldCopy();
    void crashBetweenTheWrites();
    void keychainBoxIsRefused();
    void unwritableFolder();

private:
    bool write(const QByteArray& passphrase = {})
    {
        return writeKeyBox(m_path, *m_box, passphrase, testMemory).hasValue();
    }
    QString backup() const { return m_path + QStringLiteral(".bak"); }

    std::optional<QTemporaryDir> m_folder;
    QString m_path;
    std::optional<KeyBox> m_box;
};

void KeyBoxTest::withoutPassphrase()
{
    QVERIFY(!keyBoxExists(m_path));
    QVERIFY(write());
    QVERIFY(keyBoxExists(m_path));
    const auto opened = readKeyBox(m_path, {});
    QVERIFY(opened);
    QVERIFY(opened->mode == KeyBox::Mode::None);
    QVERIFY(opened->repair.isEmpty());
    QVERIFY(sameKeys(opened->box, *m_box));
    QVERIFY(
        crypto::stampValid(opened->box.identity.id(), opened->box.identity.stamp(), testStampBits));
}

void KeyBoxTest::withPassphrase()
{
    QVERIFY(write("correct horse"));
    const auto opened = readKeyBox(m_path, "correct horse");
    QVERIFY(opened);
    QVERIFY(opened->mode == KeyBox::Mode::Passphrase);
    QVERIFY(sameKeys(opened->box, *m_box));
    QVERIFY(readKeyBox(m_path, "correct horsf").error().kind == Kind::PassphraseWrong);
    const auto needed = readKeyBox(m_path, {});
    QVERIFY(needed.error().kind == Kind::PassphraseNeeded);
    QVERIFY(needed.error().message.contains(QStringLiteral("--passphrase-fd")));
}

void KeyBoxTest::secretsAreNotInTheFile()
{
    QVERIFY(write());
    const QByteArray file = contentOf(m_path);
    QVERIFY(!file.contains(toByteArray(m_box->identity.signing().seed().view())));
    QVERIFY(!file.contains(toByteArray(m_box->dataKey.view())));
    QVERIFY(!file.contains(toByteArray(m_box->identity.id().view())));
}

void KeyBoxTest::fileIsPrivate()
{
    QVERIFY(write());
    const auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
    QVERIFY((QFile::permissions(m_path) & others) == QFile::Permissions());
    QVERIFY((QFile::permissions(backup()) & others) == QFile::Permissions());
}

void KeyBoxTest::headAsSpecified()
{
    QVERIFY(write("x"));
    const QByteArray file = contentOf(m_path);
    QCOMPARE(file.size(), 51 + 136 + 16);
    QCOMPARE(file.left(5), QByteArray("VOSK1"));
    QCOMPARE(file.mid(5, 2), QByteArray("\1\3", 2));
    QCOMPARE(file.mid(7, 4), QByteArray("\0\0\1\0", 4));  // 65536 KiB
    QVERIFY(write());
    QCOMPARE(contentOf(m_path).mid(5, 6), QByteArray("\0\3\0\0\0\0", 6));
}

void KeyBoxTest::everyChangedByteIsNoticed()
{
    QVERIFY(write());
    QVERIFY(QFile::remove(backup()));
    const QByteArray good = contentOf(m_path);
    for (qsizetype i = 0; i < good.size(); ++i) {
        QByteArray bad = good;
        bad[i] = static_cast<char>(bad[i] ^ 1);
        QVERIFY(writeDurably(m_path, bad));
        const auto opened = readKeyBox(m_path, {});
        QVERIFY2(!opened, qPrintable(QString::number(i)));
        QCOMPARE(contentOf(m_path), bad);
    }
}

void KeyBoxTest::damagedBoxIsMendedFromItsCopy_data()
{
    QTest::addColumn<QByteArray>("damaged");
    QTest::newRow("empty") << QByteArray("");
    QTest::newRow("zeros") << QByteArray(203, '\0');
    QTest::newRow("cut") << QByteArray("VOSK1");
    QTest::newRow("too long") << QByteArray(5000, 'V');
    QTest::newRow("gone") << QByteArray();
}

void KeyBoxTest::damagedBoxIsMendedFromItsCopy()
{
    QFETCH(QByteArray, damaged);
    QVERIFY(write("secret"));
    if (damaged.isNull())
        QVERIFY(QFile::remove(m_path));
    else
        QVERIFY(writeDurably(m_path, damaged));
    const auto opened = readKeyBox(m_path, "secret");
    QVERIFY(opened);
    QVERIFY(sameKeys(opened->box, *m_box));
    QVERIFY(opened->repair.contains(m_path));
    const auto again = readKeyBox(m_path, "secret");
    QVERIFY(again && again->repair.isEmpty());
}

void KeyBoxTest::withoutCopyNothingIsMade()
{
    QVERIFY(write());
    QVERIFY(QFile::remove(backup()));
    QVERIFY(writeDurably(m_path, "rubbish"));
    const auto opened = readKeyBox(m_path, {});
    QVERIFY(opened.error().kind == Kind::KeyBoxDamaged);
    QVERIFY(opened.error().message.contains(m_path));
    QCOMPARE(contentOf(m_path), QByteArray("rubbish"));
    QVERIFY(!QFile::exists(backup()));
}

void KeyBoxTest::changedPassphraseLeavesNoOldCopy()
{
    QVERIFY(write("old"));
    QVERIFY(write("new"));
    QCOMPARE(contentOf(m_path), contentOf(backup()));
    QVERIFY(readKeyBox(m_path, "old").error().kind == Kind::PassphraseWrong);
    QVERIFY(sameKeys(readKeyBox(m_path, "new")->box, *m_box));
}

void KeyBoxTest::crashBetweenTheWrites()
{
    // The new box is in place, the copy is still the old one.
    QVERIFY(write("old"));
    const QByteArray old = contentOf(m_path);
    QVERIFY(write("new"));
    QVERIFY(writeDurably(backup(), old));
    QVERIFY(readKeyBox(m_path, "new"));
    QCOMPARE(contentOf(backup()), contentOf(m_path));
    // The new one was only begun.
    QFile begun(m_path + QStringLiteral(".new"));
    QVERIFY(begun.open(QIODevice::WriteOnly));
    begun.write("VOS");
    begun.close();
    QVERIFY(readKeyBox(m_path, "new"));
    QVERIFY(write("new"));
}

void KeyBoxTest::keychainBoxIsRefused()
{
    QVERIFY(write());
    QByteArray file = contentOf(m_path);
    file[5] = 2;
    QVERIFY(writeDurably(m_path, file));
    const auto opened = readKeyBox(m_path, {});
    QVERIFY(opened.error().kind == Kind::PassphraseNeeded);
    QVERIFY(opened.error().message.contains(QStringLiteral("keychain")));
    QCOMPARE(contentOf(m_path), file);
}

void KeyBoxTest::unwritableFolder()
{
    const auto written =
        writeKeyBox(m_folder->filePath(QStringLiteral("none/key.box")), *m_box, {}, testMemory);
    QVERIFY(!written);
    QVERIFY(written.error().kind == Kind::DiskFull);
}

VOS_TEST_CORE(KeyBoxTest)
#include "tst_keybox.moc"
