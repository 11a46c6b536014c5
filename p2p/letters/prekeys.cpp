#include "p2p/letters/prekeys.h"

#include <algorithm>

namespace vos::letters {

namespace {

/// As long ago as `age`, or as far ahead: a clock that was set back must not keep a key for ever.
bool isAway(WallTime then, std::chrono::hours age, WallTime now)
{
    return now - then >= age || then - now >= age;
}

bool isOver(const Prekey& prekey, std::chrono::hours kept, WallTime now)
{
    return prekey.supersededAt && now - *prekey.supersededAt >= kept;
}

/// Removes all but the last for which `over` holds.
template <typename Rule>
std::vector<ExchangeKey> removeWhere(PrekeyChain& chain, Rule over)
{
    std::vector<ExchangeKey> removed;
    PrekeyChain kept;
    kept.reserve(chain.size() + 1);
    for (std::size_t i = 0; i < chain.size(); ++i) {
        if (i + 1 < chain.size() && over(chain[i]))
            removed.push_back(chain[i].publicKey);
        else
            kept.push_back(chain[i]);
    }
    chain = std::move(kept);  // the old elements wipe themselves
    return removed;
}

}  // namespace

Prekey::~Prekey() { crypto::wipe(secret); }

Prekey makePrekey(std::uint32_t number, WallTime now, Rng& rng)
{
    const crypto::ExchangePair pair = crypto::ExchangePair::generate(rng);
    Prekey prekey;
    prekey.publicKey = pair.publicKey();
    const ByteView secret = pair.secret().view();
    std::copy(secret.begin(), secret.end(), prekey.secret.begin());
    prekey.number = number;
    prekey.madeAt = now;
    return prekey;
}

crypto::ExchangePair pairOf(const Prekey& prekey)
{
    return crypto::ExchangePair::fromSecret(crypto::Secret<32>::copyOf(prekey.secret));
}

const Prekey* newest(const PrekeyChain& chain) { return chain.empty() ? nullptr : &chain.back(); }

const Prekey* find(const PrekeyChain& chain, const ExchangeKey& publicKey)
{
    const auto found = std::find_if(chain.begin(), chain.end(), [&publicKey](const Prekey& prekey) {
        return prekey.publicKey == publicKey;
    });
    return found == chain.end() ? nullptr : &*found;
}

bool contactPrekeyDue(const PrekeyChain& chain, std::uint32_t highestUsed, WallTime now)
{
    if (chain.empty())
        return true;
    if (chain.size() >= ContactPrekeysMax)
        return false;
    const Prekey& last = chain.back();
    return highestUsed >= last.number || isAway(last.madeAt, ContactPrekeyAgeMax, now);
}

bool publicPrekeyDue(const PrekeyChain& chain, WallTime now)
{
    return chain.empty() || isAway(chain.back().madeAt, PublicPrekeyAge, now);
}

Prekey& makeNext(PrekeyChain& chain, std::uint32_t number, WallTime now, Rng& rng)
{
    if (!chain.empty()) {
        VOS_ASSERT(number == 0 ? chain.back().number == 0 : number > chain.back().number);
        chain.back().supersededAt = now;
    }
    chain.push_back(makePrekey(number, now, rng));
    return chain.back();
}

std::vector<ExchangeKey> retireContactPrekeys(PrekeyChain& chain, std::uint32_t oldestNeeded,
                                              WallTime now)
{
    return removeWhere(chain, [oldestNeeded, now](const Prekey& prekey) {
        return prekey.number < oldestNeeded || isOver(prekey, ContactPrekeyKept, now);
    });
}

std::vector<ExchangeKey> retirePublicPrekeys(PrekeyChain& chain, WallTime now)
{
    return removeWhere(
        chain, [now](const Prekey& prekey) { return isOver(prekey, PublicPrekeyKept, now); });
}

}  // namespace vos::letters
