// The façade on real sockets of loopback: two nodes meet, chat, are stopped and find each other
// again; and all the ways in which a start can fail.

#include "p2p/qt/convert.h"
#include "p2p/qt/node.h"
#include "p2p/qt/profile.h"

#include "tests/support/testprogram.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace vos;
using namespace vos::qt;

namespace {

/// Generous, since builds with sanitizers share this machine; nothing waits this long otherwise.
constexpr int waitMax = 60'000;

NodeOptions optionsFor(const QString& profile)
{
    NodeOptions options;
    options.profile = profile;
    options.listen = {QStringLiteral("127.0.0.1:0")};
    return options;
}

/// A node and what it said so far.
struct Watched {
    explicit Watched(NodeOptions options) : node(std::move(options))
    {
        QObject::connect(&node, &Node::messagesAdded, &node, [this](const auto& list) {
            messages.insert(messages.end(), list.begin(), list.end());
        });
        QObject::connect(&node, &Node::messageStatesChanged, &node, [this](const auto& list) {
            states.insert(states.end(), list.begin(), list.end());
        });
        QObject::connect(&node, &Node::contactsChanged, &node, [this](const auto& list) {
            contacts.insert(contacts.end(), list.begin(), list.end());
        });
        QObject::connect(&node, &Node::contactsRequested, &node, [this](const auto& list) {
            requests.insert(requests.end(), list.begin(), list.end());
        });
        QObject::connect(&node, &Node::dataReceived, &node, [this](const auto& list) {
            data.insert(data.end(), list.begin(), list.end());
        });
        QObject::connect(&node, &Node::startFailed, &node,
                         [this](const StartError& error) { failure = error; });
        QObject::connect(&node, &Node::stopped, &node, [this] { hasStopped = true; });
    }

    bool start()
    {
        node.start();
        return QTest::qWaitFor([this] { return node.isRunning() || failure; }, waitMax) &&
               node.isRunning();
    }
    bool stop()
    {
        node.stop();
        return QTest::qWaitFor([this] { return hasStopped; }, waitMax);
    }
    bool reached(const MessageId& id, MessageState state) const
    {
        return std::any_of(states.begin(), states.end(), [&](const MessageStateChange& change) {
            return change.id == id && change.state == state;
        });
    }
    bool accepted(const NodeId& id) const
    {
        return std::any_of(contacts.begin(), contacts.end(), [&](const Contact& contact) {
            return contact.id == id && contact.state == ContactState::Accepted;
        });
    }

    Node node;
    std::vector<Message> messages;
    std::vector<MessageStateChange> states;
    std::vector<Contact> contacts;
    std::vector<Contact> requests;
    std::vector<ReceivedData> data;
    std::optional<StartError> failure;
    bool hasStopped = false;
};

/// Calls, waits for the reply, and hands it over.
template <typename T, typename Call>
std::optional<Expected<T, NodeError>> await(Call call)
{
    std::optional<Expected<T, NodeError>> result;
    QObject context;
    call(&context,
         Reply<T>([&result](Expected<T, NodeError> reply) { result = std::move(reply); }));
    return QTest::qWaitFor([&] { return result.has_value(); }, waitMax) ? std::move(result)
                                                                        : std::nullopt;
}

}  // namespace

class NodeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init() { m_folder.emplace(); }
    void cleanup() { m_folder.reset(); }
    void startsAndStops();
    void twoPeopleChat();
    void listAgreesWithWhatWasTold();
    void debugLogTellsCallsAndSessions();
    void dataComesAgainUntilTaken();
    void portIsKept();
    void settingsAndLocals();
    void optionsStandAboveSettingsForOneRun();
    void joinNobody();
    void failuresSayWhy_data();
    void failuresSayWhy();
    void lockedProfile();
    void takenPort();
    void passphrase();
    void lostKeyBoxIsNotMadeAnew();
    void repliesWithoutARunningNode();
    void replyIsDroppedWithItsContext();
    void destroyedAtAnyTime();

private:
    QString path(const char* name) const { return m_folder->filePath(QLatin1String(name)); }
    void befriend(Watched& a, Watched& b);

    std::optional<QTemporaryDir> m_folder;
};

