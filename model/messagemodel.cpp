#include "model/messagemodel.h"

#include "model/queuemodel.h"
#include "model/shownmessage.h"
#include "p2p/qt/convert.h"

#include <algorithm>

namespace vos::model {

namespace {

constexpr std::chrono::minutes GroupGap{5};

qint64 millis(const std::optional<WallTime>& time)
{
    return time ? toMillis(*time) : 0;
}

QString written(const Message& message)
{
    return qt::toQString(message.text).replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
}

}  // namespace

MessageModel::MessageModel(NodeSource& source, Clock& clock, FriendModel& friends,
                           const NodeId& peer, QObject* parent)
    : QAbstractListModel(parent)
    , m_source(source)
    , m_clock(clock)
    , m_friends(friends)
    , m_peer(peer)
{
    connect(&source, &NodeSource::messagesAdded, this, &MessageModel::onMessagesAdded);
    connect(&source, &NodeSource::messagesChanged, this, &MessageModel::onMessagesChanged);
    connect(&source, &NodeSource::messageStatesChanged, this, &MessageModel::onStatesChanged);
    connect(&source, &NodeSource::readByPeer, this, &MessageModel::onReadByPeer);
    connect(&clock, &Clock::minutePassed, this, &MessageModel::retranslate);
    connect(&source, &NodeSource::gapsChanged, this,
            [this](const NodeId& of, const std::vector<std::uint64_t>& missing) {
                if (of == m_peer)
                    setGaps(missing);
            });
    connect(&friends, &FriendModel::namesChanged, this, &MessageModel::retranslate);
    connect(&friends, &QAbstractItemModel::dataChanged, this, &MessageModel::updateAdvice);
}

int MessageModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QVariant MessageModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    if (role == RowKindRole)
        return QVariant::fromValue(row.kind);
    return row.kind == RowKind::Message ? messageData(index.row(), role) : lineData(row, role);
}

QVariant MessageModel::lineData(const Row& row, int role) const
{
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole)
        return {};
    if (row.kind == RowKind::UnreadLine)
        return tr("%n new messages", nullptr, m_unreadLineCount);
    if (row.kind == RowKind::Gap) {
        return row.missing == 1 ? tr("An earlier message is on its way")
                                : tr("%n earlier messages are on their way", nullptr, row.missing);
    }
    return words::day(shownTime(row.message), m_clock.now());
}

QVariant MessageModel::messageData(int row, int role) const
{
    const Message& message = m_rows[static_cast<std::size_t>(row)].message;
    switch (role) {
    case Qt::DisplayRole:
    case TextRole:
        return text(message);
    case Qt::AccessibleTextRole:
        return accessibleText(message);
    case Qt::ToolTipRole:
        return words::receiptTooltip(tooltipFacts(message));
    case IdRole:
        return QVariant::fromValue(message.id);
    case OutgoingRole:
        return message.outgoing;
    case TimeRole:
        return QVariant::fromValue<qint64>(toMillis(shownTime(message)));
    case TimeTextRole:
        return words::timeOfDay(shownTime(message));
    case StateRole:
        return QVariant::fromValue(message.state);
    case ReasonRole:
        return QVariant::fromValue(message.reason);
    case ReasonTextRole:
        return words::failure(message.reason, m_friends.nameOf(m_peer));
    case ReceiptTextRole:
        return words::receipt(factsOf(message));
    case DeliveredAtRole:
        return millis(message.deliveredAt);
    case ReadAtRole:
        return millis(message.readAt);
    case HolderNamesRole:
        return m_friends.namesOf(message.heldBy);
    case ReplyToRole:
        return message.replyTo ? QVariant::fromValue(*message.replyTo) : QVariant();
    case ReplyNameRole:
        return replyName(message);
    case ReplyTextRole:
        return replyText(message);
    case EditedRole:
        return message.revision != 0 && !message.takenBack;
    case TakenBackRole:
        return message.takenBack;
    case ReactionsRole:
        return QVariant::fromValue(reactionsOf(message));
    case GroupRole:
        return QVariant::fromValue(groupAt(row));
    case NewestOwnRole:
        return m_newestOwn == message.id;
    case UnreadRole:
        return isUnread(message);
    case KindRole:
        return QVariant::fromValue(message.kind);
    case SenderNameRole:
        return message.outgoing ? tr("You") : m_friends.nameOf(m_peer);
    case AdviceAskRole:
        return !m_hasHolder;
    case AdviceRole:
        return m_advised == message.id ? m_advice : QString();
    case SenderRole:
        return QVariant::fromValue(message.outgoing ? m_source.identity().id : m_peer);
    default:
        return {};
    }
}

