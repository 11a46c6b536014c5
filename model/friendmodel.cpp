#include "model/friendmodel.h"

#include "model/marks.h"
#include "model/networkwords.h"
#include "model/shownmessage.h"
#include "p2p/qt/address.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace vos::model {

namespace {

constexpr std::chrono::milliseconds RefreshDelay{200};  // a burst of messages asks once

QString text(const std::string& utf8) { return QString::fromStdString(utf8); }

/// A message's text as one line.
QString oneLine(const std::string& utf8)
{
    constexpr std::size_t ShownBytes = 400;  // more never fits a line
    const auto shown = static_cast<qsizetype>(std::min(utf8.size(), ShownBytes));
    return withoutMarks(QString::fromUtf8(utf8.data(), shown)).simplified();
}

qint64 millis(const std::optional<Message>& message)
{
    return message ? toMillis(shownTime(*message)) : 0;
}

bool isOlder(const Message& a, const Message& b)
{
    return std::tie(a.lamport, a.sequence) < std::tie(b.lamport, b.sequence);
}

bool isListed(const Friend& f)
{
    return f.contact.state == ContactState::Accepted || f.contact.state == ContactState::PendingOut;
}

}  // namespace

QString Friend::name() const
{
    if (!contact.note.empty())
        return text(contact.note);
    return contact.name.empty() ? shortAddress() : text(contact.name);
}

QString Friend::address() const { return addressOf(contact.id); }
QString Friend::shortAddress() const { return shortAddressOf(contact.id); }

FriendModel::FriendModel(NodeSource& source, Clock& clock, LocalValues& locals, QObject* parent)
    : QAbstractListModel(parent), m_source(source), m_clock(clock), m_locals(locals)
{
    m_refresh.setSingleShot(true);
    m_refresh.setInterval(RefreshDelay);
    connect(&m_refresh, &QTimer::timeout, this, &FriendModel::readConversations);
    connect(&source, &NodeSource::contactsChanged, this, &FriendModel::onContactsChanged);
    connect(&source, &NodeSource::contactsRequested, this, &FriendModel::onContactsChanged);
    connect(&source, &NodeSource::presenceChanged, this, &FriendModel::onPresenceChanged);
    connect(&source, &NodeSource::messagesAdded, this, &FriendModel::onMessagesAdded);
    connect(&source, &NodeSource::messagesChanged, this, &FriendModel::onMessagesChanged);
    connect(&source, &NodeSource::messageStatesChanged, this, &FriendModel::onStatesChanged);
    connect(&source, &NodeSource::readByPeer, this, &FriendModel::onReadByPeer);
    connect(&clock, &Clock::minutePassed, this, &FriendModel::retranslate);
    connect(&locals, &LocalValues::loaded, this, &FriendModel::onLocalsLoaded);
}

int FriendModel::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_friends.size());
}

QVariant FriendModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Friend& f = at(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case NameRole:
        return f.name();
    case Qt::AccessibleTextRole:
        return accessibleText(f);
    case IdRole:
        return QVariant::fromValue(f.contact.id);
    case AddressRole:
        return f.address();
    case ShortAddressRole:
        return f.shortAddress();
    case VerifiedRole:
        return f.contact.verified;
    case StateRole:
        return QVariant::fromValue(f.contact.state);
    case PresenceRole:
        return QVariant::fromValue(f.presence.presence);
    case PresenceTextRole:
        return words::presence(f.presence, f.name(), m_clock.now());
    case PreviewKindRole:
        return QVariant::fromValue(previewKind(f));
    case PreviewLeadRole:
        return previewLead(f);
    case PreviewRole:
        return previewText(f);
    case LastStateRole:
        return QVariant::fromValue(f.last && !f.last->takenBack ? f.last->state
                                                                : MessageState::Received);
    case TimeTextRole:
        return f.last ? words::shortWhen(shownTime(*f.last), m_clock.now()) : QString();
    case TimeRole:
        return millis(f.last);
    case UnreadRole:
        return f.unread;
    case WaitingRole:
        return f.waiting;
    case HeldRole:
        return f.held;
    case DraftRole:
        return f.draft;
    case RequestNoteRole:
        return text(f.contact.requestNote);
    case SinceRole:
        return QVariant::fromValue<qint64>(toMillis(f.contact.since));
    default:
        return {};
    }
}

