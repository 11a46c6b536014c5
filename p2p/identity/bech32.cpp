#include "p2p/identity/bech32.h"

#include <algorithm>
#include <array>

namespace vos::identity {

namespace {

constexpr std::string_view Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr char Separator = '1';
constexpr std::uint32_t Bech32mConstant = 0x2bc830a3;

bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}
bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}
char toLower(char c)
{
    return isUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

/// The checksum polynomial of BIP-173 over one more symbol.
std::uint32_t step(std::uint32_t state, std::uint8_t symbol)
{
    static constexpr std::array<std::uint32_t, 5> generator{0x3b6a57b2, 0x26508e6d, 0x1ea119fa,
                                                            0x3d4233dd, 0x2a1462b3};
    const std::uint32_t top = state >> 25;
    state = (state & 0x1ffffff) << 5 ^ symbol;
    for (unsigned i = 0; i < generator.size(); ++i) {
        if ((top >> i & 1) != 0)
            state ^= generator[i];
    }
    return state;
}

std::uint32_t prefixState(std::string_view prefix)
{
    std::uint32_t state = 1;
    for (const char c : prefix)
        state = step(state, static_cast<std::uint8_t>(c >> 5));
    state = step(state, 0);
    for (const char c : prefix)
        state = step(state, static_cast<std::uint8_t>(c & 31));
    return state;
}

std::uint32_t checksum(std::uint32_t state, const std::vector<std::uint8_t>& symbols)
{
    for (const std::uint8_t symbol : symbols)
        state = step(state, symbol);
    return state;
}

/// The one symbol whose change makes the checksum right. Two codewords differ in at least five
/// places, so up to three wrong characters are never taken for another single one.
std::optional<std::size_t> findMistake(std::string_view prefix, std::vector<std::uint8_t> symbols)
{
    std::uint32_t state = prefixState(prefix);
    for (std::size_t i = 0; i < symbols.size(); ++i) {
        const std::uint8_t given = symbols[i];
        for (std::uint8_t other = 0; other < 32; ++other) {
            std::uint32_t tried = step(state, other);
            for (std::size_t k = i + 1; k < symbols.size(); ++k)
                tried = step(tried, symbols[k]);
            if (other != given && tried == Bech32mConstant)
                return i;
        }
        state = step(state, given);
    }
    return std::nullopt;
}

using Bech32Kind = Bech32Error::Kind;

Unexpected<Bech32Error> refuse(Bech32Kind kind, std::optional<std::size_t> position = std::nullopt)
{
    return Unexpected{Bech32Error{kind, position}};
}

/// What is wrong with the characters alone, if anything is.
std::optional<Bech32Error> checkCharacters(std::string_view text)
{
    bool upper = false;
    bool lower = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c < 33 || c > 126)
            return Bech32Error{Bech32Kind::BadCharacter, i};
        if ((isUpper(c) && lower) || (isLower(c) && upper))
            return Bech32Error{Bech32Kind::MixedCase, i};
        upper = upper || isUpper(c);
        lower = lower || isLower(c);
    }
    return std::nullopt;
}

}  // namespace

std::optional<std::uint8_t> bech32Symbol(char c)
{
    const std::size_t index = Alphabet.find(toLower(c));
    if (index == std::string_view::npos)
        return std::nullopt;
    return static_cast<std::uint8_t>(index);
}

std::string encodeBech32m(const Bech32Text& text)
{
    VOS_ASSERT(!text.prefix.empty() &&
               text.prefix.size() + 1 + text.symbols.size() + Bech32ChecksumLength <=
                   Bech32LengthMax);
    for (const char c : text.prefix)
        VOS_ASSERT(c >= 33 && c <= 126 && !isUpper(c));
    std::string out = text.prefix + Separator;
    for (const std::uint8_t symbol : text.symbols) {
        VOS_ASSERT(symbol < 32);
        out += Alphabet[symbol];
    }
    std::uint32_t sum = checksum(prefixState(text.prefix), text.symbols);
    for (std::size_t i = 0; i < Bech32ChecksumLength; ++i)
        sum = step(sum, 0);
    sum ^= Bech32mConstant;
    for (std::size_t i = Bech32ChecksumLength; i > 0; --i)
        out += Alphabet[sum >> (5 * (i - 1)) & 31];
    return out;
}

Expected<Bech32Text, Bech32Error> decodeBech32m(std::string_view text)
{
    if (text.size() > Bech32LengthMax)
        return refuse(Bech32Kind::TooLong);
    if (const auto error = checkCharacters(text))
        return Unexpected{*error};
    const std::size_t separator = text.rfind(Separator);
    if (separator == std::string_view::npos)
        return refuse(Bech32Kind::NoSeparator);
    if (separator == 0)
        return refuse(Bech32Kind::EmptyPrefix, 0);
    Bech32Text result;
    for (const char c : text.substr(0, separator))
        result.prefix += toLower(c);
    for (std::size_t i = separator + 1; i < text.size(); ++i) {
        const auto symbol = bech32Symbol(text[i]);
        if (!symbol)
            return refuse(Bech32Kind::BadCharacter, i);
        result.symbols.push_back(*symbol);
    }
    if (result.symbols.size() < Bech32ChecksumLength)
        return refuse(Bech32Kind::TooShort);
    if (checksum(prefixState(result.prefix), result.symbols) != Bech32mConstant) {
        const auto mistake = findMistake(result.prefix, result.symbols);
        if (mistake)
            return refuse(Bech32Kind::Checksum, separator + 1 + *mistake);
        return refuse(Bech32Kind::Checksum);
    }
    result.symbols.resize(result.symbols.size() - Bech32ChecksumLength);
    return result;
}

std::vector<std::uint8_t> toSymbols(ByteView bytes)
{
    std::vector<std::uint8_t> symbols;
    symbols.reserve((bytes.size() * 8 + 4) / 5);
    unsigned buffer = 0;
    unsigned bits = 0;
    for (const std::byte b : bytes) {
        buffer = (buffer << 8 | std::to_integer<unsigned>(b)) & 0xfff;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            symbols.push_back(static_cast<std::uint8_t>(buffer >> bits & 31));
        }
    }
    if (bits > 0)
        symbols.push_back(static_cast<std::uint8_t>(buffer << (5 - bits) & 31));
    return symbols;
}

std::optional<Bytes> fromSymbols(const std::vector<std::uint8_t>& symbols)
{
    Bytes bytes;
    bytes.reserve(symbols.size() * 5 / 8);
    unsigned buffer = 0;
    unsigned bits = 0;
    for (const std::uint8_t symbol : symbols) {
        buffer = (buffer << 5 | symbol) & 0xfff;
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes.push_back(static_cast<std::byte>(buffer >> bits & 0xff));
        }
    }
    if (bits >= 5 || (buffer & ((1u << bits) - 1)) != 0)
        return std::nullopt;
    return bytes;
}

}  // namespace vos::identity
