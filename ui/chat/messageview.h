#pragma once

// The list of messages of one chat. The view never moves by itself: it keeps what is at its top
// where it is, whatever the model inserts or drops, and follows new messages only while it stands
// at the bottom. Messages count as seen when their row is visible in an active window.

#include "ui/chat/bubbledelegate.h"

#include <QListView>
#include <QPointer>

#include <optional>

namespace vos::ui {

class JumpButton;

class MessageView : public QListView {
    Q_OBJECT

public:
    explicit MessageView(Theme& theme, QWidget* parent = nullptr);

    /// Shows this conversation from its unread line, or its end; null: nothing. Not owned.
    void setConversation(model::MessageModel* conversation);
    model::MessageModel* conversation() const { return m_model; }

    bool isAtLatest() const { return m_sticky; }
    /// Selects the message and brings it into the middle, from wherever in the history it is.
    void reveal(const MessageId& id);
    /// The message that has the keyboard or the selection.
    std::optional<MessageId> currentMessage() const;
    void setMark(const QString& term);
    void copySelected();

public Q_SLOTS:
    void scrollToLatest();
    void scrollToOldest();
    void pageUp();
    void pageDown();
    void doItemsLayout() override;

Q_SIGNALS:
    void linkActivated(const QUrl& url);
    void actionTriggered(const vos::MessageId& id, vos::ui::FailedAction action);
    void detailsRequested(const vos::MessageId& id);
    void replyRequested(const vos::MessageId& id);
    void deleteRequested(const vos::MessageId& id);
    void takeBackRequested(const vos::MessageId& id);
    void editRequested(const vos::MessageId& id);
    void reactionToggled(const vos::MessageId& id, const QString& emoji);
    void reactionRequested(const vos::MessageId& id, const QPoint& globalPos);
    void menuRequested(const vos::MessageId& id, const QPoint& globalPos);

protected:
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void updateGeometries() override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void open();
    void onScrolled();
    void onRowsChanged(const QModelIndex& first, const QModelIndex& last);
    void rememberPlace();
    void restorePlace();
    void updateGap();
    void fetchIfNear();
    void reportSeen();
    void placeJumpButton();
    void onLocated(const MessageId& id);
    QPoint belowBubble(const QModelIndex& index) const;
    BubbleHit hitAt(const QPoint& point) const;
    void activate(const QModelIndex& index, const BubbleHit& hit);
    std::optional<MessageId> idAt(const QModelIndex& index) const;
    int firstMessageRowFrom(int y) const;

    BubbleDelegate* m_delegate;
    JumpButton* m_jump;
    QPointer<model::MessageModel> m_model;
    QPersistentModelIndex m_anchor;  ///< topmost message in view …
    int m_anchorTop = 0;             ///< … and where its row began
    bool m_sticky = true;            ///< stands at the latest message
    bool m_moving = false;           ///< the view itself moves the bar
    bool m_toOldest = false;         ///< pages upward until the history begins
    bool m_opened = false;
    std::optional<MessageId> m_reveal;
    BubbleHit m_pressed;
    int m_swiped = 0;  ///< pixels of the two fingers on their way across
    QPersistentModelIndex m_overAction;  ///< row whose failed line is under the pointer
};

}  // namespace vos::ui
