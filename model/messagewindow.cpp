// The part of MessageModel that keeps its window: pages, live messages, and the rows made of them.

#include "model/messagemodel.h"
#include "model/shownmessage.h"

#include <algorithm>

namespace vos::model {

namespace {

QDate dayOf(const Message& message)
{
    return words::local(shownTime(message)).date();
}

std::vector<Message> texts(const std::vector<Message>& messages)
{
    std::vector<Message> kept;
    std::copy_if(messages.begin(), messages.end(), std::back_inserter(kept),
                 [](const Message& message) { return message.kind == LetterKind::Text; });
    return kept;
}

}  // namespace

bool MessageModel::precedes(const Message& a, const Message& b) const
{
    const NodeId own = m_source.identity().id;
    const NodeId& senderA = a.outgoing ? own : m_peer;
    const NodeId& senderB = b.outgoing ? own : m_peer;
    return std::tie(a.lamport, senderA, a.sequence) < std::tie(b.lamport, senderB, b.sequence);
}

void MessageModel::load()
{
    if (m_loaded || m_fetching)
        return;
    fetchGaps();
    fetchLatest([this] { Q_EMIT loaded(); });
}

void MessageModel::fetchGaps()
{
    using Missing = std::vector<std::uint64_t>;
    m_source.gaps(m_peer, this, [this](const Expected<Missing, NodeError>& missing) {
        if (missing)
            setGaps(*missing);
    });
}

void MessageModel::setGaps(const std::vector<std::uint64_t>& missing)
{
    if (std::exchange(m_missing, missing) != missing)
        show(rowsFor(shown()));
}

int MessageModel::missingBetween(std::uint64_t before, std::uint64_t after) const
{
    const auto first = std::upper_bound(m_missing.begin(), m_missing.end(), before);
    const auto last = std::lower_bound(m_missing.begin(), m_missing.end(), after);
    return first < last ? static_cast<int>(last - first) : 0;
}

void MessageModel::fetchLatest(std::function<void()> shown)
{
    const int generation = ++m_generation;
    m_fetching = true;
    m_fetchingLatest = true;
    m_source.messages(m_peer, std::nullopt, WindowMin, this,
                      [this, generation, shown = std::move(shown)](const Page& page) {
                          if (generation != m_generation)
                              return;
                          m_fetching = false;
                          m_fetchingLatest = false;
                          m_loaded = true;
                          if (page)
                              setPage(page->messages, page->atStart, true);
                          // What came while the page was on its way may or may not be on it.
                          onMessagesAdded(std::exchange(m_arrivedMeanwhile, {}));
                          shown();
                      });
}

void MessageModel::fetchOlder()
{
    if (!m_loaded || m_fetching || m_atStart || messageCount() == 0)
        return;
    m_fetching = true;
    const int generation = m_generation;
    const MessageId first = shown().front().id;
    m_source.messages(m_peer, first, PageSize, this, [this, generation](const Page& page) {
        m_fetching = false;
        if (page && generation == m_generation)
            prepend(*page);
    });
}

void MessageModel::fetchNewer()
{
    if (!m_loaded || m_fetching || m_atEnd || messageCount() == 0)
        return;
    m_fetching = true;
    const int generation = m_generation;
    const MessageId last = shown().back().id;
    m_source.messagesAfter(m_peer, last, PageSize, this, [this, generation](const Page& page) {
        m_fetching = false;
        if (page && generation == m_generation)
            append(*page);
    });
}

void MessageModel::showLatest()
{
    if (m_atEnd) {
        Q_EMIT latestShown();
        return;
    }
    fetchLatest([this] { Q_EMIT latestShown(); });
}

void MessageModel::locate(const MessageId& id)
{
    if (rowOf(id) >= 0) {
        Q_EMIT located(id);
        return;
    }
    const int generation = ++m_generation;
    m_fetching = true;
    m_fetchingLatest = false;
    const auto stale = [this, generation] { return generation != m_generation; };
    const auto withAfter = [this, id, stale](const MessagePage& before, const Message& found,
                                             const Page& after) {
        if (stale())
            return;
        m_fetching = false;
        std::vector<Message> all = before.messages;
        all.push_back(found);
        if (after)
            all.insert(all.end(), after->messages.begin(), after->messages.end());
        m_loaded = true;
        setPage(all, before.atStart, !after || after->atEnd);
        Q_EMIT located(id);
    };
    const auto withMessage = [this, id, stale,
                              withAfter](const MessagePage& before,
                                         const Expected<Message, NodeError>& found) {
        if (stale())
            return;
        if (!found || found->peer != m_peer) {
            m_fetching = false;
            return;
        }
        m_source.messagesAfter(m_peer, id, PageSize, this,
                               [before, withAfter, message = *found](const Page& after) {
                                   withAfter(before, message, after);
                               });
    };
    m_source.messages(m_peer, id, PageSize, this, [this, id, withMessage](const Page& before) {
        const MessagePage page = before ? *before : MessagePage();
        m_source.message(id, this, [page, withMessage](const Expected<Message, NodeError>& found) {
            withMessage(page, found);
        });
    });
}

void MessageModel::setPage(const std::vector<Message>& messages, bool atStart, bool atEnd)
{
    const bool first = m_rows.empty();
    m_atStart = atStart;
    m_atEnd = atEnd;
    const std::vector<Message> kept = texts(messages);
    if (first) {
        const auto it = std::find_if(kept.begin(), kept.end(), isUnread);
        if (it != kept.end()) {
            m_unreadLine = it->id;
            const Friend* f = m_friends.find(m_peer);
            const auto here = std::count_if(it, kept.end(), isUnread);
            m_unreadLineCount = std::max(static_cast<int>(here), f != nullptr ? f->unread : 0);
        }
    }
    show(rowsFor(kept));
}

void MessageModel::prepend(const MessagePage& page)
{
    m_atStart = page.atStart;
    const std::vector<Message> older = texts(page.messages);
    std::vector<Message> all = shown();
    // Make room first, at the far end, so that the rows in view stay one run.
    const std::size_t room = static_cast<std::size_t>(WindowMax) - older.size();
    if (all.size() > room) {
        all.resize(room);
        m_atEnd = false;
        show(rowsFor(all));
    }
    // What was unread when the chat was opened may begin further up.
    if (m_unreadLine && !all.empty()) {
        const auto it = std::find_if(older.begin(), older.end(), isUnread);
        if (it != older.end())
            m_unreadLine = it->id;
    }
    all.insert(all.begin(), older.begin(), older.end());
    show(rowsFor(all));
}

void MessageModel::append(const MessagePage& page)
{
    m_atEnd = page.atEnd;
    const std::vector<Message> newer = texts(page.messages);
    std::vector<Message> all = shown();
    const std::size_t room = static_cast<std::size_t>(WindowMax) - newer.size();
    if (all.size() > room) {
        all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(room));
        m_atStart = false;
        show(rowsFor(all));
    }
    all.insert(all.end(), newer.begin(), newer.end());
    show(rowsFor(all));
}

