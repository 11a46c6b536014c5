#include "ui/chat/composer.h"

#include <QKeyEvent>
#include <QMimeData>

namespace vos::ui {

ComposerEdit::ComposerEdit(QWidget* parent) : QPlainTextEdit(parent)
{
    setFrameShape(QFrame::NoFrame);
    setTabChangesFocus(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    document()->setDocumentMargin(0);
    viewport()->setAutoFillBackground(false);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
}

namespace {

/// The mark a key stands for; empty: none.
QString markOf(const QKeyEvent& event)
{
    if (event.modifiers() != Qt::ControlModifier)
        return {};
    switch (event.key()) {
    case Qt::Key_B:
        return QStringLiteral("**");
    case Qt::Key_I:
        return QStringLiteral("_");
    case Qt::Key_E:
        return QStringLiteral("`");
    default:
        return {};
    }
}

}  // namespace

bool ComposerEdit::event(QEvent* event)
{
    // Before the window's own keys; in an empty field those keep their meaning.
    if (event->type() == QEvent::ShortcutOverride && !document()->isEmpty() &&
        !markOf(*static_cast<QKeyEvent*>(event)).isEmpty()) {
        event->accept();
        return true;
    }
    return QPlainTextEdit::event(event);
}

void ComposerEdit::toggleMark(const QString& sign)
{
    QTextCursor cursor = textCursor();
    QString open = sign;
    QString close = sign;
    const QString chosen = cursor.selectedText();
    if (sign == QStringLiteral("`") && chosen.contains(QChar::ParagraphSeparator)) {
        open = QStringLiteral("```\n");
        close = QStringLiteral("\n```");
    }
    const int from = cursor.selectionStart();
    const int to = cursor.selectionEnd();
    const QString all = toPlainText();
    const bool marked = from >= open.size() && all.mid(from - open.size(), open.size()) == open &&
                        all.mid(to, close.size()) == close;
    cursor.beginEditBlock();
    if (marked) {
        cursor.setPosition(to);
        cursor.setPosition(to + static_cast<int>(close.size()), QTextCursor::KeepAnchor);
        cursor.removeSelectedText();
        cursor.setPosition(from - static_cast<int>(open.size()));
        cursor.setPosition(from, QTextCursor::KeepAnchor);
        cursor.removeSelectedText();
    } else {
        cursor.setPosition(to);
        cursor.insertText(close);
        cursor.setPosition(from);
        cursor.insertText(open);
    }
    cursor.endEditBlock();
    const int shift = static_cast<int>(marked ? -open.size() : open.size());
    cursor.setPosition(from + shift);
    cursor.setPosition(to + shift, QTextCursor::KeepAnchor);
    setTextCursor(cursor);
}

void ComposerEdit::keyPressEvent(QKeyEvent* event)
{
    if (const QString mark = markOf(*event); !mark.isEmpty() && !document()->isEmpty()) {
        toggleMark(mark);
        return;
    }
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    const bool control = event->modifiers().testFlag(Qt::ControlModifier);
    const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
    if (enter && !shift && (control || m_enterSends)) {
        Q_EMIT sendRequested();
        return;
    }
    if (enter) {
        insertPlainText(QStringLiteral("\n"));
        ensureCursorVisible();
        return;
    }
    if (event->key() == Qt::Key_Up && document()->isEmpty()) {
        Q_EMIT lastOwnRequested();
        return;
    }
    // These belong to the window: the messages are scrolled from here too.
    const bool page = event->key() == Qt::Key_PageUp || event->key() == Qt::Key_PageDown;
    const bool end = control && (event->key() == Qt::Key_Home || event->key() == Qt::Key_End);
    if (page || (end && document()->isEmpty()) || event->key() == Qt::Key_Escape) {
        event->ignore();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

void ComposerEdit::focusInEvent(QFocusEvent* event)
{
    QPlainTextEdit::focusInEvent(event);
    Q_EMIT focusChanged();
}

void ComposerEdit::focusOutEvent(QFocusEvent* event)
{
    QPlainTextEdit::focusOutEvent(event);
    Q_EMIT focusChanged();
}

bool ComposerEdit::canInsertFromMimeData(const QMimeData* source) const
{
    return source->hasText();
}

void ComposerEdit::insertFromMimeData(const QMimeData* source)
{
    if (source->hasText())
        insertPlainText(source->text());
}

}  // namespace vos::ui