ReceiptFacts MessageModel::factsOf(const Message& message) const
{
    ReceiptFacts facts;
    facts.state = message.state;
    facts.reason = message.reason;
    facts.peerName = m_friends.nameOf(m_peer);
    facts.holders = m_friends.namesOf(message.heldBy);
    facts.heldSince = message.heldSince;
    facts.deliveredAt = message.deliveredAt;
    facts.readAt = message.readAt;
    return facts;
}

ReceiptFacts MessageModel::tooltipFacts(const Message& message) const
{
    ReceiptFacts facts = factsOf(message);
    const QueueEntry* entry =
        m_queue != nullptr ? m_queue->entryAt(m_queue->indexOf(message.id)) : nullptr;
    if (entry == nullptr)
        return facts;
    facts.attempts = static_cast<int>(entry->attempts);
    facts.lastAttemptAt = entry->lastAttemptAt;
    facts.keptUntil = entry->expiresAt;
    return facts;
}

QString MessageModel::adviceFor(const Message& message) const
{
    const Friend* f = m_friends.find(m_peer);
    const bool alone = message.state == MessageState::Queued && f != nullptr &&
                       f->contact.state == ContactState::Accepted &&
                       f->presence.presence != Presence::Online && f->contact.friendVos.empty();
    return alone ? tr("Nobody keeps messages for %1. This one waits here until you are both "
                      "online.")
                       .arg(f->name())
                 : QString();
}

void MessageModel::setHasHolder(bool hasHolder)
{
    if (std::exchange(m_hasHolder, hasHolder) != hasHolder && m_advised)
        rowChanged(rowOf(*m_advised));
}

void MessageModel::updateAdvice()
{
    const Message* newest = messageAt(newestOwnRow());
    const QString advice = newest != nullptr ? adviceFor(*newest) : QString();
    const std::optional<MessageId> advised =
        advice.isEmpty() ? std::nullopt : std::optional(newest->id);
    if (advised == m_advised && advice == m_advice)
        return;
    const std::optional<MessageId> before = std::exchange(m_advised, advised);
    m_advice = advice;
    if (before)
        rowChanged(rowOf(*before));
    if (advised && advised != before)
        rowChanged(rowOf(*advised));
}

QHash<int, QByteArray> MessageModel::roleNames() const
{
    QHash<int, QByteArray> names = QAbstractListModel::roleNames();
    names[RowKindRole] = "rowKind";
    names[TextRole] = "text";
    names[OutgoingRole] = "outgoing";
    names[TimeTextRole] = "timeText";
    names[ReceiptTextRole] = "receiptText";
    names[GroupRole] = "group";
    return names;
}

const Message* MessageModel::messageAt(int row) const
{
    if (row < 0 || row >= rowCount())
        return nullptr;
    const Row& at = m_rows[static_cast<std::size_t>(row)];
    return at.kind == RowKind::Message ? &at.message : nullptr;
}

int MessageModel::rowOf(const MessageId& id) const
{
    // From the end: what changes is nearly always new.
    for (int row = rowCount() - 1; row >= 0; --row) {
        const Message* message = messageAt(row);
        if (message != nullptr && message->id == id)
            return row;
    }
    return -1;
}

int MessageModel::unreadLineRow() const
{
    const auto it = std::find_if(m_rows.begin(), m_rows.end(),
                                 [](const Row& row) { return row.kind == RowKind::UnreadLine; });
    return it == m_rows.end() ? -1 : static_cast<int>(it - m_rows.begin());
}

