#include "app/control/socketchannel.h"

#include <QElapsedTimer>

namespace vos::control {

namespace {

/// Bytes Qt reads ahead of us; while reading is off this much is taken, no more.
constexpr qint64 ReadAheadMax = 256 << 10;

}  // namespace

SocketChannel::SocketChannel(std::unique_ptr<QLocalSocket> socket, QObject* parent)
    : Channel(parent), m_socket(std::move(socket))
{
    m_socket->setParent(nullptr);
    m_socket->setReadBufferSize(ReadAheadMax);
    connect(m_socket.get(), &QLocalSocket::readyRead, this, &SocketChannel::read);
    connect(m_socket.get(), &QLocalSocket::bytesWritten, this, &Channel::drained);
    connect(m_socket.get(), &QLocalSocket::disconnected, this, &Channel::closed);
}

SocketChannel::~SocketChannel()
{
    m_socket->disconnect(this);
}

void SocketChannel::setReading(bool on)
{
    if (on && !m_reading)
        QMetaObject::invokeMethod(this, &SocketChannel::read, Qt::QueuedConnection);
    m_reading = on;
}

void SocketChannel::write(const QByteArray& bytes)
{
    if (m_socket->state() == QLocalSocket::ConnectedState)
        m_socket->write(bytes);
}

qint64 SocketChannel::waitingBytes() const
{
    return m_socket->bytesToWrite();
}

void SocketChannel::abort()
{
    m_socket->abort();
}

void SocketChannel::flush(int timeoutMs)
{
    QElapsedTimer timer;
    timer.start();
    while (m_socket->state() == QLocalSocket::ConnectedState && m_socket->bytesToWrite() > 0 &&
           timer.elapsed() < timeoutMs) {
        if (!m_socket->waitForBytesWritten(timeoutMs - static_cast<int>(timer.elapsed())))
            break;
    }
}

void SocketChannel::read()
{
    constexpr qint64 chunkSize = 64 << 10;
    while (m_reading && m_socket->bytesAvailable() > 0)
        Q_EMIT received(m_socket->read(chunkSize));
}

}  // namespace vos::control
