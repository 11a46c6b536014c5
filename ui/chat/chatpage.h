#pragma once

// One chat: header, messages, composer, and the panel beside them. Keeps drafts and deletes with a
// chance to undo. Shows a hint while no friend is chosen.

#include "model/models.h"
#include "ui/chat/bubblelayout.h"

#include <QWidget>

#include <memory>
#include <optional>

class QPushButton;
class QStackedLayout;
class QVBoxLayout;

namespace vos::ui {

class AvatarView;
class Banner;
class Cancelling;
class ChatHeader;
class Composer;
class EmptyState;
class MessageDetails;
class MessageView;
class SearchPanel;
class Toast;

class ChatPage : public QWidget {
    Q_OBJECT

public:
    ChatPage(Theme& theme, model::Models& models, QWidget* parent = nullptr);
    ~ChatPage() override;

    /// Absent: no chat.
    void open(const std::optional<NodeId>& peer);
    const std::optional<NodeId>& peer() const { return m_peer; }
    MessageView* view() const { return m_view; }
    Composer* composer() const { return m_composer; }
    ChatHeader* header() const { return m_header; }
    model::MessageModel* conversation() const { return m_conversation.get(); }

    void reveal(const MessageId& id);
    void showDetails();
    void toggleSearch();
    /// Closes what Escape closes next: the panel, or else it goes to the latest message.
    void stepBack();
    /// True if stepBack() closes something of this page.
    bool hasOpenPanel() const;
    void focusComposer();

Q_SIGNALS:
    void friendDetailsRequested(const vos::NodeId& id);
    /// To keep our own messages.
    void askFriendRequested();

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void buildLayout();
    void connectView();
    void connectConversation();
    void retranslate();
    void updatePerson();
    void updateEmpty();
    void updateFailed();
    void buildDoubt();
    void updateDoubt();
    void allowDoubtful();
    void askRemove();
    void onSend(const QString& text);
    void onAction(const MessageId& id, FailedAction action);
    void onDelete(const MessageId& id);
    void finishDelete();
    void showMenu(const MessageId& id, const QPoint& at);
    void addQueueActions(class QMenu& menu, const MessageId& id, MessageState state);
    void askLink(const QUrl& url);
    void setReply(const std::optional<MessageId>& id);
    /// Edits an own message in the composer, whose draft waits meanwhile; absent: no longer.
    void setEditing(const std::optional<MessageId>& id);
    void dismissReply();
    /// Asks first.
    void askTakeBack(const MessageId& id);
    void showReactions(const MessageId& id, const QPoint& at);
    void showAllReactions(const MessageId& id, const QPoint& at);
    void addChangeActions(class QMenu& menu, const MessageId& id, const QPoint& at);
    void say(const NodeError& error);
    void setSide(QWidget* panel);
    void fitSide();

    Theme& m_theme;
    model::Models& m_models;
    std::optional<NodeId> m_peer;
    std::unique_ptr<model::MessageModel> m_conversation;
    std::optional<MessageId> m_reply;
    std::optional<MessageId> m_editing;
    QString m_draftBefore;  ///< what stood in the composer before the edit
    std::optional<MessageId> m_deleting;  ///< hidden, gone when the toast is over
    QWidget* m_chat;
    QWidget* m_column;  ///< header to composer: all but the panel beside it
    QWidget* m_middle;
    QStackedLayout* m_stack;
    QStackedLayout* m_middleStack;
    EmptyState* m_nobody;
    EmptyState* m_hello;
    AvatarView* m_helloAvatar;
    ChatHeader* m_header;
    Banner* m_trouble;
    Banner* m_failed;
    Banner* m_doubt;
    QPushButton* m_compare;
    QPushButton* m_allow;
    QPushButton* m_remove;
    Banner* m_cancelled;
    Cancelling* m_cancelling;
    MessageView* m_view;
    Composer* m_composer;
    Toast* m_toast;
    MessageDetails* m_details;
    SearchPanel* m_search;
};

}  // namespace vos::ui