void NodeTest::startsAndStops()
{
    Watched one(optionsFor(path("one")));
    QVERIFY(!one.node.isRunning());
    QVERIFY(one.start());
    const NodeReady ready = one.node.identity();
    QVERIFY(ready.address.startsWith(QStringLiteral("vos1")));
    QVERIFY(ready.link.startsWith(QStringLiteral("vos:") + ready.address));
    QCOMPARE(ready.listen.size(), std::size_t{1});
    QVERIFY(ready.listen[0].isLoopback());
    QVERIFY(*Node::parse(ready.link) == ready.id);
    const auto info =
        await<NodeInfo>([&](QObject* c, auto reply) { one.node.info(c, std::move(reply)); });
    QVERIFY(info && *info);
    QVERIFY((**info).id == ready.id);
    QVERIFY(one.stop());
    QVERIFY(!one.node.isRunning());

    // The same object starts again, with the same address.
    one.hasStopped = false;
    QVERIFY(one.start());
    QVERIFY(one.node.identity().id == ready.id);
    QVERIFY(one.stop());
}

void NodeTest::befriend(Watched& a, Watched& b)
{
    const auto added = await<Done>([&](QObject* c, auto reply) {
        a.node.addContact(b.node.identity().link, QString(), QStringLiteral("It is me"), c,
                          std::move(reply));
    });
    QVERIFY(added && *added);
    QTRY_VERIFY_WITH_TIMEOUT(!b.requests.empty(), waitMax);
    QVERIFY(b.requests[0].id == a.node.identity().id);
    QCOMPARE(b.requests[0].requestNote, std::string("It is me"));
    const auto done = await<Done>([&](QObject* c, auto reply) {
        b.node.acceptContact(a.node.identity().id, c, std::move(reply));
    });
    QVERIFY(done && *done);
    QTRY_VERIFY_WITH_TIMEOUT(a.accepted(b.node.identity().id), waitMax);
}

void NodeTest::twoPeopleChat()
{
    Watched alice(optionsFor(path("alice")));
    QVERIFY(alice.start());
    const NodeId aliceId = alice.node.identity().id;
    NodeId bobId;
    {
        NodeOptions options = optionsFor(path("bob"));
        options.name = QStringLiteral("Bob");
        options.join = {alice.node.identity().link};
        options.eventIntervalMs = 50;
        Watched bob(options);
        QVERIFY(bob.start());
        bobId = bob.node.identity().id;
        befriend(alice, bob);

        const auto sent = await<MessageId>([&](QObject* c, auto reply) {
            alice.node.sendMessage({.to = bobId, .text = QStringLiteral("Grüße 你好 🌲")}, c,
                                   std::move(reply));
        });
        QVERIFY(sent && *sent);
        QTRY_VERIFY_WITH_TIMEOUT(alice.reached(**sent, MessageState::Delivered), waitMax);
        QTRY_VERIFY_WITH_TIMEOUT(!bob.messages.empty(), waitMax);
        QCOMPARE(bob.messages.size(), std::size_t{1});
        QVERIFY(bob.messages[0].id == **sent && bob.messages[0].peer == aliceId);
        QCOMPARE(toQString(bob.messages[0].text), QStringLiteral("Grüße 你好 🌲"));
        const auto summaries = await<std::vector<ConversationSummary>>(
            [&](QObject* c, auto reply) { bob.node.conversations(c, std::move(reply)); });
        QVERIFY(summaries && *summaries);
        QCOMPARE((**summaries)[0].unread, 1);

        const auto read = await<Done>([&](QObject* c, auto reply) {
            bob.node.markRead(aliceId, **sent, c, std::move(reply));
        });
        QVERIFY(read && *read);
        QTRY_VERIFY_WITH_TIMEOUT(alice.reached(**sent, MessageState::Read), waitMax);
        QVERIFY(bob.stop());
    }
    // Bob is away: the message waits, and goes out when he is back, who names nobody to join.
    const auto waiting = await<MessageId>([&](QObject* c, auto reply) {
        alice.node.sendMessage({.to = bobId, .text = QStringLiteral("Bist du da?")}, c,
                               std::move(reply));
    });
    QVERIFY(waiting && *waiting);
    Watched bob(optionsFor(path("bob")));
    QVERIFY(bob.start());
    QVERIFY(bob.node.identity().id == bobId);
    QTRY_VERIFY_WITH_TIMEOUT(alice.reached(**waiting, MessageState::Delivered), waitMax);
    QTRY_COMPARE_WITH_TIMEOUT(bob.messages.size(), std::size_t{1}, waitMax);
    const auto page = await<MessagePage>([&](QObject* c, auto reply) {
        bob.node.messages(aliceId, std::nullopt, 50, c, std::move(reply));
    });
    QVERIFY(page && *page);
    QCOMPARE((**page).messages.size(), std::size_t{2});
    QVERIFY((**page).atStart && (**page).atEnd);
    const auto found = await<std::vector<Message>>([&](QObject* c, auto reply) {
        bob.node.search(QStringLiteral("你好"), std::nullopt, 10, c, std::move(reply));
    });
    QVERIFY(found && *found);
    QCOMPARE((**found).size(), std::size_t{1});
    QCOMPARE(alice.node.safetyNumber(bobId), bob.node.safetyNumber(aliceId));
    QVERIFY(alice.stop());
    QVERIFY(bob.stop());
}

