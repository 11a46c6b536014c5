// key.box: what was put in comes out, no other passphrase opens it, damage is noticed and mended
// from the copy, and nothing is ever made anew in its place.

#include "p2p/qt/convert.h"
#include "p2p/qt/files.h"
#include "p2p/qt/keybox.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QDir>
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
    void keychain();
    void headlessBoxes();
    void unfinishedPassphraseIsNotUndone();
    void unwritableCopyStopsTheChange();
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
    const auto opened = readKeyBox(m_path, QByteArray("correct horse"));
    QVERIFY(opened);
    QVERIFY(opened->mode == KeyBox::Mode::Passphrase);
    QVERIFY(sameKeys(opened->box, *m_box));
    QVERIFY(readKeyBox(m_path, QByteArray("correct horsf")).error().kind == Kind::PassphraseWrong);
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
    const auto opened = readKeyBox(m_path, QByteArray("secret"));
    QVERIFY(opened);
    QVERIFY(sameKeys(opened->box, *m_box));
    QVERIFY(opened->repair.contains(m_path));
    const auto again = readKeyBox(m_path, QByteArray("secret"));
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
    QVERIFY(readKeyBox(m_path, QByteArray("old")).error().kind == Kind::PassphraseWrong);
    QVERIFY(sameKeys(readKeyBox(m_path, QByteArray("new"))->box, *m_box));
}

void KeyBoxTest::crashBetweenTheWrites()
{
    // The new box is in place, the copy is still the old one.
    QVERIFY(write("old"));
    const QByteArray old = contentOf(m_path);
    QVERIFY(write("new"));
    QVERIFY(writeDurably(backup(), old));
    QVERIFY(readKeyBox(m_path, QByteArray("new")));
    QCOMPARE(contentOf(backup()), contentOf(m_path));
    // The new one was only begun.
    QFile begun(m_path + QStringLiteral(".new"));
    QVERIFY(begun.open(QIODevice::WriteOnly));
    begun.write("VOS");
    begun.close();
    QVERIFY(readKeyBox(m_path, QByteArray("new")));
    QVERIFY(write("new"));
}

void KeyBoxTest::keychain()
{
    KeyBoxLock lock;
    lock.mode = KeyBox::Mode::Keychain;
    SeededRng rng(7);
    lock.keychainKey = crypto::Secret<32>::random(rng);
    rng.fill(lock.keychainSalt);
    QVERIFY(writeKeyBox(m_path, *m_box, lock));
    const auto head = readKeyBoxHead(m_path);
    QVERIFY(head && head->mode == KeyBox::Mode::Keychain);
    QCOMPARE(head->keychainEntry, keychainEntryOf(lock.keychainSalt));
    QCOMPARE(contentOf(m_path).mid(5, 6), QByteArray("\2\3\0\0\0\0", 6));
    const auto opened = readKeyBox(m_path, lock);
    QVERIFY(opened && opened->mode == KeyBox::Mode::Keychain);
    QVERIFY(sameKeys(opened->box, *m_box));
    // Out of reach, or with another key in it: an error, and the file stays as it is.
    const QByteArray file = contentOf(m_path);
    const auto without = readKeyBox(m_path, QByteArray("passphrase"));
    QVERIFY(without.error().kind == Kind::KeychainUnreachable);
    QVERIFY(without.error().message.contains(QStringLiteral("keychain")));
    KeyBoxLock other;
    other.keychainKey = crypto::Secret<32>::random(rng);
    QVERIFY(readKeyBox(m_path, other).error().kind == Kind::KeyBoxDamaged);
    QCOMPARE(contentOf(m_path), file);
    // The copy serves here as in every mode.
    QVERIFY(writeDurably(m_path, "rubbish"));
    QCOMPARE(readKeyBoxHead(m_path)->keychainEntry, head->keychainEntry);
    QVERIFY(sameKeys(readKeyBox(m_path, lock)->box, *m_box));
}

void KeyBoxTest::headlessBoxes()
{
    QVERIFY(!readKeyBoxHead(m_path));
    QVERIFY(write());
    QVERIFY(readKeyBoxHead(m_path)->mode == KeyBox::Mode::None);
    QVERIFY(readKeyBoxHead(m_path)->keychainEntry.isEmpty());
    // No mode can be turned into another by its byte alone.
    QVERIFY(write("secret"));
    for (const char mode : {0, 2}) {
        QByteArray file = contentOf(backup());
        file[5] = mode;
        QVERIFY(writeDurably(m_path, file));
        const auto opened = readKeyBox(m_path, QByteArray("secret"));
        QVERIFY(opened && opened->mode == KeyBox::Mode::Passphrase);
        QVERIFY(!opened->repair.isEmpty());
    }
}

void KeyBoxTest::unfinishedPassphraseIsNotUndone()
{
    QVERIFY(write());
    const QByteArray open = contentOf(m_path);
    QVERIFY(write("secret"));
    // As after a crash between the box and its copy.
    QVERIFY(writeDurably(backup(), open));
    QVERIFY(readKeyBox(m_path, QByteArray("guess")).error().kind == Kind::PassphraseWrong);
    QVERIFY(readKeyBox(m_path, {}).error().kind == Kind::PassphraseNeeded);
    QVERIFY(readKeyBox(m_path, QByteArray("secret"))->mode == KeyBox::Mode::Passphrase);
    QCOMPARE(contentOf(backup()), contentOf(m_path));
}

void KeyBoxTest::unwritableCopyStopsTheChange()
{
    QVERIFY(write("old"));
    // The temporary file of the copy cannot be made where a folder of that name stands in the way.
    QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("key.box.bak.new/x")));
    QVERIFY(!write("new"));
    QVERIFY(sameKeys(readKeyBox(m_path, QByteArray("old"))->box, *m_box));
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
