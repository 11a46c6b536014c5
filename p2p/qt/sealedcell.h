#pragma once

// Private columns of the database: each value is sealed by itself and bound to its place, so that
// whoever has the file but not the key sees counts, sizes and the order of insertion, and whoever
// writes to it can neither move a cell to another row, column or table nor make one up.
//
// A cell: 1 · nonce 24 · XChaCha20-Poly1305 of the padded text, key HKDF(DMK, "VOS/db/" || table),
// associated data len8(table) · table · len8(column) · column · primary key. Padding: 0x80, then
// zeros up to a multiple of 64. Equality look-ups go by a keyed BLAKE2b-128 of the value under
// HKDF(DMK, "VOS/index"), labelled with table and column, so that one id looks different in each.

#include "p2p/base/bytes.h"
#include "p2p/crypto/secret.h"
#include "p2p/crypto/systemrng.h"

#include <QByteArray>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace vos::qt {

/// Where a cell stands.
struct CellPlace {
    std::string_view table;
    std::string_view column;
    QByteArray key;  ///< primary key of its row
};

class SealedCells {
public:
    /// Sizes are hidden up to this.
    static constexpr std::size_t PaddingStep = 64;

    explicit SealedCells(const crypto::Secret<32>& masterKey);

    QByteArray seal(const CellPlace& place, ByteView text);
    /// Nothing if it was changed, moved, or sealed under another key.
    std::optional<Bytes> open(const CellPlace& place, const QByteArray& cell);
    /// 16 bytes by which rows with this value are found.
    QByteArray index(std::string_view tableAndColumn, ByteView value) const;

private:
    const crypto::Secret<32>& keyOf(std::string_view table);

    crypto::Secret<32> m_masterKey;
    crypto::Secret<32> m_indexKey;
    std::map<std::string, crypto::Secret<32>, std::less<>> m_tableKeys;
    crypto::SystemRng m_rng;
};

}  // namespace vos::qt
