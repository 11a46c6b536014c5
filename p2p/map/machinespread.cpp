// Machine: how news goes round. At once while there is little of it, else by 8-byte hints and
// questions, so that each node gets each record about once.

#include "p2p/map/machineinside.h"

#include <algorithm>
#include <utility>

namespace vos::map {

namespace {

/// Eager spreading costs about ten copies of a record with its packet for each change.
constexpr double EagerBytesPerChange = 1'330;
constexpr double EagerBytesMax = 256;
/// A link that hinted and does not send is passed over after this.
constexpr Duration WantPatience = 1s;
constexpr std::size_t WantedMax = 4'096;
/// Each of the three links that hinted first is asked twice: it may have been busy.
constexpr std::uint8_t AsksMax = 6;
/// Hints waiting for one link.
constexpr std::size_t PendingMax = 8'192;
/// HINT messages to one link in one round.
constexpr std::size_t RoundsMax = 4;
/// One announcement of an id a minute, four in a burst, 64 a day; beyond that it is not passed on.
constexpr std::uint8_t Burst = 4;
constexpr std::uint16_t DayMax = 64;
constexpr std::int64_t DaySeconds = 24 * 3600 / DayMax;

std::uint16_t lowSeq(std::uint64_t seq)
{
    return static_cast<std::uint16_t>(seq & 0xffff);
}
std::uint64_t cut(std::uint64_t head)
{
    return head & ~std::uint64_t{0xffff};
}

}  // namespace

void Machine::setOwn(const MapTime& time, ByteView whereabouts)
{
    enter(time);
    const auto record = Whereabouts::decode(whereabouts);
    VOS_ASSERT(record && record->id == m_self);
    m_own = toBytes(whereabouts);
    m_ownSeq = record->seq;
    m_ownPrivate = record->has(Private);
    m_ownSumBefore = m_ownSum;
    m_ownSum = sumOf(m_self, m_ownSeq);
    m_ownSince = time.mono;
    for (const auto& link : m_links)
        announceOwn(*link);
}

void Machine::announceOwn(Link& link)
{
    // Private: in the sessions of contacts and Friend VOS alone, who pass it on to nobody.
    if (m_ownPrivate && !m_host.isPinned(link.id))
        return;
    wire::Announce announce;
    announce.records.push_back({0, m_own});
    say(link, announce);
}

bool Machine::eager() const
{
    return m_changes.perSecond(m_now.mono) * EagerBytesPerChange <= EagerBytesMax;
}

Duration Machine::hintInterval() const
{
    const double used =
        std::max(m_in.perSecond(m_now.mono), m_out.perSecond(m_now.mono)) / m_budget.bytesPerSecond;
    return used < 0.3 ? Duration(1s) : used < 0.6 ? Duration(2s) : Duration(4s);
}

/// The limits per id. Most ids change so rarely that when they last did says enough.
bool Machine::mayPass(const NodeId& id, std::optional<std::uint32_t> receivedBefore)
{
    const std::uint64_t head = headOf(id);
    const auto place = m_paces.find(head);
    if (place == m_paces.end()) {
        const bool rare = !receivedBefore || *receivedBefore + DaySeconds < slotNow();
        if (!rare)
            m_paces[head] = {m_now.mono, Burst - 1, DayMax - 1};
        return true;
    }
    Pace& pace = place->second;
    const auto minutes = (m_now.mono - pace.since) / Duration(60s);
    const auto shares = (m_now.mono - pace.since) / Duration(std::chrono::seconds(DaySeconds));
    if (minutes > 0) {
        pace.burst = static_cast<std::uint8_t>(std::min<std::int64_t>(Burst, pace.burst + minutes));
        pace.day = static_cast<std::uint16_t>(std::min<std::int64_t>(DayMax, pace.day + shares));
        // The day fills in steps of 22 minutes; the rest of a step is not lost to the minute.
        if (shares > 0 || pace.burst == Burst)
            pace.since = m_now.mono;
    }
    if (pace.burst == 0 || pace.day == 0)
        return false;
    --pace.burst;
    --pace.day;
    return true;
}

/// `known`: an older one was held, here and so most likely there: the short form will do.
void Machine::spread(const NodeId& id, const Link* source, bool known)
{
    const auto place = m_map.slots().find(id);
    const Slot slot = m_map.slots().at(*place);
    const RecordPool::Item& item = m_map.pool()[slot.record];
    const wire::Hint hint{cut(item.head), lowSeq(item.seq)};
    const std::uint64_t head = item.head;
    std::optional<Bytes> encoded;
    const bool now = eager();
    bool waiting = false;
    for (const auto& link : m_links) {
        if (link.get() == source || link->id == id || !link->covers(head))
            continue;
        if (now) {
            if (!encoded)
                encoded = wire::encodeMessage(wire::Announce{{heard(slot, known)}});
            m_out.add(m_now.mono, static_cast<double>(encoded->size()) + PacketOverhead);
            m_host.sendTo(link->id, *encoded);
        } else if (link->pending.size() < PendingMax) {
            link->pending.push_back(hint);
            waiting = true;
        }
    }
    if (waiting && !m_nextFlush)
        m_nextFlush = m_now.mono + hintInterval();
}

void Machine::flushHints()
{
    bool more = false;
    for (const auto& link : m_links) {
        for (std::size_t round = 0; round < RoundsMax && !link->pending.empty(); ++round) {
            const std::size_t count = std::min(link->pending.size(), wire::HintsMax);
            wire::Hints hints;
            hints.hints.assign(link->pending.begin(),
                               link->pending.begin() + static_cast<std::ptrdiff_t>(count));
            link->pending.erase(link->pending.begin(),
                                link->pending.begin() + static_cast<std::ptrdiff_t>(count));
            say(*link, hints);
        }
        more = more || !link->pending.empty();
        if (link->pending.empty() && link->pending.capacity() > 64)
            link->pending.shrink_to_fit();
    }
    if (more)
        m_nextFlush = m_now.mono + hintInterval();
}

// ---- hints and wants --------------------------------------------------------------------------

std::optional<Slots::Place> Machine::held(const wire::Hint& hint) const
{
    const Slots& slots = m_map.slots();
    for (auto place = slots.first(hint.head); place != slots.end(); place = slots.next(place)) {
        const RecordPool::Item& item = m_map.pool()[slots.at(place).record];
        if (cut(item.head) != hint.head)
            break;
        return place;
    }
    return std::nullopt;
}

void Machine::want(Link& link, const wire::Hint& hint, bool full, Via via,
                   std::vector<wire::Hint>& ask, std::vector<wire::Hint>& askFull)
{
    for (Wanted& wanted : m_wanted) {
        if (wanted.hint == hint && wanted.full == full) {
            if (wanted.count < std::size(wanted.sources))
                wanted.sources[wanted.count++] = link.head;
            return;
        }
    }
    if (m_wanted.size() >= WantedMax)
        return;
    Wanted wanted;
    wanted.hint = hint;
    wanted.askAgain = m_now.mono + WantPatience;
    wanted.sources[0] = link.head;
    wanted.count = wanted.asked = 1;
    wanted.full = full;
    wanted.via = via;
    m_wanted.push_back(wanted);
    (full ? askFull : ask).push_back(hint);
    if (!m_nextWanted)
        m_nextWanted = m_now.mono + WantPatience;
}

void Machine::sendWants(Link& link, const std::vector<wire::Hint>& hints, bool full)
{
    for (std::size_t from = 0; from < hints.size(); from += wire::HintsMax) {
        const std::size_t count = std::min(hints.size() - from, wire::HintsMax);
        wire::Want message{full, {}};
        message.hints.assign(hints.begin() + static_cast<std::ptrdiff_t>(from),
                             hints.begin() + static_cast<std::ptrdiff_t>(from + count));
        say(link, message);
    }
}

void Machine::onHints(Link& link, const wire::Hints& hints)
{
    std::vector<wire::Hint> ask;
    std::vector<wire::Hint> askFull;
    for (const wire::Hint& hint : hints.hints)
        m_map.slots().prepare(hint.head);
    for (const wire::Hint& hint : hints.hints) {
        // It has it: no need to tell it.
        if (!link.pending.empty()) {
            const auto told = std::find(link.pending.begin(), link.pending.end(), hint);
            if (told != link.pending.end()) {
                *told = link.pending.back();
                link.pending.pop_back();
            }
        }
        if (!covers(hint.head) || hint.head == cut(m_head))
            continue;
        const auto place = held(hint);
        if (place && lowSeq(m_map.pool()[m_map.slots().at(*place).record].seq) == hint.seq)
            continue;
        want(link, hint, !place, Via::Live, ask, askFull);
    }
    sendWants(link, ask, false);
    sendWants(link, askFull, true);
}

void Machine::tickWanted()
{
    std::vector<std::pair<Link*, Wanted>> again;
    for (Wanted& wanted : m_wanted) {
        if (wanted.askAgain > m_now.mono)
            continue;
        wanted.askAgain = m_now.mono + WantPatience;
        Link* next = nullptr;
        while (!next && wanted.asked < AsksMax)
            next = linkOfHead(wanted.sources[wanted.asked++ % wanted.count]);
        if (next)
            again.emplace_back(next, wanted);
        else
            wanted.asked = 0xff;
    }
    std::erase_if(m_wanted, [](const Wanted& wanted) { return wanted.asked == 0xff; });
    std::stable_sort(again.begin(), again.end(),
                     [](const auto& a, const auto& b) { return a.first->head < b.first->head; });
    for (std::size_t i = 0; i < again.size();) {
        std::vector<wire::Hint> shorts;
        std::vector<wire::Hint> fulls;
        Link* link = again[i].first;
        for (; i < again.size() && again[i].first == link; ++i)
            (again[i].second.full ? fulls : shorts).push_back(again[i].second.hint);
        sendWants(*link, shorts, false);
        sendWants(*link, fulls, true);
    }
    if (!m_wanted.empty())
        m_nextWanted = m_now.mono + WantPatience / 2;
}

void Machine::onWant(Link& link, const wire::Want& want)
{
    wire::Announce announce;
    const auto flush = [&] {
        if (!announce.records.empty())
            say(link, std::exchange(announce, {}));
    };
    for (const wire::Hint& hint : want.hints)
        m_map.slots().prepare(hint.head);
    for (const wire::Hint& hint : want.hints) {
        // What there is no room for is asked again, of us or of others.
        if (link.serve.available(m_now.mono) < 0 || m_serve.available(m_now.mono) < 0)
            break;
        wire::HeardWhereabouts answer;
        if (hint.head == cut(m_head)) {
            if (m_ownPrivate)
                continue;
            answer = {0, m_own};
        } else {
            const auto place = held(hint);
            if (!place || !mayTell(m_map.pool()[m_map.slots().at(*place).record]))
                continue;
            answer = heard(m_map.slots().at(*place), !want.full);
        }
        link.serve.spend(m_now.mono, static_cast<double>(answer.whereabouts.size()));
        m_serve.spend(m_now.mono, static_cast<double>(answer.whereabouts.size()));
        announce.records.push_back(std::move(answer));
        if (announce.records.size() == wire::AnnounceMax)
            flush();
    }
    flush();
}

HeldRecord Machine::hold(ByteView bytes)
{
    const auto index = m_map.pool().take(bytes);
    return index ? HeldRecord(m_map.pool(), *index) : HeldRecord();
}

std::optional<wire::Hint> hintOf(ByteView bytes, bool isShort)
{
    if (isShort && !Whereabouts::shortFormOwner(bytes))
        return std::nullopt;
    wire::Reader seq(
        bytes.subspan(1 + (isShort ? ShortId::Size : NodeId::Size + ExchangeKey::Size)));
    return wire::Hint{cut(headOf(bytes.subspan(1))), lowSeq(seq.u48())};
}

void Machine::onAnnounce(Link& link, const wire::Announce& announce)
{
    const NodeId peer = link.id;
    const bool nearby = link.at.isLoopback() || link.at.isPrivate();
    std::vector<wire::Hint> ask;
    // The id, or its first 8 bytes, stands behind the version.
    for (const wire::HeardWhereabouts& heardRecord : announce.records) {
        if (heardRecord.whereabouts.size() > ShortId::Size)
            m_map.slots().prepare(headOf(ByteView(heardRecord.whereabouts).subspan(1)));
    }
    for (const wire::HeardWhereabouts& heardRecord : announce.records) {
        const ByteView bytes = heardRecord.whereabouts;
        HeldRecord offered = hold(bytes);
        const bool isShort = !offered;
        const auto named = hintOf(bytes, isShort);
        if (!named) {
            violated(link);
            return;
        }
        const wire::Hint hint = *named;
        if (isShort) {
            if (const auto completed = complete(bytes))
                offered = hold(*completed);
        }
        Via via = Via::Live;
        std::erase_if(m_wanted, [&](const Wanted& wanted) {
            if (wanted.hint.head != hint.head || (isShort && !offered && !wanted.full))
                return false;
            via = wanted.via;
            return true;
        });
        const bool own = !isShort && bytes.size() > NodeId::Size &&
                         equal(bytes.subspan(1, NodeId::Size), peer.view());
        Verdict verdict = Verdict::Malformed;
        if (offered)
            verdict =
                take(&link, offered, heardRecord.heardSecondsAgo, nearby, own ? Via::Owner : via);
        // A short form says nothing to who lacks the older record, or has one with another key.
        if (isShort && (verdict == Verdict::Malformed || verdict == Verdict::Forged)) {
            std::vector<wire::Hint> none;
            want(link, hint, true, via, none, ask);
        } else if (verdict == Verdict::Forged && ++link.badSignatures >= 3) {
            link.violations = 0xf0;
            violated(link);
            return;
        }
        if (!linkOf(peer))
            return;
    }
    sendWants(link, ask, true);
}

}  // namespace vos::map
