#pragma once

// Receipt: the recipient's signed word on letters of one sender. Nothing else makes a message
// "delivered". It names neither the sender nor the content, so it may lie with anybody.

#include "p2p/base/ids.h"
#include "p2p/crypto/sign.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace vos::letters {

enum class Verdict : std::uint8_t {
    Stored = 1,   ///< durable in the recipient's history
    Refused = 2,  ///< not from a contact
};

struct Receipt {
    /// Letters of one receipt: what one signature of 14 µs settles.
    static constexpr std::size_t LettersMax = 32;
    static constexpr std::size_t SizeMin = 130;
    static constexpr std::size_t SizeMax = 1122;

    NodeId recipient;
    Verdict verdict = Verdict::Stored;
    std::vector<LetterId> letters;  ///< 1 to LettersMax
    Signature signature;

    bool operator==(const Receipt&) const = default;

    /// Signs with the recipient's key, whose id must be `recipient` (asserts).
    void sign(const crypto::SigningKey& key);
    [[nodiscard]] bool verify() const;

    Bytes encode() const;
    /// Form and limits alone; call verify() before believing it.
    static std::optional<Receipt> decode(ByteView bytes);
};

}  // namespace vos::letters
