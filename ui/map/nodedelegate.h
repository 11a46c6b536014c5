#pragma once

// Cells of the table of known nodes.

#include "ui/theme/theme.h"

#include <QStyledItemDelegate>

namespace vos::ui {

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
