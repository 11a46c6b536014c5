#include "model/words.h"
#include "tests/support/testprogram.h"
#include "tests/unit/modelfixture.h"

#include <QTest>

using namespace vos;
using namespace vos::model;
using namespace vos::tests;

class WordsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
    void lastSeen_data();
    void lastSeen();
    void days_data();
    void days();
    void shortTimes();
    void presence();
    void receipts();
    void failuresAllHaveWords();
    void lists();
    void sizes();
    void namesWithPlaceholdersStay();
    void startErrorsAllHaveWords();
    void errorsAllHaveWords();
};

void WordsTest::lastSeen_data()
{
    QTest::addColumn<qint64>("secondsAgo");
    QTest::addColumn<QString>("words");
    QTest::newRow("future") << qint64(-30) << "Last seen just now";
    QTest::newRow("seconds") << qint64(59) << "Last seen just now";
    QTest::newRow("minutes") << qint64(60 * 5) << "Last seen 5 min ago";
    QTest::newRow("hours") << qint64(2 * 3600) << "Last seen 2 h ago";
    QTest::newRow("yesterday") << qint64(20 * 3600) << "Last seen yesterday";
    QTest::newRow("date") << qint64(8 * 24 * 3600) << "Last seen on 14 Nov";
    QTest::newRow("year") << qint64(365 * 24 * 3600) << "Last seen on 22 Nov 2025";
}

void WordsTest::lastSeen()
{
    QFETCH(qint64, secondsAgo);
    const WallTime now = at(10, 52);
    const WallTime seen = fromMillis(toMillis(now) - secondsAgo * 1000);
    QTEST(words::lastSeen(seen, now), "words");
    QCOMPARE(words::lastSeen(std::nullopt, now), QStringLiteral("Not seen yet"));
}

void WordsTest::days_data()
{
    QTest::addColumn<int>("day");
    QTest::addColumn<QString>("words");
    QTest::newRow("today") << 22 << "Today";
    QTest::newRow("yesterday") << 21 << "Yesterday";
    QTest::newRow("weekday") << 16 << "Monday";
    QTest::newRow("date") << 15 << "Sunday, 15 November 2026";
    QTest::newRow("tomorrow") << 23 << "Monday, 23 November 2026";
}

void WordsTest::days()
{
    QFETCH(int, day);
    QTEST(words::day(at(0, 1, day), at(23, 59)), "words");
}

void WordsTest::shortTimes()
{
    const WallTime now = at(10, 52);
    QCOMPARE(words::shortWhen(at(9, 5), now), QStringLiteral("09:05"));
    QCOMPARE(words::shortWhen(at(9, 5, 21), now), QStringLiteral("Yesterday"));
    QCOMPARE(words::shortWhen(at(9, 5, 17), now), QStringLiteral("Tue"));
    QCOMPARE(words::shortWhen(at(9, 5, 14), now), QStringLiteral("14 Nov"));
    QCOMPARE(words::longWhen(at(18, 20, 17), now), QStringLiteral("Tue 18:20"));
    QCOMPARE(words::longWhen(at(9, 5), now), QStringLiteral("09:05"));
}

void WordsTest::presence()
{
    const WallTime now = at(10, 52);
    const QString name = QStringLiteral("Farid");
    PresenceState state;
    state.presence = Presence::Online;
    state.path = PathKind::Direct;
    QCOMPARE(words::presence(state, name, now), QStringLiteral("Online · direct"));
    state.path = PathKind::Relay;
    state.via = QStringLiteral("Bob");
    QCOMPARE(words::presence(state, name, now), QStringLiteral("Online · through Bob"));
    state.presence = Presence::Offline;
    state.lastSeen = at(8, 52);
    QCOMPARE(words::presence(state, name, now), QStringLiteral("Last seen 2 h ago"));
    state.presence = Presence::Unknown;
    QCOMPARE(words::presence(state, name, now), QStringLiteral("Unknown while you are offline"));
    state.presence = Presence::Pending;
    QCOMPARE(words::presence(state, name, now), QStringLiteral("Waiting for Farid to accept"));
}

