#pragma once

// Friend VOS: who asks us to keep messages, who keeps them for us, for whom we keep them; and what
// can be done about it. Follows the node's signals; nothing here is lost with the model.

#include "model/agreementlist.h"
#include "model/source.h"

#include <functional>
#include <set>
#include <vector>

namespace vos::model {

class FriendVosModel : public QObject {
    Q_OBJECT

public:
    FriendVosModel(NodeSource& source, Clock& clock, FriendModel& friends,
                   QObject* parent = nullptr);

    static constexpr int MessageLength = 170;  ///< characters: at most 510 of the 512 bytes

    AgreementList& requests() { return m_requests; }    ///< Asked, oldest first
    AgreementList& holdForMe() { return m_holdForMe; }  ///< agreed first, then waiting, then ended
    AgreementList& holdFor() { return m_holdFor; }      ///< agreed first, then ended
    AgreementList& declined() { return m_declined; }    ///< whom we declined

    bool isLoaded() const { return m_loaded; }
    void load();

    /// Requests to answer; those put off by postpone() do not count.
    int requestCount() const;
    bool isPostponed(const NodeId& id) const { return m_postponed.contains(id); }
    /// Friends that keep our messages by a valid agreement.
    int holderCount() const;
    bool hasHolder() const { return holderCount() > 0; }
    /// Messages we hold for others at present, and for how many.
    int holding() const;
    int ownerCount() const;
    quint64 quotaBytes() const { return m_quotaBytes; }  ///< what we hold for others at most
    quint64 usedBytes() const { return m_usedBytes; }
    QString nameOf(const NodeId& id) const;

    // Each ends in actionFailed() or in the rows that follow from it; `done` is called with success
    // or not.
    using Finished = std::function<void(const Expected<Done, NodeError>&)>;
    void ask(const QString& addressOrLink, quint64 quotaBytes, const QString& message,
             QObject* context, Finished done);
    void askAgain(const NodeId& id);
    void allow(const NodeId& id, quint64 quotaBytes, Finished done = {});
    void decline(const NodeId& id, bool doNotAsk, Finished done = {});
    /// Takes “do not ask again” back.
    void letAskAgain(const NodeId& id);
    /// Until the next start.
    void postpone(const NodeId& id);
    void resume(const NodeId& id);
    /// Ends an agreement, withdraws a request, or forgets one that is over. `mine`: they keep for
    /// us.
    void stop(const NodeId& id, bool mine);
    void drill(QObject* context, Reply<std::vector<DrillResult>> reply);

    void setOffline(bool offline);
    void retranslate();

Q_SIGNALS:
    void loaded();
    /// Any row, count or sum above.
    void changed();
    void requestCountChanged(int count);
    void actionFailed(const vos::NodeError& error);

private:
    void onMineChanged(const std::vector<FriendVos>& changed);
    void onOwnersChanged(const std::vector<FriendOwner>& changed);
    void readAll();
    void put(const Agreement& agreement);
    void show();
    Reply<Done> done(Finished finished = {});

    NodeSource& m_source;
    FriendModel& m_friends;
    AgreementList m_requests;
    AgreementList m_holdForMe;
    AgreementList m_holdFor;
    AgreementList m_declined;
    std::vector<Agreement> m_all;
    std::set<NodeId> m_postponed;
    quint64 m_quotaBytes = 0;
    quint64 m_usedBytes = 0;
    int m_requestCount = 0;
    bool m_loaded = false;
};

}  // namespace vos::model
