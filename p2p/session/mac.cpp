#include "p2p/session/mac.h"

#include "p2p/crypto/hash.h"

namespace vos::session {

wire::Mac mac1(const ExchangeKey& receiver, ByteView covered)
{
    return crypto::keyedHash<wire::MacSize>(crypto::hash256("VOS/mac1/1", receiver.view()), "",
                                            covered);
}

wire::Mac mac2(const CookieValue& cookie, ByteView covered)
{
    return crypto::keyedHash<wire::MacSize>(cookie, "", covered);
}

}  // namespace vos::session
