#include "ui/gallery/seed.h"

#include "model/localvalues.h"

#include <QCryptographicHash>
#include <QDateTime>

namespace vos::ui {

namespace {

QDateTime noon() { return QDateTime(QDate(2026, 11, 22), QTime(10, 53)); }

/// `time` on the day `daysAgo` before the gallery's today.
WallTime at(int daysAgo, const char* time)
{
    const QTime clock = QTime::fromString(QString::fromLatin1(time), QStringLiteral("H:mm"));
    return fromMillis(QDateTime(noon().date().addDays(-daysAgo), clock).toMSecsSinceEpoch());
}

struct BothWords {
    const char* english;
    const char* chinese;
    std::string in(bool useChinese) const { return useChinese ? chinese : english; }
};

Contact contact(int number, const BothWords& name, bool chinese, bool online)
{
    Contact made;
    made.id = galleryId(number);
    made.state = ContactState::Accepted;
    made.name = name.in(chinese);
    made.online = online;
    made.path = online ? PathKind::Direct : PathKind::None;
    if (online) {
        made.endpoint = Endpoint::parse("203.0.113.24:41641");
        made.rtt = 18ms;
    }
    made.since = at(50, "9:00");
    return made;
}

Message received(int from, WallTime when, const std::string& text, bool read)
{
    Message made;
    made.peer = galleryId(from);
    made.text = text;
    made.sentAt = when;
    made.receivedAt = when;
    made.state = MessageState::Received;
    if (read)
        made.readAt = when;
    return made;
}

Message own(int to, WallTime when, const std::string& text, MessageState state)
{
    Message made;
    made.peer = galleryId(to);
    made.outgoing = true;
    made.text = text;
    made.sentAt = when;
    made.state = state;
    if (state == MessageState::Delivered || state == MessageState::Read)
        made.deliveredAt = when + 1s;
    if (state == MessageState::Read)
        made.readAt = when + 40s;
    if (state == MessageState::Held) {
        made.heldBy = {galleryId(person::Bob)};
        made.heldSince = when + 3s;
    }
    if (state == MessageState::Failed)
        made.reason = FailReason::Expired;
    return made;
}

MapEntry mapEntry(int number, const std::string& name, bool online, PathKind path, int heardAgo)
{
    MapEntry made;
    made.id = galleryId(number);
    made.name = name;
    made.online = online;
    made.path = path;
    made.sequence = 12;
    made.issuedAt = at(1, "8:00");
    made.lastSeen = galleryNow() - std::chrono::minutes(heardAgo);
    const std::string host = "198.51.100." + std::to_string(number % 250 + 1) + ":41641";
    if (const auto endpoint = Endpoint::parse(host))
        made.endpoints = {*endpoint};
    if (path == PathKind::Direct)
        made.rtt = std::chrono::milliseconds(15 + number % 120);
    return made;
}

/// Mei does not answer where she was; Bob and a stranger heard of her elsewhere.
void seedTrail(MemoryNode& node)
{
    const auto step = [](SeekStep::What what, int whom, SeekStep::Result result, int secondsAgo) {
        SeekStep made;
        made.what = what;
        made.whom = galleryId(whom);
        made.startedAt = galleryNow() - std::chrono::seconds(secondsAgo);
        made.result = result;
        return made;
    };
    const auto saw = [](SeekStep made, int minutesAgo) {
        made.seenAt = galleryNow() - std::chrono::minutes(minutesAgo);
        made.seenPlace = Endpoint::parse("203.0.113.80:41641");
        return made;
    };
    using What = SeekStep::What;
    using Result = SeekStep::Result;
    SeekStep called = step(What::Address, person::Mei, Result::NoAnswer, 95);
    called.at = Endpoint::parse("198.51.100.227:41641");
    node.setTrail(galleryId(person::Mei),
                  {called, step(What::FriendVos, person::Alice, Result::NotKnown, 90),
                   saw(step(What::Contact, person::Bob, Result::Newer, 90), 121),
                   saw(step(What::Network, 501, Result::Newer, 89), 118),
                   step(What::Network, 502, Result::NoAnswer, 88)});
}

void seedMap(MemoryNode& node, bool chinese)
{
    std::vector<MapEntry> entries = {
        mapEntry(person::Wang, BothWords{"Wang Xiaoming", "王小明"}.in(chinese), true,
                 PathKind::Direct, 0),
        mapEntry(person::Alice, BothWords{"Alice", "李雨桐"}.in(chinese), true, PathKind::Relay, 1),
        mapEntry(person::Bob, "Bob", true, PathKind::Direct, 2),
        mapEntry(person::Mei, BothWords{"Mei Lin", "林梅"}.in(chinese), false, PathKind::None, 121),
        mapEntry(person::Dora, BothWords{"Dora", "赵雪"}.in(chinese), false, PathKind::None, 1700),
        mapEntry(person::Emil, "Emil", false, PathKind::None, 3100),
        mapEntry(person::Lin, {}, true, PathKind::Direct, 3),
        mapEntry(person::Hana, {}, true, PathKind::None, 6),
    };
    entries[1].friendVos = {galleryId(person::Bob)};
    // Strangers: a few links, some that announced themselves today, and those who are away.
    for (int i = 0; i < 53; ++i) {
        const bool linked = i < 6;
        const bool online = i < 25;
        entries.push_back(mapEntry(500 + i, {}, online,
                                   linked ? PathKind::Direct : PathKind::None,
                                   online ? 2 + i * 7 : 90 + i * i));
    }
    node.setMapEntries(entries);
    node.setMap({.known = 61, .online = 30});
}

}  // namespace

WallTime galleryNow()
{
    return fromMillis(noon().toMSecsSinceEpoch());
}

NodeId galleryId(int number)
{
    const QByteArray name = QByteArrayLiteral("VOS/gallery/") + QByteArray::number(number);
    const QByteArray hash = QCryptographicHash::hash(name, QCryptographicHash::Sha256);
    return *NodeId::from(viewOf({hash.data(), static_cast<std::size_t>(hash.size())}));
}

MessageId heldMessageId()
{
    MessageId id;
    id.bytes[0] = std::byte{2};
    id.bytes[15] = std::byte{1};
    return id;
}

MessageId readMessageId()
{
    MessageId id;
    id.bytes[0] = std::byte{3};
    id.bytes[15] = std::byte{1};
    return id;
}

void seedSelf(MemoryNode& node, bool chinese)
{
    node.setIdentity(galleryId(person::Self),
                     QString::fromStdString(BothWords{"Lin Yue", "林月"}.in(chinese)));
    node.putLocal(QStringLiteral("window/first-run-over"), QStringLiteral("yes"));
}

void seedFriends(MemoryNode& node, bool chinese)
{
    const auto put = [&node](Contact made) { node.putContact(made); };
    Contact wang = contact(person::Wang, {"Wang Xiaoming", "王小明"}, chinese, true);
    wang.verified = true;
    wang.friendVos = {galleryId(person::Bob), galleryId(person::Alice)};
    put(wang);
    put(contact(person::Alice, {"Alice", "李雨桐"}, chinese, true));
    put(contact(person::Bob, {"Bob", "Bob"}, chinese, true));
    const auto absent = [&](int number, const BothWords& name, WallTime seen) {
        Contact made = contact(number, name, chinese, false);
        made.lastSeen = seen;
        if (number == person::Dora)
            made.friendVos = {galleryId(person::Bob), galleryId(person::Carol)};
        put(made);
    };
    absent(person::Mei, {"Mei Lin", "林梅"}, at(0, "8:52"));
    absent(person::Carol, {"Carol", "Carol"}, at(1, "18:00"));
    absent(person::Dora, {"Dora", "赵雪"}, at(1, "19:20"));
    absent(person::Emil, {"Emil", "陈浩然"}, at(8, "12:00"));
    Contact farid = contact(person::Farid, {"Farid", "周子墨"}, chinese, false);
    farid.state = ContactState::PendingOut;
    put(farid);

    const auto say = [&node](Message message) { node.putMessage(std::move(message)); };
    const auto text = [chinese](const char* english, const char* inChinese) {
        return BothWords{english, inChinese}.in(chinese);
    };
    say(received(person::Alice, at(0, "10:46"),
                 text("Both are on the shared wall.", "两张都贴在墙上了。"), false));
    say(received(person::Alice, at(0, "10:47"),
                 text("The second photo is better", "第二张照片更好看"), false));
    say(own(person::Bob, at(0, "9:30"),
            text("Thank you for keeping them over the weekend.", "谢谢你周末帮我代存"),
            MessageState::Read));
    for (const auto& line : {text("The keys are with the porter.", "钥匙在门房。"),
                             text("I will be there at noon.", "我中午到。")})
        say(own(person::Mei, at(0, "9:12"), line, MessageState::Queued));
    say(received(person::Carol, at(1, "17:40"), text("Does he know?", "他知道吗？"), true));
    node.putLocal(model::LocalValues::draftKey(galleryId(person::Carol)),
                  QString::fromStdString(text("I will ask him tomorrow", "我明天去问问他")));
    say(own(person::Dora, at(1, "18:20"), text("Happy birthday!", "生日快乐！"), MessageState::Held));
    say(own(person::Emil, at(8, "11:58"), text("See you there.", "到时见。"), MessageState::Read));
    seedMap(node, chinese);
    seedTrail(node);
}

void seedChat(MemoryNode& node, bool chinese)
{
    const auto text = [chinese](const char* english, const char* inChinese) {
        return BothWords{english, inChinese}.in(chinese);
    };
    constexpr int w = person::Wang;
    Message first = received(w, at(0, "9:58"),
                             text("Morning! Did the floor plan come through?", "早！平面图收到了吗？"),
                             true);
    first.id.bytes[0] = std::byte{1};
    first.id.bytes[15] = std::byte{1};
    node.putMessage(first);
    Message answer = own(w, at(0, "10:02"), text("Yes, all twelve pages. The scan is very clear.",
                                                 "收到了，十二页都齐了，扫描得很清楚。"),
                         MessageState::Read);
    answer.replyTo = first.id;
    answer.id = readMessageId();
    node.putMessage(answer);
    node.putMessage(received(w, at(0, "10:03"), "🎉👍", true));
    node.putMessage(own(w, at(0, "10:31"),
                        text("Notes: ", "笔记：") +
                            "https://library.example.org/plans/2026/reading-room/"
                            "second-floor-east-wing.html",
                        MessageState::Delivered));
    Message held = own(w, at(0, "10:43"),
                       text("I can bring the printed copy too.", "我也可以把打印的那份带上。"),
                       MessageState::Held);
    held.id = heldMessageId();
    node.putMessage(held);
    node.putMessage(own(w, at(0, "10:44"),
                        text("And the model of the staircase, if you like.", "要不要也带上楼梯模型？"),
                        MessageState::Queued));
    node.putMessage(own(w, at(0, "10:46"),
                        text("Shall I ask for a second key?", "要我再借一把钥匙吗？"),
                        MessageState::Failed));
    node.putMessage(own(w, at(0, "10:51"), text("Are you there already?", "你已经到了吗？"),
                        MessageState::Sent));
    node.putMessage(received(w, at(0, "10:52"),
                             text("Just back online. The train was late.", "刚刚上线，火车晚点了。"),
                             false));
    node.putMessage(received(w, at(0, "10:52"), text("See you at three.", "三点见。"), false));
}

void seedRequest(MemoryNode& node, bool chinese)
{
    Contact asks = contact(person::Hana, {"Hana", "花田"}, chinese, true);
    asks.state = ContactState::PendingIn;
    asks.requestNote =
        BothWords{"We met at the library on Friday.", "我们周五在图书馆见过。"}.in(chinese);
    asks.since = at(0, "10:20");
    node.putContact(asks);
}

void seedHardTexts(MemoryNode& node)
{
    constexpr int a = person::Alice;
    const auto in = [&](const char* time, const std::string& text) {
        node.putMessage(received(a, at(0, time), text, true));
    };
    const auto out = [&](const char* time, const std::string& text) {
        node.putMessage(own(a, at(0, time), text, MessageState::Delivered));
    };
    in("7:00", "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
               "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft");
    out("7:05", "مرحبا! هل وصلت الخريطة؟ أراك في المكتبة الساعة 3.");
    in("7:10", "שלום, נתראה ב-15:00 ליד הספרייה.");
    out("7:15", "First line\nsecond line\n\nfourth line after an empty one");
    in("7:20", "👩‍👩‍👧‍👦");
    in("7:21", "🇨🇳 🎉 are two emoji and words, so a bubble. 你好，世界！ こんにちは");
    out("7:25", "<b>not bold</b> <img src=x> &amp; plain text only");
    in("7:30", "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二三四五"
               "六七八九十一二三四五六七八九十一二三四五六七八九十。");
    out("7:35", "❤️");
}

void seedHistory(MemoryNode& node, int count)
{
    static constexpr std::array<const char*, 6> lines = {
        "Good morning.",
        "The tram was full again, so I walked along the river to the library.",
        "好的，我晚上再看一遍。",
        "Did you read the second chapter? I found the part about the bridges the best.",
        "👍",
        "See you at three, at the entrance of the reading room, as always on this day.",
    };
    std::vector<Message> messages;
    messages.reserve(static_cast<std::size_t>(count));
    const WallTime end = at(1, "20:00");
    for (int i = 0; i < count; ++i) {
        const WallTime when = end - std::chrono::minutes(5 * (count - i));
        const std::string text = lines[static_cast<std::size_t>(i) % lines.size()];
        messages.push_back(i % 3 == 0 ? own(person::Bob, when, text, MessageState::Read)
                                      : received(person::Bob, when, text, true));
    }
    node.putMessages(std::move(messages));
}

}  // namespace vos::ui
