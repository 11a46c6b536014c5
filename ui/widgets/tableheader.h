#pragma once

// The head of a table: captions on the ground of the table, a hairline below, a chevron where it is
// sorted.

#include "ui/theme/theme.h"

#include <QHeaderView>

namespace vos::ui {

class TableHeader : public QHeaderView {
    Q_OBJECT

public:
    explicit TableHeader(Theme& theme, QWidget* parent);

    QSize sizeHint() const override;

protected:
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;

private:
    const Theme& m_theme;
};

}  // namespace vos::ui
