#pragma once

// Seeds for the fuzz targets, made by the encoders themselves with a generator of fixed seed, so
// that a change of a format shows as a change of the corpus.

#include "p2p/base/bytes.h"
#include "p2p/base/rng.h"
#include "p2p/crypto/exchange.h"

#include <string>
#include <vector>

namespace vos::fuzz {

struct Seed {
    std::string parser;  ///< fuzz_<parser> reads it
    std::string name;
    Bytes bytes;
};

/// Even and the same on every machine (SplitMix64); for nothing that has to be secret.
class FixedRng final : public Rng {
public:
    explicit FixedRng(std::uint64_t seed) : m_state(seed) {}
    void fill(MutableBytes out) override;

private:
    std::uint64_t m_state;
};

using Seeds = std::vector<Seed>;

void addIdentitySeeds(Seeds& seeds);
void addMapSeeds(Seeds& seeds);
void addFrameSeeds(Seeds& seeds);
void addPacketSeeds(Seeds& seeds);
void addLetterSeeds(Seeds& seeds);
void addCustodySeeds(Seeds& seeds);
void addControlSeeds(Seeds& seeds);
void addTransportSeeds(Seeds& seeds);
void addRowSeeds(Seeds& seeds);
void addPortMapSeeds(Seeds& seeds);

/// The keys seeds are made for, so that a target can open what a fuzzer makes of them.
crypto::ExchangePair letterPrekey();
crypto::ExchangePair responderPair();

inline void addText(Seeds& seeds, std::string parser, std::string name, std::string_view text)
{
    seeds.push_back({std::move(parser), std::move(name), toBytes(viewOf(text))});
}

}  // namespace vos::fuzz
