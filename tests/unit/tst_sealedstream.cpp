#include "p2p/crypto/sealedstream.h"
#include "p2p/crypto/systemrng.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::crypto;

class TestSealedStream : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(initialize()); }
    void piecesComeBackInOrder();
    void changedMovedOrLeftOut();
    void otherKeyHeadOrAssociated();

private:
    Secret<32> key(std::uint64_t seed = 1) const
    {
        test::SeededRng rng(seed);
        return Secret<32>::random(rng);
    }
};

void TestSealedStream::piecesComeBackInOrder()
{
    StreamSealer sealer(key());
    StreamOpener opener(key(), sealer.head());
    const Bytes large(100'000, std::byte{7});
    for (const ByteView text : {viewOf("one"), ByteView(large), ByteView()}) {
        const Bytes sealed = sealer.seal(text, false);
        QCOMPARE(sealed.size(), text.size() + StreamOverhead);
        const auto piece = opener.open(sealed);
        QVERIFY(piece && !piece->last);
        QVERIFY(equal(piece->text, text));
    }
    const auto last = opener.open(sealer.seal(viewOf("end"), true));
    QVERIFY(last && last->last);
}

void TestSealedStream::changedMovedOrLeftOut()
{
    StreamSealer sealer(key());
    const Bytes first = sealer.seal(viewOf("first"), false);
    const Bytes second = sealer.seal(viewOf("second"), true);
    for (std::size_t i = 0; i < first.size(); ++i) {
        Bytes changed = first;
        changed[i] ^= std::byte{1};
        QVERIFY(!StreamOpener(key(), sealer.head()).open(changed));
    }
    QVERIFY(!StreamOpener(key(), sealer.head()).open(second));
    QVERIFY(!StreamOpener(key(), sealer.head()).open({}));
    StreamOpener opener(key(), sealer.head());
    QVERIFY(opener.open(first));
    QVERIFY(!opener.open(first));
    QVERIFY(opener.open(second));
}

void TestSealedStream::otherKeyHeadOrAssociated()
{
    StreamSealer sealer(key());
    const Bytes sealed = sealer.seal(viewOf("text"), true, viewOf("bound"));
    QVERIFY(!StreamOpener(key(2), sealer.head()).open(sealed, viewOf("bound")));
    QVERIFY(!StreamOpener(key(), StreamHead{}).open(sealed, viewOf("bound")));
    QVERIFY(!StreamOpener(key(), sealer.head()).open(sealed));
    QVERIFY(StreamOpener(key(), sealer.head()).open(sealed, viewOf("bound")));
}

VOS_TEST(TestSealedStream)
#include "tst_sealedstream.moc"
