#include "p2p/crypto/exchange.h"
#include "p2p/session/cookie.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::session;
using test::SeededRng;

namespace {

const Instant CookieStart{1'000'000s};

wire::Init initFrom(Rng& rng)
{
    wire::Init init;
    init.from = rng.id<ConnectionId>();
    rng.fill(init.noise);
    rng.fill(init.mac1);
    return init;
}

Endpoint endpoint(std::string_view text)
{
    return *Endpoint::parse(text);
}

/// The INIT with the mac2 its sender makes from the COOKIE.
Bytes withCookie(wire::Init init, const Bytes& answer, const ExchangeKey& responder)
{
    const auto packet = wire::decodeCookie(answer);
    VOS_ASSERT(packet.has_value());
    const auto cookie = openCookie(*packet, responder, init.mac1);
    VOS_ASSERT(cookie.has_value());
    init.mac2 = mac2(*cookie, ByteView(wire::encode(init)).first(wire::InitMac2Offset));
    return wire::encode(init);
}

}  // namespace

class TestCookie : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }

    void aCookieProvesTheAddressItWasMadeFor()
    {
        SeededRng rng(1);
        const ExchangeKey own = crypto::ExchangePair::generate(rng).publicKey();
        CookieIssuer issuer(own, rng);
        const wire::Init init = initFrom(rng);
        const Endpoint from = endpoint("192.0.2.1:4000");
        const Bytes answer = issuer.answer(CookieStart, from, init);
        QCOMPARE(answer.size(), wire::CookieSize);
        QVERIFY(wire::decodeCookie(answer)->to == init.from);

        const Bytes proven = withCookie(init, answer, own);
        QVERIFY(issuer.accepts(CookieStart, from, proven));
        QVERIFY(!issuer.accepts(CookieStart, endpoint("192.0.2.1:4001"), proven));
        QVERIFY(!issuer.accepts(CookieStart, endpoint("192.0.2.2:4000"), proven));
        QVERIFY(!issuer.accepts(CookieStart, endpoint("[::1]:4000"), proven));
        QVERIFY(!issuer.accepts(CookieStart, from, wire::encode(init)));
    }

    void addressesOfBothFamiliesAreToldApart()
    {
        SeededRng rng(2);
        const ExchangeKey own = crypto::ExchangePair::generate(rng).publicKey();
        CookieIssuer issuer(own, rng);
        const wire::Init init = initFrom(rng);
        const std::vector<Endpoint> all{
            endpoint("1.2.3.4:5000"),       endpoint("1.2.3.4:5001"),
            endpoint("1.2.3.5:5000"),       endpoint("[2001:db8::1]:5000"),
            endpoint("[2001:db8::2]:5000"), endpoint("[102:304::]:5000")};
        for (const Endpoint& a : all) {
            const Bytes proven = withCookie(init, issuer.answer(CookieStart, a, init), own);
            for (const Endpoint& b : all)
                QCOMPARE(issuer.accepts(CookieStart, b, proven), a == b);
        }
    }

    void aCookieHoldsTwoToFourMinutes()
    {
        SeededRng rng(3);
        const ExchangeKey own = crypto::ExchangePair::generate(rng).publicKey();
        const Endpoint from = endpoint("192.0.2.1:4000");
        for (const Duration late : {0s, 60s, 119s}) {
            CookieIssuer issuer(own, rng);
            const wire::Init init = initFrom(rng);
            issuer.answer(CookieStart, from, init);
            const Bytes proven =
                withCookie(init, issuer.answer(CookieStart + late, from, init), own);
            QVERIFY(issuer.accepts(CookieStart + 120s, from, proven));
            QVERIFY(issuer.accepts(CookieStart + 240s - 1us, from, proven));
            QVERIFY(!issuer.accepts(CookieStart + 240s, from, proven));
        }
        // The same when nobody asked meanwhile.
        CookieIssuer issuer(own, rng);
        const wire::Init init = initFrom(rng);
        const Bytes proven = withCookie(init, issuer.answer(CookieStart, from, init), own);
        QVERIFY(!issuer.accepts(CookieStart + 240s, from, proven));
        QVERIFY(!issuer.accepts(CookieStart + 24h, from, proven));
    }

    void aNewIssuerKnowsNoOldCookies()
    {
        SeededRng rng(4);
        const ExchangeKey own = crypto::ExchangePair::generate(rng).publicKey();
        const Endpoint from = endpoint("192.0.2.1:4000");
        CookieIssuer before(own, rng);
        const wire::Init init = initFrom(rng);
        const Bytes proven = withCookie(init, before.answer(CookieStart, from, init), own);
        CookieIssuer after(own, rng);
        QVERIFY(!after.accepts(CookieStart, from, proven));
    }

    void onlyTheInitThatWasAnsweredOpensACookie()
    {
        SeededRng rng(5);
        const ExchangeKey own = crypto::ExchangePair::generate(rng).publicKey();
        CookieIssuer issuer(own, rng);
        const wire::Init init = initFrom(rng);
        const wire::Init other = initFrom(rng);
        const auto packet =
            wire::decodeCookie(issuer.answer(CookieStart, endpoint("192.0.2.1:4000"), init));
        QVERIFY(openCookie(*packet, own, init.mac1));
        QVERIFY(!openCookie(*packet, own, other.mac1));
        QVERIFY(!openCookie(*packet, rng.id<ExchangeKey>(), init.mac1));
    }

    void everyChangedBitSpoilsACookie()
    {
        SeededRng rng(6);
        const ExchangeKey own = crypto::ExchangePair::generate(rng).publicKey();
        CookieIssuer issuer(own, rng);
        const wire::Init init = initFrom(rng);
        const auto packet =
            wire::decodeCookie(issuer.answer(CookieStart, endpoint("192.0.2.1:4000"), init));
        for (std::size_t bit = 0; bit < packet->sealed.size() * 8; ++bit) {
            auto changed = *packet;
            changed.sealed[bit / 8] ^= std::byte{1} << (bit % 8);
            QVERIFY(!openCookie(changed, own, init.mac1));
        }
        for (std::size_t bit = 0; bit < packet->nonce.size() * 8; ++bit) {
            auto changed = *packet;
            changed.nonce[bit / 8] ^= std::byte{1} << (bit % 8);
            QVERIFY(!openCookie(changed, own, init.mac1));
        }
    }

    void macsCoverEveryByteBeforeThem()
    {
        SeededRng rng(7);
        const ExchangeKey own = crypto::ExchangePair::generate(rng).publicKey();
        CookieIssuer issuer(own, rng);
        const Endpoint from = endpoint("192.0.2.1:4000");
        const wire::Init init = initFrom(rng);
        const Bytes proven = withCookie(init, issuer.answer(CookieStart, from, init), own);
        for (std::size_t i = 0; i < proven.size(); ++i) {
            Bytes changed = proven;
            changed[i] ^= std::byte{0x80};
            QVERIFY(!issuer.accepts(CookieStart, from, changed));
        }
        QVERIFY(mac1(own, proven) != mac1(rng.id<ExchangeKey>(), proven));
    }

    void gateCountsPerSecondAndNetwork()
    {
        RateGate gate(10, 3);
        for (int i = 0; i < 3; ++i)
            QVERIFY(gate.admit(CookieStart, 1));
        for (int i = 0; i < 50; ++i)
            QVERIFY(!gate.admit(CookieStart, 1));
        // What was refused did not use up the others' share.
        for (std::uint64_t network = 2; network < 9; ++network)
            QVERIFY(gate.admit(CookieStart + 500ms, network));
        QVERIFY(!gate.admit(CookieStart + 500ms, 9));
        QVERIFY(!gate.admit(CookieStart + 999ms, 10));
        QVERIFY(gate.admit(CookieStart + 1s, 1));
        // A clock that jumped back (it never should) does not lock it.
        QVERIFY(gate.admit(CookieStart - 10s, 1));
    }
};

VOS_TEST(TestCookie)
#include "tst_cookie.moc"
