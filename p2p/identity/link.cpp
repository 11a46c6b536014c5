#include "p2p/identity/link.h"

#include "p2p/base/endpoint.h"
#include "p2p/base/utf8.h"
#include "p2p/identity/name.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace vos::identity {

namespace {

using LinkKind = LinkError::Kind;

constexpr std::string_view Scheme = "vos:";
constexpr std::size_t HostNameMax = 253;
constexpr std::size_t HostLabelMax = 63;
constexpr std::size_t ShownMax = 64;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
bool isLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// RFC 3986's unreserved characters, and the colon, which a query may hold and people can read.
bool isPlain(char c)
{
    return isLetter(c) || isDigit(c) || c == '-' || c == '.' || c == '_' || c == '~' || c == ':';
}

std::string escaped(std::string_view text)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (isPlain(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += {'%', digits[byte >> 4], digits[byte & 15]};
    }
    return out;
}

/// Nothing for a `%` without two hexadecimal digits, or if the result is no UTF-8.
std::optional<std::string> unescaped(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const auto byte = i + 3 <= text.size() ? fromHex(text.substr(i + 1, 2)) : std::nullopt;
        if (!byte)
            return std::nullopt;
        out += toText(*byte);
        i += 2;
    }
    if (!isUtf8(out))
        return std::nullopt;
    return out;
}

bool isHostName(std::string_view host)
{
    if (host.empty() || host.size() > HostNameMax)
        return false;
    std::size_t labelLength = 0;
    bool numeric = true;
    for (std::size_t i = 0; i <= host.size(); ++i) {
        if (i == host.size() || host[i] == '.') {
            if (labelLength == 0 || labelLength > HostLabelMax || host[i - 1] == '-')
                return false;
            if (i < host.size())
                numeric = true;
            labelLength = 0;
            continue;
        }
        const char c = host[i];
        if (!isLetter(c) && !isDigit(c) && (c != '-' || labelLength == 0))
            return false;
        numeric = numeric && isDigit(c);
        ++labelLength;
    }
    // A last label of digits alone would be a mistyped IPv4 address (RFC 3696, 2).
    return !numeric;
}

bool startsWithScheme(std::string_view text)
{
    return text.size() >= Scheme.size() &&
           std::equal(Scheme.begin(), Scheme.end(), text.begin(), [](char want, char have) {
               return have == want || (isLetter(have) && (have | 0x20) == want);
           });
}

Unexpected<LinkError> refuse(LinkKind kind, std::string_view text)
{
    LinkError error{kind, {}, {}};
    // Only whole characters: the sentence goes into a window or a JSON text.
    error.text = isUtf8(text) ? std::string(cutUtf8(text, ShownMax)) : std::string();
    return Unexpected{std::move(error)};
}

std::optional<Unexpected<LinkError>> takeParameter(std::string_view parameter, Link& link,
                                                   bool& named)
{
    const std::size_t equals = std::min(parameter.find('='), parameter.size());
    const std::string_view key = parameter.substr(0, equals);
    if (key != "at" && key != "name")
        return std::nullopt;
    const std::string_view escapedValue =
        equals < parameter.size() ? parameter.substr(equals + 1) : std::string_view();
    auto value = unescaped(escapedValue);
    if (!value)
        return refuse(LinkKind::BadEscape, parameter);
    if (key == "name") {
        if (std::exchange(named, true))
            return refuse(LinkKind::RepeatedName, *value);
        link.name = cleanName(*value);
        return std::nullopt;
    }
    if (!isPlace(*value))
        return refuse(LinkKind::BadPlace, *value);
    if (link.at.size() == LinkPlacesMax)
        return refuse(LinkKind::TooManyPlaces, *value);
    link.at.push_back(std::move(*value));
    return std::nullopt;
}

}  // namespace

bool isPlace(std::string_view text)
{
    if (Endpoint::parse(text))
        return true;
    const std::size_t colon = text.rfind(':');
    if (colon == std::string_view::npos || !isHostName(text.substr(0, colon)))
        return false;
    const std::string_view portText = text.substr(colon + 1);
    std::uint16_t port = 0;
    const auto [end, error] =
        std::from_chars(portText.data(), portText.data() + portText.size(), port);
    return error == std::errc{} && end == portText.data() + portText.size() && port != 0;
}

std::string encodeLink(const Link& link)
{
    VOS_ASSERT(link.at.size() <= LinkPlacesMax && !checkName(link.name));
    std::string out = std::string(Scheme) + encodeAddress(link.id);
    char separator = '?';
    for (const std::string& place : link.at) {
        VOS_ASSERT(isPlace(place));
        out += std::exchange(separator, '&');
        out += "at=" + escaped(place);
    }
    if (!link.name.empty()) {
        out += separator;
        out += "name=" + escaped(link.name);
    }
    return out;
}

Expected<Link, LinkError> parseLink(std::string_view text)
{
    if (text.size() > LinkLengthMax)
        return refuse(LinkKind::TooLong, {});
    constexpr std::string_view Blanks = " \t\r\n";
    text.remove_prefix(std::min(text.find_first_not_of(Blanks), text.size()));
    text = text.substr(0, text.find_last_not_of(Blanks) + 1);
    if (startsWithScheme(text))
        text.remove_prefix(Scheme.size());
    const std::size_t question = std::min(text.find('?'), text.size());
    auto id = parseAddress(text.substr(0, question));
    if (!id)
        return Unexpected{LinkError{LinkKind::Address, id.error(), {}}};
    Link link{*id, {}, {}};
    std::string_view rest = text.substr(std::min(question + 1, text.size()));
    bool named = false;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('&'), rest.size());
        if (auto error = takeParameter(rest.substr(0, end), link, named))
            return std::move(*error);
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return link;
}

std::string describe(const LinkError& error)
{
    switch (error.kind) {
    case LinkKind::TooLong:
        return "The link is too long.";
    case LinkKind::Address:
        return describe(error.address);
    case LinkKind::BadEscape:
        return "The link is damaged at \"" + error.text + "\".";
    case LinkKind::BadPlace:
        return "\"" + error.text + "\" in the link is no HOST:PORT.";
    case LinkKind::TooManyPlaces:
        return "The link names more than 8 places.";
    case LinkKind::RepeatedName:
        return "The link names its owner twice.";
    }
    VOS_ASSERT(false);
}

}  // namespace vos::identity
