#include "app/messenger/singleinstance.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>
#include <QLocalSocket>

namespace vos::messenger {

namespace {

/// A live window answers a local socket at once; this is for a machine under load.
constexpr int AnswerMs = 2000;

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
        while (QLocalSocket* other = m_server.nextPendingConnection()) {
            connect(other, &QLocalSocket::disconnected, other, &QObject::deleteLater);
            Q_EMIT raiseRequested();
        }
    });
}

bool SingleInstance::raiseOther() const
{
    QLocalSocket socket;
    socket.connectToServer(m_name);
    if (!socket.waitForConnected(AnswerMs))
        return false;
    socket.disconnectFromServer();
    return true;
}

void SingleInstance::listen()
{
    // A name nobody answered on is left over from a program that was killed.
    QLocalServer::removeServer(m_name);
    m_server.listen(m_name);
}

}  // namespace vos::messenger
