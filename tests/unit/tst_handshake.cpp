#include "p2p/session/initiator.h"
#include "p2p/session/responder.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::session;
using test::SeededRng;

namespace {

const Instant Start{1'000'000s};
constexpr std::uint64_t AliceSeq = 1'800'000'000'001;
constexpr std::uint64_t BobSeq = 1'800'000'000'002;

Endpoint at(std::string_view text) { return *Endpoint::parse(text); }

/// An address in the i-th /24.
Endpoint inNetwork(unsigned network, unsigned host = 1)
{
    return at("10." + std::to_string(network / 256) + "." + std::to_string(network % 256) + "." +
              std::to_string(host) + ":4000");
}

std::optional<InitiatorHandshake> call(const ExchangeKey& responder, Rng& rng,
                                       const crypto::Secret<32>* pairing = nullptr)
{
    const auto key = crypto::ExchangePair::generate(rng);
    return InitiatorHandshake::start({rng.id<NodeId>(), AliceSeq}, key,
                                     {rng.id<NodeId>(), responder, pairing}, rng);
}

Bytes dataOf(Session& session, std::string_view text, Instant now = Start)
{
    Bytes datagram = Session::beginDatagram();
    append(datagram, viewOf(text));
    const bool done = session.seal(now, session.nextCounter(), datagram);
    VOS_ASSERT(done);
    return datagram;
}

/// Alice, who calls, and Bob, who is called.
struct World {
    explicit World(std::uint64_t seed = 1, PairingLookup pairing = {})
        : rng(seed),
          aliceId(rng.id<NodeId>()),
          bobId(rng.id<NodeId>()),
          aliceKey(crypto::ExchangePair::generate(rng)),
          bobKey(crypto::ExchangePair::generate(rng)),
          bob(bobKey.clone(), rng, std::move(pairing))
    {
    }

    InitiatorHandshake start(const crypto::Secret<32>* pairing = nullptr)
    {
        auto handshake = InitiatorHandshake::start({aliceId, AliceSeq}, aliceKey,
                                                   {bobId, bobKey.publicKey(), pairing}, rng);
        VOS_ASSERT(handshake.has_value());
        return std::move(*handshake);
    }
    Expected<Bytes, InitDrop> init(ByteView datagram, Instant now = Start)
    {
        return bob.handleInit(now, aliceAddress, datagram, BobSeq);
    }

    SeededRng rng;
    NodeId aliceId;
    NodeId bobId;
    crypto::ExchangePair aliceKey;
    crypto::ExchangePair bobKey;
    HandshakeResponder bob;
    Endpoint aliceAddress = at("192.0.2.1:4000");
    Bytes buffer;
};

bool isDropped(const Expected<Bytes, InitDrop>& result, InitDrop why)
{
    return !result && result.error() == why;
}

bool isCookie(const Expected<Bytes, InitDrop>& result)
{
    return result && wire::packetType(*result) == wire::PacketType::Cookie;
}

bool isResp(const Expected<Bytes, InitDrop>& result)
{
    return result && wire::packetType(*result) == wire::PacketType::Resp;
}

/// Bob, over his limit of INITs for this second.
void load(World& world, Instant now)
{
    for (unsigned i = 0; i < HandshakeResponder::InitsPerSecond; ++i) {
        const auto other = call(world.bobKey.publicKey(), world.rng);
        VOS_ASSERT(isResp(world.bob.handleInit(now, inNetwork(i), other->datagram(), BobSeq)));
    }
}

}  // namespace

