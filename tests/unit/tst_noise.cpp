#include "p2p/crypto/aead.h"
#include "p2p/crypto/noise.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QJsonArray>
#include <QtTest>

using namespace vos;
using namespace vos::crypto;
using test::hex;

namespace {

std::optional<NoisePattern> patternOf(const QString& name)
{
    if (name == QLatin1String("Noise_IK_25519_ChaChaPoly_SHA256"))
        return NoisePattern::IK;
    if (name == QLatin1String("Noise_IKpsk2_25519_ChaChaPoly_SHA256"))
        return NoisePattern::IKpsk2;
    if (name == QLatin1String("Noise_X_25519_ChaChaPoly_SHA256"))
        return NoisePattern::X;
    return std::nullopt;
}

ExchangePair pairOf(const QJsonValue& secret)
{
    return ExchangePair::fromSecret(Secret<32>::copyOf(hex(secret)));
}

/// Two sides with random keys, ready for the first message.
struct Sides {
    explicit Sides(NoisePattern pattern, std::uint64_t seed, std::string_view theirPrologue = "p")
        : rng(seed)
        , alice(ExchangePair::generate(rng))
        , bob(ExchangePair::generate(rng))
        , initiator(HandshakeState::initiator(pattern, viewOf("p"), alice, bob.publicKey()))
        , responder(HandshakeState::responder(pattern, viewOf(theirPrologue), bob))
    {
    }
    Bytes first(std::string_view payload)
    {
        Bytes out;
        VOS_ASSERT(initiator.writeMessage(ExchangePair::generate(rng), viewOf(payload), out));
        return out;
    }
    Bytes second(std::string_view payload)
    {
        Bytes out;
        VOS_ASSERT(responder.writeMessage(ExchangePair::generate(rng), viewOf(payload), out));
        return out;
    }

    test::SeededRng rng;
    ExchangePair alice;
    ExchangePair bob;
    HandshakeState initiator;
    HandshakeState responder;
};

}  // namespace

