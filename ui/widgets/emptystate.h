#pragma once

// What a place says when there is nothing in it: picture, sentence, and buttons if something can be
// done about it.

#include "ui/theme/theme.h"

#include <QWidget>

class QHBoxLayout;
class QLabel;
class QPushButton;
class QVBoxLayout;

namespace vos::ui {

class EmptyState : public QWidget {
    Q_OBJECT

public:
    /// `icon` is one of resources/icons; empty: no disc (see setPicture()).
    EmptyState(Theme& theme, const QString& icon, Color ink = Color::TextSoft,
               QWidget* parent = nullptr);

    void setText(const QString& text);
    /// A second, softer line; monospaced if it is an address.
    void setDetail(const QString& text, bool address = false);
    /// A widget in place of the icon (an avatar).
    void setPicture(QWidget* picture);
    void addButton(QPushButton* button);

private:
    Theme& m_theme;
    QVBoxLayout* m_column;
    QHBoxLayout* m_buttons;
    QLabel* m_text;
    QLabel* m_detail;
};

}  // namespace vos::ui