void WordsTest::receipts()
{
    ReceiptFacts facts;
    facts.peerName = QStringLiteral("Wang");
    QCOMPARE(words::receipt(facts), QStringLiteral("Queued"));
    facts.state = MessageState::Sent;
    QCOMPARE(words::receipt(facts), QStringLiteral("Sending"));
    QCOMPARE(words::receiptTooltip(facts), QStringLiteral("On its way to Wang. No answer yet."));
    facts.state = MessageState::Held;
    facts.holders = {QStringLiteral("Bob"), QStringLiteral("Carol")};
    QCOMPARE(words::receipt(facts), QStringLiteral("Held by Bob and Carol"));
    facts.state = MessageState::Delivered;
    facts.deliveredAt = at(10, 45);
    QCOMPARE(words::receiptTooltip(facts),
             QStringLiteral("Arrived on Wang's computer, 22 Nov 10:45."));
    facts.state = MessageState::Read;
    facts.readAt = at(10, 50);
    QCOMPARE(words::receiptTooltip(facts), QStringLiteral("Read 22 Nov 10:50."));
    facts.state = MessageState::Received;
    QVERIFY(words::receipt(facts).isEmpty());
}

void WordsTest::failuresAllHaveWords()
{
    for (const FailReason reason :
         {FailReason::Expired, FailReason::Declined, FailReason::Blocked, FailReason::Cancelled,
          FailReason::Offline, FailReason::TooLarge})
        QVERIFY(!words::failure(reason, QStringLiteral("Wang")).isEmpty());
    QVERIFY(words::failure(FailReason::None, QStringLiteral("Wang")).isEmpty());
}

void WordsTest::lists()
{
    const QString a = QStringLiteral("A");
    const QString b = QStringLiteral("B");
    QCOMPARE(words::list({}), QString());
    QCOMPARE(words::list({a}), QStringLiteral("A"));
    QCOMPARE(words::list({a, b}), QStringLiteral("A and B"));
    QCOMPARE(words::list({a, b, a, b}), QStringLiteral("A, B and 2 others"));
}

void WordsTest::sizes()
{
    QCOMPARE(words::size(0), QStringLiteral("0.1 kB"));
    QCOMPARE(words::size(1500), QStringLiteral("1.5 kB"));
    QCOMPARE(words::size(18'400'000), QStringLiteral("18.4 MB"));
    QCOMPARE(words::size(2'600'000'000), QStringLiteral("2.6 GB"));
}

// A name is a peer's own choice and must not act as a placeholder of our sentences.
void WordsTest::namesWithPlaceholdersStay()
{
    const QString name = QStringLiteral("%1 %2");
    QCOMPARE(words::list({name, QStringLiteral("B")}), QStringLiteral("%1 %2 and B"));
    ReceiptFacts facts;
    facts.state = MessageState::Delivered;
    facts.peerName = name;
    facts.deliveredAt = at(10, 45);
    QCOMPARE(words::receiptTooltip(facts),
             QStringLiteral("Arrived on %1 %2's computer, 22 Nov 10:45."));
}

void WordsTest::startErrorsAllHaveWords()
{
    using Kind = StartError::Kind;
    QStringList titles;
    for (const Kind kind :
         {Kind::PortTaken, Kind::ProfileLocked, Kind::ProfileUnreadable, Kind::KeyBoxDamaged,
          Kind::PassphraseNeeded, Kind::PassphraseWrong, Kind::KeychainUnreachable,
          Kind::DatabaseDamaged, Kind::DiskFull, Kind::BadOption, Kind::NoNetwork}) {
        const StartErrorWords words = words::startError(kind);
        QVERIFY(!words.text.isEmpty());
        QVERIFY(!titles.contains(words.title));
        titles.append(words.title);
    }
}

void WordsTest::errorsAllHaveWords()
{
    for (const ErrorCode code :
         {ErrorCode::InvalidParams, ErrorCode::UnknownAddress, ErrorCode::InvalidAddress,
          ErrorCode::NotAContact, ErrorCode::TooLarge, ErrorCode::NotFound, ErrorCode::NotAllowed,
          ErrorCode::Storage, ErrorCode::Unreachable, ErrorCode::Busy, ErrorCode::Blocked})
        QVERIFY(!words::error({code, {}}).isEmpty());
}

VOS_TEST_CORE(WordsTest)
#include "tst_words.moc"
