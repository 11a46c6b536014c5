#include "p2p/crypto/hash.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::crypto;
using test::hex;

namespace {

Bytes range(unsigned first, unsigned last)
{
    Bytes bytes;
    for (unsigned i = first; i <= last; ++i)
        bytes.push_back(static_cast<std::byte>(i));
    return bytes;
}

}  // namespace

class TestHash : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(initialize());
        m_vectors = test::vectors("records.json")[QStringLiteral("hashes")].toObject();
        QVERIFY(!m_vectors.isEmpty());
    }
    void labelledHashes()
    {
        QVERIFY(equal(hash256("VOS/letter-id/1", viewOf("abcdef")), vector("hash256")));
        QVERIFY(equal(hash<64>(""), vector("hash512")));
        const Bytes key = vector("key");
        QVERIFY(equal(keyedHash<16>(key, "VOS/hint/1", viewOf("abc")), vector("keyed128")));
        QVERIFY(equal(keyedHash<32>(key, "", viewOf("abc")), vector("keyed256")));
        QVERIFY(equal(keyedHash<64>(key, "x"), vector("keyed512")));
    }
    void partsJoinWithoutSeams()
    {
        QVERIFY(hash256("l", viewOf("ab"), viewOf("cd")) == hash256("l", viewOf("abcd")));
        QVERIFY(hash256("l", viewOf("abcd")) != hash256("la", viewOf("bcd")));
        QVERIFY(hash256("l", viewOf("abcd")) != hash256("m", viewOf("abcd")));
    }
    void keyMatters()
    {
        const Bytes key = vector("key");
        Bytes other = key;
        other.back() ^= std::byte{1};
        QVERIFY(keyedHash<16>(key, "l", viewOf("x")) != keyedHash<16>(other, "l", viewOf("x")));
    }
    void sha256OfFips180()
    {
        QCOMPARE(toHex(sha256(viewOf("abc"))),
                 std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
        QCOMPARE(toHex(sha256(ByteView())),
                 std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
        QVERIFY(sha256(viewOf("ab"), viewOf("c")) == sha256(viewOf("abc")));
    }
    void hmacOfRfc4231()
    {
        QCOMPARE(toHex(hmacSha256(Bytes(20, std::byte{0x0b}), viewOf("Hi There"))),
                 std::string("b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"));
        QCOMPARE(
            toHex(hmacSha256(viewOf("Jefe"), viewOf("what do ya want "), viewOf("for nothing?"))),
            std::string("5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"));
        QCOMPARE(
            toHex(hmacSha256(Bytes(131, std::byte{0xaa}),
                             viewOf("Test Using Larger Than Block-Size Key - Hash Key First"))),
            std::string("60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"));
    }
    void hkdfOfRfc5869_data()
    {
        QTest::addColumn<QByteArray>("material");
        QTest::addColumn<QByteArray>("salt");
        QTest::addColumn<QByteArray>("info");
        QTest::addColumn<QByteArray>("prk");
        QTest::addColumn<QByteArray>("okm");
        const auto text = [](const Bytes& bytes) {
            return QByteArray::fromStdString(toHex(bytes));
        };
        const QByteArray shortMaterial = text(Bytes(22, std::byte{0x0b}));
        QTest::newRow("A.1") << shortMaterial << text(range(0, 0x0c)) << text(range(0xf0, 0xf9))
                             << QByteArray("077709362c2e32df0ddc3f0dc47bba63"
                                           "90b6c73bb50f9c3122ec844ad7c2b3e5")
                             << QByteArray("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db0"
                                           "2d56ecc4c5bf34007208d5b887185865");
        QTest::newRow("A.2") << text(range(0, 0x4f)) << text(range(0x60, 0xaf))
                             << text(range(0xb0, 0xff))
                             << QByteArray("06a6b88c5853361a06104c9ceb35b45c"
                                           "ef760014904671014a193f40c15fc244")
                             << QByteArray("b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050"
                                           "cc4c19afa97c59045a99cac7827271cb41c65e590e09da327560"
                                           "0c2f09b8367793a9aca3db71cc30c58179ec3e87c14c01d5c1f3"
                                           "434f1d87");
        QTest::newRow("A.3") << shortMaterial << QByteArray() << QByteArray()
                             << QByteArray("19ef24a32c717b167f33a91d6f648bdf"
                                           "96596776afdb6377ac434c1c293ccb04")
                             << QByteArray("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec345"
                                           "4e5f3c738d2d9d201395faa4b61a96c8");
    }
    void hkdfOfRfc5869()
    {
        QFETCH(QByteArray, material);
        QFETCH(QByteArray, salt);
        QFETCH(QByteArray, info);
        QFETCH(QByteArray, prk);
        QFETCH(QByteArray, okm);
        const auto extracted = hkdfExtract(hex(salt.toStdString()), hex(material.toStdString()));
        QCOMPARE(toHex(extracted.view()), prk.toStdString());
        Bytes out(static_cast<std::size_t>(okm.size()) / 2);
        hkdfExpand(extracted, hex(info.toStdString()), out);
        QCOMPARE(toHex(out), okm.toStdString());
        if (salt.isEmpty()) {
            const auto whole = hkdf(hex(material.toStdString()), hex(info.toStdString()));
            QVERIFY(equal(whole.view(), ByteView(out).first(32)));
        }
    }
    void hkdfLongestOutput()
    {
        const auto prk = hkdfExtract({}, viewOf("k"));
        Bytes out(255 * 32);
        hkdfExpand(prk, viewOf("i"), out);
        Bytes shorter(33);
        hkdfExpand(prk, viewOf("i"), shorter);
        QVERIFY(equal(ByteView(out).first(33), shorter));
    }

private:
    Bytes vector(const char* name) const { return hex(m_vectors[QLatin1String(name)]); }

    QJsonObject m_vectors;
};

VOS_TEST(TestHash)
#include "tst_hash.moc"
