#pragma once

// A bound UDP socket as the node sees it. Several kinds may stand behind it; all of them deliver
// whole datagrams, lose some, and never block.

#include "p2p/base/bytes.h"
#include "p2p/base/endpoint.h"

#include <QObject>

#include <optional>

class QNetworkInterface;

namespace vos::qt {

struct Datagram {
    Endpoint from;
    ByteView bytes;  ///< valid until the next receive()
};

class DatagramSocket : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// Where it is bound; the address is unspecified when it listens on all of them.
    virtual Endpoint local() const = 0;
    /// False if the system refused; a datagram may be lost all the same.
    virtual bool send(const Endpoint& to, ByteView datagram) = 0;
    /// To a multicast group, by this interface alone; other sockets of this computer hear it too.
    virtual bool sendToGroup(const QNetworkInterface& card, const Endpoint& group,
                             ByteView datagram) = 0;
    /// The next one that has arrived, or nothing. Ones that cannot be answered are passed over.
    virtual std::optional<Datagram> receive() = 0;
    /// Where the system has taken the socket away, binds it anew at the same place; false if that
    /// cannot be done now.
    virtual bool mend() = 0;

Q_SIGNALS:
    /// Something may be waiting; comes again until all of it was received.
    void readyRead();
};

}  // namespace vos::qt
