// Checks every file below a folder and lists what breaks the rules, with a count of each rule.
// Usage: vos-lint ROOT. Exit 0 clean, 1 with findings, 2 for a bad command line.

#include "tests/lint/lint.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>

namespace {

namespace fs = std::filesystem;

// A file over this is no source of ours but data.
constexpr std::uintmax_t fileSizeMax = 4 * 1024 * 1024;

bool isSkipped(const fs::path& folder)
{
    const std::string name = folder.filename().string();
    // Version control, build trees, caches of tools; fuzz seeds are bytes, not text.
    return name == ".git" || name == ".cache" || name == ".ccache" || name == "corpus" ||
           name.starts_with("build") || name == ".qtcreator" || name == ".vscode" ||
           name == ".idea";
}

std::vector<fs::path> filesBelow(const fs::path& root)
{
    std::vector<fs::path> files;
    for (fs::recursive_directory_iterator it(root), end; it != end; ++it) {
        if (it->is_directory() && isSkipped(it->path()))
            it.disable_recursion_pending();
        else if (it->is_regular_file() && it->file_size() <= fileSizeMax)
            files.push_back(it->path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string readFile(const fs::path& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 2 || !fs::is_directory(argv[1])) {
        std::fprintf(stderr, "usage: %s ROOT\n", argv[0]);
        return 2;
    }
    const fs::path root = argv[1];
    const std::vector<fs::path> files = filesBelow(root);
    std::map<std::string, int> counts;
    for (const fs::path& file : files) {
        const std::string path = fs::relative(file, root).generic_string();
        for (const vos::lint::Finding& finding : vos::lint::check(path, readFile(file))) {
            std::printf("%s:%d: %s: %s\n", finding.path.c_str(), finding.line, finding.rule.c_str(),
                        finding.text.c_str());
            ++counts[finding.rule];
        }
    }
    for (const auto& [rule, count] : counts)
        std::printf("%5d %s\n", count, rule.c_str());
    std::printf("%zu files, %s\n", files.size(), counts.empty() ? "no findings" : "not clean");
    return counts.empty() ? 0 : 1;
}
