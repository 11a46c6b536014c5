#pragma once

// What the unit tests of the core share: bytes from hexadecimal text, a seeded random source, and
// the files of tests/vectors.

#include "p2p/base/ids.h"
#include "p2p/base/rng.h"
#include "p2p/crypto/secret.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>

#include <string>

namespace vos::test {

/// Text that is no hexadecimal is a mistake in the test.
inline Bytes hex(std::string_view text)
{
    auto bytes = fromHex(text);
    VOS_ASSERT(bytes.has_value());
    return *std::move(bytes);
}
inline Bytes hex(const char* text)
{
    return hex(std::string_view(text));
}
inline Bytes hex(const QJsonValue& value)
{
    return hex(value.toString().toStdString());
}

template <std::size_t N, typename Text>
ByteArray<N> hexArray(const Text& text)
{
    const Bytes bytes = hex(text);
    VOS_ASSERT(bytes.size() == N);
    ByteArray<N> array;
    std::copy(bytes.begin(), bytes.end(), array.begin());
    return array;
}
template <typename IdType, typename Text>
IdType hexId(const Text& text)
{
    return IdType{hexArray<IdType::Size>(text)};
}
template <typename Text>
crypto::Secret<32> hexSecret(const Text& text)
{
    return crypto::Secret<32>::copyOf(hex(text));
}

/// SplitMix64: the same seed gives the same bytes everywhere.
class SeededRng final : public Rng {
public:
    explicit SeededRng(std::uint64_t seed) : m_state(seed) {}

    void fill(MutableBytes out) override
    {
        std::uint64_t word = 0;
        for (std::size_t i = 0; i < out.size(); ++i) {
            if (i % 8 == 0)
                word = next();
            out[i] = static_cast<std::byte>(word >> (8 * (i % 8)) & 0xff);
        }
    }

private:
    std::uint64_t next()
    {
        std::uint64_t z = (m_state += 0x9e3779b97f4a7c15ull);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
        return z ^ (z >> 31);
    }

    std::uint64_t m_state;
};

#ifdef VOS_VECTORS
/// One file of tests/vectors; empty if it cannot be read, which no test passes with.
inline QJsonObject vectors(const char* name)
{
    QFile file(QStringLiteral(VOS_VECTORS "/") + QLatin1String(name));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QJsonDocument::fromJson(file.readAll()).object();
}
#endif

}  // namespace vos::test
