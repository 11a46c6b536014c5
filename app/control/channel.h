#pragma once

// What carries the bytes of one client: a local socket, or stdin and stdout. Nothing here blocks:
// output waits in memory until the other side takes it, and whoever writes looks at how much waits.

#include <QByteArray>
#include <QObject>

namespace vos::control {

class Channel : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Reading is off at first. While it is off the bytes stay with the system, and so with the
    /// client.
    virtual void setReading(bool on) = 0;
    /// After closed() bytes are dropped.
    virtual void write(const QByteArray& bytes) = 0;
    /// Written, but not taken by the system yet.
    virtual qint64 waitingBytes() const = 0;
    /// Drops what waits and ends the connection; closed() follows.
    virtual void abort() = 0;
    /// Hands what waits to the system for at most `timeoutMs`, at the end of a program.
    virtual void flush(int timeoutMs) = 0;

Q_SIGNALS:
    void received(const QByteArray& bytes);
    /// Fewer bytes wait than before.
    void drained();
    /// Once: the other side is gone.
    void closed();
};

}  // namespace vos::control
