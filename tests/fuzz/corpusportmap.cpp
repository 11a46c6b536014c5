#include "p2p/nat/portmapmessage.h"
#include "tests/fuzz/corpus.h"

namespace vos::fuzz {

// Answers have no encoder of ours: a request with the bytes of an answer in its head.
void addPortMapSeeds(Seeds& seeds)
{
    FixedRng rng(50);
    nat::PcpMapRequest request;
    request.client = *Endpoint::parse("192.168.1.11:40123");
    request.suggested = *Endpoint::parse("198.51.100.83:40200");
    request.lifetime = std::chrono::minutes(20);
    rng.fill(request.nonce);
    const auto asked = nat::encode(request);
    Bytes granted(asked.begin(), asked.end());
    granted[1] = std::byte{0x81};
    seeds.push_back({"portmap", "pcp", granted});
    granted[3] = std::byte{8};
    granted.resize(granted.size() + 8);
    seeds.push_back({"portmap", "pcp-refused-with-option", granted});
    request.suggested = *Endpoint::parse("[2001:db8::7]:40200");
    const auto six = nat::encode(request);
    granted.assign(six.begin(), six.end());
    granted[1] = std::byte{0x81};
    seeds.push_back({"portmap", "pcp-ipv6", granted});

    Bytes mapping = nat::encode(nat::NatPmpMapRequest{40123, 40200, std::chrono::minutes(20)});
    mapping[1] = std::byte{0x81};
    mapping.insert(mapping.begin() + 4, 4, std::byte{1});
    seeds.push_back({"portmap", "nat-pmp-mapping", mapping});
    const Bytes head(mapping.begin(), mapping.begin() + 8);
    Bytes address = head;
    address[1] = std::byte{0x80};
    address.resize(12, std::byte{198});
    seeds.push_back({"portmap", "nat-pmp-address", address});
    Bytes refused = head;
    refused[3] = std::byte{2};
    seeds.push_back({"portmap", "nat-pmp-refused", refused});
}

}  // namespace vos::fuzz
