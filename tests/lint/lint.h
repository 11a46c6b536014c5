#pragma once

// The rules of the house that a machine can see. Each finding names a rule; the table of rooms says
// which room may include which. Nothing here reads files: the text comes in, findings go out, so
// the rules are tested with planted violations.

#include <string>
#include <string_view>
#include <vector>

namespace vos::lint {

struct Finding {
    std::string path;
    int line = 0;
    /// Short stable name, such as `include-arrow`.
    std::string rule;
    std::string text;
};

/// All findings in one file. `path` is relative to the root of the project, with `/`; it decides
/// which rules apply. Files of kinds no rule speaks of have no findings.
std::vector<Finding> check(std::string_view path, std::string_view text);

}  // namespace vos::lint