int MessageModel::newestOwnRow() const
{
    return m_newestOwn ? rowOf(*m_newestOwn) : -1;
}

int MessageModel::messageCount() const
{
    return static_cast<int>(std::count_if(
        m_rows.begin(), m_rows.end(), [](const Row& row) { return row.kind == RowKind::Message; }));
}

bool MessageModel::sameGroup(int above, int below) const
{
    const Message* a = messageAt(above);
    const Message* b = messageAt(below);
    if (a == nullptr || b == nullptr || a->outgoing != b->outgoing)
        return false;
    const auto gap = shownTime(*b) - shownTime(*a);
    return gap < GroupGap && gap > -GroupGap;
}

MessageModel::Group MessageModel::groupAt(int row) const
{
    const bool above = sameGroup(row - 1, row);
    const bool below = sameGroup(row, row + 1);
    if (above)
        return below ? Group::Middle : Group::Last;
    return below ? Group::First : Group::Single;
}

const Message* MessageModel::quoted(const Message& message) const
{
    if (!message.replyTo)
        return nullptr;
    const int row = rowOf(*message.replyTo);
    if (row >= 0)
        return messageAt(row);
    const auto it = m_quoted.find(*message.replyTo);
    return it == m_quoted.end() ? nullptr : &it->second;
}

void MessageModel::markSeen(int row)
{
    const Message* newest = nullptr;
    int first = -1;
    int last = -1;
    for (int i = 0; i <= std::min(row, rowCount() - 1); ++i) {
        Row& at = m_rows[static_cast<std::size_t>(i)];
        if (at.kind != RowKind::Message || !isUnread(at.message))
            continue;
        at.message.readAt = m_clock.now();
        newest = &at.message;
        first = first < 0 ? i : first;
        last = i;
    }
    if (newest == nullptr)
        return;
    const MessageId upTo = newest->id;
    Q_EMIT dataChanged(index(first), index(last), {UnreadRole, ReadAtRole});
    const bool all = m_atEnd && std::none_of(m_rows.begin(), m_rows.end(), [](const Row& at) {
                         return at.kind == RowKind::Message && isUnread(at.message);
                     });
    m_friends.markRead(m_peer, upTo, all);
    afterRows();
}

void MessageModel::send(const QString& content, const std::optional<MessageId>& replyTo)
{
    OutgoingMessage message;
    message.to = m_peer;
    message.text = content;
    message.replyTo = replyTo;
    clearUnreadLine();
    m_source.sendMessage(message, this, [this, content](const Expected<MessageId, NodeError>& id) {
        if (!id) {
            Q_EMIT sendFailed(content, id.error());
            return;
        }
        if (!m_atEnd)
            showLatest();
        Q_EMIT sent(*id);
    });
}

Reply<Done> MessageModel::done()
{
    return [this](const Expected<Done, NodeError>& result) {
        if (!result)
            Q_EMIT actionFailed(result.error());
    };
}

void MessageModel::tryNow(const MessageId& id)
{
    m_source.retryMessage(id, this, done());
}

void MessageModel::sendAgain(const MessageId& id)
{
    const Message* failed = messageAt(rowOf(id));
    if (failed == nullptr || failed->state != MessageState::Failed)
        return;
    OutgoingMessage again;
    again.to = m_peer;
    again.text = written(*failed);
    again.replyTo = failed->replyTo;
    m_source.sendMessage(again, this, [this, id](const Expected<MessageId, NodeError>& result) {
        if (result)
            remove(id);
        else
            Q_EMIT actionFailed(result.error());
    });
}

void MessageModel::remove(const MessageId& id)
{
    m_source.deleteMessage(id, this, [this, id](const Expected<Done, NodeError>& result) {
        if (!result) {
            Q_EMIT actionFailed(result.error());
            return;
        }
        m_quoted.erase(id);
        m_quotesMissing.insert(id);
        std::vector<Message> rest = shown();
        std::erase_if(rest, [&](const Message& message) { return message.id == id; });
        show(rowsFor(rest));
        quoteChanged(id);
    });
}

}  // namespace vos::model
