#include "p2p/identity/grant.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::identity;

class TestGrant : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(crypto::initialize());
        const QJsonObject records = test::vectors("records.json");
        QVERIFY(!records.isEmpty());
        m_owner = test::hexId<NodeId>(
            records[QStringLiteral("identity")].toObject()[QStringLiteral("id")]);
        m_friendSeed =
            test::hex(records[QStringLiteral("friend")].toObject()[QStringLiteral("seed")]);
        m_golden = records[QStringLiteral("grant")].toObject();
    }
    void golden()
    {
        const auto key = friendKey();
        Grant grant = unsignedGrant();
        grant.sign(m_owner, key);
        wire::Writer writer;
        grant.write(writer);
        QCOMPARE(writer.size(), Grant::EncodedSize);
        QVERIFY(equal(writer.view(), test::hex(m_golden[QStringLiteral("bytes")])));
        QVERIFY(
            equal(grant.grantId(m_owner).view(), test::hex(m_golden[QStringLiteral("grant_id")])));
        QVERIFY(grant.verify(m_owner));
        wire::Reader reader(writer.view());
        QVERIFY(Grant::read(reader) == grant);
        QVERIFY(reader.finished());
    }
    void otherOwnerIsRefused()
    {
        Grant grant = unsignedGrant();
        grant.sign(m_owner, friendKey());
        QVERIFY(!grant.verify(grant.friendId));
        QVERIFY(grant.grantId(m_owner) != grant.grantId(grant.friendId));
    }
    void everyFlippedBitIsRefused()
    {
        const Bytes bytes = test::hex(m_golden[QStringLiteral("bytes")]);
        for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
            Bytes changed = bytes;
            changed[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
            wire::Reader reader(changed);
            QVERIFY(!Grant::read(reader).verify(m_owner));
        }
    }
    void termIsBounded()
    {
        const auto verified = [this](std::uint32_t issued, std::uint32_t expires) {
            Grant grant = unsignedGrant();
            grant.issued = issued;
            grant.expires = expires;
            grant.sign(m_owner, friendKey());
            return grant.verify(m_owner);
        };
        QVERIFY(verified(1000, 1001));
        QVERIFY(verified(1000, 1000 + Grant::TermMax));
        QVERIFY(!verified(1000, 1001 + Grant::TermMax));
        QVERIFY(!verified(1000, 1000));
        QVERIFY(!verified(1000, 999));
        QVERIFY(!verified(UINT32_MAX, 5));
    }

private:
    crypto::SigningKey friendKey() const
    {
        return crypto::SigningKey::fromSeed(crypto::Secret<32>::copyOf(m_friendSeed));
    }
    Grant unsignedGrant() const
    {
        const auto number = [this](const char* name) {
            return static_cast<std::uint32_t>(m_golden[QLatin1String(name)].toInteger());
        };
        Grant grant;
        grant.friendId = friendKey().publicKey();
        grant.quotaKib = number("quota_kib");
        grant.letters = number("letters");
        grant.issued = number("issued");
        grant.expires = number("expires");
        return grant;
    }

    NodeId m_owner;
    Bytes m_friendSeed;
    QJsonObject m_golden;
};

VOS_TEST(TestGrant)
#include "tst_grant.moc"
