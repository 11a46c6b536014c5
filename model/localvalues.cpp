#include "model/localvalues.h"

#include "p2p/qt/address.h"

namespace vos::model {

namespace {

// One write for a word typed, not for a letter.
constexpr std::chrono::milliseconds WriteDelay{500};

QString keyOf(QLatin1StringView prefix, const NodeId& peer)
{
    return prefix + addressOf(peer);
}

}  // namespace

LocalValues::LocalValues(NodeSource& source, QObject* parent) : QObject(parent), m_source(source)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(WriteDelay);
    connect(&m_timer, &QTimer::timeout, this, &LocalValues::flush);
}

LocalValues::~LocalValues() = default;

void LocalValues::load()
{
    m_source.locals(QString(), this, [this](const Expected<QVariantMap, NodeError>& result) {
        if (result) {
            for (auto it = result->cbegin(); it != result->cend(); ++it) {
                if (!m_unwritten.contains(it.key()))
                    m_values.insert(it.key(), it.value());
            }
        }
        m_loaded = true;
        Q_EMIT loaded();
    });
}

QString LocalValues::value(const QString& key) const { return m_values.value(key).toString(); }

void LocalValues::set(const QString& key, const QString& value)
{
    if (this->value(key) == value)
        return;
    m_values.insert(key, value);
    if (!m_unwritten.contains(key))
        m_unwritten.append(key);
    m_timer.start();
}

void LocalValues::flush()
{
    m_timer.stop();
    const QStringList keys = std::exchange(m_unwritten, {});
    for (const QString& key : keys)
        m_source.putLocal(key, value(key));
}

QString LocalValues::draftKey(const NodeId& peer)
{
    return keyOf(QLatin1StringView("draft/"), peer);
}
QString LocalValues::placeKey(const NodeId& peer)
{
    return keyOf(QLatin1StringView("place/"), peer);
}

}  // namespace vos::model
