#pragma once

// Which room of the house a file is in, and which rooms that one may include: the arrows point
// p2p core <- p2p/qt <- model <- ui <- app. Tests may use everything; nothing uses tests.

#include <string_view>
#include <vector>

namespace vos::lint {

struct Room {
    std::string_view folder;
    /// Folders it may include from, next to itself. `p2p/qt` brings the values of its signals
    /// along.
    std::vector<std::string_view> mayInclude;
};

/// The innermost room `path` lies in, or nullptr.
const Room* roomOf(std::string_view path);
/// True if a file of `from` may include `target`.
bool mayInclude(const Room& from, std::string_view target);
/// True for the rooms of p2p/ that know neither Qt, sockets, clocks nor threads.
bool isCore(std::string_view path);
bool isInside(std::string_view path, std::string_view folder);

}  // namespace vos::lint
