#pragma once

// Who I am: the keys of one profile. The identity key signs and is the address; the session key S
// and the letter key L encrypt, can be renewed, and are never derived from it or from each other.

#include "p2p/base/ids.h"
#include "p2p/crypto/exchange.h"
#include "p2p/crypto/sign.h"
#include "p2p/crypto/work.h"

namespace vos::identity {

class Identity {
public:
    /// New keys and the stamp for them, which takes about 0.3 s with the default; simulations ask
    /// for fewer bits.
    static Identity generate(Rng& rng, unsigned stampBits = crypto::IdentityWorkBits);
    /// As kept in the key box.
    static Identity fromStored(const crypto::Secret<32>& seed, crypto::Secret<32> session,
                               crypto::Secret<32> letter, const crypto::WorkNonce& stamp);

    const NodeId& id() const { return m_signing.publicKey(); }
    const crypto::SigningKey& signing() const { return m_signing; }
    const crypto::ExchangePair& session() const { return m_session; }
    const crypto::ExchangePair& letter() const { return m_letter; }
    const crypto::WorkNonce& stamp() const { return m_stamp; }
    Identity clone() const;

private:
    Identity(crypto::SigningKey signing, crypto::ExchangePair session, crypto::ExchangePair letter,
             const crypto::WorkNonce& stamp);

    crypto::SigningKey m_signing;
    crypto::ExchangePair m_session;
    crypto::ExchangePair m_letter;
    crypto::WorkNonce m_stamp;
};

}  // namespace vos::identity
