#include "p2p/identity/address.h"

#include "p2p/base/utf8.h"
#include "p2p/identity/bech32.h"

#include <algorithm>

namespace vos::identity {

namespace {

using AddressKind = AddressError::Kind;

constexpr std::string_view Start = "vos1";
constexpr std::string_view Blanks = " \t\r\n";

/// Turns an index into bytes into one into characters, and picks the character there. Bytes that
/// are no UTF-8 count as one character each and are shown as U+FFFD.
AddressError errorAt(AddressKind kind, std::string_view text, std::size_t byte)
{
    AddressError error{kind, 0, {}};
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::string_view before = rest;
        const bool valid = takeCharacter(rest).has_value();
        if (!valid)
            rest.remove_prefix(1);
        const std::size_t end = text.size() - rest.size();
        if (end > byte) {
            error.character = valid ? std::string(before.substr(0, before.size() - rest.size()))
                                    : std::string("\xef\xbf\xbd");
            return error;
        }
        ++*error.position;
    }
    return error;
}

std::string_view withoutBlanks(std::string_view text, std::size_t& skipped)
{
    skipped = std::min(text.find_first_not_of(Blanks), text.size());
    text.remove_prefix(skipped);
    const std::size_t last = text.find_last_not_of(Blanks);
    return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

/// Index of the first byte that differs from `vos1`; nothing if `address` begins so.
std::optional<std::size_t> prefixMistake(std::string_view address)
{
    for (std::size_t i = 0; i < Start.size(); ++i) {
        const char c = i < address.size() ? address[i] : '\0';
        const bool upper = c >= 'A' && c <= 'Z';
        if ((upper ? static_cast<char>(c - 'A' + 'a') : c) != Start[i])
            return i;
    }
    return std::nullopt;
}

/// Index of the first byte after `vos1` that no address contains. The separator itself is among
/// those: it stands once.
std::optional<std::size_t> strangeCharacter(std::string_view address)
{
    for (std::size_t i = Start.size(); i < address.size(); ++i) {
        if (!bech32Symbol(address[i]))
            return i;
    }
    return std::nullopt;
}

/// Index of the first letter in another case than the first letter.
std::optional<std::size_t> caseMistake(std::string_view address)
{
    const bool upper = address.front() == 'V';
    for (std::size_t i = 0; i < address.size(); ++i) {
        const char c = address[i];
        if (upper ? (c >= 'a' && c <= 'z') : (c >= 'A' && c <= 'Z'))
            return i;
    }
    return std::nullopt;
}

std::string placeOf(const AddressError& error)
{
    if (!error.position)
        return {};
    return "Character " + std::to_string(*error.position + 1) +
           (error.character.empty() ? "" : " (\"" + error.character + "\")");
}

}  // namespace

std::string encodeAddress(const NodeId& id)
{
    return encodeBech32m({std::string(AddressPrefix), toSymbols(id.view())});
}

Expected<NodeId, AddressError> parseAddress(std::string_view text)
{
    std::size_t skipped = 0;
    const std::string_view address = withoutBlanks(text, skipped);
    if (address.empty())
        return Unexpected{AddressError{AddressKind::Empty, std::nullopt, {}}};
    if (const auto i = prefixMistake(address))
        return Unexpected{errorAt(AddressKind::WrongPrefix, text, skipped + *i)};
    if (const auto i = strangeCharacter(address))
        return Unexpected{errorAt(AddressKind::BadCharacter, text, skipped + *i)};
    if (const auto i = caseMistake(address))
        return Unexpected{errorAt(AddressKind::MixedCase, text, skipped + *i)};
    if (address.size() < AddressLength)
        return Unexpected{AddressError{AddressKind::TooShort, std::nullopt, {}}};
    if (address.size() > AddressLength)
        return Unexpected{AddressError{AddressKind::TooLong, std::nullopt, {}}};
    const auto decoded = decodeBech32m(address);
    if (!decoded) {
        if (!decoded.error().position)
            return Unexpected{AddressError{AddressKind::Checksum, std::nullopt, {}}};
        return Unexpected{
            errorAt(AddressKind::Checksum, text, skipped + *decoded.error().position)};
    }
    const auto bytes = fromSymbols(decoded->symbols);
    const auto id = bytes ? NodeId::from(*bytes) : std::nullopt;
    if (!id)
        return Unexpected{AddressError{AddressKind::BadKey, std::nullopt, {}}};
    return *id;
}

std::string describe(const AddressError& error)
{
    const std::string place = placeOf(error);
    switch (error.kind) {
    case AddressKind::Empty:
        return "The address is empty.";
    case AddressKind::WrongPrefix:
        return "A VOS address begins with \"vos1\". " +
               (error.character.empty() ? "This one ends before that." : place + " differs.");
    case AddressKind::BadCharacter:
        return place + " cannot be part of a VOS address.";
    case AddressKind::MixedCase:
        return place + " mixes upper and lower case.";
    case AddressKind::TooShort:
        return "The address is too short: it has 62 characters when it is complete.";
    case AddressKind::TooLong:
        return "The address is too long: it has 62 characters.";
    case AddressKind::Checksum:
        if (place.empty())
            return "The address was mistyped: its checksum does not fit.";
        return "The address was mistyped: its checksum does not fit. " + place +
               " seems to be the wrong one.";
    case AddressKind::BadKey:
        return "The address does not hold a key.";
    }
    VOS_ASSERT(false);
}

std::string shortAddress(const NodeId& id)
{
    const std::string address = encodeAddress(id);
    return address.substr(0, Start.size() + 8) + "\u2026" + address.substr(address.size() - 4);
}

}  // namespace vos::identity
