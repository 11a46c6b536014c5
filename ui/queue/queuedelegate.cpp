#include "ui/queue/queuedelegate.h"

#include "model/queuemodel.h"
#include "ui/person.h"
#include "ui/widgets/painting.h"

#include <QPainter>
#include <QWidget>

namespace vos::ui {

using model::QueueModel;

namespace {

constexpr int Avatar = 20;
constexpr int Indent = 44;  ///< messages stand under their friend's name
constexpr int Padding = 8;

}  // namespace

QueueDelegate::QueueDelegate(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent), m_theme(theme)
{
}

QString QueueDelegate::word(QueueAction action)
{
    switch (action) {
    case QueueAction::TryNow:
        return tr("Try now");
    case QueueAction::Cancel:
        return tr("Cancel");
    case QueueAction::None:
        break;
    }
    return {};
}

QSize QueueDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const
{
    const bool heading = index.data(QueueModel::IsFriendRole).toBool();
    return {0, m_theme.scaled(heading ? metric::ButtonHeight - 2 : metric::TableRowHeight)};
}

void QueueDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                          const QModelIndex& index) const
{
    painter->save();
    const QRect rect = option.rect;
    if (index.data(QueueModel::IsFriendRole).toBool()) {
        paintFriend(painter, rect, index, option.widget);
        painter->restore();
        return;
    }
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    QColor ground = m_theme.color(selected ? Color::Selection : Color::Base);
    if (!selected && option.state.testFlag(QStyle::State_MouseOver))
        ground = m_theme.hovered(ground);
    painter->fillRect(rect, ground);
    painter->fillRect(rect.left(), rect.bottom(), rect.width(), metric::Hairline,
                      m_theme.color(Color::Divider));
    const bool rightToLeft = option.direction == Qt::RightToLeft;
    const QRect inside = rect.adjusted(Padding, 0, -Padding, 0);
    const Qt::Alignment start = rightToLeft ? Qt::AlignRight : Qt::AlignLeft;
    const Qt::Alignment end = rightToLeft ? Qt::AlignLeft : Qt::AlignRight;
    switch (index.column()) {
    case QueueModel::MessageColumn:
        paintElided(*painter, m_theme, Type::Body, m_theme.color(Color::Text),
                    inside.adjusted(rightToLeft ? 0 : Indent - Padding, 0,
                                    rightToLeft ? Padding - Indent : 0, 0),
                    start, index.data().toString());
        break;
    case QueueModel::SizeColumn:
    case QueueModel::SinceColumn:
        paintElided(*painter, m_theme, Type::Body, m_theme.color(Color::Text), inside, end,
                    index.data().toString());
        break;
    case QueueModel::WhereColumn:
        paintWhere(painter, inside, index);
        break;
    case QueueModel::NextTryColumn:
        paintElided(*painter, m_theme, Type::Body, m_theme.color(Color::TextSoft), inside, start,
                    index.data().toString());
        break;
    case QueueModel::ActionsColumn:
        paintActions(painter, rect);
        break;
    default:
        break;
    }
    const bool focused = option.state.testFlag(QStyle::State_HasFocus) &&
                         option.state.testFlag(QStyle::State_KeyboardFocusChange);
    if (focused)
        paintFocusRing(*painter, m_theme, rect, radius::Button);
    painter->restore();
}

void QueueDelegate::paintFriend(QPainter* painter, const QRect& rect, const QModelIndex& index,
                                const QWidget* view) const
{
    // The view spans the cell, but its rect may begin behind the branch.
    const QRect line(0, rect.top(), view != nullptr ? view->width() : rect.width(), rect.height());
    painter->fillRect(line, m_theme.color(Color::Sidebar));
    painter->fillRect(line.left(), line.bottom(), line.width(), metric::Hairline,
                      m_theme.color(Color::Divider));
    const auto id = index.data(QueueModel::PeerRole).value<NodeId>();
    const QRect avatar(space::L, line.center().y() - Avatar / 2, Avatar, Avatar);
    paintAvatar(*painter, avatar, identiconSeed(id));
    const QString name = index.data().toString();
    const int nameLeft = Indent;
    const int nameWidth = std::min(textWidth(m_theme, Type::Section, name), line.width() / 2);
    paintElided(*painter, m_theme, Type::Section, m_theme.color(Color::Text),
                {nameLeft, line.top(), nameWidth, line.height()}, Qt::AlignLeft, name);
    const auto presence = index.data(QueueModel::PresenceRole).value<model::Presence>();
    const int badgeLeft = nameLeft + nameWidth + space::M;
    const QPixmap badge = badgePixmap(m_theme, badgeFor(presence), metric::Receipt,
                                      painter->device()->devicePixelRatio());
    painter->drawPixmap(badgeLeft, line.center().y() - metric::Receipt / 2, badge);
    const int textLeft = badgeLeft + metric::Receipt + space::Xs;
    paintElided(*painter, m_theme, Type::Caption, m_theme.color(Color::TextSoft),
                {textLeft, line.top(), line.width() - textLeft, line.height()}, Qt::AlignLeft,
                index.data(QueueModel::PresenceTextRole).toString());
}

void QueueDelegate::paintWhere(QPainter* painter, const QRect& rect, const QModelIndex& index) const
{
    const auto state = index.data(QueueModel::StateRole).value<MessageState>();
    const bool held = state == MessageState::Held;
    const QString icon = held                          ? QStringLiteral("receipt-held")
                         : state == MessageState::Sent ? QStringLiteral("receipt-sending")
                                                       : QStringLiteral("receipt-queued");
    const Color ink = held ? Color::Held : Color::TextSoft;
    const QPixmap pixmap = m_theme.pixmap(icon, ink, metric::IconSmall,
                                          painter->device()->devicePixelRatio());
    painter->drawPixmap(rect.left(), rect.center().y() - metric::IconSmall / 2, pixmap);
    paintElided(*painter, m_theme, Type::Body, m_theme.color(ink),
                rect.adjusted(metric::IconSmall + space::Xs + 2, 0, 0, 0), Qt::AlignLeft,
                index.data().toString());
}

QRect QueueDelegate::wordRect(const QRect& rect, QueueAction action) const
{
    const int cancel = textWidth(m_theme, Type::Body, word(QueueAction::Cancel));
    const int tryNow = textWidth(m_theme, Type::Body, word(QueueAction::TryNow));
    const int right = rect.right() + 1 - space::L;
    if (action == QueueAction::Cancel)
        return {right - cancel, rect.top(), cancel, rect.height()};
    return {right - cancel - space::L - tryNow, rect.top(), tryNow, rect.height()};
}

void QueueDelegate::paintActions(QPainter* painter, const QRect& rect) const
{
    for (const QueueAction action : {QueueAction::TryNow, QueueAction::Cancel})
        paintElided(*painter, m_theme, Type::Body, m_theme.color(Color::Link),
                    wordRect(rect, action).adjusted(0, 0, 2, 0), Qt::AlignLeft, word(action));
}

QueueAction QueueDelegate::actionAt(const QRect& rect, const QPoint& at) const
{
    for (const QueueAction action : {QueueAction::TryNow, QueueAction::Cancel}) {
        if (wordRect(rect, action).adjusted(-Padding, 0, Padding, 0).contains(at))
            return action;
    }
    return QueueAction::None;
}

int QueueDelegate::actionsWidth() const
{
    return textWidth(m_theme, Type::Body, word(QueueAction::TryNow)) +
           textWidth(m_theme, Type::Body, word(QueueAction::Cancel)) + 3 * space::L;
}

}  // namespace vos::ui
