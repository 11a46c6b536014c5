#include "tests/lint/rooms.h"
#include "tests/lint/rules.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>

namespace vos::lint {

namespace {

struct Banned {
    std::string_view word;
    std::string_view why;
};
// The GUI thread never waits, and a test that sleeps is slow on a good day and wrong on a bad one.
constexpr std::array<Banned, 8> blocking = {{
    {"BlockingQueuedConnection", "threads exchange queued messages only"},
    {"QThread::sleep", "nothing sleeps"},
    {"msleep", "nothing sleeps"},
    {"usleep", "nothing sleeps"},
    {"sleep_for", "nothing sleeps"},
    {"sleep_until", "nothing sleeps"},
    {"qSleep", "wait for a condition, with a bound (QTRY_…)"},
    {"SIGNAL(", "connect by pointer to member"},
}};

/// One argument of a call, by its position in the file.
struct Argument {
    std::size_t at = 0;
    std::string_view code;
};

/// The arguments of the call whose `(` is at `open`; nothing if it is never closed. Angle brackets
/// nest only in template arguments, whose commas stand inside `<…>` right after a name.
std::optional<std::vector<Argument>> argumentsOf(std::string_view code, std::size_t open)
{
    std::vector<Argument> arguments;
    std::size_t start = open + 1;
    int depth = 0;
    int angle = 0;
    for (std::size_t i = open; i < code.size(); ++i) {
        const char c = code[i];
        if (c == '(' || c == '[' || c == '{')
            ++depth;
        else if (c == ')' || c == ']' || c == '}')
            --depth;
        else if (c == '<' && i > 0 && std::isalnum(static_cast<unsigned char>(code[i - 1])) != 0)
            ++angle;
        else if (c == '>' && code[i - 1] != '-' && angle > 0)
            --angle;
        const bool ends = depth == 0;
        if (ends || (c == ',' && depth == 1 && angle == 0)) {
            while (start < i && std::isspace(static_cast<unsigned char>(code[start])) != 0)
                ++start;
            arguments.push_back({start, code.substr(start, i - start)});
            start = i + 1;
        }
        if (ends)
            return arguments;
    }
    return std::nullopt;
}

void checkContext(const Source& source, std::string_view call, std::size_t withoutContext,
                  Report& report)
{
    for (const std::size_t at : findWord(source.code, call)) {
        const auto arguments = argumentsOf(source.code, at + call.size() - 1);
        if (!arguments || arguments->size() != withoutContext)
            continue;
        if (arguments->back().code.starts_with("["))
            report.add(source.lineAt(at), "connect-context", "a lambda needs a context object");
    }
}

bool hasLetter(std::string_view text)
{
    return std::any_of(text.begin(), text.end(), [](char c) {
        return std::isalpha(static_cast<unsigned char>(c)) != 0 ||
               static_cast<unsigned char>(c) >= 0x80;
    });
}

/// The first string literal in `argument`, if the argument is one, wrapped or not.
std::optional<std::string_view> literalOf(const Source& source, const Argument& argument)
{
    static constexpr std::array<std::string_view, 9> wrappers = {"QStringLiteral(\"",
                                                                 "QLatin1String(\"",
                                                                 "QLatin1StringView(\"",
                                                                 "QString::fromLatin1(\"",
                                                                 "QString::fromUtf8(\"",
                                                                 "QString::fromUtf8(u8\"",
                                                                 "u\"",
                                                                 "\"",
                                                                 "QString(u\""};
    for (const std::string_view wrapper : wrappers) {
        if (!argument.code.starts_with(wrapper))
            continue;
        const std::size_t open = argument.at + wrapper.size();
        const std::size_t close = source.code.find('"', open);
        return std::string_view(source.raw).substr(open, close - open);
    }
    return std::nullopt;
}

void checkShownTexts(const Source& source, Report& report)
{
    static constexpr std::array<std::string_view, 11> setters = {
        "setText(",      "setWindowTitle(",    "setToolTip(",        "setPlaceholderText(",
        "setStatusTip(", "setAccessibleName(", "setTitle(",          "setAccessibleDescription(",
        "setLabelText(", "setWhatsThis(",      "setInformativeText("};
    for (const std::string_view setter : setters) {
        for (const std::size_t at : findWord(source.code, setter)) {
            const auto arguments = argumentsOf(source.code, at + setter.size() - 1);
            if (!arguments)
                continue;
            for (const Argument& argument : *arguments) {
                const auto literal = literalOf(source, argument);
                if (literal && hasLetter(*literal)) {
                    report.add(source.lineAt(at), "untranslatable",
                               "a text a person sees needs tr(): " + std::string(*literal));
                }
            }
        }
    }
}

void checkColours(const Source& source, Report& report)
{
    for (std::size_t at = source.raw.find('#'); at != std::string::npos;
         at = source.raw.find('#', at + 1)) {
        std::size_t end = at + 1;
        while (end < source.raw.size() &&
               std::isxdigit(static_cast<unsigned char>(source.raw[end])) != 0)
            ++end;
        const std::size_t digits = end - at - 1;
        if (digits == 6 || digits == 8)
            report.add(source.lineAt(at), "colour", "colours come from the tokens of ui/theme");
    }
}

}  // namespace

void checkQt(const Source& source, Report& report)
{
    const std::string_view path = report.path();
    const bool test = isInside(path, "tests");
    for (const Banned& banned : blocking) {
        for (const std::size_t at : findWord(source.code, banned.word))
            report.add(source.lineAt(at), "forbidden",
                       std::string(banned.word) + ": " + std::string(banned.why));
    }
    if (!test) {
        for (const std::size_t at : findWord(source.code, "processEvents"))
            report.add(source.lineAt(at), "forbidden", "processEvents: return to the event loop");
    }
    checkContext(source, "connect(", 3, report);
    checkContext(source, "singleShot(", 2, report);
    if (!test && !isInside(path, "ui/theme"))
        checkColours(source, report);
    // The gallery shows made-up people and messages.
    if ((isInside(path, "ui") && !isInside(path, "ui/gallery")) || isInside(path, "app/messenger"))
        checkShownTexts(source, report);
}

}  // namespace vos::lint
