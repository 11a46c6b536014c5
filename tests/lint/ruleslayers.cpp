#include "tests/lint/rooms.h"
#include "tests/lint/rules.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace vos::lint {

namespace {

struct Include {
    std::string_view target;
    bool quoted = false;
};

/// The file an `#include` line names; an empty target for every other line. `code` tells whether
/// the line is live, `raw` has the name.
Include includeOf(std::string_view code, std::string_view raw)
{
    const std::size_t hash = code.find_first_not_of(" \t");
    if (hash == std::string_view::npos || code[hash] != '#')
        return {};
    const std::size_t word = code.find_first_not_of(" \t", hash + 1);
    if (word == std::string_view::npos || !code.substr(word).starts_with("include"))
        return {};
    const std::size_t open = raw.find_first_of("\"<", word);
    if (open == std::string_view::npos)
        return {};
    const std::size_t close = raw.find_first_of("\">", open + 1);
    return {raw.substr(open + 1, close == std::string_view::npos ? close : close - open - 1),
            raw[open] == '"'};
}

bool isQtHeader(std::string_view target)
{
    return target.size() > 1 && target[0] == 'Q' &&
           std::isupper(static_cast<unsigned char>(target[1]));
}

// Headers through which a clock, a thread or the system would come into the core.
constexpr std::array<std::string_view, 16> coreBannedHeaders = {
    "thread",     "mutex",      "shared_mutex", "condition_variable",
    "future",     "stop_token", "atomic",       "random",
    "filesystem", "fstream",    "iostream",     "ctime",
    "time.h",     "sys/time.h", "sys/socket.h", "unistd.h"};

// libsodium gives out secrets in whole pages; the pool that shares them out has a lock, as malloc
// has.
constexpr std::string_view secretPool = "p2p/crypto/secret.cpp";

struct BannedCall {
    std::string_view word;
    std::string_view why;
};
constexpr std::array<BannedCall, 13> coreBannedCode = {{
    {"system_clock", "a clock; time is an argument (Now)"},
    {"steady_clock", "a clock; time is an argument (Now)"},
    {"high_resolution_clock", "a clock; time is an argument (Now)"},
    {"gettimeofday", "a clock; time is an argument (Now)"},
    {"clock_gettime", "a clock; time is an argument (Now)"},
    {"random_device", "randomness is an argument (Rng)"},
    {"rand(", "randomness is an argument (Rng)"},
    {"randombytes_buf", "randomness is an argument (Rng)"},
    {"QObject", "the core has no Qt"},
    {"QString", "the core has no Qt"},
    {"throw", "bad input is a value, bugs are VOS_ASSERT"},
    {"thread_local", "the core has no threads"},
    {"std::async", "the core has no threads"},
}};

void checkArrow(std::string_view target, int line, Report& report)
{
    const Room* from = roomOf(report.path());
    const Room* to = roomOf(target);
    if (to == nullptr)
        return;
    if (isInside(target, "tests") && !isInside(report.path(), "tests")) {
        report.add(line, "include-arrow", "nothing uses tests: " + std::string(target));
        return;
    }
    if (from != nullptr && !mayInclude(*from, target)) {
        report.add(line, "include-arrow",
                   std::string(from->folder) + " may not include " + std::string(target));
    }
}

void checkInclude(const Include& include, int line, Report& report)
{
    const std::string_view target = include.target;
    const bool generated = target.ends_with(".moc") || target.starts_with("moc_");
    if (include.quoted && !generated && target.find('/') == std::string_view::npos)
        report.add(line, "include-root", "write the path from the root: " + std::string(target));
    if (include.quoted)
        checkArrow(target, line, report);

    const std::string_view path = report.path();
    const bool core = isCore(path);
    if (core && (isQtHeader(target) || target.starts_with("Qt")))
        report.add(line, "core-qt", "the core has no Qt: " + std::string(target));
    const bool pooled = path == secretPool && target == "mutex";
    if (core && !pooled &&
        std::find(coreBannedHeaders.begin(), coreBannedHeaders.end(), target) !=
            coreBannedHeaders.end())
        report.add(line, "core-system", "not for the core: <" + std::string(target) + ">");
    if (target.starts_with("sodium") && !isInside(path, "p2p/crypto") && !isInside(path, "tests"))
        report.add(line, "sodium", "libsodium is behind p2p/crypto");
    if (isInside(path, "model") &&
        (target.starts_with("QSql") || target.starts_with("QtSql") ||
         target.starts_with("QtWidgets") || target == "QWidget" || target == "QApplication"))
        report.add(line, "model-layer",
                   "models know neither SQL nor widgets: " + std::string(target));
}

void checkCoreCode(const Source& source, Report& report)
{
    for (const BannedCall& banned : coreBannedCode) {
        for (const std::size_t at : findWord(source.code, banned.word)) {
            // libsodium's generator has its one wrapper in crypto.
            if (banned.word == "randombytes_buf" && isInside(report.path(), "p2p/crypto"))
                continue;
            report.add(source.lineAt(at), "core-code",
                       std::string(banned.word) + ": " + std::string(banned.why));
        }
    }
    // time( as a call of the C library, not as a member or a function of ours.
    for (const std::size_t at : findWord(source.code, "time(")) {
        const std::string_view before = std::string_view(source.code).substr(0, at);
        const bool ours =
            before.ends_with(".") || before.ends_with(">") ||
            (before.ends_with("::") && !before.ends_with("std::")) ||
            (before.ends_with(" ") && before.size() > 1 &&
             std::isalnum(static_cast<unsigned char>(before[before.size() - 2])) != 0 &&
             !before.ends_with("return "));
        if (!ours)
            report.add(source.lineAt(at), "core-code", "time(): time is an argument (Now)");
    }
}

}  // namespace

void checkLayers(const Source& source, Report& report)
{
    const std::vector<std::string_view> code = linesOf(source.code);
    const std::vector<std::string_view> raw = linesOf(source.raw);
    for (std::size_t i = 0; i < code.size(); ++i) {
        const Include include = includeOf(code[i], raw[i]);
        if (!include.target.empty())
            checkInclude(include, static_cast<int>(i + 1), report);
    }
    if (isCore(report.path()))
        checkCoreCode(source, report);
}

}  // namespace vos::lint
