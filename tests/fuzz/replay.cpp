// Runs a fuzz target without a fuzzer: every file of a folder as it is, then a number of mutations
// of each, always the same ones. A crash prints which input it was.
//
// Usage: fuzz_<parser> CORPUS_FOLDER_OR_FILE [MUTATIONS_PER_FILE [FIRST_MUTATION]]

#include "tests/fuzz/mutator.h"
#include "tests/fuzz/target.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>

namespace {

namespace fs = std::filesystem;
using vos::Bytes;

// What runs now, kept ready for the signal handler, which may neither allocate nor format.
char g_running[512];

// AddressSanitizer handles the others itself, with a stack, and then aborts.
#ifdef __SANITIZE_ADDRESS__
constexpr int crashSignals[] = {SIGABRT};
#else
constexpr int crashSignals[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGILL};
#endif

void onCrash(int signal)
{
    std::fputs("crashed on ", stderr);
    std::fputs(g_running, stderr);
    std::fputs("\n", stderr);
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

std::vector<fs::path> seedFiles(const fs::path& where)
{
    std::vector<fs::path> files;
    if (fs::is_regular_file(where))
        return {where};
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator(where, error)) {
        if (entry.is_regular_file())
            files.push_back(entry.path());
    }
    // The order of a folder differs between file systems; the mutations must not.
    std::sort(files.begin(), files.end());
    return files;
}

Bytes readFile(const fs::path& path)
{
    std::ifstream in(path, std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    return vos::toBytes(vos::viewOf(text));
}

void run(const Bytes& input, const std::string& file, unsigned long mutation)
{
    std::snprintf(g_running, sizeof g_running, "%s, mutation %lu (%zu bytes)", file.c_str(),
                  mutation, input.size());
    // A copy without a byte to spare, so that AddressSanitizer sees the first read past the end.
    const auto exact = std::make_unique<std::uint8_t[]>(input.size());
    std::transform(input.begin(), input.end(), exact.get(),
                   [](std::byte b) { return std::to_integer<std::uint8_t>(b); });
    LLVMFuzzerTestOneInput(exact.get(), input.size());
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc < 2 || argc > 4) {
        std::fprintf(stderr, "usage: %s CORPUS [MUTATIONS [FIRST]]\n", argv[0]);
        return 2;
    }
    const unsigned long mutations = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 2000;
    const unsigned long first = argc > 3 ? std::strtoul(argv[3], nullptr, 10) : 1;
    for (const int signal : crashSignals)
        std::signal(signal, onCrash);

    std::vector<Bytes> corpus;
    const std::vector<fs::path> files = seedFiles(argv[1]);
    for (const fs::path& file : files)
        corpus.push_back(readFile(file));
    if (corpus.empty()) {
        std::fprintf(stderr, "no seeds in %s\n", argv[1]);
        return 1;
    }
    for (std::size_t i = 0; i < corpus.size(); ++i) {
        const std::string name = files[i].filename().string();
        run(corpus[i], name, 0);
        for (unsigned long n = first; n < first + mutations; ++n) {
            // Each mutation has its own generator, so that one can be run alone.
            vos::fuzz::Mutator mutator(corpus, (std::uint64_t{i} << 32) + n);
            run(mutator.mutate(corpus[i]), name, n);
        }
    }
    std::printf("%zu seeds, %lu mutations of each\n", corpus.size(), mutations);
    return 0;
}
