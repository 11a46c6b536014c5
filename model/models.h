#pragma once

// All models of one node, in the order they need each other. Construct it after the source and
// before any window; it loads itself when the node is
// ready.

#include "model/clock.h"
#include "model/friendlist.h"
#include "model/friendvosmodel.h"
#include "model/friendmodel.h"
#include "model/localvalues.h"
#include "model/mapmodel.h"
#include "model/messagemodel.h"
#include "model/networkmodel.h"
#include "model/nodestatus.h"
#include "model/preferences.h"
#include "model/queuemodel.h"
#include "model/requestmodel.h"
#include "model/source.h"

#include <memory>

namespace vos::model {

class Models : public QObject {
    Q_OBJECT

public:
    /// Both must outlive the models.
    Models(NodeSource& source, Clock& clock, QObject* parent = nullptr);

    NodeSource& source() { return m_source; }
    Clock& clock() { return m_clock; }
    LocalValues& locals() { return m_locals; }
    Preferences& preferences() { return m_preferences; }
    FriendModel& friends() { return m_friends; }
    FriendList& friendList() { return m_friendList; }
    RequestModel& requests() { return m_requests; }
    RequestModel& blocked() { return m_blocked; }
    QueueModel& queue() { return m_queue; }
    FriendVosModel& friendVos() { return m_friendVos; }
    MapModel& map() { return m_map; }
    NodeStatus& status() { return m_status; }
    NetworkModel& network() { return m_network; }

    /// A conversation to show; the caller owns it. Ask for load() when its view is connected.
    std::unique_ptr<MessageModel> conversation(const NodeId& peer);

    /// Everything above was read once.
    bool isLoaded() const { return m_loaded; }
    /// Nobody has gone through the first steps on this profile; valid once loaded.
    bool isFirstRun() const;
    void endFirstRun();

    /// After the language changed: every text is read again.
    void retranslate();

Q_SIGNALS:
    void loaded();
    void retranslated();

private:
    void load();
    void onPartLoaded();

    NodeSource& m_source;
    Clock& m_clock;
    LocalValues m_locals;
    Preferences m_preferences;
    FriendModel m_friends;
    FriendList m_friendList;
    RequestModel m_requests;
    RequestModel m_blocked;
    QueueModel m_queue;
    FriendVosModel m_friendVos;
    MapModel m_map;
    NodeStatus m_status;
    NetworkModel m_network;
    bool m_loaded = false;
};

}  // namespace vos::model
