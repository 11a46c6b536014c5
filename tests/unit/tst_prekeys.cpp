#include "p2p/letters/letter.h"
#include "p2p/letters/prekeys.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::letters;
using namespace std::chrono_literals;
using test::SeededRng;

namespace {

const WallTime Start = fromMillis(1'800'000'000'000);
constexpr std::chrono::hours Day{24};

/// Numbers 1 to `count`, one a day.
PrekeyChain chainOf(std::uint32_t count, Rng& rng)
{
    PrekeyChain chain;
    for (std::uint32_t number = 1; number <= count; ++number)
        makeNext(chain, number, Start + (number - 1) * Day, rng);
    return chain;
}

std::vector<std::uint32_t> numbersOf(const PrekeyChain& chain)
{
    std::vector<std::uint32_t> numbers;
    for (const Prekey& prekey : chain)
        numbers.push_back(prekey.number);
    return numbers;
}

using Numbers = std::vector<std::uint32_t>;

}  // namespace

class TestPrekeys : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }

    void aPrekeyIsAPair()
    {
        SeededRng rng(1);
        const Prekey prekey = makePrekey(3, Start, rng);
        QVERIFY(pairOf(prekey).publicKey() == prekey.publicKey);
        QCOMPARE(prekey.number, 3u);
        QVERIFY(prekey.madeAt == Start && !prekey.supersededAt);
        QVERIFY(makePrekey(3, Start, rng).publicKey != prekey.publicKey);
    }

    void theFirstIsMadeAtOnceTheNextWhenUsed()
    {
        SeededRng rng(2);
        PrekeyChain chain;
        QVERIFY(newest(chain) == nullptr);
        QVERIFY(contactPrekeyDue(chain, 0, Start));
        makeNext(chain, 1, Start, rng);
        QVERIFY(!contactPrekeyDue(chain, 0, Start));
        QVERIFY(contactPrekeyDue(chain, 1, Start));
        const ExchangeKey first = chain[0].publicKey;
        const Prekey& second = makeNext(chain, 2, Start + 1h, rng);
        QCOMPARE(second.number, 2u);
        QVERIFY(newest(chain)->number == 2);
        QVERIFY(find(chain, first)->number == 1);
        QVERIFY(find(chain, first)->supersededAt == Start + 1h);
        QVERIFY(!newest(chain)->supersededAt);
        QVERIFY(find(chain, rng.id<ExchangeKey>()) == nullptr);
        // Late letters under the old one call for nothing new.
        QVERIFY(!contactPrekeyDue(chain, 1, Start + 1h));
        QVERIFY(contactPrekeyDue(chain, 2, Start + 1h));
        // After a restore the contact may use numbers we no longer know.
        QVERIFY(contactPrekeyDue(chain, 9, Start + 1h));
    }

    void anUnusedOneIsRenewedAfterAMonth()
    {
        SeededRng rng(3);
        const PrekeyChain chain = chainOf(1, rng);
        QVERIFY(!contactPrekeyDue(chain, 0, Start + 30 * Day - 1ms));
        QVERIFY(contactPrekeyDue(chain, 0, Start + 30 * Day));
        // So is one that seems to come from the future, after the clock was set back.
        QVERIFY(contactPrekeyDue(chain, 0, Start - 365 * Day));
    }

    void eightAreEnough()
    {
        SeededRng rng(4);
        PrekeyChain chain = chainOf(7, rng);
        QVERIFY(contactPrekeyDue(chain, 7, Start + 7 * Day));
        makeNext(chain, 8, Start + 7 * Day, rng);
        QVERIFY(!contactPrekeyDue(chain, 8, Start + 7 * Day));
        QVERIFY(!contactPrekeyDue(chain, 8, Start + 300 * Day));
        // As soon as one goes there is room again.
        QCOMPARE(retireContactPrekeys(chain, 2, Start + 7 * Day).size(), std::size_t{1});
        QVERIFY(contactPrekeyDue(chain, 8, Start + 7 * Day));
    }

    void whatTheContactNoLongerNeedsGoes()
    {
        SeededRng rng(5);
        PrekeyChain chain = chainOf(5, rng);
        const PrekeyChain before = chain;
        QVERIFY(retireContactPrekeys(chain, 0, Start + 5 * Day).empty());
        QVERIFY(retireContactPrekeys(chain, 1, Start + 5 * Day).empty());
        const auto removed = retireContactPrekeys(chain, 4, Start + 5 * Day);
        QCOMPARE(removed, (std::vector<ExchangeKey>{before[0].publicKey, before[1].publicKey,
                                                    before[2].publicKey}));
        QCOMPARE(numbersOf(chain), (Numbers{4, 5}));
        QVERIFY(chain[0] == before[3] && chain[1] == before[4]);
        // The newest stays whatever the contact says.
        QCOMPARE(retireContactPrekeys(chain, 0xffffffff, Start + 5 * Day).size(), std::size_t{1});
        QCOMPARE(numbersOf(chain), (Numbers{5}));
        QVERIFY(retireContactPrekeys(chain, 0xffffffff, Start + 500 * Day).empty());
    }

    void thirtyDaysAfterBeingReplacedTheyGo()
    {
        SeededRng rng(6);
        PrekeyChain chain = chainOf(3, rng);  // 1 replaced on day 1, 2 on day 2
        QVERIFY(retireContactPrekeys(chain, 0, Start + 31 * Day - 1ms).empty());
        QCOMPARE(retireContactPrekeys(chain, 0, Start + 31 * Day).size(), std::size_t{1});
        QCOMPARE(numbersOf(chain), (Numbers{2, 3}));
        QCOMPARE(retireContactPrekeys(chain, 0, Start + 400 * Day).size(), std::size_t{1});
        QCOMPARE(numbersOf(chain), (Numbers{3}));
    }

    void publicOnesAreRenewedWeeklyAndKeptLonger()
    {
        SeededRng rng(7);
        PrekeyChain chain;
        QVERIFY(publicPrekeyDue(chain, Start));
        makeNext(chain, 0, Start, rng);
        const ExchangeKey first = chain[0].publicKey;
        QVERIFY(!publicPrekeyDue(chain, Start + 7 * Day - 1ms));
        QVERIFY(publicPrekeyDue(chain, Start + 7 * Day));
        QVERIFY(publicPrekeyDue(chain, Start - 8 * Day));
        makeNext(chain, 0, Start + 7 * Day, rng);
        QVERIFY(!publicPrekeyDue(chain, Start + 7 * Day));
        QVERIFY(newest(chain)->publicKey != first);
        QVERIFY(retirePublicPrekeys(chain, Start + 44 * Day - 1ms).empty());
        QCOMPARE(retirePublicPrekeys(chain, Start + 44 * Day), (std::vector<ExchangeKey>{first}));
        QVERIFY(retirePublicPrekeys(chain, Start + 4000 * Day).empty());
        QCOMPARE(chain.size(), std::size_t{1});
    }

    void aLivelyChatKeepsFewKeysAndOpensAll()
    {
        // Alice writes under the newest key she saw; Bob's offers reach her with some delay, her
        // letters reach him out of order. All open, and used keys vanish.
        SeededRng rng(8);
        const auto alice = crypto::ExchangePair::generate(rng);
        const NodeId bob = rng.id<NodeId>();
        PrekeyChain chain;
        std::uint32_t next = 1;
        makeNext(chain, next++, Start, rng);
        std::uint32_t seen = 1;
        ExchangeKey seenKey = chain[0].publicKey;
        std::size_t most = 0;
        for (int turn = 0; turn < 50; ++turn) {
            const WallTime now = Start + turn * 1min;
            std::vector<Bytes> letters;
            for (int i = 0; i < 3; ++i) {
                Payload payload;
                payload.sentAt = now;
                payload.oldestNeeded = seen;
                letters.push_back(*seal(alice, {bob, seenKey}, payload, now + 720h, rng));
            }
            std::swap(letters[0], letters[2]);
            for (const Bytes& letter : letters) {
                const auto head = peek(letter);
                const auto match = std::find_if(chain.begin(), chain.end(), [&](const Prekey& k) {
                    return isFor(*head, k.publicKey);
                });
                QVERIFY(match != chain.end());
                const std::uint32_t used = match->number;
                const auto opened = letters::open(letter, pairOf(*match));
                QVERIFY(opened);
                if (contactPrekeyDue(chain, used, now))
                    makeNext(chain, next++, now, rng);
                retireContactPrekeys(chain, opened->payload.oldestNeeded, now);
            }
            if (turn % 3 == 0) {
                seen = newest(chain)->number;
                seenKey = newest(chain)->publicKey;
            }
            most = std::max(most, chain.size());
        }
        QVERIFY(next > 10);
        QVERIFY2(most <= 3, std::to_string(most).c_str());
    }
};

VOS_TEST(TestPrekeys)
#include "tst_prekeys.moc"
