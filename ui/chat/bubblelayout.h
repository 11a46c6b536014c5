#pragma once

// Where everything of one row of a chat lies: computed from the row's content, the width and the
// theme, without painting. Rectangles are relative to the row's upper left corner. Rows carry their
// space below them, so a row's height does not depend on its neighbours.

#include "model/messagemodel.h"
#include "ui/chat/textfeatures.h"
#include "ui/theme/theme.h"

#include <QTextLayout>

#include <memory>

namespace vos::ui {

/// What a row shows, read from the model once.
struct BubbleContent {
    model::MessageModel::RowKind kind = model::MessageModel::RowKind::Message;
    QString text;  ///< of a message; or of a day or unread line
    bool outgoing = false;
    model::MessageModel::Group group = model::MessageModel::Group::Single;
    QString time;
    MessageState state = MessageState::Received;
    QString receiptWord;  ///< empty where the icon alone is enough
    QString failure;
    QString advice;  ///< a line below a waiting message
    bool adviceAsks = false;  ///< … that may lead to asking a friend
    QString replyName;
    QString replyText;
    bool edited = false;
    bool takenBack = false;
    QList<model::ShownReaction> reactions;
    QByteArray senderSeed;

    bool startsGroup() const;
    bool endsGroup() const;
    bool showsTime() const { return outgoing || edited || endsGroup(); }
};

BubbleContent bubbleContent(const QModelIndex& index);

enum class FailedAction { TryAgain, Copy, Delete, AskFriend };

struct BubbleLayout {
    struct Action {
        FailedAction action;
        QString text;
        QRect rect;
    };

    /// One emoji below the bubble.
    struct Chip {
        model::ShownReaction reaction;
        QRect rect;
    };

    BubbleContent content;
    int width = 0;
    int height = 0;  ///< with the space below
    bool emoji = false;
    Qt::LayoutDirection direction = Qt::LeftToRight;
    QRect avatar;  ///< null where the group has shown it
    QRect bubble;
    QRect quote;  ///< null without one
    QPoint textAt;
    std::unique_ptr<QTextLayout> text;
    QList<TextLink> links;
    QList<QRect> blocks;  ///< grounds of blocks of code, from textAt
    QList<Chip> chips;
    QRect time;
    QRect icon;
    QRect word;
    QRect failure;  ///< the line below: failure or advice
    QList<Action> actions;

    /// Icon and word together; null without a receipt.
    QRect receipt() const { return icon.united(word); }
    /// The chip at `point` (relative to the row), if any.
    const Chip* chipAt(const QPoint& point) const;
    /// The link at `point` (relative to the row), if any.
    const TextLink* linkAt(const QPoint& point) const;
};

/// Day and unread rows have neither bubble nor text layout.
std::unique_ptr<BubbleLayout> layOut(const BubbleContent& content, int width, const Theme& theme);

/// Of the emoji in chips.
QFont chipFont(const Theme& theme);
/// Words of the line below a failed or waiting message.
QString failedActionText(FailedAction action);
/// The icon of a state: resources/icons/receipt-….
QString receiptIcon(MessageState state);
Color receiptColor(MessageState state);

}  // namespace vos::ui
