#pragma once

// The other end of the control socket, for command-line programs: every call waits. Not for a
// thread that has an event loop to run.

#include "app/control/linesplitter.h"
#include "app/control/protocol.h"

#include <QLocalSocket>
#include <QStringList>

#include <chrono>
#include <deque>
#include <optional>

namespace vos::control {

class Client {
public:
    /// Ours, beside those of the node: the node is gone.
    static constexpr int ConnectionLost = -32099;

    Client();

    /// Tries the paths in turn. False: nobody answers at any.
    bool connectTo(const QStringList& paths);

    /// Waits for the answer as long as it takes; the node bounds all its methods itself. Events
    /// that come in meanwhile wait for nextEvent().
    Expected<QJsonValue, Fault> call(const QString& method, const QJsonObject& params = {});

    struct Event {
        QString name;
        QJsonObject params;
    };
    /// The next event; nothing if none came in time or the node is gone (see isConnected()).
    /// Without a limit it waits for ever.
    std::optional<Event> nextEvent(std::optional<std::chrono::milliseconds> limit = {});
    bool isConnected() const;

private:
    /// A line from the node by `deadline`.
    std::optional<Incoming> read(std::optional<std::chrono::steady_clock::time_point> deadline);

    QLocalSocket m_socket;
    LineSplitter m_lines;
    std::deque<Event> m_events;
    qint64 m_lastId = 0;

};

}  // namespace vos::control