std::vector<Message> MessageModel::shown() const
{
    std::vector<Message> messages;
    messages.reserve(m_rows.size());
    for (const Row& row : m_rows) {
        if (row.kind == RowKind::Message)
            messages.push_back(row.message);
    }
    return messages;
}

std::vector<MessageModel::Row> MessageModel::rowsFor(const std::vector<Message>& messages) const
{
    std::vector<Row> rows;
    rows.reserve(messages.size() + 8);
    QDate day;
    // Above the window's first message only the start of the history has nothing more.
    std::optional<std::uint64_t> sequence = m_atStart ? std::optional(0ull) : std::nullopt;
    for (const Message& message : messages) {
        // Days only rise: a message that arrives late stands under the day it came to.
        const QDate own = dayOf(message);
        if (!day.isValid() || own > day) {
            day = own;
            Row heading{RowKind::Day, {}, day, 0};
            heading.message.sentAt = message.sentAt;
            heading.message.receivedAt = message.receivedAt;
            rows.push_back(std::move(heading));
        }
        if (m_unreadLine == message.id)
            rows.push_back({RowKind::UnreadLine, {}, {}, 0});
        if (!message.outgoing) {
            const int missing = sequence ? missingBetween(*sequence, message.sequence) : 0;
            if (missing > 0)
                rows.push_back({RowKind::Gap, {}, {}, missing});
            sequence = std::max(sequence.value_or(0), message.sequence);
        }
        rows.push_back({RowKind::Message, message, day, 0});
    }
    return rows;
}

