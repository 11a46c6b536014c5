#include "p2p/crypto/passphrase.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::crypto;

class TestPassphrase : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(initialize()); }

    void goldenKeys()
    {
        // Computed with OpenSSL: Argon2id, 3 passes, 64 MiB, one lane.
        const auto salt = test::hexArray<16>(std::string("000102030405060708090a0b0c0d0e0f"));
        const auto key = passphraseKey(viewOf("correct horse battery staple"), salt, 64u << 20);
        QVERIFY(key);
        QCOMPARE(toHex(key->view()),
                 std::string("0d1a3c6523c8f06e4e0af9c515aa5b5448cfebd6838f2d52c3d8b6ef8ddc3c2e"));
        const auto empty = passphraseKey({}, salt, 64u << 20);
        QVERIFY(empty);
        QCOMPARE(toHex(empty->view()),
                 std::string("cabd8eb65ac84e96b96e15047b5d84c21dcf0d387defa2220c7d4a6ddbf92a6c"));
    }
    void memoryIsBounded()
    {
        const ByteArray<16> salt{};
        QVERIFY(!passphraseKey(viewOf("x"), salt, 0));
        QVERIFY(!passphraseKey(viewOf("x"), salt, PassphraseMemoryMin - 1));
        QVERIFY(!passphraseKey(viewOf("x"), salt, PassphraseMemoryMax + 1));
        QVERIFY(!passphraseKey(viewOf("x"), salt, UINT64_MAX));
    }
};

VOS_TEST(TestPassphrase)
#include "tst_passphrase.moc"