/// What is on its way is in no store; asked right after it was told, a message is Sent, or farther.
void NodeTest::listAgreesWithWhatWasTold()
{
    Watched alice(optionsFor(path("alice")));
    Watched bob(optionsFor(path("bob")));
    QVERIFY(alice.start() && bob.start());
    befriend(alice, bob);
    const NodeId bobId = bob.node.identity().id;
    std::vector<MessageState> seen;
    int asked = 0;
    QObject context;
    QObject::connect(&alice.node, &Node::messageStatesChanged, &context, [&](const auto& list) {
        for (const MessageStateChange& change : list) {
            if (change.state != MessageState::Sent || change.kind != LetterKind::Text)
                continue;
            ++asked;
            alice.node.messages(bobId, std::nullopt, 1000, &context, [&, change](const auto& page) {
                for (const Message& message : page->messages)
                    if (message.id == change.id)
                        seen.push_back(message.state);
            });
        }
    });
    std::optional<MessageId> last;
    for (int i = 0; i < 10; ++i) {
        const auto sent = await<MessageId>([&](QObject* c, auto reply) {
            alice.node.sendMessage({.to = bobId, .text = QStringLiteral("x")}, c, std::move(reply));
        });
        QVERIFY(sent && *sent);
        last = **sent;
        QTRY_VERIFY_WITH_TIMEOUT(alice.reached(*last, MessageState::Delivered), waitMax);
    }
    QTRY_VERIFY_WITH_TIMEOUT(asked > 0 && seen.size() == static_cast<std::size_t>(asked), waitMax);
    for (const MessageState state : seen)
        QVERIFY(state != MessageState::Queued);
}

void NodeTest::debugLogTellsCallsAndSessions()
{
    NodeOptions options = optionsFor(path("alice"));
    options.debugLog = true;
    Watched alice(options);
    Watched bob(optionsFor(path("bob")));
    QStringList lines;
    QObject context;
    QObject::connect(&alice.node, &Node::logged, &context, [&](int level, const QString& line) {
        if (level == static_cast<int>(LogLine::Level::Debug))
            lines << line;
    });
    bool quiet = true;
    QObject::connect(&bob.node, &Node::logged, &context, [&](int level, const QString&) {
        quiet = quiet && level != static_cast<int>(LogLine::Level::Debug);
    });
    QVERIFY(alice.start() && bob.start());
    befriend(alice, bob);
    const auto sent = await<MessageId>([&](QObject* c, auto reply) {
        alice.node.sendMessage({.to = bob.node.identity().id, .text = QStringLiteral("secret")}, c,
                               std::move(reply));
    });
    QVERIFY(sent && *sent);
    QTRY_VERIFY_WITH_TIMEOUT(alice.reached(**sent, MessageState::Delivered), waitMax);
    QVERIFY(bob.stop());
    const auto told = [&](const char* start, const char* end) {
        return std::any_of(lines.begin(), lines.end(), [&](const QString& line) {
            return line.startsWith(QLatin1String(start)) && line.endsWith(QLatin1String(end));
        });
    };
    QTRY_VERIFY_WITH_TIMEOUT(told("session with vos1", "is down"), waitMax);
    QVERIFY(told("calls 127.0.0.1:", ""));
    QVERIFY(told("127.0.0.1:", " answers the call"));
    QVERIFY(told("session with vos1", ""));
    QVERIFY(told("message ", "is delivered"));
    QVERIFY(lines.filter(QStringLiteral("secret")).isEmpty());
    QVERIFY(lines.filter(bob.node.identity().address).isEmpty());
    QVERIFY(quiet);
}