void MessageModel::show(std::vector<Row> rows)
{
    const auto same = [](const Row& a, const Row& b) {
        if (a.kind != b.kind)
            return false;
        return a.kind == RowKind::Message ? a.message.id == b.message.id
                                          : a.day == b.day && a.missing == b.missing;
    };
    const std::size_t shorter = std::min(rows.size(), m_rows.size());
    std::size_t head = 0;
    while (head < shorter && same(rows[head], m_rows[head]))
        ++head;
    std::size_t tail = 0;
    while (tail < shorter - head &&
           same(rows[rows.size() - 1 - tail], m_rows[m_rows.size() - 1 - tail]))
        ++tail;
    const std::size_t gone = m_rows.size() - head - tail;
    const std::size_t come = rows.size() - head - tail;
    const auto first = static_cast<int>(head);
    if (gone > 0) {
        beginRemoveRows({}, first, first + static_cast<int>(gone) - 1);
        m_rows.erase(m_rows.begin() + first, m_rows.begin() + first + static_cast<int>(gone));
        endRemoveRows();
    }
    if (come > 0) {
        beginInsertRows({}, first, first + static_cast<int>(come) - 1);
        m_rows.insert(m_rows.begin() + first, std::make_move_iterator(rows.begin() + first),
                      std::make_move_iterator(rows.begin() + first + static_cast<int>(come)));
        endInsertRows();
    }
    if (gone + come > 0) {
        // The neighbours may have become first or last of their group.
        rowChanged(first - 1);
        rowChanged(first + static_cast<int>(come));
    }
    fetchQuotes();
    afterRows();
}

void MessageModel::afterRows()
{
    std::optional<MessageId> newestOwn;
    int unread = 0;
    int failed = 0;
    for (const Row& row : m_rows) {
        if (row.kind != RowKind::Message)
            continue;
        if (row.message.outgoing && !row.message.takenBack)
            newestOwn = row.message.id;
        unread += isUnread(row.message) ? 1 : 0;
        failed += isFailed(row.message) ? 1 : 0;
    }
    if (newestOwn != m_newestOwn) {
        const std::optional<MessageId> before = std::exchange(m_newestOwn, newestOwn);
        if (before)
            rowChanged(rowOf(*before));
        if (newestOwn)
            rowChanged(rowOf(*newestOwn));
    }
    updateAdvice();
    const Friend* f = m_friends.find(m_peer);
    if (!m_atEnd && f != nullptr)
        unread = std::max(unread, f->unread);
    if (std::exchange(m_unreadBelow, unread) != unread)
        Q_EMIT unreadBelowChanged(unread);
    if (std::exchange(m_failed, failed) != failed)
        Q_EMIT failedCountChanged(failed);
}

void MessageModel::fetchQuotes()
{
    for (const Row& row : m_rows) {
        if (row.kind != RowKind::Message || !row.message.replyTo || quoted(row.message) != nullptr)
            continue;
        const MessageId id = *row.message.replyTo;
        if (!m_quotesAsked.insert(id).second)
            continue;
        m_source.message(id, this, [this, id](const Expected<Message, NodeError>& found) {
            // Only a message of this conversation may be quoted in it, whatever a peer claims.
            if (!found || found->peer != m_peer)
                m_quotesMissing.insert(id);
            else
                m_quoted.insert_or_assign(id, *found);
            quoteChanged(id);
        });
    }
}

