#pragma once

// A client on the local socket.

#include "app/control/channel.h"

#include <QLocalSocket>

#include <memory>

namespace vos::control {

class SocketChannel : public Channel {
    Q_OBJECT

public:
    /// `socket` is connected.
    explicit SocketChannel(std::unique_ptr<QLocalSocket> socket, QObject* parent = nullptr);
    ~SocketChannel() override;

    void setReading(bool on) override;
    void write(const QByteArray& bytes) override;
    qint64 waitingBytes() const override;
    void abort() override;
    void flush(int timeoutMs) override;

private:
    void read();

    std::unique_ptr<QLocalSocket> m_socket;
    bool m_reading = false;
};

}  // namespace vos::control
