#include "p2p/qt/walfile.h"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace vos::qt {

namespace {

constexpr std::size_t walHeadSize = 32;
constexpr std::size_t frameHeadSize = 24;
/// The lowest bit says that checksums read their words with the highest byte first.
constexpr std::uint32_t magicLittle = 0x377f0682;
constexpr std::uint32_t magicBig = 0x377f0683;
constexpr std::uint32_t formatVersion = 3007000;
constexpr std::size_t pageSizeMin = 512;
constexpr std::size_t pageSizeMax = 65536;

/// All numbers of the log have their highest byte first.
std::uint32_t numberAt(ByteView bytes, std::size_t at)
{
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i)
        value = value << 8 | std::to_integer<std::uint32_t>(bytes[at + i]);
    return value;
}

void putNumber(Bytes& bytes, std::size_t at, std::uint32_t value)
{
    for (std::size_t i = 4; i > 0; --i, value >>= 8)
        bytes[at + i - 1] = static_cast<std::byte>(value & 0xff);
}

struct Checksum {
    std::uint32_t first = 0;
    std::uint32_t second = 0;
    bool operator==(const Checksum&) const = default;
};

/// Goes on from `sum` over `bytes`, whose size is a multiple of 8.
Checksum checksum(Checksum sum, ByteView bytes, bool bigEndian)
{
    const auto word = [&](std::size_t at) {
        const std::uint32_t value = numberAt(bytes, at);
        if (bigEndian)
            return value;
        return value >> 24 | (value >> 8 & 0xff00) | (value << 8 & 0xff0000) | value << 24;
    };
    for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8) {
        sum.first += word(at) + sum.second;
        sum.second += word(at + 4) + sum.first;
    }
    return sum;
}

struct Salt {
    std::uint32_t first = 0;
    std::uint32_t second = 0;
    bool operator==(const Salt&) const = default;
};

struct Frame {
    ByteView bytes;  ///< head and page
    bool sound = false;

    Salt salt() const { return {numberAt(bytes, 8), numberAt(bytes, 12)}; }
    Checksum stored() const { return {numberAt(bytes, 16), numberAt(bytes, 20)}; }
    bool isCommit() const { return numberAt(bytes, 4) != 0; }
    Checksum computed(Checksum before, bool bigEndian) const
    {
        return checksum(checksum(before, bytes.first(8), bigEndian), bytes.subspan(frameHeadSize),
                        bigEndian);
    }
};

struct Log {
    bool headSound = false;
    bool bigEndian = false;
    std::size_t pageSize = 0;
    std::uint32_t checkpoint = 0;
    Salt salt;
    std::vector<Frame> frames;  ///< of this salt and those between them
};

bool pageSizeFits(std::size_t size)
{
    return size >= pageSizeMin && size <= pageSizeMax && (size & (size - 1)) == 0;
}

/// Reads the head as far as it can be trusted.
Log readHead(ByteView bytes, std::size_t pageSize)
{
    Log log;
    const std::uint32_t magic = numberAt(bytes, 0);
    const Checksum sum = checksum({}, bytes.first(24), magic == magicBig);
    log.headSound = (magic == magicLittle || magic == magicBig) &&
                    numberAt(bytes, 4) == formatVersion && pageSizeFits(numberAt(bytes, 8)) &&
                    sum == Checksum{numberAt(bytes, 24), numberAt(bytes, 28)};
    log.pageSize = log.headSound ? numberAt(bytes, 8) : pageSize;
    log.bigEndian = log.headSound && magic == magicBig;
    log.checkpoint = log.headSound ? numberAt(bytes, 12) : 0;
    log.salt = {numberAt(bytes, 16), numberAt(bytes, 20)};
    return log;
}

/// Nothing for a file too short for one frame, or of no known page size.
std::optional<Log> readLog(ByteView bytes, std::size_t pageSize)
{
    if (bytes.size() < walHeadSize)
        return std::nullopt;
    Log log = readHead(bytes, pageSize);
    const std::size_t frameSize = frameHeadSize + log.pageSize;
    if (!pageSizeFits(log.pageSize) || bytes.size() < walHeadSize + frameSize)
        return std::nullopt;
    if (!log.headSound)
        log.salt = Frame{bytes.subspan(walHeadSize, frameSize)}.salt();
    Checksum before{numberAt(bytes, 24), numberAt(bytes, 28)};
    std::size_t ours = 0;
    for (std::size_t at = walHeadSize; at + frameSize <= bytes.size(); at += frameSize) {
        Frame frame{bytes.subspan(at, frameSize)};
        const bool chained = frame.computed(before, log.bigEndian) == frame.stored();
        // With a damaged head the chain of the first frame has no beginning.
        frame.sound = frame.salt() == log.salt && chained;
        before = frame.stored();
        log.frames.push_back(frame);
        // Behind the last frame of this salt lie those of an older log.
        if (frame.salt() == log.salt)
            ours = log.frames.size();
    }
    log.frames.resize(ours);
    return log;
}

}  // namespace

bool walDamaged(ByteView bytes)
{
    // Without a sound head its page size is not known either; no other one is ever written here.
    constexpr std::size_t usualPageSize = 4096;
    const auto log = readLog(bytes, usualPageSize);
    if (!log)
        return false;
    const auto& frames = log->frames;
    const auto isSound = [](const Frame& frame) { return frame.sound; };
    // The head is synced before any frame is written.
    if (!log->headSound)
        return std::any_of(frames.begin(), frames.end(), isSound);
    const auto bad = std::find_if_not(frames.begin(), frames.end(), isSound);
    const auto endsTransaction = [](const Frame& frame) { return frame.sound && frame.isCommit(); };
    const auto commit = std::find_if(bad, frames.end(), endsTransaction);
    return commit != frames.end() && std::any_of(commit + 1, frames.end(), isSound);
}

std::optional<Bytes> mendWal(ByteView bytes, std::size_t pageSize)
{
    const auto log = readLog(bytes, pageSize);
    if (!log)
        return std::nullopt;
    Bytes mended(walHeadSize);
    putNumber(mended, 0, log->bigEndian ? magicBig : magicLittle);
    putNumber(mended, 4, formatVersion);
    putNumber(mended, 8, static_cast<std::uint32_t>(log->pageSize));
    putNumber(mended, 12, log->checkpoint);
    putNumber(mended, 16, log->salt.first);
    putNumber(mended, 20, log->salt.second);
    Checksum sum = checksum({}, ByteView(mended).first(24), log->bigEndian);
    putNumber(mended, 24, sum.first);
    putNumber(mended, 28, sum.second);
    for (const Frame& frame : log->frames) {
        if (!frame.sound)
            continue;
        sum = frame.computed(sum, log->bigEndian);
        const std::size_t at = mended.size();
        append(mended, frame.bytes);
        putNumber(mended, at + 16, sum.first);
        putNumber(mended, at + 20, sum.second);
    }
    if (mended.size() == walHeadSize)
        return std::nullopt;
    return mended;
}

}  // namespace vos::qt
