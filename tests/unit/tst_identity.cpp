#include "p2p/identity/identity.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::identity;

class TestIdentity : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }

    void golden()
    {
        const QJsonObject golden =
            test::vectors("records.json")[QStringLiteral("identity")].toObject();
        QVERIFY(!golden.isEmpty());
        const auto field = [&](const char* name) { return golden[QLatin1String(name)]; };
        const auto identity = Identity::fromStored(
            test::hexSecret(field("seed")), test::hexSecret(field("session")),
            test::hexSecret(field("letter")), test::hexArray<8>(field("stamp")));
        QVERIFY(equal(identity.id().view(), test::hex(field("id"))));
        QVERIFY(equal(identity.session().publicKey().view(), test::hex(field("session_public"))));
        QVERIFY(equal(identity.letter().publicKey().view(), test::hex(field("letter_public"))));
        QVERIFY(crypto::stampValid(identity.id(), identity.stamp()));
    }
    void generatesDistinctKeys()
    {
        test::SeededRng rng(1);
        const auto one = Identity::generate(rng, 8);
        const auto other = Identity::generate(rng, 8);
        QVERIFY(one.id() != other.id());
        QVERIFY(one.session().publicKey() != one.letter().publicKey());
        QVERIFY(crypto::stampValid(one.id(), one.stamp(), 8));
        test::SeededRng again(1);
        QVERIFY(Identity::generate(again, 8).id() == one.id());
    }
    void storedComesBack()
    {
        test::SeededRng rng(2);
        const auto identity = Identity::generate(rng, 4);
        const auto again =
            Identity::fromStored(identity.signing().seed(), identity.session().secret().clone(),
                                 identity.letter().secret().clone(), identity.stamp());
        for (const Identity& same : {std::cref(again), std::cref(identity)}) {
            const auto copy = same.clone();
            QVERIFY(copy.id() == identity.id());
            QVERIFY(copy.session().publicKey() == identity.session().publicKey());
            QVERIFY(copy.letter().publicKey() == identity.letter().publicKey());
            QVERIFY(copy.stamp() == identity.stamp());
        }
    }
    void productStampTakesTheWork()
    {
        test::SeededRng rng(3);
        const auto identity = Identity::generate(rng);
        QVERIFY(crypto::stampValid(identity.id(), identity.stamp(), 20));
    }
};

VOS_TEST(TestIdentity)
#include "tst_identity.moc"
