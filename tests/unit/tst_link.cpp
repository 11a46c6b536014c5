#include "p2p/identity/link.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QtTest>

using namespace vos;
using namespace vos::identity;
using LinkKind = LinkError::Kind;

class TestLink : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        m_records = test::vectors("records.json");
        QVERIFY(!m_records.isEmpty());
        const QJsonObject golden = m_records[QStringLiteral("identity")].toObject();
        m_id = test::hexId<NodeId>(golden[QStringLiteral("id")]);
        m_address = encodeAddress(m_id);
    }
    void golden()
    {
        const Link link{m_id,
                        {"203.0.113.9:40000", "[2001:db8::1]:40001", "node.example.org:40000"},
                        "Ada Lovelace \u5f20\u4f1f"};
        const std::string text = m_records[QStringLiteral("link")].toString().toStdString();
        QCOMPARE(encodeLink(link), text);
        const auto parsed = parseLink(text);
        QVERIFY(parsed && *parsed == link);
    }
    void bareAddress()
    {
        const Link bare{m_id, {}, {}};
        QVERIFY(*parseLink(m_address) == bare);
        QVERIFY(*parseLink("vos:" + m_address) == bare);
        QVERIFY(*parseLink("VOS:" + m_address + "?") == bare);
        QVERIFY(*parseLink("  vos:" + m_address + "\n") == bare);
        QCOMPARE(encodeLink(bare), "vos:" + m_address);
    }
    void unescapedFormsAreTakenToo()
    {
        const auto parsed = parseLink("vos:" + m_address + "?at=[2001:db8::1]:4000&name=\u5f20");
        QVERIFY(parsed);
        QCOMPARE(parsed->at.front(), std::string("[2001:db8::1]:4000"));
        QCOMPARE(parsed->name, std::string("\u5f20"));
    }
    void unknownParametersArePassedOver()
    {
        const auto parsed =
            parseLink("vos:" + m_address + "?x=1&at=1.2.3.4:5&&y&future=%zz&name=A");
        QVERIFY(parsed);
        QCOMPARE(parsed->at.size(), std::size_t{1});
        QCOMPARE(parsed->name, std::string("A"));
    }
    void namesAreCleaned()
    {
        QCOMPARE(parseLink("vos:" + m_address + "?name=A%0AB%E2%80%AEC")->name, std::string("ABC"));
        QCOMPARE(parseLink("vos:" + m_address + "?name=" + std::string(60, 'x'))->name,
                 std::string(48, 'x'));
        QCOMPARE(parseLink("vos:" + m_address + "?name")->name, std::string());
        QCOMPARE(parseLink("vos:" + m_address + "?name=%26%3D%25+%3F")->name, std::string("&=%+?"));
    }
    void refusals()
    {
        const auto kind = [this](const std::string& query) {
            const auto parsed = parseLink("vos:" + m_address + "?" + query);
            if (parsed)
                return std::optional<LinkKind>();
            if (describe(parsed.error()).size() < 10)
                qFatal("no sentence");
            return std::optional(parsed.error().kind);
        };
        QVERIFY(kind("name=%") == LinkKind::BadEscape);
        QVERIFY(kind("name=%4") == LinkKind::BadEscape);
        QVERIFY(kind("name=%4g") == LinkKind::BadEscape);
        QVERIFY(kind("name=%ff") == LinkKind::BadEscape);
        QVERIFY(kind("at=%00:1") == LinkKind::BadPlace);
        QVERIFY(kind("at=") == LinkKind::BadPlace);
        QVERIFY(kind("at") == LinkKind::BadPlace);
        QVERIFY(kind("at=1.2.3.4") == LinkKind::BadPlace);
        QVERIFY(kind("name=a&name=b") == LinkKind::RepeatedName);
        std::string places = "at=1.2.3.4:5";
        for (int i = 1; i < 8; ++i)
            places += "&at=1.2.3.4:" + std::to_string(i);
        QVERIFY(!kind(places));
        QVERIFY(kind(places + "&at=1.2.3.4:9") == LinkKind::TooManyPlaces);
        QVERIFY(kind(std::string(LinkLengthMax, 'x')) == LinkKind::TooLong);
        QVERIFY(parseLink("").error().kind == LinkKind::Address);
        QVERIFY(parseLink("vos:").error().kind == LinkKind::Address);
        QVERIFY(parseLink("http://example.org/").error().kind == LinkKind::Address);
    }
    void addressErrorsKeepTheirPlace()
    {
        std::string changed = m_address;
        changed[8] = 'b';
        const auto parsed = parseLink("vos:" + changed + "?at=1.2.3.4:5");
        QVERIFY(!parsed);
        QVERIFY(parsed.error().address.kind == AddressError::Kind::BadCharacter);
        QVERIFY(parsed.error().address.position == std::size_t{8});
        QCOMPARE(describe(parsed.error()),
                 std::string("Character 9 (\"b\") cannot be part of a VOS address."));
    }
    void places()
    {
        const std::string label(63, 'a');
        for (const std::string& good :
             {std::string("1.2.3.4:1"), std::string("[::1]:65535"), std::string("localhost:40000"),
              std::string("a-b.example.org:1"), std::string("1a.2b.c3:9"), label + ".x:1",
              label + "." + label + "." + label + "." + std::string(61, 'b') + ":1"})
            QVERIFY2(isPlace(good), good.c_str());
        for (const std::string& bad :
             {std::string(""),
              std::string(":1"),
              std::string("host"),
              std::string("host:"),
              std::string("host:0"),
              std::string("host:65536"),
              std::string("host:1a"),
              std::string("-host:1"),
              std::string("host-:1"),
              std::string("a..b:1"),
              std::string(".a:1"),
              std::string("a.:1"),
              std::string("a b:1"),
              std::string("a_b:1"),
              std::string("h\u00f6st:1"),
              std::string("1.2.3:1"),
              std::string("1.2.3.256:1"),
              std::string("1234:1"),
              std::string("::1:1"),
              std::string("host:1:2"),
              label + "a.x:1",
              label + "." + label + "." + label + "." + std::string(62, 'b') + ":1"})
            QVERIFY2(!isPlace(bad), bad.c_str());
    }
    void longestLinkFits()
    {
        const std::string label(63, 'a');
        const std::string place =
            label + "." + label + "." + label + "." + std::string(61, 'b') + ":65535";
        std::string name;
        for (int i = 0; i < 16; ++i)
            name += "\u5f20";
        const Link longest{m_id, std::vector<std::string>(LinkPlacesMax, place), name};
        const std::string text = encodeLink(longest);
        QVERIFY(text.size() <= LinkLengthMax);
        QVERIFY(*parseLink(text) == longest);
    }
    void arbitraryTextNeverHarms()
    {
        test::SeededRng rng(1);
        const std::string valid = m_records[QStringLiteral("link")].toString().toStdString();
        for (int round = 0; round < 5000; ++round) {
            std::string text = valid;
            for (std::uint64_t k = rng.below(4) + 1; k > 0; --k)
                text[rng.below(text.size())] = static_cast<char>(rng.below(256));
            text.resize(rng.below(text.size() + 1) + text.size() / 2);
            const auto parsed = parseLink(text);
            // What is taken is canonical when written again.
            if (parsed)
                QVERIFY(*parseLink(encodeLink(*parsed)) == *parsed);
            else
                QVERIFY(!describe(parsed.error()).empty());
        }
    }

private:
    QJsonObject m_records;
    NodeId m_id;
    std::string m_address;
};

VOS_TEST(TestLink)
#include "tst_link.moc"
