// The part of MessageModel for what is done to messages after they were written, and for what a row
// says in all: quotes, reactions, and the words read aloud.

#include "model/marks.h"
#include "model/messagemodel.h"
#include "model/shownmessage.h"
#include "p2p/qt/convert.h"

#include <algorithm>

namespace vos::model {

QString MessageModel::text(const Message& message) const
{
    if (!message.takenBack)
        return qt::toQString(message.text).replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    return message.outgoing ? tr("You deleted this message.")
                            : tr("%1 deleted this message.").arg(m_friends.nameOf(m_peer));
}

QString MessageModel::replyName(const Message& message) const
{
    if (!message.replyTo)
        return {};
    const Message* quote = quoted(message);
    if (quote == nullptr)
        return m_quotesMissing.contains(*message.replyTo) ? tr("Answer") : QString();
    return quote->outgoing ? tr("You") : m_friends.nameOf(m_peer);
}

QString MessageModel::replyText(const Message& message) const
{
    if (!message.replyTo)
        return {};
    const Message* quote = quoted(message);
    if (quote == nullptr) {
        return m_quotesMissing.contains(*message.replyTo) ? tr("The message is not here any more.")
                                                          : QString();
    }
    return quote->takenBack ? tr("Message deleted") : withoutMarks(text(*quote)).simplified();
}

QList<ShownReaction> MessageModel::reactionsOf(const Message& message) const
{
    QList<ShownReaction> shown;
    const NodeId self = m_source.identity().id;
    for (const Reactions& one : message.reactions) {
        for (const std::string& each : one.emoji) {
            const QString emoji = qt::toQString(each);
            auto at = std::find_if(shown.begin(), shown.end(),
                                   [&](const ShownReaction& s) { return s.emoji == emoji; });
            if (at == shown.end())
                at = shown.insert(shown.end(), {emoji, false, {}});
            at->own = at->own || one.by == self;
            at->names.append(m_friends.nameOf(one.by));
        }
    }
    return shown;
}

QString MessageModel::accessibleText(const Message& message) const
{
    const QString time = words::timeOfDay(shownTime(message));
    const QString said = withoutMarks(text(message));
    if (!message.outgoing) {
        //: A received message read aloud: sender, time, text
        return withExtras(message, tr("%1, %2: %3").arg(m_friends.nameOf(m_peer), time, said));
    }
    if (message.takenBack) {
        //: An own message that was deleted for both, read aloud: time, text
        return tr("You, %1: %2").arg(time, said);
    }
    const ReceiptFacts facts = factsOf(message);
    const bool held = message.state == MessageState::Held && !facts.holders.isEmpty();
    //: %1 are the names of friends
    const QString receipt =
        held ? tr("Held by Friend VOS %1").arg(words::list(facts.holders)) : words::receipt(facts);
    //: An own message read aloud: time, text, receipt
    return withExtras(message, tr("You, %1: %2. %3").arg(time, said, receipt));
}

/// What is read aloud behind the row's own words.
QString MessageModel::withExtras(const Message& message, QString row) const
{
    if (message.takenBack)
        return row;
    if (message.revision != 0) {
        //: %1: a message read aloud
        row = tr("%1. Edited").arg(row);
    }
    if (const QString name = replyName(message); !name.isEmpty()) {
        //: A message read aloud, whom it answers, what that one said
        row = tr("%1. In answer to %2: %3").arg(row, name, replyText(message));
    }
    for (const ShownReaction& one : reactionsOf(message)) {
        //: A message read aloud, an emoji put to it, by whom
        row = tr("%1. %2 by %3").arg(row, one.emoji, words::list(one.names));
    }
    return row;
}

void MessageModel::onMessagesChanged(const std::vector<Message>& messages)
{
    for (const Message& message : messages) {
        if (message.peer != m_peer)
            continue;
        for (Message& waiting : m_arrivedMeanwhile) {
            if (waiting.id == message.id)
                waiting = message;
        }
        if (const auto it = m_quoted.find(message.id); it != m_quoted.end())
            it->second = message;
        if (rowOf(message.id) >= 0)
            updateMessage(message);
        quoteChanged(message.id);
    }
    afterRows();
}

/// Rows that quote it show it.
void MessageModel::quoteChanged(const MessageId& id)
{
    for (int i = 0; i < rowCount(); ++i) {
        const Message* message = messageAt(i);
        if (message != nullptr && message->replyTo == id)
            rowChanged(i);
    }
}

bool MessageModel::isChangeable(const Message& message)
{
    return message.outgoing && !message.takenBack && message.state != MessageState::Failed;
}

void MessageModel::edit(const MessageId& id, const QString& content)
{
    m_source.editMessage(id, content, this, [this, content](const Expected<Done, NodeError>& done) {
        if (!done)
            Q_EMIT sendFailed(content, done.error());
    });
}

void MessageModel::takeBack(const MessageId& id)
{
    m_source.takeBackMessage(id, this, done());
}

void MessageModel::toggleReaction(const MessageId& id, const QString& emoji)
{
    const Message* message = messageAt(rowOf(id));
    if (message == nullptr || message->takenBack)
        return;
    QStringList chosen;
    for (const Reactions& one : message->reactions) {
        if (one.by != m_source.identity().id)
            continue;
        for (const std::string& each : one.emoji)
            chosen.append(qt::toQString(each));
    }
    if (chosen.removeAll(emoji) == 0)
        chosen.append(emoji);
    m_source.react(id, chosen, this, done());
}

}  // namespace vos::model
