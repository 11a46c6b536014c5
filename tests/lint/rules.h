#pragma once

// The groups of rules behind check(). Each looks at one file and appends what it finds.

#include "tests/lint/lint.h"
#include "tests/lint/source.h"

namespace vos::lint {

/// Collects the findings of one file.
class Report {
public:
    explicit Report(std::string_view path) : m_path(path) {}

    std::string_view path() const { return m_path; }
    void add(int line, std::string rule, std::string text)
    {
        m_findings.push_back({m_path, line, std::move(rule), std::move(text)});
    }
    std::vector<Finding> take() { return std::move(m_findings); }

private:
    std::string m_path;
    std::vector<Finding> m_findings;
};

/// Any text file: words of a workplace, tabs, trailing blanks.
void checkText(std::string_view text, Report& report);
/// Marks of unfinished work; in C++ anywhere but in literals.
void checkMarks(std::string_view text, Report& report);
/// C++: width and length.
void checkSize(const Source& source, Report& report);
/// C++: includes along the arrows; no Qt, clock, thread or exception in the core.
void checkLayers(const Source& source, Report& report);
/// C++: calls that block, connections without a context, colours and texts in the wrong place.
void checkQt(const Source& source, Report& report);
/// translations/*.ts: every entry is finished.
void checkTranslation(std::string_view text, Report& report);

/// Positions at which `word` stands in `text` with no letter, digit or `_` beside it. An end of the
/// word that is no letter itself may touch anything.
std::vector<std::size_t> findWord(std::string_view text, std::string_view word);

}  // namespace vos::lint
