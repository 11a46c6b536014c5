#include "p2p/crypto/sealedstream.h"

#include "p2p/crypto/raw.h"

#include <sodium.h>

namespace vos::crypto {

static_assert(StreamOverhead == crypto_secretstream_xchacha20poly1305_ABYTES);
static_assert(sizeof(StreamHead) == crypto_secretstream_xchacha20poly1305_HEADERBYTES);

struct StreamSealer::State {
    crypto_secretstream_xchacha20poly1305_state stream;
};

StreamSealer::StreamSealer(const Secret<32>& key) : m_state(std::make_unique<State>())
{
    crypto_secretstream_xchacha20poly1305_init_push(&m_state->stream, raw(MutableBytes(m_head)),
                                                    raw(key.view()));
}

StreamSealer::~StreamSealer()
{
    sodium_memzero(m_state.get(), sizeof(State));
}

Bytes StreamSealer::seal(ByteView piece, bool last, ByteView associated)
{
    Bytes sealed(piece.size() + StreamOverhead);
    const auto tag = last ? crypto_secretstream_xchacha20poly1305_TAG_FINAL
                          : crypto_secretstream_xchacha20poly1305_TAG_MESSAGE;
    crypto_secretstream_xchacha20poly1305_push(&m_state->stream, raw(MutableBytes(sealed)), nullptr,
                                               raw(piece), piece.size(), raw(associated),
                                               associated.size(), static_cast<unsigned char>(tag));
    return sealed;
}

struct StreamOpener::State {
    crypto_secretstream_xchacha20poly1305_state stream;
};

StreamOpener::StreamOpener(const Secret<32>& key, const StreamHead& head)
    : m_state(std::make_unique<State>())
{
    crypto_secretstream_xchacha20poly1305_init_pull(&m_state->stream, raw(ByteView(head)),
                                                    raw(key.view()));
}

StreamOpener::~StreamOpener()
{
    sodium_memzero(m_state.get(), sizeof(State));
}

std::optional<StreamPiece> StreamOpener::open(ByteView sealed, ByteView associated)
{
    if (sealed.size() < StreamOverhead)
        return std::nullopt;
    StreamPiece piece;
    piece.text.resize(sealed.size() - StreamOverhead);
    // Never a null pointer, also for a piece without text.
    std::byte none{};
    const MutableBytes text = piece.text.empty() ? MutableBytes(&none, 1) : piece.text;
    unsigned char tag = 0;
    if (crypto_secretstream_xchacha20poly1305_pull(&m_state->stream, raw(text), nullptr, &tag,
                                                   raw(sealed), sealed.size(), raw(associated),
                                                   associated.size()) != 0)
        return std::nullopt;
    piece.last = tag == crypto_secretstream_xchacha20poly1305_TAG_FINAL;
    return piece;
}

}  // namespace vos::crypto
