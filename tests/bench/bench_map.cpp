// The VOS Map at rest and in use: time to load it, memory and disk for maps of a thousand to a
// million records, and what upkeep costs in bytes and CPU.

#include "p2p/crypto/sign.h"
#include "p2p/map/vosmap.h"
#include "p2p/qt/mapfile.h"
#include "tests/bench/figures.h"
#include "tests/support/simmap.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>

#include <malloc.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>

using namespace Qt::StringLiterals;
using namespace vos;

namespace {

std::size_t usedMemory()
{
    return mallinfo2().uordblks + mallinfo2().hblkhd;
}

/// Rows as they come from the network: one or two endpoints, a Card with a name. The signatures are
/// made up: nothing looks at them when the own file is read.
std::vector<RecordRow> rows(std::size_t count)
{
    sim::SimRng rng(1);
    const std::int64_t now = 1'767'225'600'000;
    std::vector<RecordRow> result;
    for (std::size_t i = 0; i < count; ++i) {
        map::Whereabouts record;
        record.id = rng.id<NodeId>();
        record.sessionKey = rng.id<ExchangeKey>();
        record.seq = static_cast<std::uint64_t>(now) - rng.below(86'400'000);
        for (std::uint64_t e = 0; e <= rng.below(2); ++e) {
            Endpoint at = *Endpoint::parse("9.1.2.3:4000");
            rng.fill(MutableBytes(at.address).first(4));
            record.endpoints.push_back(at);
        }
        identity::Card card;
        card.id = record.id;
        card.number = 1;
        card.name = "node " + std::to_string(i);
        card.letterKey = rng.id<ExchangeKey>();
        rng.fill(card.signature.bytes);
        record.cardHash = card.hash();
        rng.fill(record.stamp);
        rng.fill(record.signature.bytes);
        result.push_back({record.id, record.encode(), card.encode(), record.seq, card.number,
                          fromMillis(now), std::nullopt});
    }
    return result;
}

/// `ordered`: as a file written anew is; else in the order in which records came.
void atRest(std::size_t count, bool ordered)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("vos.map"));
    const auto key = crypto::Secret<32>::copyOf(Bytes(32, std::byte{7}));
    {
        const auto file = qt::MapFile::open(path, key);
        std::vector<RecordRow> all = rows(count);
        if (ordered)
            std::sort(all.begin(), all.end(),
                      [](const RecordRow& a, const RecordRow& b) { return a.id < b.id; });
        VOS_ASSERT(file && file->rewrite(all));
    }
    const QString name =
        QStringLiteral("map.%1.").arg(count) + (ordered ? QString() : u"unordered."_s);
    bench::report({name + u"disk"_s, static_cast<double>(QFile(path).size()) / 1e6, u"MB"_s});
    const std::size_t before = usedMemory();
    QElapsedTimer timer;
    timer.start();
    const std::clock_t cpu = std::clock();
    map::VosMap map(NodeId{}, 20);
    {
        const auto file = qt::MapFile::open(path, key);
        std::vector<RecordRow> taken = file->takeRows();
        map.reserve(taken.size());
        for (RecordRow& row : taken)
            map.restore(row.id, std::move(row.whereabouts), std::move(row.card),
                        row.highestSequence, row.highestCard, row.heardAt, row.lastSeen);
    }
    const std::clock_t loaded = std::clock();
    const double took = static_cast<double>(timer.nsecsElapsed()) / 1e6;
    VOS_ASSERT(map.knownCount() == count);
    bench::report({name + u"load"_s, took, u"ms"_s});
    // What it takes when nobody else wants the processor.
    bench::report(
        {name + u"load.cpu"_s, static_cast<double>(loaded - cpu) * 1000 / CLOCKS_PER_SEC, u"ms"_s});
    bench::report({name + u"memory"_s, static_cast<double>(usedMemory() - before) / 1e6, u"MB"_s});
}

void upkeep()
{
    sim::MapWorld world(1);
    world.addNodes(3'000);
    world.settleAll(1'050);
    world.run(30s);
    world.churn(45, 4, 0.6);
    world.run(6min);
    world.resetRates();
    const std::clock_t before = std::clock();
    world.run(5min);
    const double cpu = static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
    bench::report({u"map.upkeep.out"_s, world.averageRate(true, 5min), u"B/s"_s, 1'050});
    bench::report({u"map.upkeep.in"_s, world.averageRate(false, 5min), u"B/s"_s, 1'050});
    // Of one node, the model of its network included.
    bench::report({u"map.upkeep.cpu"_s, cpu / 300 / 1'050 * 1e6, u"us/s"_s, 1'050});
}

}  // namespace

/// With numbers of records as arguments, only these maps at rest.
int main(int argc, char** argv)
{
    VOS_ASSERT(crypto::initialize());
    for (int i = 1; i < argc; ++i) {
        for (const bool ordered : {true, false})
            atRest(std::strtoul(argv[i], nullptr, 10), ordered);
    }
    if (argc > 1)
        return 0;
    for (const std::size_t count :
         {std::size_t{1'000}, std::size_t{100'000}, std::size_t{1'000'000}})
        atRest(count, true);
    upkeep();
    return 0;
}