void NodeTest::dataComesAgainUntilTaken()
{
    Watched alice(optionsFor(path("alice")));
    QVERIFY(alice.start());
    const Bytes payload(3000, std::byte{7});
    {
        Watched bob(optionsFor(path("bob")));
        QVERIFY(bob.start());
        befriend(alice, bob);
        const auto sent = await<MessageId>([&](QObject* c, auto reply) {
            alice.node.sendData(bob.node.identity().id, payload, true, std::nullopt, c,
                                std::move(reply));
        });
        QVERIFY(sent && *sent);
        QTRY_VERIFY_WITH_TIMEOUT(alice.reached(**sent, MessageState::Delivered), waitMax);
        QTRY_COMPARE_WITH_TIMEOUT(bob.data.size(), std::size_t{1}, waitMax);
        QVERIFY(bob.stop());
    }
    const auto untaken = [](Watched& node) {
        return await<std::vector<ReceivedData>>(
            [&](QObject* c, auto reply) { node.node.untakenData(10, c, std::move(reply)); });
    };
    {
        // Nobody said that he has it: it is still there.
        Watched bob(optionsFor(path("bob")));
        QVERIFY(bob.start());
        const auto waiting = untaken(bob);
        QVERIFY(waiting && *waiting);
        QCOMPARE((**waiting).size(), std::size_t{1});
        QVERIFY((**waiting)[0].data == payload);
        QVERIFY((**waiting)[0].from == alice.node.identity().id);
        bob.node.dataTaken({(**waiting)[0].id});
        QVERIFY(bob.stop());
    }
    Watched bob(optionsFor(path("bob")));
    QVERIFY(bob.start());
    const auto waiting = untaken(bob);
    QVERIFY(waiting && *waiting);
    QVERIFY((**waiting).empty());
}

void NodeTest::portIsKept()
{
    Watched one(optionsFor(path("one")));
    QVERIFY(one.start());
    const quint16 port = one.node.identity().listen[0].port;
    QVERIFY(one.stop());
    Watched again(optionsFor(path("one")));
    QVERIFY(again.start());
    QCOMPARE(again.node.identity().listen[0].port, port);
}

void NodeTest::settingsAndLocals()
{
    Watched one(optionsFor(path("one")));
    QVERIFY(one.start());
    const auto get = [](Watched& from, const QStringList& keys) {
        return await<QVariantMap>(
            [&](QObject* c, auto reply) { from.node.settings(keys, c, std::move(reply)); });
    };
    const auto set = [&](const QVariantMap& values) {
        return await<Done>(
            [&](QObject* c, auto reply) { one.node.setSettings(values, c, std::move(reply)); });
    };
    const QString typing = QStringLiteral("privacy.typing");
    const QString zoom = QStringLiteral("appearance.zoom");
    QCOMPARE((**get(one, {})).size(), 22);
    QSignalSpy changed(&one.node, &Node::settingsChanged);
    QVERIFY(*set({{typing, false}, {zoom, 150}}));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(**get(one, {typing, zoom}), (QVariantMap{{typing, false}, {zoom, 150}}));
    QVERIFY(set({{typing, true}, {zoom, 7}})->error().code == ErrorCode::InvalidParams);
    QVERIFY(get(one, {QStringLiteral("nonsense")})->error().code == ErrorCode::InvalidParams);
    one.node.putLocal(QStringLiteral("draft/x"), QStringLiteral("halb"));
    QVERIFY(one.stop());

    Watched again(optionsFor(path("one")));
    QVERIFY(again.start());
    QCOMPARE(**get(again, {typing, zoom}), (QVariantMap{{typing, false}, {zoom, 150}}));
    const auto locals = await<QVariantMap>(
        [&](QObject* c, auto reply) { again.node.locals(QString(), c, std::move(reply)); });
    QCOMPARE(**locals, (QVariantMap{{QStringLiteral("draft/x"), QStringLiteral("halb")}}));
}