QHash<int, QByteArray> FriendModel::roleNames() const
{
    QHash<int, QByteArray> names = QAbstractListModel::roleNames();
    names[IdRole] = "id";
    names[NameRole] = "name";
    names[AddressRole] = "address";
    names[PresenceTextRole] = "presenceText";
    names[PreviewRole] = "preview";
    names[UnreadRole] = "unread";
    return names;
}

int FriendModel::rowOf(const NodeId& id) const
{
    const auto it = std::find_if(m_friends.begin(), m_friends.end(),
                                 [&](const Friend& f) { return f.contact.id == id; });
    return it == m_friends.end() ? -1 : static_cast<int>(it - m_friends.begin());
}

const Friend* FriendModel::find(const NodeId& id) const
{
    const int row = rowOf(id);
    return row < 0 ? nullptr : &at(row);
}

QString FriendModel::nameOf(const NodeId& id) const
{
    if (const Friend* f = find(id))
        return f->name();
    if (id == m_source.identity().id)
        return tr("You");
    return shortAddressOf(id);
}

QStringList FriendModel::namesOf(const std::vector<NodeId>& ids) const
{
    QStringList names;
    for (const NodeId& id : ids)
        names.append(nameOf(id));
    return names;
}

void FriendModel::load()
{
    m_source.contacts(this, [this](const Expected<std::vector<Contact>, NodeError>& result) {
        if (result)
            onContactsChanged(*result);
        readConversations();
    });
}

void FriendModel::readConversations()
{
    using Summaries = std::vector<ConversationSummary>;
    m_source.conversations(this, [this](const Expected<Summaries, NodeError>& result) {
        if (result)
            applyConversations(*result);
        if (!std::exchange(m_loaded, true))
            Q_EMIT loaded();
    });
}

void FriendModel::applyConversations(const std::vector<ConversationSummary>& summaries)
{
    for (const ConversationSummary& summary : summaries) {
        const int row = rowOf(summary.peer);
        if (row < 0)
            continue;
        Friend& f = m_friends[static_cast<std::size_t>(row)];
        f.last = summary.last;
        f.unread = summary.unread;
        changed(row);
    }
    announceTotals();
}

void FriendModel::onContactsChanged(const std::vector<Contact>& contacts)
{
    bool named = false;
    for (const Contact& contact : contacts)
        named = put(contact) || named;
    announceTotals();
    if (named) {
        retranslate();
        Q_EMIT namesChanged();
    }
}

bool FriendModel::put(const Contact& contact)
{
    int row = rowOf(contact.id);
    if (contact.state == ContactState::None) {
        if (row >= 0)
            removeRow(row);
        return row >= 0;
    }
    if (row < 0) {
        row = rowCount();
        Friend f;
        f.contact = contact;
        f.draft = m_locals.value(LocalValues::draftKey(contact.id));
        updatePresence(f);
        beginInsertRows({}, row, row);
        m_friends.push_back(std::move(f));
        endInsertRows();
        if (m_loaded)
            m_refresh.start();
        return true;
    }
    Friend& f = m_friends[static_cast<std::size_t>(row)];
    const QString before = f.name();
    const bool verifiedBefore = f.contact.verified;
    f.contact = contact;
    if (!contact.online || contact.path != PathKind::Relay)
        f.via.reset();
    updatePresence(f);
    changed(row);
    return before != f.name() || verifiedBefore != contact.verified;
}

void FriendModel::removeRow(int row)
{
    beginRemoveRows({}, row, row);
    m_friends.erase(m_friends.begin() + row);
    endRemoveRows();
}

