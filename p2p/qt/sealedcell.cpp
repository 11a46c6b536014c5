#include "p2p/qt/sealedcell.h"

#include "p2p/crypto/aead.h"
#include "p2p/crypto/hash.h"
#include "p2p/qt/convert.h"
#include "p2p/wire/reader.h"
#include "p2p/wire/writer.h"

namespace vos::qt {

namespace {

constexpr std::byte cellVersion{1};
constexpr std::byte paddingMark{0x80};

Bytes associatedData(const CellPlace& place)
{
    wire::Writer writer;
    writer.u8(static_cast<std::uint8_t>(place.table.size()));
    writer.bytes(vos::viewOf(place.table));
    writer.u8(static_cast<std::uint8_t>(place.column.size()));
    writer.bytes(vos::viewOf(place.column));
    writer.bytes(viewOf(place.key));
    return writer.take();
}

Bytes padded(ByteView text)
{
    const std::size_t step = SealedCells::PaddingStep;
    Bytes result;
    result.reserve((text.size() / step + 1) * step);
    append(result, text);
    result.push_back(paddingMark);
    result.resize((result.size() + step - 1) / step * step);
    return result;
}

/// Takes the padding off; false if there is none.
bool unpad(Bytes& text)
{
    while (!text.empty() && text.back() == std::byte{0})
        text.pop_back();
    if (text.empty() || text.back() != paddingMark)
        return false;
    text.pop_back();
    return true;
}

}  // namespace

SealedCells::SealedCells(const crypto::Secret<32>& masterKey)
    : m_masterKey(masterKey.clone())
    , m_indexKey(crypto::hkdf(masterKey.view(), vos::viewOf("VOS/index")))
{
}

QByteArray SealedCells::seal(const CellPlace& place, ByteView text)
{
    crypto::LongNonce nonce;
    m_rng.fill(nonce);
    Bytes plain = padded(text);
    const Bytes sealed = crypto::sealLong(keyOf(place.table), nonce, associatedData(place), plain);
    crypto::wipe(plain);
    QByteArray cell;
    cell.reserve(static_cast<qsizetype>(1 + nonce.size() + sealed.size()));
    cell.append(static_cast<char>(cellVersion));
    cell.append(toByteArray(nonce));
    cell.append(toByteArray(sealed));
    return cell;
}

std::optional<Bytes> SealedCells::open(const CellPlace& place, const QByteArray& cell)
{
    wire::Reader reader(viewOf(cell));
    const bool known = reader.u8() == std::to_integer<std::uint8_t>(cellVersion);
    crypto::LongNonce nonce{};
    const ByteView nonceBytes = reader.bytes(nonce.size());
    const ByteView sealed = reader.rest();
    if (!known || reader.failed())
        return std::nullopt;
    std::copy(nonceBytes.begin(), nonceBytes.end(), nonce.begin());
    auto text = crypto::openLong(keyOf(place.table), nonce, associatedData(place), sealed);
    if (!text || !unpad(*text))
        return std::nullopt;
    return text;
}

QByteArray SealedCells::index(std::string_view tableAndColumn, ByteView value) const
{
    return toByteArray(crypto::keyedHash<16>(m_indexKey.view(), tableAndColumn, value));
}

const crypto::Secret<32>& SealedCells::keyOf(std::string_view table)
{
    const auto found = m_tableKeys.find(table);
    if (found != m_tableKeys.end())
        return found->second;
    const std::string info = "VOS/db/" + std::string(table);
    return m_tableKeys.emplace(table, crypto::hkdf(m_masterKey.view(), vos::viewOf(info)))
        .first->second;
}

}  // namespace vos::qt
