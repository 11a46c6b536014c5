#include "p2p/crypto/passphrase.h"

#include "p2p/crypto/raw.h"

#include <sodium.h>

namespace vos::crypto {

std::optional<Secret<32>> passphraseKey(ByteView passphrase, const ByteArray<16>& salt,
                                        std::uint64_t memoryBytes)
{
    static_assert(crypto_pwhash_argon2id_SALTBYTES == 16);
    if (memoryBytes < PassphraseMemoryMin || memoryBytes > PassphraseMemoryMax)
        return std::nullopt;
    Secret<32> key;
    const int result = crypto_pwhash_argon2id(
        raw(key.mutableView()), Secret<32>::Size, reinterpret_cast<const char*>(raw(passphrase)),
        passphrase.size(), raw(ByteView(salt)), PassphrasePasses,
        static_cast<std::size_t>(memoryBytes), crypto_pwhash_argon2id_ALG_ARGON2ID13);
    if (result != 0)
        return std::nullopt;
    return key;
}

}  // namespace vos::crypto
