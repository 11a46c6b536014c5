#include "p2p/crypto/secret.h"
#include "p2p/crypto/systemrng.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

#include <vector>

using namespace vos;
using crypto::Secret;

class TestSecret : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }

    void startsAsZeros()
    {
        // Also where the memory was used for another secret before.
        for (int round = 0; round < 3; ++round) {
            Secret<64> secret;
            QVERIFY(equal(secret.view(), Bytes(64)));
            std::fill(secret.mutableView().begin(), secret.mutableView().end(), std::byte{0x5a});
        }
    }
    void movesWithoutCopy()
    {
        auto secret = Secret<32>::copyOf(Bytes(32, std::byte{7}));
        const std::byte* place = secret.view().data();
        Secret<32> moved = std::move(secret);
        QVERIFY(moved.view().data() == place);
        Secret<32> assigned;
        assigned = std::move(moved);
        QVERIFY(assigned.view().data() == place);
        QVERIFY(equal(assigned.view(), Bytes(32, std::byte{7})));
    }
    void cloneIsAnotherPlace()
    {
        auto secret = Secret<32>::copyOf(Bytes(32, std::byte{7}));
        const Secret<32> copy = secret.clone();
        QVERIFY(copy == secret);
        QVERIFY(copy.view().data() != secret.view().data());
        secret.wipe();
        QVERIFY(equal(secret.view(), Bytes(32)));
        QVERIFY(equal(copy.view(), Bytes(32, std::byte{7})));
        QVERIFY(!(copy == secret));
    }
    void wipedWhenLetGo()
    {
        // Blocks stay mapped, so what is left in a slot can be looked at.
        std::vector<Secret<32>> many(100);
        std::vector<const std::byte*> places;
        for (Secret<32>& secret : many) {
            std::fill(secret.mutableView().begin(), secret.mutableView().end(), std::byte{0xaa});
            places.push_back(secret.view().data());
        }
        many.clear();
        for (const std::byte* place : places)
            QVERIFY(equal(ByteView(place, 32), Bytes(32)));
    }
    void manySecretsAreDistinct()
    {
        test::SeededRng rng(3);
        std::vector<Secret<32>> secrets;
        std::vector<Bytes> expected;
        for (int i = 0; i < 5000; ++i) {
            secrets.push_back(Secret<32>::random(rng));
            expected.push_back(toBytes(secrets.back().view()));
        }
        for (std::size_t i = 0; i < secrets.size(); ++i)
            QVERIFY(equal(secrets[i].view(), expected[i]));
    }
    void comparesWhole()
    {
        QVERIFY(crypto::constantTimeEqual(viewOf("abc"), viewOf("abc")));
        QVERIFY(!crypto::constantTimeEqual(viewOf("abc"), viewOf("abd")));
        QVERIFY(!crypto::constantTimeEqual(viewOf("abc"), viewOf("abcd")));
        QVERIFY(crypto::constantTimeEqual({}, {}));
    }
    void systemRandomDiffers()
    {
        crypto::SystemRng rng;
        const auto first = rng.id<NodeId>();
        QVERIFY(!first.isZero());
        QVERIFY(first != rng.id<NodeId>());
    }
};

VOS_TEST(TestSecret)
#include "tst_secret.moc"
