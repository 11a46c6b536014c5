#include "tests/lint/lint.h"

#include "tests/lint/rules.h"

#include <algorithm>
#include <array>

namespace vos::lint {

namespace {

bool endsWithAny(std::string_view path, const auto& endings)
{
    return std::any_of(endings.begin(), endings.end(),
                       [&](std::string_view ending) { return path.ends_with(ending); });
}

bool isText(std::string_view path)
{
    static constexpr std::array<std::string_view, 17> endings = {
        ".cpp", ".h",    ".txt", ".cmake", ".md", ".sh",      ".json", ".yml", ".qrc",
        ".qss", ".html", ".xml", ".svg",   ".ts", ".desktop", ".in",   ".bash"};
    // Scripts have no ending; they are told by their first line, in check().
    return endsWithAny(path, endings);
}

}  // namespace

std::vector<Finding> check(std::string_view path, std::string_view text)
{
    Report report(path);
    const bool cpp = path.ends_with(".cpp") || path.ends_with(".h");
    if (isText(path) || text.starts_with("#!")) {
        checkText(text, report);
        if (!cpp)
            checkMarks(text, report);
    }
    if (cpp) {
        const Source source(text);
        checkMarks(source.code, report);
        checkMarks(source.comments, report);
        checkSize(source, report);
        checkLayers(source, report);
        checkQt(source, report);
    }
    if (path.ends_with(".ts"))
        checkTranslation(text, report);
    if (path.ends_with(".ui"))
        report.add(1, "forbidden", "layouts are made in code, not by Designer");
    return report.take();
}

}  // namespace vos::lint
