#pragma once

// A long text sealed in pieces, such as a file too large for memory: crypto_secretstream of
// libsodium (XChaCha20-Poly1305). No piece can be changed, left out, repeated or moved, and a
// stream that ends before its last piece is known to be torn.

#include "p2p/base/bytes.h"
#include "p2p/crypto/secret.h"

#include <memory>
#include <optional>

namespace vos::crypto {

/// What each piece grows by.
inline constexpr std::size_t StreamOverhead = 17;
using StreamHead = ByteArray<24>;

class StreamSealer {
public:
    /// head() is random and goes before the pieces, in the clear.
    explicit StreamSealer(const Secret<32>& key);
    ~StreamSealer();
    const StreamHead& head() const { return m_head; }
    /// The sealed piece; `associated` bytes are bound to it, not stored. Nothing after the last.
    Bytes seal(ByteView piece, bool last, ByteView associated = {});

private:
    struct State;
    std::unique_ptr<State> m_state;
    StreamHead m_head{};
};

struct StreamPiece {
    Bytes text;
    bool last = false;
};

class StreamOpener {
public:
    StreamOpener(const Secret<32>& key, const StreamHead& head);
    ~StreamOpener();
    /// Nothing if the piece is not the next one of this stream, whole and unchanged.
    std::optional<StreamPiece> open(ByteView sealed, ByteView associated = {});

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace vos::crypto
