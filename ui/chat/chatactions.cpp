// What a person does with messages in ChatPage: send, answer, try again, delete with undo, open
// links, and the menu that offers all of it.

#include "ui/chat/chatpage.h"

#include "p2p/qt/convert.h"
#include "ui/chat/composer.h"
#include "ui/chat/messageview.h"
#include "ui/queue/cancelling.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/toast.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QMenu>
#include <QMessageBox>
#include <QPushButton>

namespace vos::ui {

namespace {

bool isWaiting(MessageState state)
{
    return state == MessageState::Queued || state == MessageState::Sent ||
           state == MessageState::Held;
}

}  // namespace

void ChatPage::onSend(const QString& text)
{
    if (!m_conversation)
        return;
    if (m_editing) {
        const MessageId id = *m_editing;
        const int row = m_conversation->rowOf(id);
        const bool same = row >= 0 && qt::toQString(m_conversation->messageAt(row)->text) == text;
        setEditing({});
        if (!same)
            m_conversation->edit(id, text);
        return;
    }
    const std::optional<MessageId> reply = m_reply;
    m_composer->setText(QString());
    setReply({});
    m_conversation->clearUnreadLine();
    m_conversation->send(text, reply);
}

void ChatPage::onAction(const MessageId& id, FailedAction action)
{
    const int row = m_conversation->rowOf(id);
    if (row < 0)
        return;
    switch (action) {
    case FailedAction::TryAgain:
        m_conversation->sendAgain(id);
        break;
    case FailedAction::Copy:
        QApplication::clipboard()->setText(qt::toQString(m_conversation->messageAt(row)->text));
        break;
    case FailedAction::Delete:
        onDelete(id);
        break;
    case FailedAction::AskFriend:
        Q_EMIT askFriendRequested();
        break;
    }
}

void ChatPage::onDelete(const MessageId& id)
{
    finishDelete();
    const int row = m_conversation->rowOf(id);
    if (row < 0)
        return;
    m_deleting = id;
    m_view->setRowHidden(row, true);
    m_toast->showText(tr("Message deleted"), tr("Undo"));
}

void ChatPage::finishDelete()
{
    if (m_deleting && m_conversation)
        m_conversation->remove(*m_deleting);
    m_deleting.reset();
    m_toast->hide();
}

void ChatPage::showMenu(const MessageId& id, const QPoint& at)
{
    const int row = m_conversation->rowOf(id);
    if (row < 0)
        return;
    const Message message = *m_conversation->messageAt(row);
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (!message.takenBack)
        addChangeActions(*menu, id, at);
    QAction* copy = menu->addAction(m_theme.icon(QStringLiteral("copy")), tr("Copy"), m_view,
                                    &MessageView::copySelected);
    copy->setShortcut(QKeySequence::Copy);
    QAction* details = menu->addAction(m_theme.icon(QStringLiteral("info")), tr("Details"), this,
                                       &ChatPage::showDetails);
    details->setShortcut(Qt::CTRL | Qt::Key_D);
    if (!message.takenBack)
        addQueueActions(*menu, id, message.state);
    menu->addSeparator();
    QAction* remove = menu->addAction(m_theme.icon(QStringLiteral("trash")), tr("Delete"), this,
                                      [this, id] { onDelete(id); });
    remove->setShortcut(Qt::Key_Delete);
    if (model::MessageModel::isChangeable(message)) {
        QAction* both = menu->addAction(m_theme.icon(QStringLiteral("trash")),
                                        tr("Delete for both…"), this,
                                        [this, id] { askTakeBack(id); });
        both->setShortcut(Qt::SHIFT | Qt::Key_Delete);
    }
    menu->popup(at);
}

void ChatPage::addQueueActions(QMenu& menu, const MessageId& id, MessageState state)
{
    const QIcon retry = m_theme.icon(QStringLiteral("retry"));
    if (isWaiting(state)) {
        menu.addAction(retry, tr("Try now"), this, [this, id] { m_conversation->tryNow(id); });
        menu.addAction(m_theme.icon(QStringLiteral("cancel")), tr("Cancel message"), this,
                       [this, id] { m_cancelling->cancel(id); });
    } else if (state == MessageState::Failed) {
        menu.addAction(retry, tr("Try again"), this, [this, id] { m_conversation->sendAgain(id); });
    }
}

void ChatPage::updateDoubt()
{
    const model::Friend* person = m_peer ? m_models.friends().find(*m_peer) : nullptr;
    const Doubt doubt = person != nullptr ? person->contact.doubt : Doubt::None;
    const QString name = person != nullptr ? person->name() : QString();
    switch (doubt) {
    case Doubt::None:
        m_doubt->setText(QString());
        return;
    case Doubt::UsedTwice:
        m_doubt->setText(tr("%1's address is in use in two places. Sending stops until you have "
                            "asked %1, or allow it.")
                             .arg(name));
        break;
    case Doubt::Retired:
        m_doubt->setText(tr("%1 has retired this address. Ask %1 for the new one.").arg(name));
        break;
    }
    m_allow->setVisible(doubt == Doubt::UsedTwice);
}

void ChatPage::allowDoubtful()
{
    m_models.source().acceptContact(*m_peer, this, [this](const Expected<Done, NodeError>& result) {
        if (!result)
            say(result.error());
    });
}

void ChatPage::askRemove()
{
    const QString name = m_models.friends().nameOf(*m_peer);
    ask(m_theme, this,
        {tr("Remove %1?").arg(name),
         tr("%1 leaves your list and cannot write to you. The messages you have stay on this "
            "computer.")
             .arg(name),
         tr("Remove"), true},
        [this, id = *m_peer] {
            m_models.source().removeContact(id, this, [this](const auto& result) {
                if (!result)
                    say(result.error());
            });
        });
}

void ChatPage::askLink(const QUrl& url)
{
    auto* box = new QMessageBox(this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setWindowTitle(tr("Open this address?"));
    box->setTextFormat(Qt::PlainText);
    box->setText(tr("The message leads to this address on the web:"));
    box->setInformativeText(url.toString(QUrl::FullyEncoded));
    QPushButton* open = box->addButton(tr("Open"), QMessageBox::AcceptRole);
    QPushButton* copy = box->addButton(tr("Copy"), QMessageBox::ActionRole);
    box->addButton(QMessageBox::Cancel);
    box->setDefaultButton(open);
    connect(open, &QPushButton::clicked, this, [url] { QDesktopServices::openUrl(url); });
    connect(copy, &QPushButton::clicked, this,
            [url] { QApplication::clipboard()->setText(url.toString(QUrl::FullyEncoded)); });
    box->open();
}

}  // namespace vos::ui
