#pragma once

// Where a message is written: a field of one to eight lines, an emoji picker and Send. Plain text
// only; Return is left to an input method while it composes.

#include "ui/theme/theme.h"

#include <QPlainTextEdit>
#include <QWidget>

class QLabel;
class QPushButton;
class QToolButton;

namespace vos::ui {

class ReplyBar;

/// The bare editor: Return sends, Shift+Return is a line, Tab leaves. Ctrl+B, Ctrl+I and Ctrl+E put
/// the marks of bold, italic and code around what is selected, or take them away.
class ComposerEdit : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit ComposerEdit(QWidget* parent = nullptr);

    /// Space above the first line, so that one line stands in the middle of the field.
    void setTopPadding(int pixels) { setViewportMargins(0, pixels, 0, 0); }
    /// False: Return makes a line and Ctrl+Return sends.
    void setEnterSends(bool on) { m_enterSends = on; }
    void toggleMark(const QString& sign);

Q_SIGNALS:
    void sendRequested();
    /// Up in an empty field.
    void lastOwnRequested();
    void focusChanged();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool canInsertFromMimeData(const QMimeData* source) const override;
    void insertFromMimeData(const QMimeData* source) override;

private:
    bool m_enterSends = true;
};

class Composer : public QWidget {
    Q_OBJECT

public:
    Composer(Theme& theme, QWidget* parent = nullptr);

    QString text() const;
    void setText(const QString& text);
    void setEnterSends(bool on);
    ComposerEdit* edit() const { return m_edit; }
    /// What is being answered; an empty name hides the line.
    void setReply(const QString& name, const QString& text);
    /// What is being edited; Send then says so.
    void setEditing(const QString& text);
    /// Why nothing can be sent here now; empty: it can. The text stays.
    void setBlocked(const QString& reason);

Q_SIGNALS:
    void textChanged(const QString& text);
    /// Not empty and not too long.
    void sendRequested(const QString& text);
    /// Neither answered nor edited any more.
    void replyDismissed();
    void lastOwnRequested();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void retranslate();
    void onTextChanged();
    void fitHeight();
    void updateSend();
    void send();
    void showEmoji();

    Theme& m_theme;
    QWidget* m_field;
    ComposerEdit* m_edit;
    QToolButton* m_emoji;
    QPushButton* m_send;
    QLabel* m_counter;
    ReplyBar* m_reply;
    QString m_blocked;
    qsizetype m_size = 0;  ///< of the text in UTF-8
};

}  // namespace vos::ui
