#pragma once

// The number beside a heading: filled while it asks for something, else quiet.

#include "ui/theme/theme.h"

#include <QWidget>

namespace vos::ui {

class CountPill : public QWidget {
    Q_OBJECT

public:
    CountPill(const Theme& theme, bool asks, QWidget* parent = nullptr);

    /// 0 hides it.
    void setCount(int count);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    bool m_asks;
    int m_count = 0;
};

}  // namespace vos::ui
