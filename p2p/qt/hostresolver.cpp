#include "p2p/qt/hostresolver.h"

#include "p2p/qt/convert.h"

#include <QHostInfo>

#include <algorithm>

namespace vos::qt {

namespace {

/// Half of what a join may take in all.
constexpr auto lookUpMax = std::chrono::seconds(5);

}  // namespace

void HostResolver::resolve(const QStringList& places, QObject* context, Found found)
{
    std::vector<Endpoint> numeric;
    QStringList names;
    for (const QString& place : places) {
        if (const auto endpoint = Endpoint::parse(toUtf8(place)))
            numeric.push_back(*endpoint);
        else
            names.append(place);
    }
    if (names.isEmpty()) {
        numeric.resize(std::min(numeric.size(), EndpointsMax));
        found(std::move(numeric));
        return;
    }
    // Its parent is the context, so it goes when that does.
    auto* resolver = new HostResolver(context, std::move(found));
    for (const Endpoint& endpoint : numeric)
        resolver->add(endpoint);
    for (const QString& name : names) {
        const qsizetype colon = name.lastIndexOf(u':');
        resolver->lookUp(name.left(colon), name.mid(colon + 1).toUShort());
    }
}

HostResolver::HostResolver(QObject* context, Found found)
    : QObject(context)
    , m_found(std::move(found))
    , m_timer(this)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &HostResolver::finish);
    m_timer.start(lookUpMax);
}

void HostResolver::lookUp(const QString& host, quint16 port)
{
    ++m_waiting;
    QHostInfo::lookupHost(host, this, [this, port](const QHostInfo& info) {
        for (const QHostAddress& address : info.addresses()) {
            if (const auto endpoint = toEndpoint(address, port))
                add(*endpoint);
        }
        if (--m_waiting == 0)
            finish();
    });
}

void HostResolver::add(const Endpoint& endpoint)
{
    const bool known =
        std::find(m_endpoints.begin(), m_endpoints.end(), endpoint) != m_endpoints.end();
    if (!known && m_endpoints.size() < EndpointsMax)
        m_endpoints.push_back(endpoint);
}

void HostResolver::finish()
{
    m_timer.stop();
    if (const Found found = std::exchange(m_found, nullptr))
        found(std::move(m_endpoints));
    deleteLater();
}

}  // namespace vos::qt
