#include "tests/lint/rules.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace vos::lint {

namespace {

constexpr std::size_t columnsMax = 100;
constexpr std::size_t linesMax = 800;

// Written in two halves, or this file would find itself.
constexpr std::array<std::string_view, 4> unfinishedMarks = {"TO"
                                                             "DO",
                                                             "FIX"
                                                             "ME",
                                                             "XX"
                                                             "X",
                                                             "HA"
                                                             "CK"};
// The project is built from its own checkout: paths of one developer's machine mean nothing to
// others.
constexpr std::array<std::string_view, 3> workplaceWords = {"../sha"
                                                            "red",
                                                            "/wo"
                                                            "rk/",
                                                            "/tm"
                                                            "p/h/"};

bool isWord(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::size_t columnsOf(std::string_view line)
{
    // UTF-8 continuation bytes (10xxxxxx) take no column of their own.
    return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    }));
}

void checkLine(std::string_view line, int number, Report& report)
{
    if (line.find('\t') != std::string_view::npos)
        report.add(number, "tab", "a tab; indent with spaces");
    if (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r'))
        report.add(number, "trailing-blank", "blanks at the end of the line");
    for (const std::string_view word : workplaceWords) {
        const std::size_t at = line.find(word);
        if (at != std::string_view::npos && (at == 0 || !isWord(line[at - 1])))
            report.add(number, "workplace",
                       "names a place outside the project: " + std::string(word));
    }
}

}  // namespace

std::vector<std::size_t> findWord(std::string_view text, std::string_view word)
{
    std::vector<std::size_t> found;
    for (std::size_t at = text.find(word); at != std::string_view::npos;
         at = text.find(word, at + 1)) {
        const std::size_t end = at + word.size();
        const bool joinedBefore = at > 0 && isWord(text[at - 1]) && isWord(word.front());
        const bool joinedAfter = end < text.size() && isWord(text[end]) && isWord(word.back());
        if (!joinedBefore && !joinedAfter)
            found.push_back(at);
    }
    return found;
}

void checkText(std::string_view text, Report& report)
{
    int number = 0;
    for (const std::string_view line : linesOf(text))
        checkLine(line, ++number, report);
}

void checkMarks(std::string_view text, Report& report)
{
    int number = 0;
    for (const std::string_view line : linesOf(text)) {
        ++number;
        for (const std::string_view mark : unfinishedMarks) {
            if (!findWord(line, mark).empty())
                report.add(number, "unfinished", "says " + std::string(mark) + "; finish it");
        }
    }
}

void checkSize(const Source& source, Report& report)
{
    const std::vector<std::string_view> lines = linesOf(source.raw);
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const std::size_t columns = columnsOf(lines[i]);
        if (columns > columnsMax) {
            report.add(static_cast<int>(i + 1), "long-line",
                       std::to_string(columns) + " columns; 100 are the limit");
        }
    }
    if (lines.size() > linesMax)
        report.add(1, "long-file", std::to_string(lines.size()) + " lines; split it before 800");
}

void checkTranslation(std::string_view text, Report& report)
{
    int number = 0;
    for (const std::string_view line : linesOf(text)) {
        ++number;
        if (line.find("type=\"unfinished\"") != std::string_view::npos)
            report.add(number, "untranslated", "an unfinished entry");
    }
}

}  // namespace vos::lint
