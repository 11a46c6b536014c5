#pragma once

// One client of the control interface: reads its requests, answers them, passes events on once it
// asked for them. A client can make the node hold only so much: its requests are left unread while
// many are open or their answers wait, and one that takes no events for long is cut off.

#include "app/control/channel.h"
#include "app/control/linesplitter.h"
#include "app/control/methods.h"
#include "app/control/protocol.h"

#include <deque>

namespace vos::control {

class EventFeed;

class Connection : public QObject {
    Q_OBJECT

public:
    /// Requests being worked on at once; more are left unread.
    static constexpr int OpenRequestsMax = 256;
    /// With more than this waiting to be taken no further request is read.
    static constexpr qint64 AnswersWaitingMax = 1 << 20;
    /// Events waiting to be taken beside the answers. A client that lets so many wait does not
    /// read: 8 MiB are about 30 000 messages.
    static constexpr qint64 EventsWaitingMax = 8 << 20;

    /// `channel`, `node` and `feed` must outlive the connection. Reading begins at once.
    Connection(Channel& channel, Node& node, EventFeed& feed, QObject* parent = nullptr);
    ~Connection() override;

    /// Events go out from now on.
    void subscribe();
    /// No more input comes: a last line without its end counts, and becameIdle() follows.
    void endInput();

Q_SIGNALS:
    /// Every request that came in was answered.
    void becameIdle();

private:
    void onReceived(const QByteArray& bytes);
    void onDrained();
    void onEvent(const QByteArray& line);
    void onData(const QByteArray& line, const MessageId& data);
    void write(const QByteArray& line);
    /// Tells the feed of the data that left the channel.
    void countTaken();
    /// No more events go out.
    void unsubscribe();
    void workOff();
    bool mayTake() const;
    void handle(const LineSplitter::Line& line);
    void answer(const QJsonValue& id, const Answered& answered);

    Channel& m_channel;
    Node& m_node;
    EventFeed& m_feed;
    LineSplitter m_lines{LineSizeMax};
    int m_openRequests = 0;
    qint64 m_answerBytes = 0;  ///< of what waits, at most this much are answers
    bool m_subscribed = false;
    bool m_unsubscribed = false;  ///< for good: gone, or cut off
    qint64 m_written = 0;         ///< bytes in all
    struct Carried {
        MessageId data;
        qint64 end;  ///< m_written behind it
    };
    std::deque<Carried> m_carried;  ///< data that may still wait in the channel
    bool m_working = false;
};

}  // namespace vos::control