void NodeTest::optionsStandAboveSettingsForOneRun()
{
    const auto policyOf = [](Watched& one) {
        const auto values = await<QVariantMap>(
            [&](QObject* c, auto reply) { one.node.settings({}, c, std::move(reply)); });
        return values && *values ? (**values)[QStringLiteral("friend_vos.accept")].toString()
                                 : QString();
    };
    const auto quotaOf = [](Watched& one) {
        const auto agreements = await<Agreements>(
            [&](QObject* c, auto reply) { one.node.agreements(c, std::move(reply)); });
        return agreements && *agreements ? (*agreements)->quotaBytes : 0;
    };
    NodeOptions options = optionsFor(path("one"));
    options.acceptFriendVos = FriendPolicy::All;
    options.quotaBytes = 64 << 20;
    {
        Watched one(options);
        QVERIFY(one.start());
        QCOMPARE(policyOf(one), QStringLiteral("all"));
        QCOMPARE(quotaOf(one), std::uint64_t{64 << 20});
        QVERIFY(one.stop());
    }
    {
        Watched one(optionsFor(path("one")));
        QVERIFY(one.start());
        QCOMPARE(policyOf(one), QStringLiteral("ask"));
        QCOMPARE(quotaOf(one), std::uint64_t{256 << 20});
        const auto set = await<Done>([&](QObject* c, auto reply) {
            one.node.setSettings({{QStringLiteral("friend_vos.accept"), QStringLiteral("none")},
                                  {QStringLiteral("friend_vos.quota_mib"), 100}},
                                 c, std::move(reply));
        });
        QVERIFY(set && *set);
        QCOMPARE(quotaOf(one), std::uint64_t{100 << 20});
        QVERIFY(one.stop());
    }
    // Half a MiB is no value of the setting, and counts all the same.
    options.quotaBytes = 512 << 10;
    {
        Watched one(options);
        QVERIFY(one.start());
        QCOMPARE(policyOf(one), QStringLiteral("all"));
        QCOMPARE(quotaOf(one), std::uint64_t{512 << 10});
        QVERIFY(one.stop());
    }
    Watched one(optionsFor(path("one")));
    QVERIFY(one.start());
    QCOMPARE(policyOf(one), QStringLiteral("none"));
    QCOMPARE(quotaOf(one), std::uint64_t{100 << 20});
}

void NodeTest::joinNobody()
{
    Watched one(optionsFor(path("one")));
    QVERIFY(one.start());
    const auto join = [&](const QString& to) {
        return await<MapSummary>(
            [&](QObject* c, auto reply) { one.node.join(to, c, std::move(reply)); });
    };
    // Port 9 is "discard"; nobody answers there.
    QVERIFY(join(QStringLiteral("127.0.0.1:9"))->error().code == ErrorCode::Unreachable);
    const auto bad = join(QStringLiteral("vos1qqqq"));
    QVERIFY(bad->error().code == ErrorCode::InvalidAddress);
}

void NodeTest::failuresSayWhy_data()
{
    QTest::addColumn<QStringList>("listen");
    QTest::addColumn<QStringList>("join");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("word");
    const QStringList good = {QStringLiteral("127.0.0.1:0")};
    QTest::newRow("listen without port")
        << QStringList{QStringLiteral("127.0.0.1")} << QStringList() << QString()
        << QStringLiteral("--listen 127.0.0.1:");
    QTest::newRow("listen on a name")
        << QStringList{QStringLiteral("example.org:1")} << QStringList() << QString()
        << QStringLiteral("--listen example.org:1");
    QTest::newRow("listen elsewhere") << QStringList{QStringLiteral("192.0.2.1:0")} << QStringList()
                                      << QString() << QStringLiteral("192.0.2.1");
    QTest::newRow("join nonsense") << good << QStringList{QStringLiteral("vos1xyz")} << QString()
                                   << QStringLiteral("--join vos1xyz");
    QTest::newRow("long name") << good << QStringList() << QString(49, u'x')
                               << QStringLiteral("too long");
}

void NodeTest::failuresSayWhy()
{
    QFETCH(QStringList, listen);
    QFETCH(QStringList, join);
    QFETCH(QString, name);
    QFETCH(QString, word);
    NodeOptions options = optionsFor(path("one"));
    options.listen = listen;
    options.join = join;
    options.name = name;
    Watched one(options);
    QVERIFY(!one.start());
    QVERIFY(one.failure && one.failure->kind == StartError::Kind::BadOption);
    QVERIFY2(one.failure->message.contains(word), qPrintable(one.failure->message));
    // Nothing is held on to.
    QVERIFY(Profile::open(path("one")));
}

