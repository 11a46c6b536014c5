#include "p2p/base/utf8.h"

namespace vos {

namespace {

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

}  // namespace

std::optional<char32_t> takeCharacter(std::string_view& text)
{
    const auto first = static_cast<unsigned char>(text.front());
    std::size_t size = 1;
    char32_t character = first;
    char32_t smallest = 0;
    if (first >= 0xf0 && first < 0xf8) {
        size = 4;
        character = first & 0x07u;
        smallest = 0x10000;
    } else if (first >= 0xe0 && first < 0xf0) {
        size = 3;
        character = first & 0x0fu;
        smallest = 0x800;
    } else if (first >= 0xc0 && first < 0xe0) {
        size = 2;
        character = first & 0x1fu;
        smallest = 0x80;
    } else if (first >= 0x80) {
        return std::nullopt;
    }
    if (text.size() < size)
        return std::nullopt;
    for (std::size_t i = 1; i < size; ++i) {
        if (!isContinuation(text[i]))
            return std::nullopt;
        character = character << 6 | (static_cast<unsigned char>(text[i]) & 0x3fu);
    }
    const bool surrogate = character >= 0xd800 && character < 0xe000;
    if (character < smallest || surrogate || character > 0x10ffff)
        return std::nullopt;
    text.remove_prefix(size);
    return character;
}

bool isUtf8(std::string_view text)
{
    while (!text.empty()) {
        if (!takeCharacter(text))
            return false;
    }
    return true;
}

std::string_view cutUtf8(std::string_view text, std::size_t bytes)
{
    if (text.size() <= bytes)
        return text;
    while (bytes > 0 && isContinuation(text[bytes]))
        --bytes;
    return text.substr(0, bytes);
}

}  // namespace vos
