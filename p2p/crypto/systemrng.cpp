#include "p2p/crypto/systemrng.h"

#include <sodium.h>

namespace vos::crypto {

void SystemRng::fill(MutableBytes out)
{
    randombytes_buf(out.data(), out.size());
}

}  // namespace vos::crypto
