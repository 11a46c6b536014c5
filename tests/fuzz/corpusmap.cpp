#include "p2p/crypto/sign.h"
#include "p2p/map/record.h"
#include "tests/fuzz/corpus.h"

namespace vos::fuzz {

void addMapSeeds(Seeds& seeds)
{
    FixedRng rng(2);
    const auto key = crypto::SigningKey::generate(rng);
    map::Whereabouts record;
    record.id = key.publicKey();
    record.sessionKey = rng.id<ExchangeKey>();
    record.seq = 1'740'000'000'000;
    // Decoders look at the form of the stamp only; work would cost time and prove nothing here.
    rng.fill(record.stamp);
    record.sign(key);
    seeds.push_back({"whereabouts", "smallest", record.encode()});

    record.flags = map::Reachable | map::HasIpv6;
    record.endpoints = {*Endpoint::parse("192.0.2.1:4747"), *Endpoint::parse("[2001:db8::1]:4747"),
                        *Endpoint::parse("198.51.100.7:443"),
                        *Endpoint::parse("[2001:db8::2]:65535")};
    record.introducers = {rng.id<map::ShortId>(), rng.id<map::ShortId>()};
    record.cardHash = rng.id<identity::CardHash>();
    record.sign(key);
    seeds.push_back({"whereabouts", "full", record.encode()});
    seeds.push_back({"whereabouts", "short", record.encodeShort()});

    record.flags = map::Retired;
    record.seq = map::RetiredSeq;
    record.endpoints.clear();
    record.sign(key);
    seeds.push_back({"whereabouts", "retired", record.encode()});
}

}  // namespace vos::fuzz
