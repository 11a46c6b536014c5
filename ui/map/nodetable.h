#pragma once

// The known nodes as a table: name, reach, address, round trip, last heard. Filled from the node's
// map; friends' own names win over what nodes call themselves.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <QStyledItemDelegate>
#include <QTimer>

namespace vos::ui {

class NodeTable : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { NodeColumn, KindColumn, ReachColumn, EndpointColumn, RttColumn, HeardColumn };
    static constexpr int ColumnCount = HeardColumn + 1;
    enum Role { IdRole = Qt::UserRole + 1, FriendRole, OnlineRole, SortRole, IconRole };

    NodeTable(model::Models& models, QObject* parent);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

    int reachable() const;
    /// Asks the node again, soon.
    void refresh() { m_timer.start(); }
    void retranslate();

Q_SIGNALS:
    void changed();

private:
    void read();
    void apply(const std::vector<MapEntry>& entries);
    QString nameOf(const MapEntry& entry) const;
    QString text(const MapEntry& entry, int column) const;
    QVariant sortKey(const MapEntry& entry, int column) const;
    QString accessibleText(const MapEntry& entry) const;

    model::Models& m_models;
    std::vector<MapEntry> m_entries;
    QTimer m_timer;
};

/// All, only friends, or only nodes that can be reached now.
class NodeFilter : public QSortFilterProxyModel {
    Q_OBJECT

public:
    enum class Show { All, Friends, Reachable };

    explicit NodeFilter(QObject* parent);
    void setShow(Show show);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    Show m_show = Show::All;
};

class NodeDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    NodeDelegate(const Theme& theme, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    const Theme& m_theme;
};

}  // namespace vos::ui
