#include "tests/support/testprogram.h"

#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vos::test {

namespace {

std::map<std::string, RunTest, std::less<>>& tests()
{
    static std::map<std::string, RunTest, std::less<>> table;
    return table;
}

// "tests/unit/tst_noise.cpp" -> "tst_noise"
std::string_view nameOf(std::string_view file)
{
    file.remove_prefix(file.find_last_of("/\\") + 1);
    return file.substr(0, file.rfind('.'));
}

}  // namespace

bool registerTest(const char* file, RunTest run)
{
    return tests().emplace(nameOf(file), run).second;
}

}  // namespace vos::test

// PROGRAM TEST [what Qt Test understands …]; a program with one test needs no name.
int main(int argc, char** argv)
{
    const auto& tests = vos::test::tests();
    auto found = tests.end();
    std::vector<char*> arguments(argv, argv + argc);
    if (argc > 1) {
        found = tests.find(std::string_view(argv[1]));
        if (found != tests.end())
            arguments.erase(arguments.begin() + 1);
    }
    if (found == tests.end() && tests.size() == 1)
        found = tests.begin();
    if (found == tests.end()) {
        std::fprintf(stderr, "usage: %s TEST [OPTIONS OF Qt Test ...]\ntests:\n", argv[0]);
        for (const auto& [name, run] : tests)
            std::fprintf(stderr, "  %s\n", name.c_str());
        return 2;
    }
    const int count = static_cast<int>(arguments.size());
    arguments.push_back(nullptr);
    return found->second(count, arguments.data());
}
