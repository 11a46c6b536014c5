// What a person does to a message that is there: answers it, edits it, puts an emoji to it, deletes
// it for both.

#include "ui/chat/chatpage.h"

#include "model/marks.h"
#include "p2p/qt/convert.h"
#include "ui/chat/composer.h"
#include "ui/chat/emojipicker.h"
#include "ui/chat/messageview.h"
#include "ui/chat/reactionstrip.h"
#include "ui/widgets/labels.h"

#include <QMenu>

namespace vos::ui {

namespace {

QString lineOf(const QModelIndex& index)
{
    return model::withoutMarks(index.data(model::MessageModel::TextRole).toString()).simplified();
}

}  // namespace

void ChatPage::setReply(const std::optional<MessageId>& id)
{
    const int row = id && m_conversation ? m_conversation->rowOf(*id) : -1;
    const bool answers = row >= 0 && !m_conversation->messageAt(row)->takenBack;
    if (answers)
        setEditing({});
    m_reply = answers ? id : std::nullopt;
    if (!answers) {
        m_composer->setReply(QString(), QString());
        return;
    }
    const QModelIndex index = m_conversation->index(row);
    m_composer->setReply(index.data(model::MessageModel::SenderNameRole).toString(),
                         lineOf(index));
    focusComposer();
}

void ChatPage::setEditing(const std::optional<MessageId>& id)
{
    const int row = id && m_conversation ? m_conversation->rowOf(*id) : -1;
    if (row < 0 || !model::MessageModel::isChangeable(*m_conversation->messageAt(row))) {
        if (!m_editing)
            return;
        // The draft comes back before it is looked at again.
        m_composer->setText(m_draftBefore);
        m_editing.reset();
        m_composer->setReply(QString(), QString());
        return;
    }
    setReply({});
    if (!m_editing)
        m_draftBefore = m_composer->text();
    m_editing = id;
    m_composer->setText(qt::toQString(m_conversation->messageAt(row)->text));
    m_composer->setEditing(lineOf(m_conversation->index(row)));
    focusComposer();
}

void ChatPage::dismissReply()
{
    if (m_editing)
        setEditing({});
    else
        setReply({});
    focusComposer();
}

void ChatPage::askTakeBack(const MessageId& id)
{
    const int row = m_conversation->rowOf(id);
    if (row < 0 || !model::MessageModel::isChangeable(*m_conversation->messageAt(row)))
        return;
    const QString name = m_models.friends().nameOf(*m_peer);
    ask(m_theme, this,
        {tr("Delete for both?"),
         tr("The text goes from this computer, and from %1's when the word of it arrives. %1 may "
            "have read or copied it by then, and sees that a message was deleted.")
             .arg(name),
         tr("Delete for both"), true},
        [this, id] {
            if (m_editing == id)
                setEditing({});
            m_conversation->takeBack(id);
        });
}

void ChatPage::addChangeActions(QMenu& menu, const MessageId& id, const QPoint& at)
{
    QAction* answer = menu.addAction(m_theme.icon(QStringLiteral("reply")), tr("Answer"), this,
                                     [this, id] { setReply(id); });
    answer->setShortcut(Qt::CTRL | Qt::Key_R);
    QAction* react = menu.addAction(m_theme.icon(QStringLiteral("emoji")), tr("React…"), this,
                                    [this, id, at] { showReactions(id, at); });
    react->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_R);
    if (!model::MessageModel::isChangeable(*m_conversation->messageAt(m_conversation->rowOf(id))))
        return;
    QAction* edit = menu.addAction(m_theme.icon(QStringLiteral("edit")), tr("Edit"), this,
                                   [this, id] { setEditing(id); });
    edit->setShortcut(Qt::Key_F2);
}

void ChatPage::showReactions(const MessageId& id, const QPoint& at)
{
    const int row = m_conversation->rowOf(id);
    if (row < 0 || m_conversation->messageAt(row)->takenBack)
        return;
    QStringList chosen;
    const QVariant all = m_conversation->index(row).data(model::MessageModel::ReactionsRole);
    for (const model::ShownReaction& one : all.value<QList<model::ShownReaction>>()) {
        if (one.own)
            chosen.append(one.emoji);
    }
    auto* strip = new ReactionStrip(m_theme, chosen, this);
    strip->setAttribute(Qt::WA_DeleteOnClose);
    connect(strip, &ReactionStrip::picked, this, [this, id](const QString& emoji) {
        if (m_conversation)
            m_conversation->toggleReaction(id, emoji);
    });
    connect(strip, &ReactionStrip::moreRequested, this,
            [this, id, at] { showAllReactions(id, at); });
    strip->open(at);
}

void ChatPage::showAllReactions(const MessageId& id, const QPoint& at)
{
    auto* picker = new EmojiPicker(m_theme, this);
    picker->setAttribute(Qt::WA_DeleteOnClose);
    connect(picker, &EmojiPicker::picked, this, [this, id](const QString& emoji) {
        if (m_conversation)
            m_conversation->toggleReaction(id, emoji);
    });
    picker->adjustSize();
    picker->move(at);
    picker->show();
}

}  // namespace vos::ui
