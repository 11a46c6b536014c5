#include "p2p/session/handshake.h"
#include "p2p/session/initiator.h"
#include "p2p/session/responder.h"
#include "p2p/wire/message.h"
#include "p2p/wire/writer.h"
#include "tests/fuzz/corpus.h"

namespace vos::fuzz {

namespace {

Bytes randomBytes(std::size_t size, Rng& rng)
{
    Bytes bytes(size);
    rng.fill(bytes);
    return bytes;
}

void addPackets(Seeds& seeds, Rng& rng)
{
    const auto add = [&seeds](std::string name, Bytes bytes) {
        seeds.push_back({"packet", std::move(name), std::move(bytes)});
    };
    wire::Init init;
    init.from = rng.id<ConnectionId>();
    rng.fill(init.noise);
    rng.fill(init.mac1);
    add("init", wire::encode(init));
    wire::Resp resp;
    resp.pairing = true;
    resp.to = init.from;
    resp.from = rng.id<ConnectionId>();
    rng.fill(resp.noise);
    add("resp", wire::encode(resp));
    wire::Cookie cookie;
    cookie.to = init.from;
    rng.fill(cookie.sealed);
    add("cookie", wire::encode(cookie));
    Bytes datagram(wire::DataHeadSize);
    wire::encodeDataHead({resp.from, 77}, datagram);
    append(datagram, randomBytes(60, rng));
    add("data", datagram);

    wire::Who who;
    who.nonce = rng.id<wire::QueryNonce>();
    who.id = rng.id<NodeId>();
    add("who", wire::encode(who));
    wire::Record record{who.nonce, 30, wire::SignedPart{}};
    std::get<wire::SignedPart>(record.content).bytes = randomBytes(200, rng);
    add("record-part", wire::encode(record));
    record.content = wire::SignedPart{wire::RecordPart::Card, randomBytes(171, rng)};
    add("record-card", wire::encode(record));
    record.heardSecondsAgo = 0;
    record.content =
        std::vector<wire::NodePlace>{{rng.id<NodeId>(), *Endpoint::parse("192.0.2.5:4747")},
                                     {rng.id<NodeId>(), *Endpoint::parse("[2001:db8::5]:4747")}};
    add("record-nodes", wire::encode(record));
    add("probe", wire::encode(wire::Probe{rng.id<wire::ProbeToken>()}));
}

void addMessages(Seeds& seeds, Rng& rng)
{
    const auto add = [&seeds](std::string name, const wire::Message& message) {
        seeds.push_back({"message", std::move(name), wire::encodeMessage(message)});
    };
    const wire::HeardWhereabouts full{12, randomBytes(wire::WhereaboutsSizeMin, rng)};
    const wire::HeardWhereabouts brief{600, randomBytes(wire::WhereaboutsShortSizeMin, rng)};
    const std::vector<wire::NodePlace> places{
        {rng.id<NodeId>(), *Endpoint::parse("192.0.2.5:4747")},
        {rng.id<NodeId>(), *Endpoint::parse("[2001:db8::5]:4747")}};

    wire::Hello hello;
    hello.sizeEstimate = 100;
    hello.mapSum = rng.next64();
    hello.uptimeSeconds = 3'600;
    hello.clockMillis = 1'740'000'000'000;
    add("hello", hello);
    hello.reachable = true;
    hello.seen = Endpoint::parse("203.0.113.4:5000");
    hello.heldSeq = 1'739'000'000'000;
    hello.heldCard = 2;
    add("hello-seen", hello);
    add("announce", wire::Announce{{full, brief}});
    add("find", wire::Find{7, rng.id<NodeId>()});
    add("found-record", wire::Found{7, wire::Found::Record{full, randomBytes(171, rng)}});
    add("found-nodes", wire::Found{8, places});
    add("find-head", wire::Find{7, *NodeId::from(Bytes(NodeId::Size)), true});
    add("hints", wire::Hints{{{0xabcd'0000'1111'0000, 7}, {0xffff'ffff'ffff'0000, 65'535}}});
    add("want", wire::Want{false, {{0xabcd'0000'1111'0000, 7}}});
    add("want-full", wire::Want{true, {{0, 0}, {0xabcd'0000'1111'0000, 7}}});
    add("contacts", wire::Contacts{3, {0xab00'0000'0000'0000, 8}});
    add("nodes", wire::Nodes{3, places});
    wire::RangeItem sums{{0xab00'0000'0000'0000, 8}, std::vector<std::uint64_t>(64, 5)};
    wire::RangeItem parts{{0xabc0'0000'0000'0000, 12}, std::vector<std::uint64_t>(16, 6)};
    wire::RangeItem list{{}, std::vector<wire::RangeItem::Entry>{{0xabcd'0000'1111'0000, 9}}};
    add("ranges", wire::Ranges{{sums, parts, list}});
    add("probe-later", wire::ProbeLater{rng.id<wire::ProbeToken>(), 32});
    add("relay-terms", wire::RelayTerms{true, true});
    add("relay-open", wire::RelayOpen{2, rng.id<NodeId>(), randomBytes(180, rng)});
    add("relay-closed", wire::RelayClosed{2, wire::RelayClosed::Reason::NoSession});
    wire::Candidates candidates;
    candidates.round = 1;
    candidates.answer = true;
    candidates.token = rng.id<wire::ProbeToken>();
    candidates.rttMillis = 80;
    candidates.mapping = wire::PortMappingKind::Dependent;
    candidates.portStep = -2;
    candidates.endpoints = {places[0].endpoint, places[1].endpoint};
    add("candidates", candidates);
    add("introduce", wire::Introduce{rng.id<NodeId>()});
    add("introduced",
        wire::Introduced{rng.id<NodeId>(), places[0].endpoint, rng.id<wire::ProbeToken>()});
    add("tail", wire::Tail{9, 86'400, rng.id<NodeId>(), {0xab00'0000'0000'0000, 8}});
    add("tail-brief", wire::Tail{9, 86'400, {}, {0xab00'0000'0000'0000, 8}, true});
    add("records", wire::Records{9, {full, full, brief}, rng.id<NodeId>()});
    add("records-end", wire::Records{9, {}, {}});
    add("card-request", wire::CardRequest{{rng.id<NodeId>(), rng.id<NodeId>()}});
    add("cards", wire::Cards{{randomBytes(171, rng), randomBytes(400, rng)}});
    add("letter", wire::Letter{{}, randomBytes(wire::LetterSizeMin, rng)});
    add("receipt", wire::Receipt{randomBytes(wire::ReceiptSizeMin, rng)});
    add("offer", wire::Offer{1, rng.id<ExchangeKey>()});
    wire::ProbeToken probe;
    probe.bytes.fill(std::byte{7});
    add("dial-back", wire::DialBack{3, probe, {}});
    add("dial-back-done", wire::DialBackDone{3, wire::DialBackDone::What::Stranger});
    add("probe-for", wire::ProbeFor{4, probe, *Endpoint::parse("203.0.113.4:5000")});
    add("probe-sent", wire::ProbeSent{4});
}

void addHandshakes(Seeds& seeds, Rng& rng)
{
    const auto add = [&seeds](std::string name, bool repair, const Bytes& datagram) {
        Bytes bytes{repair ? std::byte{1} : std::byte{0}};
        append(bytes, datagram);
        seeds.push_back({"handshake", std::move(name), std::move(bytes)});
    };
    const auto own = responderPair();
    const auto caller = crypto::ExchangePair::generate(rng);
    auto initiator = session::InitiatorHandshake::start(
        {rng.id<NodeId>(), 1}, caller, {rng.id<NodeId>(), own.publicKey(), nullptr}, rng);
    VOS_ASSERT(initiator);
    add("init", false, initiator->datagram());
    add("init-repaired", true, initiator->datagram());
    session::HandshakeResponder responder(own.clone(), rng);
    const Endpoint from = *Endpoint::parse("192.0.2.1:4747");
    const auto answer = responder.handleInit(Instant{}, from, initiator->datagram(), 1);
    VOS_ASSERT(answer);
    add("resp", false, *answer);
    add("resp-repaired", true, *answer);
    seeds.push_back({"handshake", "claim", session::encodeClaim({rng.id<NodeId>(), 99})});
    seeds.push_back({"handshake", "seq", session::encodeSeq(100)});
    session::CookieIssuer cookies(own.publicKey(), rng);
    const auto init = wire::decodeInit(initiator->datagram());
    add("cookie", false, cookies.answer(Instant{}, from, *init));
}

/// Every packet, and the INIT for a node's own key, as scripts fuzz_engine reads.
void addScripts(Seeds& seeds)
{
    wire::Writer writer;
    Seeds scripts;
    for (const Seed& seed : seeds) {
        const bool handshake = seed.parser == "handshake" && seed.name == "init";
        if (seed.parser != "packet" && !handshake)
            continue;
        const ByteView datagram = ByteView(seed.bytes).subspan(handshake ? 1 : 0);
        writer.u8(handshake ? 1 : 0);
        writer.u16(static_cast<std::uint16_t>(datagram.size()));
        writer.bytes(datagram);
        writer.u8(3);
        writer.u16(1'500);
        // Both rooms have a seed named init.
        const std::string name = handshake ? "handshake-" + seed.name : seed.name;
        scripts.push_back({"engine", name, toBytes(writer.view())});
    }
    seeds.insert(seeds.end(), scripts.begin(), scripts.end());
}

}  // namespace

crypto::ExchangePair responderPair()
{
    VOS_ASSERT(crypto::initialize());
    FixedRng rng(7);
    return crypto::ExchangePair::generate(rng);
}

void addPacketSeeds(Seeds& seeds)
{
    FixedRng rng(6);
    addPackets(seeds, rng);
    addMessages(seeds, rng);
    addHandshakes(seeds, rng);
    addScripts(seeds);
}

}  // namespace vos::fuzz
