// The map's file: what was appended is there again, damage costs one block, and a profile from
// before the file existed keeps its map.

#include "p2p/qt/database.h"
#include "p2p/qt/mapfile.h"
#include "p2p/qt/rowcodec.h"
#include "p2p/qt/sealedcell.h"
#include "tests/support/simrng.h"
#include "tests/support/testprogram.h"
#include "tests/unit/storefixture.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <map>

using namespace vos;
using namespace vos::qt;

namespace {

crypto::Secret<32> mapKey(int number = 7)
{
    return crypto::Secret<32>::copyOf(Bytes(32, static_cast<std::byte>(number)));
}

std::vector<RecordRow> mapRows(std::size_t count, std::uint64_t version = 1)
{
    sim::SimRng rng(5);
    std::vector<RecordRow> rows;
    for (std::size_t i = 0; i < count; ++i) {
        RecordRow row;
        row.id = rng.id<NodeId>();
        row.whereabouts.resize(180);
        rng.fill(row.whereabouts);
        row.highestSequence = version;
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace

class MapFileTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }

    void appended_rows_are_there_again_the_newest_of_each()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("vos.map"));
        {
            const auto file = MapFile::open(path, mapKey());
            QVERIFY(file && file->takeRows().empty());
            QVERIFY(file->append(mapRows(100)));
            QVERIFY(file->append(mapRows(50, 2)));
        }
        const auto file = MapFile::open(path, mapKey());
        const auto rows = file->takeRows();
        QCOMPARE(rows.size(), std::size_t{100});
        QCOMPARE(std::count_if(rows.begin(), rows.end(),
                               [](const RecordRow& row) { return row.highestSequence == 2; }),
                 50);
        QCOMPARE(file->damagedBlocks(), std::size_t{0});
    }

    void a_torn_end_is_cut_off()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("vos.map"));
        {
            const auto file = MapFile::open(path, mapKey());
            QVERIFY(file->append(mapRows(10)));
            QVERIFY(file->append(mapRows(20)));
        }
        QFile raw(path);
        QVERIFY(raw.resize(raw.size() - 7));
        {
            const auto file = MapFile::open(path, mapKey());
            QCOMPARE(file->takeRows().size(), std::size_t{10});
            QVERIFY(file->append(mapRows(30)));
        }
        QCOMPARE(MapFile::open(path, mapKey())->takeRows().size(), std::size_t{30});
    }

    void damage_costs_the_rest_of_its_block()
    {
        const MapFrames frames(mapKey());
        const auto all = mapRows(60'000);
        Bytes file = MapFrames::head();
        append(file, frames.encode(file.size(), all));
        QVERIFY(file.size() > 3 * MapFrames::BlockSize);
        QCOMPARE(frames.decode(file).rows.size(), all.size());
        file[MapFrames::BlockSize + 100] ^= std::byte{1};
        const auto content = frames.decode(file);
        QCOMPARE(content.damagedBlocks, std::size_t{1});
        QVERIFY(content.rows.size() < all.size() && content.rows.size() > all.size() / 2);
    }

    void another_key_or_another_place_opens_nothing()
    {
        const MapFrames frames(mapKey());
        Bytes file = MapFrames::head();
        append(file, frames.encode(file.size(), mapRows(3)));
        QCOMPARE(frames.decode(file).rows.size(), std::size_t{3});
        QVERIFY(MapFrames(mapKey(8)).decode(file).rows.empty());
        file.insert(file.begin() + MapFrames::HeadSize, 4, std::byte{0});
        QVERIFY(frames.decode(file).rows.empty());
    }

    void half_old_is_written_anew()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("vos.map"));
        const auto file = MapFile::open(path, mapKey());
        QVERIFY(file->rewrite(mapRows(1'000)));
        QVERIFY(!file->wantsCompaction());
        QVERIFY(file->append(mapRows(1'000, 2)));
        QVERIFY(!file->wantsCompaction());
        QVERIFY(file->append(mapRows(1'000, 3)));
        QVERIFY(file->wantsCompaction());
        const qint64 before = QFile(path).size();
        QVERIFY(file->compact());
        QVERIFY(!file->wantsCompaction());
        QVERIFY(QFile(path).size() < before / 2);
        QCOMPARE(MapFile::open(path, mapKey())->takeRows().size(), std::size_t{1'000});
    }

    void records_of_the_old_table_move_into_the_file()
    {
        // A profile from before the map had a file of its own has its records in the database.
        const test::StoreFolder folder;
        const std::vector<RecordRow> rows = mapRows(3, 10);
        const auto with = [](RecordRow row, std::uint64_t number) {
            row.highestSequence = number;
            return row;
        };
        {
            auto store = folder.open();
            QVERIFY(store && (*store)->load());
            Store batch;
            batch.operations = {with(rows[1], 15), with(rows[2], 10)};
            QVERIFY((*store)->apply(std::span(&batch, 1)).durable);
        }
        {
            auto database = Database::open(folder.database());
            QVERIFY(database);
            SealedCells cells(folder.key());
            // One the file has not, one it has newer, one it has older.
            for (const RecordRow& row : {rows[0], rows[1], with(rows[2], 19)}) {
                const QByteArray key = cells.index("record", row.id.view());
                const QByteArray cell = cells.seal({"record", "body", key}, encodeRow(row));
                QVERIFY(
                    (*database)->run("INSERT INTO record (key, body) VALUES (?, ?)", {key, cell}));
            }
        }
        for (int start = 0; start < 2; ++start) {
            auto store = folder.open();
            QVERIFY(store);
            const auto state = (*store)->load();
            QVERIFY(state);
            QCOMPARE((*store)->unreadable(), 0);
            std::map<NodeId, std::uint64_t> numbers;
            for (const RecordRow& row : state->records)
                numbers[row.id] = row.highestSequence;
            const std::map<NodeId, std::uint64_t> expected = {
                {rows[0].id, 10}, {rows[1].id, 15}, {rows[2].id, 19}};
            QVERIFY(numbers == expected);
        }
        auto database = Database::open(folder.database());
        QVERIFY(database);
        QCOMPARE((*database)->value(QStringLiteral("SELECT count(*) FROM record")).toInt(), 0);
    }
};

VOS_TEST_CORE(MapFileTest)
#include "tst_mapfile.moc"
