#pragma once

// Cells of the table of linked nodes.

#include "ui/theme/theme.h"

#include <QStyledItemDelegate>

namespace vos::ui {

class PeerDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    PeerDelegate(const Theme& theme, QObject* parent);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;

private:
    const Theme& m_theme;
};

}  // namespace vos::ui
