#include "p2p/session/session.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::session;
using test::SeededRng;

namespace {

const Instant SessionStart{1'000'000s};

/// Both ends of one session, as a handshake leaves them.
struct Pair {
    Session initiator;
    Session responder;
};

Pair makePair(std::uint64_t seed = 1)
{
    SeededRng rng(seed);
    const auto first = crypto::Secret<32>::random(rng);
    const auto second = crypto::Secret<32>::random(rng);
    Session::Facts facts;
    facts.initiator = true;
    facts.own = rng.id<ConnectionId>();
    facts.theirs = rng.id<ConnectionId>();
    facts.createdAt = SessionStart;
    Session::Facts mirrored = facts;
    mirrored.initiator = false;
    std::swap(mirrored.own, mirrored.theirs);
    return {Session(facts, {first.clone(), second.clone(), {}}),
            Session(mirrored, {first.clone(), second.clone(), {}})};
}

Bytes sealed(Session& session, std::string_view text, Instant now = SessionStart)
{
    Bytes datagram = Session::beginDatagram();
    append(datagram, viewOf(text));
    const bool done = session.seal(now, session.nextCounter(), datagram);
    VOS_ASSERT(done);
    return datagram;
}

std::optional<std::string> opened(Session& session, ByteView datagram, Instant now = SessionStart)
{
    Bytes buffer;
    const auto result = session.open(now, datagram, buffer);
    return result ? std::optional(toText(result->plaintext)) : std::nullopt;
}

}  // namespace

class TestSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }

    void carriesDatagramsBothWays()
    {
        Pair pair = makePair();
        QCOMPARE(*opened(pair.responder, sealed(pair.initiator, "hello")), std::string("hello"));
        QCOMPARE(*opened(pair.initiator, sealed(pair.responder, "hi")), std::string("hi"));
        QCOMPARE(*opened(pair.responder, sealed(pair.initiator, "")), std::string());
        const std::string large(1200, 'x');
        QCOMPARE(*opened(pair.initiator, sealed(pair.responder, large)), large);
    }

    void datagramIsHeadCiphertextAndTag()
    {
        Pair pair = makePair();
        const Bytes datagram = sealed(pair.initiator, "hello");
        QCOMPARE(datagram.size(), wire::DataHeadSize + 5 + wire::DataTagSize);
        const auto head = wire::decodeDataHead(datagram);
        QVERIFY(head->to == pair.responder.facts().own);
        QCOMPARE(head->counter, std::uint64_t{0});
        QCOMPARE(wire::decodeDataHead(sealed(pair.initiator, "x"))->counter, std::uint64_t{1});
    }

    void sealingMovesNoByte()
    {
        Pair pair = makePair();
        Bytes datagram = Session::beginDatagram(wire::DatagramSizeSafe);
        datagram.resize(wire::DatagramSizeSafe - wire::DataTagSize);
        const std::byte* place = datagram.data();
        QVERIFY(pair.initiator.seal(SessionStart, 0, datagram));
        QVERIFY(datagram.data() == place);
        QCOMPARE(datagram.size(), wire::DatagramSizeSafe);
    }

    void countersMayBeLeftOut()
    {
        Pair pair = makePair();
        Bytes datagram = Session::beginDatagram();
        QVERIFY(pair.initiator.seal(SessionStart, 1000, datagram));
        QCOMPARE(pair.initiator.nextCounter(), std::uint64_t{1001});
        Bytes buffer;
        const auto result = pair.responder.open(SessionStart, datagram, buffer);
        QCOMPARE(result->counter, std::uint64_t{1000});
    }

    void everyChangedBitIsRefusedAndHarmsNothing()
    {
        Pair pair = makePair();
        const Bytes datagram = sealed(pair.initiator, "hello");
        for (std::size_t bit = 0; bit < datagram.size() * 8; ++bit) {
            Bytes changed = datagram;
            changed[bit / 8] ^= std::byte{1} << (bit % 8);
            QVERIFY(!opened(pair.responder, changed));
        }
        for (std::size_t size = 0; size < datagram.size(); ++size)
            QVERIFY(!opened(pair.responder, ByteView(datagram).first(size)));
        QCOMPARE(*opened(pair.responder, datagram), std::string("hello"));
    }

    void forgedHighCountersDoNotMoveTheWindow()
    {
        Pair pair = makePair();
        Bytes forged = sealed(pair.initiator, "x");
        wire::encodeDataHead({pair.responder.facts().own, 1'000'000},
                             MutableBytes(forged).first(wire::DataHeadSize));
        QVERIFY(!opened(pair.responder, forged));
        QVERIFY(opened(pair.responder, sealed(pair.initiator, "y")));
    }

    void replaysHaveNoEffect()
    {
        Pair pair = makePair();
        std::vector<Bytes> all;
        for (int i = 0; i < 100; ++i)
            all.push_back(sealed(pair.initiator, "message"));
        for (const Bytes& datagram : all)
            QVERIFY(opened(pair.responder, datagram));
        for (const Bytes& datagram : all) {
            QVERIFY(!opened(pair.responder, datagram));
            QVERIFY(!opened(pair.initiator, datagram));  // nor thrown back at its sender
        }
    }

    void tellsTheHighestFromTheLate()
    {
        Pair pair = makePair();
        const Bytes first = sealed(pair.initiator, "1");
        const Bytes second = sealed(pair.initiator, "2");
        const Bytes third = sealed(pair.initiator, "3");
        Bytes buffer;
        QVERIFY(pair.responder.open(SessionStart, first, buffer)->highest);
        QVERIFY(pair.responder.open(SessionStart, third, buffer)->highest);
        QVERIFY(!pair.responder.open(SessionStart, second, buffer)->highest);
    }

    void anotherSessionsDatagramsAreRefused()
    {
        Pair pair = makePair(1);
        Pair other = makePair(2);
        QVERIFY(!opened(other.responder, sealed(pair.initiator, "x")));
    }

    void keysEndAfterThreeMinutes()
    {
        Pair pair = makePair();
        const Bytes early = sealed(pair.initiator, "early", SessionStart + 179s);
        const Bytes late = sealed(pair.initiator, "late", SessionStart + 180s - 1us);
        QVERIFY(opened(pair.responder, early, SessionStart + 180s - 1us));
        QVERIFY(!opened(pair.responder, late, SessionStart + 180s));
        Bytes datagram = Session::beginDatagram();
        const Bytes before = datagram;
        QVERIFY(!pair.initiator.seal(SessionStart + 180s, pair.initiator.nextCounter(), datagram));
        QVERIFY(datagram == before);
        QVERIFY(!pair.initiator.expired(SessionStart + 180s - 1us));
        QVERIFY(pair.initiator.expired(SessionStart + 180s));
        QVERIFY(pair.initiator.expiresAt() == SessionStart + 180s);
    }

    void rekeyIsDueByAge()
    {
        Pair pair = makePair();
        QVERIFY(!pair.initiator.rekeyDue(SessionStart + 120s - 1us));
        QVERIFY(pair.initiator.rekeyDue(SessionStart + 120s));
        QVERIFY(pair.initiator.rekeyAt() == SessionStart + 120s);
        QVERIFY(!pair.responder.rekeyDue(SessionStart + 140s - 1us));
        QVERIFY(pair.responder.rekeyDue(SessionStart + 140s));
        QVERIFY(pair.responder.rekeyAt() == SessionStart + 140s);
    }

    void rekeyIsDueByUse()
    {
        Pair pair = makePair();
        Bytes datagram = Session::beginDatagram();
        QVERIFY(pair.initiator.seal(SessionStart, RekeyAfterDatagrams - 2, datagram));
        QVERIFY(!pair.initiator.rekeyDue(SessionStart));
        datagram = Session::beginDatagram();
        QVERIFY(pair.initiator.seal(SessionStart, RekeyAfterDatagrams, datagram));
        QVERIFY(pair.initiator.rekeyDue(SessionStart));
        QVERIFY(opened(pair.responder, datagram));
        QVERIFY(pair.responder.rekeyDue(SessionStart));

        datagram = Session::beginDatagram();
        QVERIFY(pair.initiator.seal(SessionStart, 2 * RekeyAfterDatagrams - 1, datagram));
        datagram = Session::beginDatagram();
        QVERIFY(!pair.initiator.seal(SessionStart, 2 * RekeyAfterDatagrams, datagram));
    }

    void buffersAreUsedAgain()
    {
        Pair pair = makePair();
        Bytes buffer;
        buffer.reserve(2000);
        const std::byte* place = buffer.data();
        for (int i = 0; i < 10; ++i) {
            const std::string text(static_cast<std::size_t>(i) * 100, 'a');
            const auto result =
                pair.responder.open(SessionStart, sealed(pair.initiator, text), buffer);
            QCOMPARE(toText(result->plaintext), text);
            QVERIFY(buffer.data() == place);
        }
    }
};

VOS_TEST(TestSession)
#include "tst_session.moc"