class TestHandshake : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }

    void twoNodesMeet()
    {
        World w;
        auto alice = w.start();
        QCOMPARE(alice.datagram().size(), wire::InitSize);
        const auto response = w.init(alice.datagram());
        QVERIFY(isResp(response));
        QCOMPARE(w.bob.halfOpenCount(), std::size_t{1});

        auto atAlice = alice.handleResponse(Start + 1s, *response);
        QVERIFY(atAlice.has_value());
        QVERIFY(alice.finished());
        auto atBob = w.bob.takeSession(Start + 1s, dataOf(*atAlice, "first", Start + 1s), w.buffer);
        QVERIFY(atBob.has_value());
        QCOMPARE(toText(atBob->first.plaintext), std::string("first"));
        QCOMPARE(w.bob.halfOpenCount(), std::size_t{0});

        const Session::Facts& a = atAlice->facts();
        const Session::Facts& b = atBob->session.facts();
        QVERIFY(a.initiator && !b.initiator);
        QVERIFY(a.own == b.theirs && a.theirs == b.own && a.own != a.theirs);
        QVERIFY(a.peer == (Claim{w.bobId, BobSeq}));
        QVERIFY(b.peer == (Claim{w.aliceId, AliceSeq}));
        QVERIFY(a.peerSession == w.bobKey.publicKey());
        QVERIFY(b.peerSession == w.aliceKey.publicKey());
        QVERIFY(!a.pairing && !b.pairing);
        QVERIFY(a.createdAt == Start + 1s && b.createdAt == Start);
        QVERIFY(atAlice->handshakeHash() == atBob->session.handshakeHash());

        Bytes buffer;
        QVERIFY(atAlice->open(Start + 1s, dataOf(atBob->session, "answer"), buffer));
        QVERIFY(atBob->session.open(Start + 1s, dataOf(*atAlice, "second"), buffer));
    }

    void bothMayCallAtOnce()
    {
        World w;
        HandshakeResponder aliceSide(w.aliceKey.clone(), w.rng);
        auto fromAlice = w.start();
        auto fromBob = InitiatorHandshake::start({w.bobId, BobSeq}, w.bobKey,
                                                 {w.aliceId, w.aliceKey.publicKey()}, w.rng);
        const auto respOfBob = w.init(fromAlice.datagram());
        const auto respOfAlice =
            aliceSide.handleInit(Start, at("192.0.2.9:1"), fromBob->datagram(), AliceSeq);
        auto one = fromAlice.handleResponse(Start, *respOfBob);
        auto two = fromBob->handleResponse(Start, *respOfAlice);
        QVERIFY(one && two);
        QVERIFY(w.bob.takeSession(Start, dataOf(*one, "x"), w.buffer));
        QVERIFY(aliceSide.takeSession(Start, dataOf(*two, "y"), w.buffer));
        QVERIFY(one->handshakeHash() != two->handshakeHash());
    }

    void guestsHaveNoId()
    {
        World w;
        auto guest = InitiatorHandshake::start({}, crypto::ExchangePair::generate(w.rng),
                                               {w.bobId, w.bobKey.publicKey()}, w.rng);
        auto session = guest->handleResponse(Start, *w.init(guest->datagram()));
        auto atBob = w.bob.takeSession(Start, dataOf(*session, "x"), w.buffer);
        QVERIFY(atBob->session.facts().peer.guest());

        auto odd = InitiatorHandshake::start({{}, 5}, crypto::ExchangePair::generate(w.rng),
                                             {w.bobId, w.bobKey.publicKey()}, w.rng);
        QVERIFY(isDropped(w.init(odd->datagram()), InitDrop::BadClaim));
    }

    void hostileKeysOfARecordAreNotCalled()
    {
        World w;
        QVERIFY(!call(ExchangeKey{}, w.rng));
        ExchangeKey one;
        one.bytes[0] = std::byte{1};
        QVERIFY(!call(one, w.rng));
    }

    void everyChangedBitOfInitIsRefused()
    {
        World w;
        const auto alice = w.start();
        for (std::size_t bit = 0; bit < wire::InitSize * 8; ++bit) {
            Bytes changed = alice.datagram();
            changed[bit / 8] ^= std::byte{1} << (bit % 8);
            const auto result = w.init(changed);
            // A wrong proof of address gets a better one; nothing else gets an answer.
            if (bit / 8 >= wire::InitMac2Offset)
                QVERIFY(isCookie(result));
            else
                QVERIFY(!result);
        }
        QCOMPARE(w.bob.halfOpenCount(), std::size_t{0});
        QVERIFY(isResp(w.init(alice.datagram())));
    }

    void changedInitsWithARightMacAreRefusedToo()
    {
        // mac1 keeps out who does not know S; whoever does is stopped by the handshake itself.
        World w;
        const auto alice = w.start();
        std::size_t refused = 0;
        for (std::size_t i = 0; i < wire::InitMac1Offset; ++i) {
            Bytes changed = alice.datagram();
            changed[i] ^= std::byte{0x40};
            if (!wire::decodeInit(changed))
                continue;
            const auto mac =
                mac1(w.bobKey.publicKey(), ByteView(changed).first(wire::InitMac1Offset));
            std::copy(mac.begin(), mac.end(), changed.begin() + wire::InitMac1Offset);
            // Slowly enough to stay below the limits.
            const auto result = w.init(changed, Start + Duration(i * 100ms));
            QVERIFY(isDropped(result, InitDrop::NotAuthentic));
            ++refused;
        }
        QCOMPARE(refused, wire::InitMac1Offset - wire::PacketHeadSize);
        QCOMPARE(w.bob.halfOpenCount(), std::size_t{0});
    }

    void everyChangedBitOfRespIsRefused()
    {
        World w;
        auto alice = w.start();
        const Bytes response = *w.init(alice.datagram());
        for (std::size_t bit = 0; bit < wire::RespSize * 8; ++bit) {
            Bytes changed = response;
            changed[bit / 8] ^= std::byte{1} << (bit % 8);
            QVERIFY(!alice.handleResponse(Start, changed));
        }
        for (std::size_t i = 0; i < wire::RespMac1Offset; ++i) {
            Bytes changed = response;
            changed[i] ^= std::byte{0x40};
            const auto mac =
                mac1(w.aliceKey.publicKey(), ByteView(changed).first(wire::RespMac1Offset));
            std::copy(mac.begin(), mac.end(), changed.begin() + wire::RespMac1Offset);
            // Only Bob's conn id is not bound by the handshake; a session that names a wrong one
            // reaches nobody, and Alice calls again.
            const bool bobsConnection = i >= 12 && i < 20;
            if (!bobsConnection)
                QVERIFY(!alice.handleResponse(Start, changed));
        }
        QVERIFY(!alice.finished());
        QVERIFY(alice.handleResponse(Start, response));
    }

    void everyChangedBitOfTheFirstDataIsRefused()
    {
        World w;
        auto alice = w.start();
        auto session = alice.handleResponse(Start, *w.init(alice.datagram()));
        const Bytes data = dataOf(*session, "first");
        for (std::size_t bit = 0; bit < data.size() * 8; ++bit) {
            Bytes changed = data;
            changed[bit / 8] ^= std::byte{1} << (bit % 8);
            QVERIFY(!w.bob.takeSession(Start, changed, w.buffer));
        }
        QCOMPARE(w.bob.halfOpenCount(), std::size_t{1});
        QVERIFY(w.bob.takeSession(Start, data, w.buffer));
    }

    void initsForOthersAreRefused()
    {
        World w;
        const auto other = call(crypto::ExchangePair::generate(w.rng).publicKey(), w.rng);
        QVERIFY(isDropped(w.init(other->datagram()), InitDrop::WrongMac));
        QVERIFY(isDropped(w.init({}), InitDrop::Malformed));
        QVERIFY(isDropped(w.init(Bytes(wire::InitSize)), InitDrop::Malformed));
    }

    void aRepeatedInitGetsTheSameResp()
    {
        World w;
        auto alice = w.start();
        const Bytes first = *w.init(alice.datagram());
        for (int i = 0; i < 5; ++i)
            QVERIFY(*w.init(alice.datagram(), Start + 1s) == first);
        // Also over another path of the same caller.
        QVERIFY(*w.bob.handleInit(Start, at("[2001:db8::1]:9"), alice.datagram(), BobSeq) == first);
        QCOMPARE(w.bob.halfOpenCount(), std::size_t{1});
        auto session = alice.handleResponse(Start, first);
        QVERIFY(w.bob.takeSession(Start, dataOf(*session, "x"), w.buffer));
    }

    void replayedInitsMakeNoSession()
    {
        World w;
        auto alice = w.start();
        auto session = alice.handleResponse(Start, *w.init(alice.datagram()));
        const Bytes data = dataOf(*session, "x");
        auto taken = w.bob.takeSession(Start, data, w.buffer);
        QVERIFY(taken);
        // Much later somebody plays it all again: one half-open entry, nothing more.
        const auto again = w.init(alice.datagram(), Start + 24h);
        QVERIFY(isResp(again));
        QCOMPARE(w.bob.halfOpenCount(), std::size_t{1});
        QVERIFY(!w.bob.takeSession(Start + 24h, data, w.buffer));
        QVERIFY(!alice.handleResponse(Start + 24h, *again));
        // The running session does not notice.
        QVERIFY(taken->session.open(Start + 1s, dataOf(*session, "y"), w.buffer));
    }

    void replayedRespsMakeNoSecondSession()
    {
        World w;
        auto alice = w.start();
        const Bytes response = *w.init(alice.datagram());
        QVERIFY(alice.handleResponse(Start, response));
        QVERIFY(!alice.handleResponse(Start, response));
        auto next = w.start();
        QVERIFY(!next.handleResponse(Start, response));
        QVERIFY(!next.finished());
    }

    void replayedDataTakesNoSecondSession()
    {
        World w;
        auto alice = w.start();
        auto session = alice.handleResponse(Start, *w.init(alice.datagram()));
        const Bytes data = dataOf(*session, "x");
        auto taken = w.bob.takeSession(Start, data, w.buffer);
        QVERIFY(!w.bob.takeSession(Start, data, w.buffer));
        QVERIFY(!taken->session.open(Start, data, w.buffer));
    }

    void underLoadTheAddressMustBeProven()
    {
        World w;
        load(w, Start);
        auto alice = w.start();
        const auto answer = w.init(alice.datagram());
        QVERIFY(isCookie(answer));
        QVERIFY(isCookie(w.init(alice.datagram())));

        const Bytes plain = alice.datagram();
        QVERIFY(alice.handleCookie(*answer));
        QVERIFY(alice.datagram() != plain);
        QVERIFY(equal(ByteView(plain).first(wire::InitMac2Offset),
                      ByteView(alice.datagram()).first(wire::InitMac2Offset)));
        // A cookie seen on the way is of no use from elsewhere.
        const Endpoint elsewhere = at("198.51.100.7:4000");
        QVERIFY(isCookie(w.bob.handleInit(Start, elsewhere, alice.datagram(), BobSeq)));
        const auto response = w.init(alice.datagram());
        QVERIFY(isResp(response));
        auto session = alice.handleResponse(Start, *response);
        QVERIFY(session);
        QVERIFY(w.bob.takeSession(Start, dataOf(*session, "x"), w.buffer));
        // A second later the load is gone.
        auto later = w.start();
        QVERIFY(isResp(w.init(later.datagram(), Start + 1s)));
    }

    void replayedAndForgedCookiesHaveNoEffect()
    {
        World w;
        load(w, Start);
        auto alice = w.start();
        const Bytes answer = *w.init(alice.datagram());
        for (std::size_t bit = 0; bit < answer.size() * 8; ++bit) {
            Bytes changed = answer;
            changed[bit / 8] ^= std::byte{1} << (bit % 8);
            QVERIFY(!alice.handleCookie(changed));
        }
        QVERIFY(alice.handleCookie(answer));
        QVERIFY(!alice.handleCookie(answer));
        auto other = w.start();
        QVERIFY(!other.handleCookie(answer));
        QVERIFY(alice.handleResponse(Start, *w.init(alice.datagram())));
        QVERIFY(!alice.handleCookie(answer));
    }

    void anInitiatorTakesFewCookies()
    {
        World w;
        load(w, Start);
        auto alice = w.start();
        unsigned taken = 0;
        for (unsigned port = 1; port < InitiatorHandshake::CookiesMax + 5; ++port) {
            load(w, Start + port * 1s);
            const auto answer = w.bob.handleInit(Start + port * 1s, inNetwork(300, port),
                                                 alice.datagram(), BobSeq);
            if (alice.handleCookie(*answer))
                ++taken;
        }
        QCOMPARE(taken, InitiatorHandshake::CookiesMax);
    }

    void anOldCookieIsReplacedEvenWithoutLoad()
    {
        World w;
        load(w, Start);
        auto alice = w.start();
        QVERIFY(alice.handleCookie(*w.init(alice.datagram())));
        const Instant later = Start + 10min;
        const auto answer = w.init(alice.datagram(), later);
        QVERIFY(isCookie(answer));
        QVERIFY(alice.handleCookie(*answer));
        QVERIFY(isResp(w.init(alice.datagram(), later)));
    }

    void oneLoudNetworkDoesNotDisturbOthers()
    {
        World w;
        for (unsigned i = 0; i < 200; ++i) {
            const auto caller = call(w.bobKey.publicKey(), w.rng);
            const auto result =
                w.bob.handleInit(Start, inNetwork(7, 1 + i % 200), caller->datagram(), BobSeq);
            if (i < HandshakeResponder::InitsPerNetwork)
                QVERIFY(isResp(result));
            else
                QVERIFY(isCookie(result));
        }
        QVERIFY(isResp(w.init(w.start().datagram())));
    }

    void provenAddressesHaveALimitToo()
    {
        World w;
        load(w, Start);
        unsigned served = 0;
        unsigned refused = 0;
        for (unsigned i = 0; i < 30; ++i) {
            auto caller = call(w.bobKey.publicKey(), w.rng);
            const auto answer = w.init(caller->datagram());
            QVERIFY(isCookie(answer) && caller->handleCookie(*answer));
            const auto result = w.init(caller->datagram());
            served += isResp(result) ? 1 : 0;
            refused += isDropped(result, InitDrop::Busy) ? 1 : 0;
        }
        QCOMPARE(served, HandshakeResponder::InitsPerNetwork);
        QCOMPARE(refused, 30 - HandshakeResponder::InitsPerNetwork);
    }

    void aFloodCostsAtMostTheLimitOfHandshakes()
    {
        World w;
        load(w, Start);
        unsigned served = 0;
        for (unsigned i = 0; i < 700; ++i) {
            auto caller = call(w.bobKey.publicKey(), w.rng);
            const Endpoint from = inNetwork(1000 + i);
            const auto answer = w.bob.handleInit(Start, from, caller->datagram(), BobSeq);
            QVERIFY(isCookie(answer) && caller->handleCookie(*answer));
            served += isResp(w.bob.handleInit(Start, from, caller->datagram(), BobSeq)) ? 1 : 0;
        }
        QCOMPARE(served, HandshakeResponder::ProvenPerSecond);
    }

    void oneNetworkHoldsFewHalfOpenSessions()
    {
        World w;
        std::vector<Session> sessions;
        auto quiet = w.start();
        auto quietSession = quiet.handleResponse(Start, *w.init(quiet.datagram()));
        for (unsigned i = 0; i < HandshakeResponder::HalfOpenPerNetworkMax + 2; ++i) {
            auto caller = call(w.bobKey.publicKey(), w.rng);
            const auto response =
                w.bob.handleInit(Start, inNetwork(7, i + 1), caller->datagram(), BobSeq);
            sessions.push_back(*caller->handleResponse(Start, *response));
        }
        QCOMPARE(w.bob.halfOpenCount(), HandshakeResponder::HalfOpenPerNetworkMax + 1);
        for (std::size_t i = 0; i < sessions.size(); ++i)
            QCOMPARE(w.bob.takeSession(Start, dataOf(sessions[i], "x"), w.buffer).has_value(),
                     i >= 2);
        QVERIFY(w.bob.takeSession(Start, dataOf(*quietSession, "x"), w.buffer));
        QCOMPARE(w.bob.halfOpenCount(), std::size_t{0});
    }

    void theTableOfHalfOpenSessionsIsBounded()
    {
        World w;
        std::vector<Session> sessions;
        Instant now = Start;
        for (unsigned i = 0; i < HandshakeResponder::HalfOpenMax + 10; ++i) {
            now = Start + (i / 100) * 1s;
            auto caller = call(w.bobKey.publicKey(), w.rng);
            const auto response = w.bob.handleInit(now, inNetwork(i), caller->datagram(), BobSeq);
            QVERIFY(isResp(response));
            sessions.push_back(*caller->handleResponse(now, *response));
        }
        QCOMPARE(w.bob.halfOpenCount(), HandshakeResponder::HalfOpenMax);
        for (std::size_t i : {std::size_t{0}, std::size_t{9}})
            QVERIFY(!w.bob.takeSession(now, dataOf(sessions[i], "x", now), w.buffer));
        for (std::size_t i : {std::size_t{10}, sessions.size() - 1})
            QVERIFY(w.bob.takeSession(now, dataOf(sessions[i], "x", now), w.buffer));
    }

    void halfOpenSessionsEndWithTheirKeys()
    {
        World w;
        auto alice = w.start();
        auto session = alice.handleResponse(Start + 10s, *w.init(alice.datagram()));
        QVERIFY(!w.bob.takeSession(Start + 180s, dataOf(*session, "x", Start + 20s), w.buffer));
        QVERIFY(isResp(w.init(w.start().datagram(), Start + 180s)));
        QCOMPARE(w.bob.halfOpenCount(), std::size_t{1});
    }

    void pairingSecretsMustAgree()
    {
        SeededRng rng(9);
        const auto secret = crypto::Secret<32>::random(rng);
        const auto wrong = crypto::Secret<32>::random(rng);
        World paired(1, [&secret](const NodeId&) { return &secret; });
        auto alice = paired.start(&secret);
        QVERIFY(wire::decodeInit(alice.datagram())->pairing);
        auto session = alice.handleResponse(Start, *paired.init(alice.datagram()));
        QVERIFY(session && session->facts().pairing);
        auto taken = paired.bob.takeSession(Start, dataOf(*session, "x"), paired.buffer);
        QVERIFY(taken && taken->session.facts().pairing);

        auto liar = paired.start(&wrong);
        QVERIFY(!liar.handleResponse(Start, *paired.init(liar.datagram())));
        QVERIFY(isDropped(paired.init(paired.start().datagram()), InitDrop::PairingRequired));
        World plain(1);
        QVERIFY(isDropped(plain.init(plain.start(&secret).datagram()), InitDrop::PairingUnknown));
    }

    void noAnswerIsLongerThanItsQuestion()
    {
        World w;
        SeededRng mutate(11);
        load(w, Start);
        std::size_t received = 0;
        std::size_t sent = 0;
        for (unsigned i = 0; i < 1500; ++i) {
            auto caller = w.start();
            Bytes datagram = caller.datagram();
            for (std::uint64_t flips = mutate.below(3); flips > 0; --flips)
                datagram[mutate.below(datagram.size())] ^=
                    static_cast<std::byte>(mutate.below(256));
            if (mutate.below(8) == 0)
                datagram.resize(mutate.below(300));
            for (int repeat = 0; repeat < 2; ++repeat) {
                const auto result = w.init(datagram, Start + i * 20ms);
                received += datagram.size();
                sent += result ? result->size() : 0;
                QVERIFY(!result || result->size() <= datagram.size());
                QVERIFY(sent <= received);
            }
        }
        QVERIFY(sent > 0);
    }

    void bytesAreFixed()
    {
        // With known randomness the datagrams are known: a change of format shows here.
        World w(42);
        auto alice = w.start();
        const Bytes response = *w.init(alice.datagram());
        QCOMPARE(toHex(alice.datagram()), std::string(GoldenInit));
        QCOMPARE(toHex(response), std::string(GoldenResp));
        auto session = alice.handleResponse(Start, response);
        QCOMPARE(toHex(dataOf(*session, "hello")), std::string(GoldenData));
    }

