// The network as the gallery has it: behind a router that opened a port, or behind one that does
// not let others in.

#include "ui/gallery/seed.h"

namespace vos::ui {

namespace {

Endpoint place(const char* text)
{
    return *Endpoint::parse(text);
}

PeerTraffic session(int number, const char* at, std::chrono::milliseconds rtt,
                    std::chrono::minutes age, double sentMb, double receivedMb)
{
    PeerTraffic peer;
    peer.id = galleryId(number);
    peer.path = PathKind::Direct;
    peer.endpoint = place(at);
    peer.rtt = rtt;
    peer.since = galleryNow() - age;
    peer.sentBytes = static_cast<std::uint64_t>(sentMb * 1e6);
    peer.receivedBytes = static_cast<std::uint64_t>(receivedMb * 1e6);
    return peer;
}

}  // namespace

void seedNetwork(MemoryNode& node, bool indirect)
{
    using namespace std::chrono_literals;
    NetStatus status;
    status.peers = {session(person::Bob, "203.0.113.24:41641", 18ms, 192min, 4.1, 2.8),
                    session(person::Wang, "[2001:db8::7a]:41641", 42ms, 21min, 1.9, 18.6),
                    session(person::Alice, "203.0.113.24:41641", 64ms, 160min, 0.8, 0.3),
                    session(500, "198.51.100.7:50112", 96ms, 303min, 0.2, 0.2),
                    session(501, "192.168.1.20:41641", 1ms, 48min, 0.1, 0.1)};
    status.peers[2].path = PathKind::Relay;
    status.peers[2].via = galleryId(person::Bob);
    status.sentBytes = 7'100'000;
    status.receivedBytes = 22'000'000;
    status.observed = {place("198.51.100.83:41641")};
    status.relaysForOthers = true;
    status.relays = {{galleryId(person::Bob), true, true, 1'100'000}};
    if (indirect) {
        status.nat = NatKind::Symmetric;
        status.observed = {place("198.51.100.83:50441"), place("198.51.100.83:50442")};
        status.portMapping.state = PortMapping::State::Unavailable;
        status.peers[1].path = PathKind::Relay;
        status.peers[1].via = galleryId(person::Bob);
        status.relays.push_back({galleryId(500), false, true, 0});
        status.relays.push_back({galleryId(person::Hana), false, false, 240'000});
    } else {
        status.nat = NatKind::PortRestricted;
        status.portMapping = {PortMapping::State::Mapped, PortMapping::Protocol::Pcp,
                              place("198.51.100.83:41641")};
        status.relayedBytes = 900'000;
        status.relayedPairs = 1;
    }
    node.setListen({place("192.168.1.11:41641"), place("[2001:db8::11]:41641")});
    node.setNetStatus(status);
}

}  // namespace vos::ui