void FriendModel::onPresenceChanged(const std::vector<PeerPresence>& presences)
{
    for (const PeerPresence& presence : presences) {
        const int row = rowOf(presence.id);
        if (row < 0)
            continue;
        Friend& f = m_friends[static_cast<std::size_t>(row)];
        if (f.contact.online || presence.online)
            f.contact.lastSeen = m_clock.now();
        f.contact.online = presence.online;
        f.contact.path = presence.path;
        f.contact.endpoint = presence.endpoint;
        f.contact.rtt = presence.rtt;
        f.via = presence.via;
        updatePresence(f);
        changed(row);
    }
}

void FriendModel::updatePresence(Friend& f) const
{
    f.presence = {};
    f.presence.path = f.contact.path;
    f.presence.isNear = f.contact.path == PathKind::Direct && f.contact.endpoint &&
                        words::isNear(*f.contact.endpoint);
    f.presence.via = f.via ? nameOf(*f.via) : QString();
    f.presence.lastSeen = f.contact.lastSeen;
    if (f.contact.state == ContactState::PendingOut)
        f.presence.presence = Presence::Pending;
    else if (m_offline)
        f.presence.presence = Presence::Unknown;
    else
        f.presence.presence = f.contact.online ? Presence::Online : Presence::Offline;
}

void FriendModel::onMessagesAdded(const std::vector<Message>& messages)
{
    bool received = false;
    std::set<int> rows;  // however many messages came, each friend changes once
    for (const Message& message : messages) {
        const int row = rowOf(message.peer);
        if (row < 0 || message.kind != LetterKind::Text)
            continue;
        Friend& f = m_friends[static_cast<std::size_t>(row)];
        if (f.last && !isOlder(*f.last, message))
            continue;
        f.last = message;
        if (!message.outgoing && !message.readAt) {
            ++f.unread;
            received = true;
        }
        rows.insert(row);
    }
    for (const int row : rows)
        changed(row);
    // The counts that matter are the node's: ours is right at once, theirs for sure.
    if (received)
        m_refresh.start();
    announceTotals();
}

void FriendModel::onMessagesChanged(const std::vector<Message>& messages)
{
    for (const Message& message : messages) {
        const int row = rowOf(message.peer);
        if (row < 0)
            continue;
        Friend& f = m_friends[static_cast<std::size_t>(row)];
        if (!f.last || f.last->id != message.id)
            continue;
        f.last = message;
        changed(row);
    }
}

void FriendModel::onStatesChanged(const std::vector<MessageStateChange>& changes)
{
    std::set<int> rows;
    for (const MessageStateChange& change : changes) {
        const int row = rowOf(change.peer);
        if (row < 0)
            continue;
        Friend& f = m_friends[static_cast<std::size_t>(row)];
        if (!f.last || f.last->id != change.id)
            continue;
        f.last->state = change.state;
        f.last->reason = change.reason;
        f.last->heldBy = change.heldBy;
        rows.insert(row);
    }
    for (const int row : rows)
        changed(row);
}

void FriendModel::onReadByPeer(const NodeId& peer, quint64 sequence, qint64 atMs)
{
    const int row = rowOf(peer);
    if (row < 0)
        return;
    Friend& f = m_friends[static_cast<std::size_t>(row)];
    if (f.last && f.last->outgoing && f.last->sequence <= sequence &&
        f.last->state == MessageState::Delivered) {
        f.last->state = MessageState::Read;
        f.last->readAt = fromMillis(atMs);
        changed(row);
    }
}

void FriendModel::markRead(const NodeId& id, const MessageId& upTo, bool all)
{
    const int row = rowOf(id);
    if (row >= 0 && all) {
        m_friends[static_cast<std::size_t>(row)].unread = 0;
        changed(row);
        announceTotals();
    }
    m_source.markRead(id, upTo, this, [this](const auto&) { m_refresh.start(); });
}

void FriendModel::setDraft(const NodeId& id, const QString& draft)
{
    const QString kept = draft.trimmed().isEmpty() ? QString() : draft;
    m_locals.set(LocalValues::draftKey(id), kept);
    const int row = rowOf(id);
    if (row < 0 || at(row).draft == kept)
        return;
    m_friends[static_cast<std::size_t>(row)].draft = kept;
    changed(row);
}