void MessageModel::rowChanged(int row)
{
    if (row >= 0 && row < rowCount())
        Q_EMIT dataChanged(index(row), index(row));
}

void MessageModel::clearUnreadLine()
{
    if (!m_unreadLine)
        return;
    m_unreadLine.reset();
    show(rowsFor(shown()));
}

void MessageModel::onMessagesAdded(const std::vector<Message>& messages)
{
    if (m_fetchingLatest) {
        m_arrivedMeanwhile.insert(m_arrivedMeanwhile.end(), messages.begin(), messages.end());
        return;
    }
    if (!m_loaded)
        return;
    std::vector<Message> fresh;
    std::unordered_set<MessageId> ids;
    for (const Message& message : messages) {
        if (message.peer != m_peer || message.kind != LetterKind::Text)
            continue;
        if (rowOf(message.id) >= 0)
            updateMessage(message);
        else if (ids.insert(message.id).second)
            fresh.push_back(message);
    }
    if (!fresh.empty())
        insertMessages(fresh);
    afterRows();
}

void MessageModel::updateMessage(const Message& message)
{
    const int row = rowOf(message.id);
    m_rows[static_cast<std::size_t>(row)].message = message;
    rowChanged(row);
}

void MessageModel::insertMessages(const std::vector<Message>& fresh)
{
    std::vector<Message> all = shown();
    const auto keepLast = [&](std::size_t count) {
        if (all.size() <= count)
            return;
        all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(count));
        m_atStart = false;
    };
    // Make room at the far end first, a page at once, so that what stays is not touched.
    if (all.size() + fresh.size() > WindowMax) {
        keepLast(WindowMax - PageSize);
        show(rowsFor(all));
    }
    bool arrived = false;
    for (const Message& message : fresh) {
        const auto at = std::upper_bound(
            all.begin(), all.end(), message,
            [this](const Message& a, const Message& b) { return precedes(a, b); });
        // Outside the window: it comes with its page.
        if ((at == all.end() && !m_atEnd) || (at == all.begin() && !m_atStart && !all.empty()))
            continue;
        arrived = arrived || (at == all.end() && !message.outgoing);
        all.insert(at, message);
    }
    keepLast(WindowMax);
    show(rowsFor(all));
    if (arrived)
        Q_EMIT messageArrived(rowCount() - 1);
}

void MessageModel::onStatesChanged(const std::vector<MessageStateChange>& changes)
{
    for (const MessageStateChange& change : changes) {
        const int row = change.peer == m_peer ? rowOf(change.id) : -1;
        if (row < 0)
            continue;
        Message& message = m_rows[static_cast<std::size_t>(row)].message;
        message.state = change.state;
        message.reason = change.reason;
        message.heldBy = change.heldBy;
        if (change.state == MessageState::Held && !message.heldSince)
            message.heldSince = change.at;
        if (change.state == MessageState::Delivered)
            message.deliveredAt = change.at;
        if (change.state == MessageState::Read)
            message.readAt = change.at;
        // A read mark may overtake the receipt it stands on.
        if (change.state == MessageState::Delivered && message.sequence <= m_readUpTo) {
            message.state = MessageState::Read;
            message.readAt = m_readAt;
        }
        rowChanged(row);
    }
    afterRows();
}

void MessageModel::onReadByPeer(const NodeId& peer, quint64 sequence, qint64 atMs)
{
    if (peer != m_peer)
        return;
    m_readUpTo = std::max<std::uint64_t>(m_readUpTo, sequence);
    m_readAt = fromMillis(atMs);
    for (int row = 0; row < rowCount(); ++row) {
        Row& at = m_rows[static_cast<std::size_t>(row)];
        if (at.kind != RowKind::Message || !at.message.outgoing ||
            at.message.state != MessageState::Delivered || at.message.sequence > sequence)
            continue;
        at.message.state = MessageState::Read;
        at.message.readAt = m_readAt;
        rowChanged(row);
    }
}

void MessageModel::retranslate()
{
    if (!m_rows.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

}  // namespace vos::model
