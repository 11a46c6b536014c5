#pragma once

// The round button over the messages that leads back to the latest one, with the count of unread.

#include "ui/theme/theme.h"

#include <QAbstractButton>

namespace vos::ui {

class JumpButton : public QAbstractButton {
    Q_OBJECT

public:
    explicit JumpButton(const Theme& theme, QWidget* parent = nullptr);

    void setCount(int unread);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    const Theme& m_theme;
    int m_count = 0;
};

}  // namespace vos::ui