private:
    // Checked against an implementation that shares no code with this one.
    static constexpr const char* GoldenInit =
        "0101000075ba5ef352d7831a3154a44a8b9565b4123b700e8e36d57d01ad68ec86b2205b7e7022dc15f3"
        "ab410bbee742cd6a04515ce3bbca19ce922f07fdeeecc9439464c9619e536a2b5978806686d9936d7121"
        "5fe23b1f6786685134455f1f7821e7260c2402285f0e046cf9ff62a5f108ec5e6c6e478100701c37f745"
        "eae2b21ccde6fc3acad595a58062c6ebbe7b3dfdbe6f30bfa3aafc28def8187890c2f9fa98e900000000"
        "000000000000000000000000";
    static constexpr const char* GoldenResp =
        "0102000075ba5ef352d7831a11e59079e3a70e474c0b79676d1e81947533544ff600a75e32ff2898ac7d"
        "8ec758e96ba33d521c136fb2f1c61ea46b33526c112eeff5c6a3d791754ffc362681cb21c2ee9b5c5479"
        "613d8390b144393200000000000000000000000000000000";
    static constexpr const char* GoldenData =
        "0104000011e59079e3a70e4700000000000000009ae0fb5e8dbcd6db6867c29e6189fbf7582b727431";
};

VOS_TEST(TestHandshake)
#include "tst_handshake.moc"
