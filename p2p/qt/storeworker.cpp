#include "p2p/qt/storeworker.h"

#include "p2p/qt/convert.h"
#include "p2p/qt/threads.h"

#include <algorithm>
#include <utility>

namespace vos::qt {

namespace {

/// Most batches in one commit, so that the first of a flood does not wait for the last.
constexpr std::size_t groupMax = 256;
constexpr auto probeInterval = 2s;
constexpr auto tallyInterval = 1min;
/// The start has the disk for itself first.
constexpr auto firstCheckDelay = 20s;
constexpr auto copyInterval = 1h;
/// Rows looked at between two groups: about a millisecond.
constexpr int searchSlice = 500;

/// Local values of the edge itself, which no prefix of the window finds.
constexpr const char* portKey = "\x01port";
constexpr const char* elsewhereKey = "\x01elsewhere";

}  // namespace

StoreWorker::StoreWorker()
    : m_probeTimer(this)
    , m_copyTimer(this)
    , m_tallyTimer(this)
    , m_background(this)
{
    m_background.setMaxThreadCount(1);
    m_probeTimer.setInterval(probeInterval);
    connect(&m_probeTimer, &QTimer::timeout, this, &StoreWorker::onProbe);
    m_copyTimer.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_copyTimer, &QTimer::timeout, this, &StoreWorker::checkAndCopy);
    m_tallyTimer.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_tallyTimer, &QTimer::timeout, this, &StoreWorker::tellCustody);
}

StoreWorker::~StoreWorker()
{
    m_background.waitForDone();
}

Expected<StoreWorker::Opened, StartError> StoreWorker::open(const StorePlace& place,
                                                            const crypto::Secret<32>& masterKey,
                                                            const NodeId& own)
{
    auto opened = openStore(place, masterKey, own);
    if (!opened)
        return Unexpected{opened.error()};
    m_place = place;
    m_store = std::move(opened->store);
    Opened result{std::move(opened->state), opened->repair, {}, {}};
    if (const auto port = m_store->local(portKey))
        result.port = static_cast<quint16>(std::atoi(port->c_str()));
    const auto elsewhere = m_store->local(elsewhereKey);
    if (elsewhere && !elsewhere->empty())
        result.elsewhereAt = fromMillis(std::atoll(elsewhere->c_str()));
    m_copyTimer.start(firstCheckDelay);
    m_unreadableTold = 0;
    post(this, [this] { tellUnreadable(); });
    m_tallyTimer.start(tallyInterval);
    return result;
}

void StoreWorker::submit(std::vector<Store> batches)
{
    for (Store& batch : batches)
        m_pending.push_back(std::move(batch));
    if (m_pending.size() >= groupMax) {
        flush();
    } else if (!m_flushPosted && !m_pending.empty()) {
        // Behind all that is queued by now, which therefore joins the group.
        m_flushPosted = true;
        post(this, [this] { flush(); });
    }
}

void StoreWorker::flush()
{
    m_flushPosted = false;
    if (m_pending.empty())
        return;
    std::vector<Store> batches = std::exchange(m_pending, {});
    std::vector<StoreResult> results;
    NodeStore::Applied all;
    if (m_store) {
        auto applied = m_store->apply(batches);
        if (applied.durable) {
            for (const Store& batch : batches) {
                results.push_back({batch.ticket, true});
                count(batch);
            }
            all = std::move(applied);
        }
    }
    if (results.empty())
        flushSingly(batches, results, all);
    Q_EMIT stored(results, all.readByPeer, all.changed);
    tellStepped(all.readByPeer);
}

void StoreWorker::tellStepped(const std::vector<MessageStateChange>& readByPeer)
{
    std::vector<MessageId> stepped = std::exchange(m_stepped, {});
    for (const MessageStateChange& change : readByPeer)
        stepped.push_back(change.id);
    std::sort(stepped.begin(), stepped.end());
    stepped.erase(std::unique(stepped.begin(), stepped.end()), stepped.end());
    if (!stepped.empty())
        Q_EMIT this->stepped(stepped);
}

void StoreWorker::flushSingly(std::vector<Store>& batches, std::vector<StoreResult>& results,
                              NodeStore::Applied& all)
{
    for (const Store& batch : batches) {
        auto applied = m_store ? m_store->apply(std::span(&batch, 1)) : NodeStore::Applied{};
        results.push_back({batch.ticket, applied.durable});
        all.readByPeer.insert(all.readByPeer.end(), applied.readByPeer.begin(),
                              applied.readByPeer.end());
        all.changed.insert(all.changed.end(), applied.changed.begin(), applied.changed.end());
        if (applied.durable)
            count(batch);
        else if (m_store && !m_probeTimer.isActive())
            m_probeTimer.start();
    }
}