void NodeTest::lockedProfile()
{
    Watched first(optionsFor(path("one")));
    QVERIFY(first.start());
    Watched second(optionsFor(path("one")));
    QVERIFY(!second.start());
    QVERIFY(second.failure && second.failure->kind == StartError::Kind::ProfileLocked);
    QVERIFY(first.stop());
    Watched third(optionsFor(path("one")));
    QVERIFY(third.start());
}

void NodeTest::takenPort()
{
    Watched first(optionsFor(path("one")));
    QVERIFY(first.start());
    NodeOptions options = optionsFor(path("two"));
    options.listen = {toQString(first.node.identity().listen[0].toString())};
    Watched second(options);
    QVERIFY(!second.start());
    QVERIFY(second.failure && second.failure->kind == StartError::Kind::PortTaken);
}

void NodeTest::passphrase()
{
    NodeOptions options = optionsFor(path("one"));
    options.passphrase = "open sesame";
    Watched first(options);
    QVERIFY(first.start());
    const NodeId id = first.node.identity().id;
    QVERIFY(first.node.options().passphrase.isEmpty());
    QVERIFY(first.stop());

    Watched without(optionsFor(path("one")));
    QVERIFY(!without.start());
    QVERIFY(without.failure && without.failure->kind == StartError::Kind::PassphraseNeeded);
    options.passphrase = "open barley";
    Watched wrong(options);
    QVERIFY(!wrong.start());
    QVERIFY(wrong.failure && wrong.failure->kind == StartError::Kind::PassphraseWrong);
    options.passphrase = "open sesame";
    Watched right(options);
    QVERIFY(right.start());
    QVERIFY(right.node.identity().id == id);
}

void NodeTest::lostKeyBoxIsNotMadeAnew()
{
    Watched first(optionsFor(path("one")));
    QVERIFY(first.start());
    QVERIFY(first.stop());
    QVERIFY(QFile::remove(path("one/key.box")));
    QVERIFY(QFile::remove(path("one/key.box.bak")));
    Watched second(optionsFor(path("one")));
    QVERIFY(!second.start());
    QVERIFY(second.failure && second.failure->kind == StartError::Kind::KeyBoxDamaged);
    QVERIFY(!QFile::exists(path("one/key.box")));
}

void NodeTest::repliesWithoutARunningNode()
{
    Watched one(optionsFor(path("one")));
    const auto info =
        await<NodeInfo>([&](QObject* c, auto reply) { one.node.info(c, std::move(reply)); });
    QVERIFY(info && info->error().code == ErrorCode::Busy);
    const auto page = await<MessagePage>([&](QObject* c, auto reply) {
        one.node.messages({}, std::nullopt, 5, c, std::move(reply));
    });
    QVERIFY(page && page->error().code == ErrorCode::Busy);
    // A request under way when the node stops is answered as well.
    QVERIFY(one.start());
    std::optional<ErrorCode> code;
    one.node.join(QStringLiteral("127.0.0.1:9"), &one.node,
                  [&](const auto& result) { code = result.error().code; });
    QVERIFY(one.stop());
    QVERIFY(code == ErrorCode::Busy);
}

void NodeTest::replyIsDroppedWithItsContext()
{
    Watched one(optionsFor(path("one")));
    QVERIFY(one.start());
    bool called = false;
    auto context = std::make_unique<QObject>();
    one.node.info(context.get(), [&](const auto&) { called = true; });
    context.reset();
    const auto later =
        await<NodeInfo>([&](QObject* c, auto reply) { one.node.info(c, std::move(reply)); });
    QVERIFY(later && *later);
    QVERIFY(!called);
}

void NodeTest::destroyedAtAnyTime()
{
    {
        const Node never(optionsFor(path("never")));
    }
    {
        Node starting(optionsFor(path("starting")));
        starting.start();
    }
    {
        Node stopping(optionsFor(path("stopping")));
        stopping.start();
        stopping.stop();
    }
    {
        Watched running(optionsFor(path("running")));
        QVERIFY(running.start());
        running.node.info(nullptr, [](const auto&) {});
    }
    for (const char* name : {"starting", "stopping", "running"})
        QVERIFY(Profile::open(path(name)));
}

VOS_TEST_CORE(NodeTest)
#include "tst_node.moc"
