#pragma once

// How much of a granted space is used, as a bar: in the held colour, from nine tenths on in the
// colour of warnings. The figures always stand beside it in words.

#include "ui/theme/theme.h"

#include <QWidget>

class QPainter;

namespace vos::ui {

inline constexpr int StorageBarWidth = 104;
inline constexpr int StorageBarHeight = 6;

/// In the vertical middle of `rect`. `percent` is 0 to 100; something used is never drawn as none.
void paintStorageBar(QPainter& painter, const Theme& theme, const QRect& rect, int percent,
                     bool nearFull);

class StorageBar : public QWidget {
    Q_OBJECT

public:
    StorageBar(const Theme& theme, QWidget* parent = nullptr);

    void setUsage(int percent, bool nearFull);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    int m_percent = 0;
    bool m_nearFull = false;
};

}  // namespace vos::ui
