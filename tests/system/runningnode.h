#pragma once

// A vosd as a process, spoken to on its standard streams as any program would.

#include "tests/system/waiting.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>

#include <memory>
#include <optional>

namespace vos::test {

/// How a process ended and what it printed.
struct Ended {
    int status = -1;  ///< -1: killed, or it did not end in time
    QString output;
    QString errors;
};

/// Runs a program to its end.
Ended runProgram(const QString& program, const QStringList& arguments,
                 const QByteArray& input = {});
Ended runVosd(const QStringList& arguments, const QByteArray& input = {});
Ended runVos(const QStringList& arguments, const QByteArray& input = {});
QString vosdProgram();
QString vosProgram();

/// A clock that only goes on.
qint64 nowMs();

class RunningNode {
public:
    struct Setup {
        QString profile;
        QStringList arguments = {};  ///< besides profile, loopback and --stdio
        QString listen = QStringLiteral("127.0.0.1:0");  ///< empty: as by default
        bool lan = false;                                ///< discovery in the local network
        bool portMapping = false;                        ///< asks its router
        std::function<void()> inChild = {};  ///< between fork and exec
        QByteArray passphrase = {};          ///< given on stdin; empty: none
        QStringList wrapper = {};            ///< a program, with arguments, that runs the rest
    };
    /// Starts nothing yet.
    explicit RunningNode(Setup setup);
    /// Kills what still runs.
    ~RunningNode();
    RunningNode(const RunningNode&) = delete;
    RunningNode& operator=(const RunningNode&) = delete;

    /// Until node.ready. `more`: arguments of this start alone. False: it ended or said nothing.
    bool start(const QStringList& more = {});
    /// As kill -9 does; waits for its end.
    void kill();
    /// By node.stop; true if it ended with status 0.
    bool stop();
    bool isRunning() const;
    QProcess& process() { return *m_process; }
    QString errors() const { return m_errors; }
    QString profile() const { return m_setup.profile; }
    /// For the starts to come.
    void setPassphrase(const QByteArray& passphrase) { m_setup.passphrase = passphrase; }

    QString address() const { return m_ready[QLatin1String("address")].toString(); }
    QString link() const { return m_ready[QLatin1String("link")].toString(); }
    quint16 port() const;

    /// A reply has `result` or `error`; it is empty if none came in time.
    QJsonObject call(const QString& method, const QJsonObject& params = {});
    /// Only its result, which must be one.
    QJsonObject ask(const QString& method, const QJsonObject& params = {});
    /// error.code, 0 if it was no error.
    int errorOf(const QString& method, const QJsonObject& params = {});
    /// Sends without waiting; the id for replyTo().
    int post(const QString& method, const QJsonObject& params = {});
    std::optional<QJsonObject> replyTo(int id) const;
    void writeLine(const QByteArray& line);

    struct Event {
        QString name;
        QJsonObject params;
        qint64 atMs = 0;  ///< when it was read, by nowMs()
    };
    /// All since the start.
    const QList<Event>& events() const { return m_events; }
    /// Replies without an id, as bad lines get.
    const QList<QJsonObject>& strayReplies() const { return m_strayReplies; }
    /// The first event of that name whose params hold all of `wanted`.
    std::optional<QJsonObject> findEvent(const QString& name, const QJsonObject& wanted = {}) const;
    bool waitForEvent(const QString& name, const QJsonObject& wanted = {},
                      int timeoutMs = PatienceMs);
    void forgetEvents() { m_events.clear(); }

private:
    void readLines();

    Setup m_setup;
    std::unique_ptr<QProcess> m_process;
    QJsonObject m_ready;
    QList<Event> m_events;
    QHash<int, QJsonObject> m_replies;
    QList<QJsonObject> m_strayReplies;
    QString m_errors;
    int m_lastId = 0;
};

}  // namespace vos::test