void FriendModel::onLocalsLoaded()
{
    for (Friend& f : m_friends)
        f.draft = m_locals.value(LocalValues::draftKey(f.contact.id));
    retranslate();
}

void FriendModel::setQueueCounts(const std::map<NodeId, std::pair<int, int>>& waitingAndHeld)
{
    for (int row = 0; row < rowCount(); ++row) {
        Friend& f = m_friends[static_cast<std::size_t>(row)];
        const auto it = waitingAndHeld.find(f.contact.id);
        const std::pair<int, int> counts =
            it == waitingAndHeld.end() ? std::pair(0, 0) : it->second;
        if (std::pair(f.waiting, f.held) == counts)
            continue;
        std::tie(f.waiting, f.held) = counts;
        changed(row);
    }
}

void FriendModel::setOffline(bool offline)
{
    if (std::exchange(m_offline, offline) != offline)
        retranslate();
}

void FriendModel::retranslate()
{
    for (Friend& f : m_friends)
        updatePresence(f);
    if (!m_friends.empty())
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

void FriendModel::changed(int row) { Q_EMIT dataChanged(index(row), index(row)); }

int FriendModel::unreadTotal() const
{
    int total = 0;
    for (const Friend& f : m_friends)
        total += isListed(f) ? f.unread : 0;
    return total;
}

int FriendModel::requestCount() const
{
    return static_cast<int>(std::count_if(m_friends.begin(), m_friends.end(), [](const Friend& f) {
        return f.contact.state == ContactState::PendingIn;
    }));
}

void FriendModel::announceTotals()
{
    const int unread = unreadTotal();
    if (std::exchange(m_unreadTotal, unread) != unread)
        Q_EMIT unreadTotalChanged(unread);
    const int requests = requestCount();
    if (std::exchange(m_requestCount, requests) != requests)
        Q_EMIT requestCountChanged(requests);
}

PreviewKind FriendModel::previewKind(const Friend& f) const
{
    if (!f.draft.isEmpty())
        return PreviewKind::Draft;
    const bool present = f.presence.presence != Presence::Offline || f.unread > 0;
    if (f.last && present && f.presence.presence != Presence::Pending)
        return f.last->outgoing ? PreviewKind::Own : PreviewKind::Received;
    return PreviewKind::Presence;
}

QString FriendModel::previewLead(const Friend& f) const
{
    switch (previewKind(f)) {
    case PreviewKind::Draft:
        return tr("Draft:");
    case PreviewKind::Own:
        return tr("You:");
    case PreviewKind::Received:
    case PreviewKind::Presence:
        return {};
    }
    return {};
}

QString FriendModel::previewText(const Friend& f) const
{
    switch (previewKind(f)) {
    case PreviewKind::Draft:
        return f.draft.simplified();
    case PreviewKind::Own:
    case PreviewKind::Received:
        return f.last->takenBack ? tr("Message deleted") : oneLine(f.last->text);
    case PreviewKind::Presence:
        return words::presence(f.presence, f.name(), m_clock.now());
    }
    return {};
}

QString FriendModel::accessibleText(const Friend& f) const
{
    const QString presence = words::presenceWord(f.presence.presence);
    if (f.unread > 0) {
        //: A friend's row read aloud: name, presence, unread messages, what the row shows
        return tr("%1, %2, %n unread, %3", nullptr, f.unread)
            .arg(f.name(), presence, previewText(f));
    }
    switch (previewKind(f)) {
    case PreviewKind::Draft:
        return tr("%1, %2, draft: %3").arg(f.name(), presence, previewText(f));
    case PreviewKind::Own:
        return tr("%1, %2, you: %3, %4")
            .arg(f.name(), presence, previewText(f), receiptWord(*f.last));
    case PreviewKind::Received:
    case PreviewKind::Presence:
        return tr("%1, %2, %3").arg(f.name(), presence, previewText(f));
    }
    return {};
}

QString FriendModel::receiptWord(const Message& message) const
{
    ReceiptFacts facts;
    facts.state = message.state;
    facts.holders = namesOf(message.heldBy);
    return words::receipt(facts);
}

}  // namespace vos::model
