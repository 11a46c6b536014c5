#include "p2p/identity/name.h"

#include "p2p/base/utf8.h"

#include <algorithm>
#include <array>

namespace vos::identity {

namespace {

struct Range {
    char32_t first;
    char32_t last;
};

// Unicode 15: general categories Cc, Zl, Zp; Bidi_Control; and the characters of no width. Joiners
// are among these: some scripts write with them, but they also make two names that look the same.
constexpr std::array Forbidden{
    Range{0x0000, 0x001f},    // control characters, line breaks among them
    Range{0x007f, 0x009f},    // delete and the C1 controls, next line among them
    Range{0x00ad, 0x00ad},    // soft hyphen
    Range{0x034f, 0x034f},    // combining grapheme joiner
    Range{0x061c, 0x061c},    // Arabic letter mark
    Range{0x115f, 0x1160},    // Hangul fillers
    Range{0x17b4, 0x17b5},    // Khmer inherent vowels
    Range{0x180b, 0x180f},    // Mongolian variation selectors and vowel separator
    Range{0x200b, 0x200f},    // zero-width space and joiners, direction marks
    Range{0x2028, 0x202e},    // line and paragraph separator, direction embedding and override
    Range{0x2060, 0x206f},    // word joiner, invisible operators, direction isolates
    Range{0x3164, 0x3164},    // Hangul filler
    Range{0xfdd0, 0xfdef},    // noncharacters
    Range{0xfeff, 0xfeff},    // byte order mark, zero-width no-break space
    Range{0xffa0, 0xffa0},    // half-width Hangul filler
    Range{0xfff0, 0xfffb},    // unassigned specials, interlinear annotation
    Range{0x1bca0, 0x1bca3},  // shorthand format controls
    Range{0x1d173, 0x1d17a},  // musical format controls
    Range{0xe0000, 0xe0fff},  // tags and supplementary variation selectors
};

std::string_view trimmed(std::string_view text)
{
    const std::size_t first = std::min(text.find_first_not_of(' '), text.size());
    const std::size_t last = text.find_last_not_of(' ');
    return text.substr(first, last == std::string_view::npos ? 0 : last + 1 - first);
}

}  // namespace

bool isForbiddenInName(char32_t character)
{
    if ((character & 0xfffe) == 0xfffe)
        return true;
    return std::any_of(Forbidden.begin(), Forbidden.end(), [character](const Range& range) {
        return character >= range.first && character <= range.last;
    });
}

std::optional<NameFault> checkName(std::string_view name)
{
    if (name.size() > NameSizeMax)
        return NameFault::TooLong;
    while (!name.empty()) {
        const auto character = takeCharacter(name);
        if (!character)
            return NameFault::NotUtf8;
        if (isForbiddenInName(*character))
            return NameFault::ForbiddenCharacter;
    }
    return std::nullopt;
}

std::string cleanName(std::string_view name)
{
    std::string kept;
    while (!name.empty()) {
        const std::string_view before = name;
        const auto character = takeCharacter(name);
        if (!character)
            name.remove_prefix(1);
        else if (!isForbiddenInName(*character))
            kept += before.substr(0, before.size() - name.size());
    }
    return std::string(trimmed(cutUtf8(trimmed(kept), NameSizeMax)));
}

}  // namespace vos::identity
