// PCP and NAT-PMP: the bytes of RFC 6887 and RFC 6886, and what is no answer.

#include "p2p/nat/portmapmessage.h"

#include "tests/support/testprogram.h"

#include <QTest>

using namespace vos;
using namespace vos::nat;

namespace {

Endpoint placeOf(const char* text)
{
    return *Endpoint::parse(text);
}

Bytes bytesOf(const char* text)
{
    std::string digits;
    for (const char* c = text; *c != '\0'; ++c) {
        if (*c != ' ')
            digits += *c;
    }
    return *fromHex(digits);
}

const PcpNonce testNonce = [] {
    PcpNonce made;
    for (std::size_t i = 0; i < made.size(); ++i)
        made[i] = static_cast<std::byte>(i + 1);
    return made;
}();

/// 192.168.1.11:40123 is 198.51.100.83:40200 outside, for 20 minutes.
const Bytes pcpAnswer = bytesOf("02810000 000004b0 00001000 000000000000000000000000"
                                "0102030405060708090a0b0c 11000000 9cbb 9d08"
                                "00000000000000000000ffff c6336453");

}  // namespace

class PortMapMessageTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void pcpRequest();
    void pcpAnswerIsRead();
    void pcpOverIpv6();
    void whatIsNoPcpAnswer();
    void natPmpRequests();
    void natPmpAnswersAreRead();
    void whatIsNoNatPmpAnswer();
};

void PortMapMessageTest::pcpRequest()
{
    const auto bytes = encode(PcpMapRequest{placeOf("192.168.1.11:40123"), testNonce,
                                            placeOf("198.51.100.83:40200"), 20min});
    QCOMPARE(toHex(bytes), toHex(bytesOf("02010000 000004b0 00000000000000000000ffff c0a8010b"
                                         "0102030405060708090a0b0c 11000000 9cbb 9d08"
                                         "00000000000000000000ffff c6336453")));
}

void PortMapMessageTest::pcpAnswerIsRead()
{
    const auto reply = decodePcpMap(pcpAnswer);
    QVERIFY(reply);
    QCOMPARE(reply->result, std::uint8_t{0});
    QCOMPARE(reply->lifetime, 20min);
    QCOMPARE(reply->epoch, 4096s);
    QVERIFY(reply->nonce == testNonce);
    QCOMPARE(reply->internalPort, std::uint16_t{40123});
    QVERIFY(reply->external == placeOf("198.51.100.83:40200"));
    // With an option behind it, and with an error.
    Bytes longer = pcpAnswer;
    longer.resize(longer.size() + 8);
    QVERIFY(decodePcpMap(longer));
    longer[3] = std::byte{8};
    QCOMPARE(decodePcpMap(longer)->result, std::uint8_t{8});
}

void PortMapMessageTest::pcpOverIpv6()
{
    const auto bytes =
        encode(PcpMapRequest{placeOf("[2001:db8::b]:40123"), testNonce, placeOf("[::]:1"), 0s});
    QCOMPARE(toHex(ByteView(bytes).subspan(8, 16)), "20010db800000000000000000000000b");
    Bytes answer = pcpAnswer;
    const Endpoint six = placeOf("[2001:db8::b]:40200");
    std::copy(six.address.begin(), six.address.end(), answer.begin() + 44);
    QVERIFY(decodePcpMap(answer)->external == six);
}

void PortMapMessageTest::whatIsNoPcpAnswer()
{
    for (std::size_t size = 0; size < pcpAnswer.size(); ++size)
        QVERIFY(!decodePcpMap(ByteView(pcpAnswer).first(size)));
    Bytes odd = pcpAnswer;
    odd.resize(odd.size() + 3);
    QVERIFY(!decodePcpMap(odd));
    Bytes huge = pcpAnswer;
    huge.resize(PcpSizeMax + 4);
    QVERIFY(!decodePcpMap(huge));
    const auto changed = [](std::size_t place, int value) {
        Bytes bytes = pcpAnswer;
        bytes[place] = static_cast<std::byte>(value);
        return bytes;
    };
    QVERIFY(!decodePcpMap(changed(0, 1)));     // another version
    QVERIFY(!decodePcpMap(changed(1, 1)));     // a request
    QVERIFY(!decodePcpMap(changed(1, 0x82)));  // PEER
    QVERIFY(!decodePcpMap(changed(36, 6)));    // TCP
}

void PortMapMessageTest::natPmpRequests()
{
    QCOMPARE(toHex(encodeNatPmpAddressRequest()), "0000");
    QCOMPARE(toHex(encode(NatPmpMapRequest{40123, 40200, 20min})), "000100009cbb9d08000004b0");
    QCOMPARE(toHex(encode(NatPmpMapRequest{40123, 0, 0s})), "000100009cbb000000000000");
}

void PortMapMessageTest::natPmpAnswersAreRead()
{
    const auto address = decodeNatPmp(bytesOf("0080 0000 00001000 c6336453"));
    QVERIFY(address && address->kind == NatPmpReply::Kind::Address);
    Endpoint expected = placeOf("198.51.100.83:1");
    expected.port = 0;
    QVERIFY(address->external == expected);
    const auto mapping = decodeNatPmp(bytesOf("0081 0000 00001000 9cbb 9d08 000004b0"));
    QVERIFY(mapping && mapping->kind == NatPmpReply::Kind::Mapping);
    QCOMPARE(mapping->internalPort, std::uint16_t{40123});
    QCOMPARE(mapping->externalPort, std::uint16_t{40200});
    QCOMPARE(mapping->lifetime, 20min);
    // Refused, with and without what would follow; a PCP router's word on version 0.
    for (const char* text :
         {"0081 0002 00001000", "0081 0002 00001000 9cbb 0000 00000000", "0080 0001 00000000"}) {
        const auto refused = decodeNatPmp(bytesOf(text));
        QVERIFY2(refused && refused->kind == NatPmpReply::Kind::Refused, text);
    }
}

void PortMapMessageTest::whatIsNoNatPmpAnswer()
{
    for (const char* text :
         {"", "00", "0080 0000 000010", "0080 0000 00001000", "0080 0000 00001000 c63364",
          "0081 0000 00001000 c6336453", "0080 0000 00001000 9cbb 9d08 000004b0",
          "0081 0000 00001000 9cbb 9d08 000004b0 00", "0001 0000 00001000 9cbb 9d08 000004b0",
          "0082 0000 00001000 9cbb 9d08 000004b0", "0001 0002 00001000",
          "0180 0000 00001000 c6336453"})
        QVERIFY2(!decodeNatPmp(bytesOf(text)), text);
    QVERIFY(!decodeNatPmp(pcpAnswer));
}

VOS_TEST(PortMapMessageTest)
#include "tst_portmapmessage.moc"
