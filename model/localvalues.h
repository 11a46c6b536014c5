#pragma once

// Small private values of the window (drafts, reading places, whether the first run is over),
// sealed in the profile by the node. Read once at the start, then answered from memory; writes of
// one key are gathered for half a second, and flush() writes what is left.

#include "model/source.h"

#include <QTimer>
#include <QVariantMap>

namespace vos::model {

class LocalValues : public QObject {
    Q_OBJECT

public:
    explicit LocalValues(NodeSource& source, QObject* parent = nullptr);
    ~LocalValues() override;

    bool isLoaded() const { return m_loaded; }
    void load();
    QString value(const QString& key) const;
    /// An empty value removes the key.
    void set(const QString& key, const QString& value);
    void flush();

    static QString draftKey(const NodeId& peer);
    static QString placeKey(const NodeId& peer);

Q_SIGNALS:
    void loaded();

private:
    NodeSource& m_source;
    QVariantMap m_values;
    QStringList m_unwritten;
    QTimer m_timer;
    bool m_loaded = false;
};

}  // namespace vos::model