class TestNoise : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(initialize()); }

    void vectors()
    {
        const QJsonArray all = test::vectors("noise.json")[QStringLiteral("vectors")].toArray();
        int counts[3] = {};
        for (const QJsonValue& value : all) {
            const QJsonObject vector = value.toObject();
            const auto pattern = patternOf(vector[QStringLiteral("protocol_name")].toString());
            QVERIFY(pattern);
            runVector(vector, *pattern);
            if (QTest::currentTestFailed())
                return;
            ++counts[static_cast<std::size_t>(*pattern)];
        }
        for (const int count : counts)
            QVERIFY(count >= 10);
    }
    void sizes()
    {
        Sides sides(NoisePattern::IKpsk2, 1);
        QCOMPARE(sides.first("12345").size(), NoiseFirstOverhead + 5);
        Sides others(NoisePattern::IKpsk2, 2);
        QVERIFY(others.responder.readMessage(others.first("")));
        QCOMPARE(others.second("123").size(), NoiseSecondOverhead + 3);
    }
    void bothSidesAgree()
    {
        for (const auto pattern : {NoisePattern::IK, NoisePattern::IKpsk2, NoisePattern::X}) {
            Sides sides(pattern, 3);
            const auto payload = sides.responder.readMessage(sides.first("hello"));
            QVERIFY(payload && toText(*payload) == "hello");
            QVERIFY(sides.responder.theirStatic() == sides.alice.publicKey());
            QVERIFY(sides.initiator.theirStatic() == sides.bob.publicKey());
            if (pattern != NoisePattern::X) {
                QVERIFY(!sides.initiator.finished() && !sides.responder.finished());
                const auto answer = sides.initiator.readMessage(sides.second("there"));
                QVERIFY(answer && toText(*answer) == "there");
            }
            QVERIFY(sides.initiator.finished() && sides.responder.finished());
            QVERIFY(sides.initiator.handshakeHash() == sides.responder.handshakeHash());
            const NoiseKeys one = sides.initiator.split();
            const NoiseKeys other = sides.responder.split();
            QVERIFY(one.initiatorToResponder == other.initiatorToResponder);
            QVERIFY(one.responderToInitiator == other.responderToInitiator);
            QVERIFY(!(one.initiatorToResponder == one.responderToInitiator));
            QVERIFY(one.handshakeHash == other.handshakeHash);
        }
    }
    void everyFlippedBitOfTheFirstIsRefusedAndSpoilsNothing()
    {
        Sides sides(NoisePattern::IKpsk2, 4);
        const Bytes message = sides.first("payload");
        for (std::size_t bit = 0; bit < message.size() * 8; ++bit) {
            Bytes changed = message;
            changed[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
            QVERIFY(!sides.responder.readMessage(changed));
        }
        for (std::size_t size = 0; size < message.size(); ++size)
            QVERIFY(!sides.responder.readMessage(ByteView(message).first(size)));
        QVERIFY(sides.responder.readMessage(message));
    }
    void forgedAnswersSpoilNothing()
    {
        Sides sides(NoisePattern::IKpsk2, 5);
        QVERIFY(sides.responder.readMessage(sides.first("")));
        const Bytes answer = sides.second("answer");
        for (std::size_t bit = 0; bit < answer.size() * 8; ++bit) {
            Bytes changed = answer;
            changed[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
            QVERIFY(!sides.initiator.readMessage(changed));
        }
        for (std::size_t size = 0; size < answer.size(); ++size)
            QVERIFY(!sides.initiator.readMessage(ByteView(answer).first(size)));
        Sides strangers(NoisePattern::IKpsk2, 6);
        QVERIFY(strangers.responder.readMessage(strangers.first("")));
        QVERIFY(!sides.initiator.readMessage(strangers.second("answer")));
        QVERIFY(sides.initiator.readMessage(answer));
        QVERIFY(sides.initiator.split().responderToInitiator ==
                sides.responder.split().responderToInitiator);
    }
    void prologueIsBound()
    {
        Sides sides(NoisePattern::X, 7, "q");
        QVERIFY(!sides.responder.readMessage(sides.first("letter")));
    }
    void otherReceiverCannotRead()
    {
        Sides sides(NoisePattern::X, 8);
        const auto eve = ExchangePair::generate(sides.rng);
        auto responder = HandshakeState::responder(NoisePattern::X, viewOf("p"), eve);
        QVERIFY(!responder.readMessage(sides.first("letter")));
    }
    void pskIsNeeded()
    {
        test::SeededRng rng(9);
        const auto psk = Secret<32>::random(rng);
        Sides without(NoisePattern::IKpsk2, 10);
        without.initiator.setPsk(psk);
        // Message 1 is readable without it, so that the responder learns who it is for.
        QVERIFY(without.responder.readMessage(without.first("who I am")));
        QVERIFY(!without.initiator.readMessage(without.second("")));
        Sides with(NoisePattern::IKpsk2, 11);
        with.initiator.setPsk(psk);
        QVERIFY(with.responder.readMessage(with.first("who I am")));
        with.responder.setPsk(psk);
        QVERIFY(with.initiator.readMessage(with.second("")));
    }
    void lowOrderKeysAreRefused()
    {
        test::SeededRng rng(12);
        const auto alice = ExchangePair::generate(rng);
        auto initiator =
            HandshakeState::initiator(NoisePattern::X, viewOf("p"), alice, ExchangeKey{});
        Bytes out = toBytes(viewOf("kept"));
        QVERIFY(!initiator.writeMessage(ExchangePair::generate(rng), viewOf("x"), out));
        QCOMPARE(toText(out), std::string("kept"));
        Sides sides(NoisePattern::X, 13);
        Bytes message = sides.first("x");
        std::fill_n(message.begin(), 32, std::byte{0});
        QVERIFY(!sides.responder.readMessage(message));
    }
    void longestMessage()
    {
        Sides sides(NoisePattern::X, 14);
        const std::string tooLong(NoiseMessageMax - NoiseFirstOverhead + 1, 'x');
        Bytes out;
        const auto ephemeral = ExchangePair::generate(sides.rng);
        QVERIFY(!sides.initiator.writeMessage(ephemeral, viewOf(tooLong), out));
        const std::string_view longest = std::string_view(tooLong).substr(1);
        QVERIFY(sides.initiator.writeMessage(ephemeral, viewOf(longest), out));
        QCOMPARE(out.size(), NoiseMessageMax);
        const auto payload = sides.responder.readMessage(out);
        QVERIFY(payload && toText(*payload) == longest);
    }

private:
    void runVector(const QJsonObject& vector, NoisePattern pattern)
    {
        const auto field = [&](const char* name) { return vector[QLatin1String(name)]; };
        const auto ownInitiator = pairOf(field("init_static"));
        const auto ownResponder = pairOf(field("resp_static"));
        const auto theirs = ExchangeKey::from(hex(field("init_remote_static")));
        QVERIFY(theirs && *theirs == ownResponder.publicKey());
        auto initiator =
            HandshakeState::initiator(pattern, hex(field("init_prologue")), ownInitiator, *theirs);
        auto responder =
            HandshakeState::responder(pattern, hex(field("resp_prologue")), ownResponder);
        if (pattern == NoisePattern::IKpsk2) {
            initiator.setPsk(Secret<32>::copyOf(hex(field("init_psks").toArray().first())));
            responder.setPsk(Secret<32>::copyOf(hex(field("resp_psks").toArray().first())));
        }
        const QJsonArray messages = field("messages").toArray();
        const int handshakes = pattern == NoisePattern::X ? 1 : 2;
        QVERIFY(messages.size() > handshakes);
        for (int i = 0; i < handshakes; ++i) {
            const QJsonObject message = messages[i].toObject();
            HandshakeState& writer = i == 0 ? initiator : responder;
            HandshakeState& reader = i == 0 ? responder : initiator;
            const Bytes payload = hex(message[QStringLiteral("payload")]);
            Bytes out;
            QVERIFY(writer.writeMessage(pairOf(field(i == 0 ? "init_ephemeral" : "resp_ephemeral")),
                                        payload, out));
            QCOMPARE(toHex(out), message[QStringLiteral("ciphertext")].toString().toStdString());
            QVERIFY(reader.readMessage(out) == payload);
        }
        QVERIFY(equal(initiator.handshakeHash(), hex(field("handshake_hash"))));
        const NoiseKeys keys = initiator.split();
        const NoiseKeys same = responder.split();
        QVERIFY(keys.responderToInitiator == same.responderToInitiator);
        std::uint64_t counters[2] = {0, 0};
        for (int i = handshakes; i < messages.size(); ++i) {
            const QJsonObject message = messages[i].toObject();
            const bool fromInitiator = pattern == NoisePattern::X || i % 2 == 0;
            const auto& key = fromInitiator ? keys.initiatorToResponder : keys.responderToInitiator;
            Bytes out;
            seal(key, counterNonce(counters[fromInitiator ? 0 : 1]++), {},
                 hex(message[QStringLiteral("payload")]), out);
            QCOMPARE(toHex(out), message[QStringLiteral("ciphertext")].toString().toStdString());
        }
    }
};

VOS_TEST(TestNoise)
#include "tst_noise.moc"
