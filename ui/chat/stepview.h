#pragma once

// The parts of MessageDetails: the message's text on its ground, and one step of its way.

#include "ui/chat/messagedetails.h"

#include <QLabel>

namespace vos::ui {

/// The message's text on the ground it has in the chat.
class TextBubble : public QLabel {
    Q_OBJECT

public:
    TextBubble(const Theme& theme, QWidget* parent);
    void setOutgoing(bool outgoing);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    bool m_outgoing = false;
};

/// One step: disc with icon, line to the next, words, and the proof with a button that copies it.
class StepRow : public QWidget {
    Q_OBJECT

public:
    StepRow(Theme& theme, const DetailStep& step, bool last, QWidget* parent);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* proofLine();
    QLabel* label(const QString& text, Type type, Color color);

    Theme& m_theme;
    DetailStep m_step;
    bool m_last;
};

}  // namespace vos::ui
