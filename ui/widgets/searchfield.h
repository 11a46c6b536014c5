#pragma once

// A line to search in: magnifier before it, and its key behind it while it is empty. Escape clears.

#include "ui/theme/theme.h"

#include <QLineEdit>

namespace vos::ui {

class SearchField : public QLineEdit {
    Q_OBJECT

public:
    explicit SearchField(Theme& theme, QWidget* parent = nullptr);

    /// "Ctrl+K"; empty: none.
    void setKeyHint(const QString& key);

Q_SIGNALS:
    /// Escape in an empty field.
    void left();

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void fit();

    Theme& m_theme;
    QString m_hint;
};

}  // namespace vos::ui
