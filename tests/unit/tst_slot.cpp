#include "p2p/crypto/hash.h"
#include "p2p/friendvos/slot.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::friendvos;
using test::SeededRng;

class TestSlot : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }

    /// By BLAKE2b of another implementation (Python's hashlib): keyed, 16 bytes, over one zero byte
    /// (the length of the empty label) and the subject.
    void golden()
    {
        SlotSecret secret{};
        NodeId friendId;
        LetterId letter;
        for (std::size_t i = 0; i < 32; ++i) {
            secret[i] = static_cast<std::byte>(i);
            friendId.bytes[i] = static_cast<std::byte>(0x40 + i);
            letter.bytes[i] = static_cast<std::byte>(0x80 + i);
        }
        const SlotKey key = slotKey(secret, friendId);
        QCOMPARE(toHex(key), std::string("71a00e6762dfe5f1f632d6d8c07d00f1"));
        QCOMPARE(toHex(slotTag(key, letter)), std::string("00a65d22f3f792bad59eaa413eca3826"));
    }

    void everyPartCounts()
    {
        SeededRng rng(2);
        SlotSecret secret{};
        rng.fill(secret);
        const auto friendId = rng.id<NodeId>();
        const auto letter = rng.id<LetterId>();
        const SlotTag tag = slotTag(slotKey(secret, friendId), letter);
        SlotSecret otherSecret = secret;
        otherSecret[31] ^= std::byte{1};
        QVERIFY(slotTag(slotKey(otherSecret, friendId), letter) != tag);
        NodeId otherFriend = friendId;
        otherFriend.bytes[0] ^= std::byte{1};
        QVERIFY(slotTag(slotKey(secret, otherFriend), letter) != tag);
        LetterId otherLetter = letter;
        otherLetter.bytes[7] ^= std::byte{1};
        QVERIFY(slotTag(slotKey(secret, friendId), otherLetter) != tag);
    }
};

VOS_TEST(TestSlot)
#include "tst_slot.moc"
