// Friend VOS in the gallery: agreements, drills, and the way of messages.

#include "ui/gallery/seed.h"

#include <QDateTime>

namespace vos::ui {

namespace {

constexpr std::uint64_t Mega = 1ull << 20;

WallTime before(std::chrono::minutes ago)
{
    return galleryNow() - ago;
}

struct Name {
    const char* english;
    const char* chinese;
    std::string in(bool useChinese) const { return useChinese ? chinese : english; }
};

FriendVos mine(int number, AgreementState state, std::uint64_t used, std::uint64_t quota)
{
    FriendVos made;
    made.id = galleryId(number);
    made.state = state;
    made.since = before(std::chrono::days(2));
    made.usedBytes = used * Mega;
    made.quotaBytes = quota * Mega;
    if (state == AgreementState::Active)
        made.expires = galleryNow() + std::chrono::days(80);
    return made;
}

FriendOwner owner(int number, AgreementState state, std::uint64_t used, std::uint64_t quota)
{
    FriendOwner made;
    made.id = galleryId(number);
    made.state = state;
    made.since = before(std::chrono::days(4));
    made.usedBytes = used * Mega;
    made.quotaBytes = quota * Mega;
    return made;
}

MessageStep step(MessageStep::Kind kind, std::chrono::seconds after, int by, std::size_t proof)
{
    MessageStep made;
    made.kind = kind;
    made.at = before(std::chrono::minutes(10)) + after;
    if (by != 0)
        made.by = galleryId(by);
    for (std::size_t i = 0; i < proof; ++i)
        made.proof.push_back(static_cast<std::byte>(7 * i + 1));
    return made;
}

}  // namespace

void seedFriendVos(MemoryNode& node, bool chinese)
{
    FriendVos bob = mine(person::Bob, AgreementState::Active, 12, 50);
    bob.online = true;
    bob.holding = 3;
    node.putFriendVos(bob);
    FriendVos alice = mine(person::Alice, AgreementState::Active, 0, 20);
    alice.online = true;
    alice.since = before(std::chrono::days(1));
    node.putFriendVos(alice);
    node.putFriendVos(mine(person::Emil, AgreementState::Pending, 0, 50));

    const auto put = [&node](int number, std::uint64_t used, std::uint64_t quota,
                             std::uint32_t messages, std::chrono::minutes seen) {
        FriendOwner made = owner(number, AgreementState::Active, used, quota);
        made.messages = messages;
        made.lastSeen = before(seen);
        made.keptUntil = galleryNow() + std::chrono::days(14);
        node.putFriendOwner(made);
    };
    using namespace std::chrono;
    put(person::Carol, 4, 50, 1, hours(17));
    put(person::Mei, 46, 50, 2, hours(2));
    put(person::Dora, 1, 20, 1, hours(16));
    FriendOwner hana = owner(person::Hana, AgreementState::Asked, 0, 50);
    hana.name = Name{"Hana", "花田"}.in(chinese);
    hana.online = true;
    hana.since = before(minutes(15));
    node.putFriendOwner(hana);
    node.setCustodyQuota(256 * Mega);
}

void seedAgreementStates(MemoryNode& node, bool chinese)
{
    FriendVos bob = mine(person::Bob, AgreementState::Active, 47, 50);
    bob.online = true;
    bob.holding = 41;
    bob.lost = 2;
    node.putFriendVos(bob);
    FriendVos away = mine(601, AgreementState::Active, 3, 20);
    away.name = "Grace";
    away.lastSeen = before(std::chrono::days(5));
    away.holding = 1;
    node.putFriendVos(away);
    node.putFriendVos(mine(person::Emil, AgreementState::Declined, 0, 50));
    node.putFriendVos(mine(person::Mei, AgreementState::Revoked, 0, 50));
    FriendVos expired = mine(person::Dora, AgreementState::Expired, 0, 50);
    expired.expires = before(std::chrono::days(2));
    node.putFriendVos(expired);
    node.putFriendVos(mine(person::Carol, AgreementState::Expired, 0, 50));

    FriendOwner declined = owner(602, AgreementState::Declined, 0, 200);
    declined.name = "Mallory";
    declined.doNotAsk = true;
    node.putFriendOwner(declined);
    FriendOwner asked = owner(603, AgreementState::Asked, 0, 100);
    asked.name = "Ivan";
    asked.message = Name{"My laptop is off at night. Would you keep what comes then?",
                         "我的笔记本晚上不开机，能帮我保存那时来的消息吗？"}
                        .in(chinese);
    asked.since = before(std::chrono::minutes(90));
    node.putFriendOwner(asked);
    FriendOwner ended = owner(person::Farid, AgreementState::Revoked, 2, 20);
    ended.messages = 3;
    ended.keptUntil = galleryNow() + std::chrono::days(14);
    node.putFriendOwner(ended);
}

void seedWays(MemoryNode& node)
{
    using Kind = MessageStep::Kind;
    constexpr std::size_t Receipt = 180;
    const std::pair<Kind, int> held[] = {{Kind::Held, person::Bob}, {Kind::Held, person::Alice}};
    for (const MessageId& id : {heldMessageId(), readMessageId()}) {
        node.putStep(id, step(Kind::Written, 2s, 0, 0));
        std::chrono::seconds at = 5s;
        for (const auto& [kind, by] : held) {
            node.putStep(id, step(kind, at, by, Receipt));
            at += 4s;
        }
    }
    node.putStep(readMessageId(), step(Kind::HandedOver, 580s, person::Bob, 0));
    node.putStep(readMessageId(), step(Kind::Delivered, 581s, person::Wang, 120));
    node.putStep(readMessageId(), step(Kind::Read, 616s, person::Wang, 0));
}

void seedGap(MemoryNode& node, bool chinese)
{
    const NodeId wang = galleryId(person::Wang);
    constexpr std::uint64_t First = 6;  // the chat has four messages of Wang
    Message later;
    later.peer = wang;
    later.text = Name{"So, which of the two do you like better?", "那么，你更喜欢哪一个？"}.in(chinese);
    later.sentAt = galleryNow();
    later.receivedAt = galleryNow();
    later.state = MessageState::Received;
    later.sequence = First + 2;
    node.putMessage(later);
    node.setGaps(wang, {First, First + 1});
}

void seedDrill(MemoryNode& node)
{
    DrillResult bob;
    bob.id = galleryId(person::Bob);
    bob.reachable = bob.grantValid = bob.accepting = bob.ok = true;
    bob.quotaBytes = 50 * Mega;
    bob.usedBytes = 12 * Mega;
    bob.clockAhead = 2s;
    DrillResult alice;
    alice.id = galleryId(person::Alice);
    DrillResult dora = bob;
    dora.id = galleryId(person::Dora);
    dora.clockAhead = std::chrono::hours(3);
    dora.ok = false;
    node.setDrill({bob, alice, dora});
}

}  // namespace vos::ui
