#pragma once

// A C++ file as the rules want to see it. Three views of the same text, line for line and column
// for column: `raw` as it stands; `code` with the insides of comments and literals blanked, so that
// a word in a message is not taken for a call; `comments` with everything but comments blanked.
// Strings stay findable in `raw` at the column the quotes have in `code`.

#include <string>
#include <string_view>
#include <vector>

namespace vos::lint {

struct Source {
    explicit Source(std::string_view text);

    std::string raw;
    std::string code;
    std::string comments;

    /// 1-based line of a position in any of the views.
    int lineAt(std::size_t position) const;
};

/// The lines of a text without their ends.
std::vector<std::string_view> linesOf(std::string_view text);

}  // namespace vos::lint
