#include "app/messenger/singleinstance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QLocalSocket>

namespace vos::messenger {

namespace {

/// A live window answers a local socket at once; this is for a machine under load.
constexpr int AnswerMs = 2000;
/// A link has at most 4096 characters, nearly all of them ASCII.
constexpr qint64 LinkBytesMax = 16'384;

/// Short whatever the profile's path is, since a socket's path has room for 107 bytes only.
QString nameFor(const QString& profile)
{
    const QString path = QFileInfo(profile).absoluteFilePath();
    const QByteArray hash =
        QCryptographicHash::hash(path.toUtf8(), QCryptographicHash::Sha256).toHex();
    return QStringLiteral("vos-messenger-") + QString::fromLatin1(hash.left(24));
}

}  // namespace

SingleInstance::SingleInstance(const QString& profile, QObject* parent)
    : QObject(parent), m_name(nameFor(profile))
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, [this] {
        while (QLocalSocket* other = m_server.nextPendingConnection())
            take(other);
    });
}

void SingleInstance::take(QLocalSocket* other)
{
    // The link is all it says, and the end of the connection ends it.
    other->setReadBufferSize(LinkBytesMax);
    connect(other, &QLocalSocket::disconnected, this, [this, other] {
        const QByteArray link = other->readAll();
        other->deleteLater();
        if (!link.isEmpty())
            Q_EMIT linkGiven(QString::fromUtf8(link));
    });
    Q_EMIT raiseRequested();
}

bool SingleInstance::raiseOther(const QString& link) const
{
    QLocalSocket socket;
    socket.connectToServer(m_name);
    if (!socket.waitForConnected(AnswerMs))
        return false;
    socket.write(link.toUtf8());
    // Closes once all is written.
    socket.disconnectFromServer();
    if (socket.state() != QLocalSocket::UnconnectedState)
        socket.waitForDisconnected(AnswerMs);
    return true;
}

void SingleInstance::listen()
{
    // A name nobody answered on is left over from a program that was killed.
    QLocalServer::removeServer(m_name);
    m_server.listen(m_name);
}

}  // namespace vos::messenger
