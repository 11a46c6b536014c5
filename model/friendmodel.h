#pragma once

// Every contact of the node (accepted, asked, asking, blocked), one row each, in no order:
// FriendList puts the accepted and asked ones in order for the list, RequestModel shows the asking
// ones. Rows follow the node's signals; nothing here is lost with the model.

#include "model/clock.h"
#include "model/localvalues.h"
#include "model/source.h"
#include "model/words.h"

#include <QAbstractListModel>
#include <QTimer>

#include <map>
#include <optional>
#include <vector>

namespace vos::model {

struct Friend {
    Contact contact;
    PresenceState presence;
    std::optional<NodeId> via;     ///< names presence.via
    std::optional<Message> last;   ///< newest message of the conversation
    int unread = 0;
    int waiting = 0;  ///< own messages Queued or Sent
    int held = 0;     ///< own messages Held
    QString draft;

    /// Own name for the contact, else how it calls itself, else the short address.
    QString name() const;
    QString address() const;
    QString shortAddress() const;
};

/// What the second line of a list row says.
enum class PreviewKind { Draft, Own, Received, Presence };

class FriendModel : public QAbstractListModel {
    Q_OBJECT

public:
    enum Role {
        IdRole = Qt::UserRole + 1,  ///< vos::NodeId
        NameRole,                   ///< QString, also Qt::DisplayRole
        AddressRole,                ///< QString, full
        ShortAddressRole,           ///< QString
        VerifiedRole,               ///< bool: the safety number was compared
        StateRole,                  ///< vos::ContactState
        PresenceRole,               ///< vos::model::Presence
        PresenceTextRole,           ///< QString, a sentence
        PreviewKindRole,            ///< vos::model::PreviewKind
        PreviewLeadRole,  ///< QString: "Draft:" or "You:" or empty; drawn before the preview
        PreviewRole,      ///< QString, one line
        LastStateRole,    ///< vos::MessageState of `last`; Received if there is none to show
        TimeTextRole,     ///< QString of the last message, short; empty without one
        TimeRole,         ///< qint64, ms since 1970; 0 without one
        UnreadRole,       ///< int
        WaitingRole,      ///< int
        HeldRole,         ///< int
        DraftRole,        ///< QString
        RequestNoteRole,  ///< QString
        SinceRole,        ///< qint64, ms since 1970
    };

    FriendModel(NodeSource& source, Clock& clock, LocalValues& locals, QObject* parent = nullptr);

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QHash<int, QByteArray> roleNames() const override;

    const Friend& at(int row) const { return m_friends[static_cast<std::size_t>(row)]; }
    /// -1 when there is none.
    int rowOf(const NodeId& id) const;
    const Friend* find(const NodeId& id) const;
    /// The contact's name, "You" for ourselves, else a short address.
    QString nameOf(const NodeId& id) const;
    QStringList namesOf(const std::vector<NodeId>& ids) const;
    int unreadTotal() const;
    int requestCount() const;

    /// False until contacts and conversations were read once.
    bool isLoaded() const { return m_loaded; }
    void load();
    /// Read here up to `upTo`, which is the newest message when `all`; tells the node.
    void markRead(const NodeId& id, const MessageId& upTo, bool all);
    void setDraft(const NodeId& id, const QString& text);
    /// Counts of own messages on their way, by friend.
    void setQueueCounts(const std::map<NodeId, std::pair<int, int>>& waitingAndHeld);
    /// Presence is unknown without a network.
    void setOffline(bool offline);
    void retranslate();

Q_SIGNALS:
    void loaded();
    void unreadTotalChanged(int total);
    void requestCountChanged(int count);
    /// Names or verification changed, so other models that show names read them again.
    void namesChanged();

private:
    void onContactsChanged(const std::vector<Contact>& contacts);
    void onPresenceChanged(const std::vector<PeerPresence>& presences);
    void onMessagesAdded(const std::vector<Message>& messages);
    void onMessagesChanged(const std::vector<Message>& messages);
    void onStatesChanged(const std::vector<MessageStateChange>& changes);
    void onReadByPeer(const NodeId& peer, quint64 sequence, qint64 atMs);
    void onLocalsLoaded();
    void applyConversations(const std::vector<ConversationSummary>& summaries);
    void readConversations();
    bool put(const Contact& contact);
    void removeRow(int row);
    void updatePresence(Friend& f) const;
    void changed(int row);
    void announceTotals();
    PreviewKind previewKind(const Friend& f) const;
    QString previewLead(const Friend& f) const;
    QString previewText(const Friend& f) const;
    QString receiptWord(const Message& message) const;
    QString accessibleText(const Friend& f) const;

    NodeSource& m_source;
    Clock& m_clock;
    LocalValues& m_locals;
    std::vector<Friend> m_friends;
    QTimer m_refresh;
    bool m_loaded = false;
    bool m_offline = false;
    int m_unreadTotal = 0;
    int m_requestCount = 0;
};

}  // namespace vos::model