void StoreWorker::count(const Store& batch)
{
    for (const StoreOperation& operation : batch.operations) {
        if (std::holds_alternative<PutHeldLetter>(operation))
            ++m_tally.taken;
        else if (const auto* settled = std::get_if<SettleHeldLetter>(&operation))
            ++(settled->receipt.empty() ? m_tally.ended : m_tally.handedOver);
        else if (const auto* step = std::get_if<PutStep>(&operation))
            m_stepped.push_back(step->message);
    }
}

void StoreWorker::tellCustody()
{
    if (m_tally != CustodyTally{})
        Q_EMIT custodyTold(std::exchange(m_tally, {}));
}

void StoreWorker::onProbe()
{
    if (!m_store || !m_store->probe())
        return;
    m_probeTimer.stop();
    Q_EMIT recovered();
}

void StoreWorker::search(MessageSearch search, std::function<void(Found)> reply)
{
    if (m_searchReply) {
        const auto older = std::exchange(m_searchReply, nullptr);
        older(Unexpected{NodeError{ErrorCode::Busy, "A newer search took its place."}});
    }
    m_search = std::move(search);
    m_searchReply = std::move(reply);
    continueSearch();
}

void StoreWorker::continueSearch()
{
    if (!m_searchReply)
        return;
    const bool good = m_store && m_store->messages().searchOn(m_search, searchSlice);
    if (good && !m_search.finished) {
        // One slice at a time stands in the queue: a newer search continues in the same chain.
        QTimer::singleShot(0, this, [this, text = m_search.text, below = m_search.below] {
            if (m_search.text == text && m_search.below == below)
                continueSearch();
        });
        return;
    }
    const auto reply = std::exchange(m_searchReply, nullptr);
    if (good)
        reply(std::exchange(m_search.found, {}));
    else
        reply(Unexpected{NodeError{ErrorCode::Storage, "The history cannot be read."}});
}

std::vector<std::pair<LetterId, Bytes>> StoreWorker::loadHeld(const std::vector<LetterId>& ids,
                                                              bool receipts)
{
    flush();
    if (!m_store)
        return {};
    return m_store->loadHeld(ids, receipts);
}

void StoreWorker::keepPort(quint16 port)
{
    if (m_store)
        m_store->putLocal(portKey, std::to_string(port));
}

void StoreWorker::keepElsewhere(std::optional<WallTime> at)
{
    if (m_store)
        m_store->putLocal(elsewhereKey, at ? std::to_string(toMillis(*at)) : std::string());
}

void StoreWorker::putLocal(const std::string& key, const std::string& value)
{
    if (m_store)
        m_store->putLocal(key, value);
}

std::vector<LocalRow> StoreWorker::locals(const std::string& prefix)
{
    std::vector<LocalRow> rows = m_store ? m_store->locals(prefix) : std::vector<LocalRow>();
    std::erase_if(rows, [](const LocalRow& row) { return row.key.starts_with('\x01'); });
    return rows;
}

void StoreWorker::markTaken(const std::vector<MessageId>& ids)
{
    if (m_store)
        m_store->markTaken(ids);
}

void StoreWorker::checkAndCopy()
{
    tellUnreadable();
    const bool first = m_copyTimer.intervalAsDuration() != copyInterval;
    m_copyTimer.start(copyInterval);
    m_background.start([this, place = m_place, first] {
        const QDate today = QDate::currentDate();
        if (!first && !copyDue(place, today))
            return;
        // A damaged file must not push good copies out.
        const QString damage = checkStore(place);
        if (damage.isEmpty())
            copyStore(place, today);
        else
            post(this, [this, damage] {
                Q_EMIT damageFound(QStringLiteral("The history is damaged (%1). It will be "
                                                  "repaired at the next start.")
                                       .arg(damage));
            });
    });
}

void StoreWorker::tellUnreadable()
{
    const int now = m_store ? m_store->unreadable() : 0;
    if (now <= std::exchange(m_unreadableTold, now))
        return;
    Q_EMIT damageFound(
        QStringLiteral("%1 entries of the profile are damaged and were left out.").arg(now));
}

void StoreWorker::close()
{
    flush();
    m_probeTimer.stop();
    m_copyTimer.stop();
    m_tallyTimer.stop();
    tellCustody();
    if (m_searchReply) {
        const auto reply = std::exchange(m_searchReply, nullptr);
        reply(Unexpected{NodeError{ErrorCode::Busy, "The node is stopping."}});
    }
    m_background.waitForDone();
    m_store.reset();
    Q_EMIT closed();
}

}  // namespace vos::qt
