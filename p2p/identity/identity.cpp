#include "p2p/identity/identity.h"

#include <cstdint>

namespace vos::identity {

namespace {

crypto::WorkNonce findStamp(const NodeId& id, unsigned bits, std::uint64_t start)
{
    // The mean is 2^bits tries; that all 2^64 fail does not happen.
    auto stamp = crypto::WorkSearch::forStamp(id, bits, start).run(SIZE_MAX);
    VOS_ASSERT(stamp.has_value());
    return *stamp;
}

}  // namespace

Identity::Identity(crypto::SigningKey signing, crypto::ExchangePair session,
                   crypto::ExchangePair letter, const crypto::WorkNonce& stamp)
    : m_signing(std::move(signing))
    , m_session(std::move(session))
    , m_letter(std::move(letter))
    , m_stamp(stamp)
{
}

Identity Identity::generate(Rng& rng, unsigned stampBits)
{
    auto signing = crypto::SigningKey::generate(rng);
    auto session = crypto::ExchangePair::generate(rng);
    auto letter = crypto::ExchangePair::generate(rng);
    const auto stamp = findStamp(signing.publicKey(), stampBits, rng.next64());
    return Identity(std::move(signing), std::move(session), std::move(letter), stamp);
}

Identity Identity::fromStored(const crypto::Secret<32>& seed, crypto::Secret<32> session,
                              crypto::Secret<32> letter, const crypto::WorkNonce& stamp)
{
    return Identity(crypto::SigningKey::fromSeed(seed),
                    crypto::ExchangePair::fromSecret(std::move(session)),
                    crypto::ExchangePair::fromSecret(std::move(letter)), stamp);
}

Identity Identity::clone() const
{
    return Identity(m_signing.clone(), m_session.clone(), m_letter.clone(), m_stamp);
}

}  // namespace vos::identity
