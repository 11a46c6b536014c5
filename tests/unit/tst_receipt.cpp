#include "p2p/letters/receipt.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::letters;
using test::SeededRng;

namespace {

Receipt someReceipt(const crypto::SigningKey& key, Rng& rng, std::size_t count,
                    Verdict verdict = Verdict::Stored)
{
    Receipt receipt;
    receipt.recipient = key.publicKey();
    receipt.verdict = verdict;
    for (std::size_t i = 0; i < count; ++i)
        receipt.letters.push_back(rng.id<LetterId>());
    receipt.sign(key);
    return receipt;
}

}  // namespace

class TestReceipt : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }

    void whatWasSignedVerifies()
    {
        SeededRng rng(1);
        const auto key = crypto::SigningKey::generate(rng);
        for (const std::size_t count : {std::size_t{1}, std::size_t{2}, Receipt::LettersMax}) {
            for (const Verdict verdict : {Verdict::Stored, Verdict::Refused}) {
                const Receipt receipt = someReceipt(key, rng, count, verdict);
                const Bytes bytes = receipt.encode();
                QCOMPARE(bytes.size(), 98 + 32 * count);
                const auto decoded = Receipt::decode(bytes);
                QVERIFY(decoded && *decoded == receipt && decoded->verify());
            }
        }
        QCOMPARE(someReceipt(key, rng, 1).encode().size(), Receipt::SizeMin);
        QCOMPARE(someReceipt(key, rng, 32).encode().size(), Receipt::SizeMax);
    }

    void everyChangedBitIsRefused()
    {
        SeededRng rng(2);
        const auto key = crypto::SigningKey::generate(rng);
        const Bytes bytes = someReceipt(key, rng, 2).encode();
        for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
            Bytes changed = bytes;
            changed[bit / 8] ^= std::byte{1} << (bit % 8);
            const auto decoded = Receipt::decode(changed);
            QVERIFY(!decoded || !decoded->verify());
        }
    }

    void otherLengthsAreRefused()
    {
        SeededRng rng(3);
        const auto key = crypto::SigningKey::generate(rng);
        Bytes bytes = someReceipt(key, rng, 3).encode();
        for (std::size_t size = 0; size < bytes.size(); ++size)
            QVERIFY(!Receipt::decode(ByteView(bytes).first(size)));
        bytes.push_back(std::byte{0});
        QVERIFY(!Receipt::decode(bytes));
        Bytes none = someReceipt(key, rng, 1).encode();
        none[33] = std::byte{0};
        QVERIFY(!Receipt::decode(none));
        none[33] = std::byte{1};
        for (const unsigned verdict : {0u, 3u, 255u}) {
            none[32] = static_cast<std::byte>(verdict);
            QVERIFY(!Receipt::decode(none));
        }
    }

    void othersCannotSignForTheRecipient()
    {
        SeededRng rng(4);
        const auto key = crypto::SigningKey::generate(rng);
        const auto mallory = crypto::SigningKey::generate(rng);
        Receipt receipt = someReceipt(mallory, rng, 1);
        receipt.recipient = key.publicKey();
        QVERIFY(!receipt.verify());
        // A signature under another label is none.
        const Receipt good = someReceipt(key, rng, 1);
        Receipt other = good;
        const Bytes body = toBytes(ByteView(good.encode()).first(66));
        other.signature = crypto::sign("VOS/custody/1", body, key);
        QVERIFY(!other.verify());
        other.signature = crypto::sign("VOS/receipt/1", body, key);
        QVERIFY(other.verify());
    }
};

VOS_TEST(TestReceipt)
#include "tst_receipt.moc"
