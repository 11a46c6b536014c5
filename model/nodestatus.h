#pragma once

// The state of the node in a few figures, for the status chips, the own avatar and banners.

#include "model/queuemodel.h"
#include "model/source.h"

#include <QObject>

namespace vos::model {

/// Starting: no socket yet. Offline: this computer has no network. Searching: no other node
/// answers.
enum class Connection { Starting, Offline, Searching, Connected };

class NodeStatus : public QObject {
    Q_OBJECT

public:
    NodeStatus(NodeSource& source, QueueModel& queue, QObject* parent = nullptr);

    Connection connection() const { return m_connection; }
    bool isReady() const { return m_ready; }
    bool hasInfo() const { return m_hasInfo; }  ///< the name is known
    int onlineNodes() const { return m_online; }
    int knownNodes() const { return m_known; }
    int waiting() const { return m_queue.waiting(); }
    int held() const { return m_queue.held(); }
    bool storageFailing() const { return m_storageFailing; }
    void forgetElsewhere() { m_source.forgetElsewhere(); }
    bool isElsewhere() const { return m_elsewhere; }  ///< our identity runs in another place too

    QString ownName() const { return m_name; }  ///< empty when none was given yet
    NodeId ownId() const { return m_id; }
    QString ownAddress() const { return m_address; }
    QString ownLink() const { return m_link; }
    void setOwnName(const QString& name);

    /// "Connected · 5 nodes", "No network", "Looking for other nodes", "Starting".
    QString connectionText() const;
    /// "Network: connected, 5 nodes".
    QString connectionName() const;
    /// "Queue: 3 waiting, 2 held", "Queue: empty"; both shown and read aloud.
    QString queueText() const;

Q_SIGNALS:
    void changed();
    /// Name, link and figures of the node were read (again).
    void infoRead();
    void ownNameChanged(const QString& name);
    void renameFailed(const vos::NodeError& error);

private:
    void onReady(const NodeReady& ready);
    void readInfo();
    void update();

    NodeSource& m_source;
    QueueModel& m_queue;
    Connection m_connection = Connection::Starting;
    bool m_ready = false;
    bool m_hasInfo = false;
    bool m_storageFailing = false;
    bool m_elsewhere = false;
    int m_online = 0;
    int m_known = 0;
    NodeId m_id;
    QString m_name;
    QString m_address;
    QString m_link;
};

}  // namespace vos::model
