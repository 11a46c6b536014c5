// What a Friend VOS costs: letters a second into and out of a holder, its memory and disk for each,
// how soon somebody who comes back has read everything, and the memory of a box that keeps 20 000
// letters for 100 owners. Real vosd on loopback; one JSON line each.

#include "tests/bench/figures.h"
#include "tests/system/stories.h"

#include "p2p/crypto/systemrng.h"
#include "p2p/identity/grant.h"
#include "p2p/qt/keybox.h"
#include "p2p/qt/nodestore.h"

#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFileInfo>
#include <QTemporaryDir>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace vos;
using namespace vos::test;

namespace vos::bench {

namespace {

constexpr int messages = 1000;
constexpr int slowMs = 300'000;

double seconds(const QElapsedTimer& timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1e9;
}

qint64 databaseBytes(const QString& profile)
{
    qint64 sum = 0;
    for (const char* name : {"vos.db", "vos.db-wal"})
        sum += QFileInfo(QDir(profile).filePath(QLatin1String(name))).size();
    return sum;
}

bool agreeAtOnce(RunningNode& owner, RunningNode& holder, RunningNode& sender)
{
    owner.ask(u"friend_vos.request"_s, {{u"address"_s, holder.link()}});
    const auto sees = [&] {
        return sender
            .call(u"map.find"_s, {{u"address"_s, owner.address()}})["result"_L1]["friend_vos"_L1]
            .toArray()
            .contains(holder.address());
    };
    return owner.waitForEvent(u"friend_vos.changed"_s, {{u"state"_s, u"active"_s}}) &&
           waitUntil(sees);
}

int countOf(RunningNode& node, const QString& event, const QString& state = {})
{
    int count = 0;
    for (const RunningNode::Event& one : node.events())
        if (one.name == event && (state.isEmpty() || one.params["state"_L1].toString() == state))
            ++count;
    return count;
}

void measureTraffic()
{
    const QTemporaryDir folder;
    RunningNode carol({.profile = folder.filePath(u"carol"_s),
                       .arguments = {u"--accept-friend-vos"_s, u"all"_s}});
    RunningNode alice({.profile = folder.filePath(u"alice"_s)});
    RunningNode bob({.profile = folder.filePath(u"bob"_s)});
    if (!carol.start() || !alice.start({u"--join"_s, carol.link()}) ||
        !bob.start({u"--join"_s, carol.link()}) || !befriend(bob, alice) ||
        !agreeAtOnce(bob, carol, alice)) {
        qCritical("the three did not come to an agreement");
        return;
    }
    bob.stop();
    const qint64 holder = carol.process().processId();
    const double memoryBefore = residentMiB(holder);
    const qint64 diskBefore = databaseBytes(carol.profile());
    alice.forgetEvents();
    QElapsedTimer timer;
    timer.start();
    for (int i = 0; i < messages; ++i)
        alice.post(u"message.send"_s, {{u"to"_s, bob.address()}, {u"text"_s, QString(100, u'x')}});
    if (!waitUntil([&] { return countOf(alice, u"message.state"_s, u"held"_s) >= messages; },
                   slowMs)) {
        qCritical("%d of %d messages were held", countOf(alice, u"message.state"_s, u"held"_s),
                  messages);
        return;
    }
    report({u"custody.in"_s, messages / seconds(timer), u"1/s"_s, messages});
    report({u"custody.memory_per_letter"_s,
            (residentMiB(holder) - memoryBefore) * 1024 * 1024 / messages, u"B"_s, messages});
    report({u"custody.disk_per_letter"_s,
            static_cast<double>(databaseBytes(carol.profile()) - diskBefore) / messages, u"B"_s,
            messages});
    alice.stop();

    timer.start();
    if (!bob.start())
        return;
    const double started = seconds(timer);
    if (!waitUntil([&] { return countOf(bob, u"message.received"_s) >= messages; }, slowMs)) {
        qCritical("%d of %d messages arrived", countOf(bob, u"message.received"_s), messages);
        return;
    }
    const double all = seconds(timer);
    report({u"custody.return.start_to_last"_s, all, u"s"_s, messages});
    report({u"custody.out"_s, messages / (all - started), u"1/s"_s, messages});
}

/// Rows of a holder that agreed with `owners` people and keeps `letters` for them, written as the
/// node itself writes them.
bool fillHolder(const QString& profile, int owners, int letters)
{
    auto box = qt::readKeyBox(QDir(profile).filePath(u"key.box"_s), {});
    if (!box)
        return false;
    auto store = qt::NodeStore::open(QDir(profile).filePath(u"vos.db"_s), box->box.dataKey,
                                     box->box.identity.id());
    if (!store)
        return false;
    crypto::SystemRng rng;
    const WallTime now = fromMillis(QDateTime::currentMSecsSinceEpoch());
    const auto day = static_cast<std::uint32_t>(toMillis(now) / 1000);
    const WallTime end = now + std::chrono::days(29);
    Store batch;
    std::vector<NodeId> ids;
    for (int i = 0; i < owners; ++i) {
        OwnerRow row;
        row.id = box->box.identity.id();
        rng.fill(row.id.bytes);
        ids.push_back(row.id);
        row.state = AgreementState::Active;
        row.name = "Owner " + std::to_string(i);
        row.since = now;
        identity::Grant grant{box->box.identity.id(),         65'536, 20'000, day,
                              day + identity::Grant::TermMax, {}};
        grant.sign(row.id, box->box.identity.signing());
        wire::Writer writer;
        grant.write(writer);
        row.grant = writer.take();
        row.lifeEnd = end;
        batch.operations.push_back(row);
    }
    for (int i = 0; i < letters; ++i) {
        PutHeldLetter put;
        rng.fill(put.row.id.bytes);
        put.row.owner = ids[static_cast<std::size_t>(i % owners)];
        put.row.number = static_cast<std::uint64_t>(i + 1);
        put.letter = Bytes(700);
        rng.fill(put.letter);
        put.row.size = static_cast<std::uint32_t>(put.letter.size());
        put.row.slot = static_cast<std::uint32_t>(1 + i % 10);
        put.row.storedAt = now;
        put.row.lifeEnd = end;
        batch.operations.push_back(std::move(put));
    }
    return (*store)->apply(std::span(&batch, 1)).durable;
}

void measureBox()
{
    constexpr int owners = 100;
    constexpr int letters = 20'000;
    const QTemporaryDir folder;
    RunningNode box(
        {.profile = folder.filePath(u"box"_s), .arguments = {u"--accept-friend-vos"_s, u"all"_s}});
    if (!box.start())
        return;
    const double empty = residentMiB(box.process().processId());
    if (!box.stop() || !fillHolder(box.profile(), owners, letters)) {
        qCritical("the box cannot be filled");
        return;
    }
    QElapsedTimer timer;
    timer.start();
    if (!box.start())
        return;
    report({u"custody.box.start"_s, seconds(timer), u"s"_s, letters});
    qint64 held = 0;
    for (const QJsonValue owner : box.ask(u"friend_vos.list"_s)["for_others"_L1].toArray())
        held += owner["messages"_L1].toInteger();
    if (held != letters)
        qCritical("it says that it keeps %lld letters", static_cast<long long>(held));
    report({u"custody.box.memory.empty"_s, empty, u"MiB"_s});
    report(
        {u"custody.box.memory.full"_s, residentMiB(box.process().processId()), u"MiB"_s, letters});
    report({u"custody.box.disk"_s, static_cast<double>(databaseBytes(box.profile())) / (1 << 20),
            u"MiB"_s, letters});
}

}  // namespace

}  // namespace vos::bench

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    if (QCoreApplication::arguments().size() > 1) {
        std::fputs("usage: bench_custody\n", stderr);
        return 2;
    }
    vos::bench::measureBox();
    vos::bench::measureTraffic();
    return 0;
}
