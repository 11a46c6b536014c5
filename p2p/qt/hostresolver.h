#pragma once

// HOST:PORT texts to endpoints: numeric ones at once, names by the system's resolver, which may
// take as long as it likes; we wait a bounded time and go on with what there is.

#include "p2p/base/endpoint.h"

#include <QObject>
#include <QStringList>
#include <QTimer>

#include <functional>
#include <vector>

namespace vos::qt {

class HostResolver : public QObject {
    Q_OBJECT

public:
    using Found = std::function<void(std::vector<Endpoint>)>;

    /// Most endpoints taken for one list, so that a name with a thousand addresses aims us at none
    /// but a few.
    static constexpr std::size_t EndpointsMax = 16;

    /// Calls `found` once, on the thread of `context`, unless that is gone; before it returns where
    /// all places are numeric.
    static void resolve(const QStringList& places, QObject* context, Found found);

private:
    HostResolver(QObject* context, Found found);
    void lookUp(const QString& host, quint16 port);
    void add(const Endpoint& endpoint);
    void finish();

    Found m_found;
    std::vector<Endpoint> m_endpoints;
    int m_waiting = 0;
    QTimer m_timer;
};

}  // namespace vos::qt
