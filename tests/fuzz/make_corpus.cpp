// Writes the seeds of all fuzz targets below a folder, or checks that those there are what the
// encoders make today.
// Usage: make_corpus [--check] FOLDER

#include "p2p/crypto/secret.h"
#include "tests/fuzz/corpus.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace vos::fuzz {

namespace {

namespace fs = std::filesystem;

std::string readFile(const fs::path& path)
{
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

bool check(const fs::path& path, const Seed& seed)
{
    if (fs::exists(path) && readFile(path) == toText(seed.bytes))
        return true;
    std::fprintf(stderr, "%s is not what the encoders make (target fuzz-corpus makes it anew)\n",
                 path.string().c_str());
    return false;
}

bool write(const fs::path& path, const Seed& seed)
{
    fs::create_directories(path.parent_path());
    std::ofstream out(path, std::ios::binary);
    out << toText(seed.bytes);
    return static_cast<bool>(out);
}

}  // namespace

}  // namespace vos::fuzz

int main(int argc, char** argv)
{
    using namespace vos::fuzz;
    const bool checkOnly = argc == 3 && std::string_view(argv[1]) == "--check";
    if (argc != (checkOnly ? 3 : 2) || !vos::crypto::initialize()) {
        std::fprintf(stderr, "usage: %s [--check] FOLDER\n", argv[0]);
        return 2;
    }
    Seeds seeds;
    addIdentitySeeds(seeds);
    addMapSeeds(seeds);
    addFrameSeeds(seeds);
    addPacketSeeds(seeds);
    addLetterSeeds(seeds);
    addCustodySeeds(seeds);
    addControlSeeds(seeds);
    addTransportSeeds(seeds);
    addRowSeeds(seeds);
    addPortMapSeeds(seeds);
    bool good = true;
    for (const Seed& seed : seeds) {
        const std::filesystem::path path =
            std::filesystem::path(argv[argc - 1]) / seed.parser / seed.name;
        good = (checkOnly ? check(path, seed) : write(path, seed)) && good;
    }
    std::printf("%zu seeds\n", seeds.size());
    return good ? 0 : 1;
}
