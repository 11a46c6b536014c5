#include "p2p/crypto/sign.h"
#include "p2p/identity/address.h"
#include "p2p/identity/card.h"
#include "p2p/identity/link.h"
#include "tests/fuzz/corpus.h"

namespace vos::fuzz {

namespace {

void addTexts(Seeds& seeds, const NodeId& id)
{
    const std::string address = identity::encodeAddress(id);
    addText(seeds, "address", "plain", address);
    addText(seeds, "address", "blanks", "  " + address + "\n");
    addText(seeds, "address", "bip350", "A1LQFN3A");
    addText(seeds, "address", "bip350-long", "abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx");
    addText(seeds, "link", "address", address);
    addText(seeds, "link", "v4", identity::encodeLink({id, {"127.0.0.1:4747"}, "Alice"}));
    addText(seeds, "link", "v6", identity::encodeLink({id, {"[2001:db8::1]:4747"}, "小明"}));
    addText(seeds, "link", "hosts",
            identity::encodeLink({id, {"a.example:4747", "192.0.2.7:65535"}, "A & B %"}));
    addText(seeds, "link", "unknown",
            "vos:" + address + "?at=198.51.100.1:1024&later=1&name=x%20y");
    addText(seeds, "link", "endpoint-v4", "203.0.113.9:4747");
    addText(seeds, "link", "endpoint-v6", "[2001:db8:0:1:2:3:4:5]:4747");
    addText(seeds, "name", "latin", "Zoë O'Neill");
    addText(seeds, "name", "chinese", "王小明");
    addText(seeds, "name", "emoji", "Bob \xf0\x9f\x9a\x80");
    addText(seeds, "name", "hidden",
            "a\xe2\x80\x8b"
            "b\xe2\x80\xae"
            "c\n d");
    addText(seeds, "name", "long", std::string(47, 'x') + "\xc3\xa9" + "tail");
}

identity::Card cardOf(const crypto::SigningKey& key, const std::string& name, Rng& rng)
{
    identity::Card card;
    card.id = key.publicKey();
    card.number = 7;
    card.name = name;
    card.letterKey = rng.id<ExchangeKey>();
    card.prekeyMade = 29'000'000;
    card.prekey = rng.id<ExchangeKey>();
    return card;
}

}  // namespace

void addIdentitySeeds(Seeds& seeds)
{
    FixedRng rng(1);
    const auto key = crypto::SigningKey::generate(rng);
    const auto friendKey = crypto::SigningKey::generate(rng);
    addTexts(seeds, key.publicKey());

    identity::Card card = cardOf(key, "", rng);
    card.sign(key);
    seeds.push_back({"card", "smallest", card.encode()});
    card = cardOf(key, "王小明", rng);
    for (std::uint32_t i = 0; i < identity::Card::GrantsMax; ++i) {
        identity::Grant grant;
        grant.friendId = friendKey.publicKey();
        grant.quotaKib = 65'536;
        grant.letters = 20'000;
        grant.issued = 1'740'000'000 + i;
        grant.expires = grant.issued + identity::Grant::TermMax;
        grant.sign(card.id, friendKey);
        card.grants.push_back(grant);
        if (i == 0) {
            card.sign(key);
            seeds.push_back({"card", "one-grant", card.encode()});
        }
    }
    card.sign(key);
    seeds.push_back({"card", "all-grants", card.encode()});
}

}  // namespace vos::fuzz
