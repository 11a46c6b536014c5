#pragma once

// The store's thread: opens the profile's database, makes Store batches durable in groups, answers
// questions about the history between two groups, and watches over the file.
//
// A group is all that was queued when its turn comes: while one group is being committed the next
// gathers, so bursts share commits and a single message waits for nobody. Where a group fails, its
// batches are tried once each; what fails then is reported as not durable, and a small write is
// tried every two seconds until the disk takes something again.

#include "p2p/qt/storecopies.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include <functional>
#include <optional>
#include <vector>

namespace vos::qt {

struct StoreResult {
    std::uint64_t ticket = 0;
    bool durable = false;
};

/// What was kept for others and became durable since it was told last.
struct CustodyTally {
    int taken = 0;       ///< letters deposited
    int handedOver = 0;  ///< their owners signed for them
    int ended = 0;       ///< recalled, or past their term
    bool operator==(const CustodyTally&) const = default;
};

class StoreWorker : public QObject {
    Q_OBJECT

public:
    struct Opened {
        StoredState state;
        QString repair;               ///< what was damaged and what was done; empty: nothing
        std::optional<quint16> port;  ///< the one kept from the last run
        std::optional<WallTime> elsewhereAt;  ///< see keepElsewhere()
    };
    using Found = Expected<std::vector<Message>, NodeError>;

    StoreWorker();
    ~StoreWorker() override;

    // All of these on the store's thread (see threads.h).

    Expected<Opened, StartError> open(const StorePlace& place, const crypto::Secret<32>& masterKey,
                                      const NodeId& own);
    void submit(std::vector<Store> batches);
    /// Looks through the history in slices; a newer search ends an older one (Busy).
    void search(MessageSearch search, std::function<void(Found)> reply);
    /// After all that was submitted before.
    std::vector<std::pair<LetterId, Bytes>> loadHeld(const std::vector<LetterId>& ids,
                                                     bool receipts);
    void keepPort(quint16 port);
    /// When it was last found that this identity runs in another place too; nothing: it is over.
    void keepElsewhere(std::optional<WallTime> at);
    void putLocal(const std::string& key, const std::string& value);
    std::vector<LocalRow> locals(const std::string& prefix);
    void markTaken(const std::vector<MessageId>& ids);
    /// Null unless open.
    NodeStore* store() { return m_store.get(); }
    /// Commits what is queued at once.
    void flush();
    /// Emits custodyTold() where there is something to tell; comes by itself once a minute.
    void tellCustody();
    /// Writes what is queued, closes the file; ends in closed().
    void close();

Q_SIGNALS:
    /// In the order of submission; with the messages that MarkReadByPeer made Read, and those to
    /// which something was done.
    void stored(const std::vector<vos::qt::StoreResult>& results,
                const std::vector<vos::MessageStateChange>& readByPeer,
                const std::vector<vos::Message>& changed);
    /// After stored(): messages whose way has a step more, each once.
    void stepped(const std::vector<vos::MessageId>& messages);
    /// The disk takes data again after a batch was refused.
    void recovered();
    /// Damage met while running: a sentence that says what becomes of it.
    void damageFound(const QString& what);
    void closed();
    void custodyTold(const vos::qt::CustodyTally& tally);

private:
    void flushSingly(std::vector<Store>& batches, std::vector<StoreResult>& results,
                     NodeStore::Applied& all);
    void count(const Store& batch);
    void tellStepped(const std::vector<MessageStateChange>& readByPeer);
    void onProbe();
    void continueSearch();
    void checkAndCopy();
    void tellUnreadable();

    StorePlace m_place;
    std::unique_ptr<NodeStore> m_store;
    std::vector<Store> m_pending;
    bool m_flushPosted = false;
    int m_unreadableTold = 0;
    QTimer m_probeTimer;
    QTimer m_copyTimer;
    QTimer m_tallyTimer;
    CustodyTally m_tally;
    std::vector<MessageId> m_stepped;  ///< of the group under way
    MessageSearch m_search;
    std::function<void(Found)> m_searchReply;  ///< empty: no search is under way
    QThreadPool m_background;
};

}  // namespace vos::qt
