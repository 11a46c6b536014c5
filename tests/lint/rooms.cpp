#include "tests/lint/rooms.h"

#include <algorithm>
#include <array>

namespace vos::lint {

namespace {

// The application sees the node through its façade; these are the value structs its signals carry,
// and the forms of what a person types, reads aloud and compares.
constexpr std::array<std::string_view, 7> facadeValues = {
    "p2p/base",
    "p2p/engine/types.h",
    "p2p/engine/event.h",
    "p2p/identity/address.h",
    "p2p/identity/link.h",
    "p2p/identity/name.h",
    "p2p/identity/safetynumber.h",
};

const std::vector<Room>& rooms()
{
    static const std::vector<Room> table = {
        {"p2p/base", {}},
        {"p2p/crypto", {"p2p/base"}},
        {"p2p/wire", {"p2p/base"}},
        {"p2p/identity", {"p2p/base", "p2p/wire", "p2p/crypto"}},
        {"p2p/session", {"p2p/base", "p2p/identity", "p2p/wire", "p2p/crypto"}},
        {"p2p/transport", {"p2p/base", "p2p/wire"}},
        {"p2p/nat", {"p2p/base", "p2p/identity", "p2p/wire"}},
        {"p2p/map", {"p2p/base", "p2p/identity", "p2p/wire", "p2p/crypto"}},
        {"p2p/letters", {"p2p/base", "p2p/identity", "p2p/wire", "p2p/crypto"}},
        {"p2p/friendvos", {"p2p/base", "p2p/letters", "p2p/identity", "p2p/wire", "p2p/crypto"}},
        {"p2p/messages",
         {"p2p/base", "p2p/letters", "p2p/friendvos", "p2p/identity", "p2p/wire", "p2p/crypto"}},
        {"p2p/engine",
         {"p2p/base", "p2p/crypto", "p2p/wire", "p2p/identity", "p2p/session", "p2p/transport",
          "p2p/nat", "p2p/map", "p2p/letters", "p2p/friendvos", "p2p/messages"}},
        {"p2p/qt", {"p2p"}},
        {"model", {"p2p/qt"}},
        {"ui/theme", {}},
        {"ui/widgets", {"ui/theme"}},
        {"ui", {"model", "p2p/qt"}},
        {"app/control", {"app/common", "p2p/qt"}},
        {"app/common", {"p2p/qt"}},
        {"app/messenger", {"ui", "model", "app/control", "app/common", "p2p/qt"}},
        {"app/vosd", {"app/control", "app/common", "p2p/qt"}},
        {"app/vos", {"app/control", "app/common", "p2p/qt"}},
        {"tests", {"p2p", "model", "ui", "app"}},
    };
    return table;
}

}  // namespace

bool isInside(std::string_view path, std::string_view folder)
{
    return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

const Room* roomOf(std::string_view path)
{
    const Room* innermost = nullptr;
    for (const Room& room : rooms()) {
        if (isInside(path, room.folder) &&
            (innermost == nullptr || room.folder.size() > innermost->folder.size()))
            innermost = &room;
    }
    return innermost;
}

bool mayInclude(const Room& from, std::string_view target)
{
    const auto holds = [target](std::string_view folder) { return isInside(target, folder); };
    const auto& listed = from.mayInclude;
    if (holds(from.folder) || std::any_of(listed.begin(), listed.end(), holds))
        return true;
    return std::find(listed.begin(), listed.end(), "p2p/qt") != listed.end() &&
           std::any_of(facadeValues.begin(), facadeValues.end(), holds);
}

bool isCore(std::string_view path)
{
    return isInside(path, "p2p") && !isInside(path, "p2p/qt");
}

}  // namespace vos::lint
