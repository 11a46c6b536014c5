#include "ui/chat/frienddelegate.h"

#include "model/friendlist.h"
#include "ui/chat/bubblelayout.h"
#include "ui/person.h"
#include "ui/widgets/painting.h"

#include <QAbstractItemView>
#include <QPainter>

#include <algorithm>

namespace vos::ui {

namespace {

using Friends = model::FriendModel;
using List = model::FriendList;

constexpr int RowInset = 8;   ///< of the rounded ground
constexpr int TextTop = 10;   ///< of the first line, in a row of 64
constexpr int LineHeight = 22;
constexpr int NameGap = 8;

}  // namespace

FriendDelegate::FriendDelegate(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent), m_theme(theme)
{
}

QSize FriendDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const
{
    const auto kind = index.data(List::RowKindRole).value<List::RowKind>();
    const bool section = kind == List::RowKind::Section;
    return {metric::ListWidthMin,
            m_theme.scaled(section ? metric::SectionHeight : metric::RowHeight)};
}

void FriendDelegate::paintSection(QPainter& painter, const QRect& rect, const QString& text) const
{
    const QRect words = rect.adjusted(2 * RowInset, space::Xs, -2 * RowInset, 0);
    paintElided(painter, m_theme, Type::CaptionStrong, m_theme.color(Color::TextSoft), words,
                Qt::AlignLeft, text.toUpper());
}

QColor FriendDelegate::paintGround(QPainter& painter, const QStyleOptionViewItem& option,
                                   const QRect& row) const
{
    QColor ground = m_theme.color(Color::Window);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (selected)
        ground = m_theme.color(Color::Selection);
    else if (option.state.testFlag(QStyle::State_MouseOver))
        ground = m_theme.hovered(ground);
    painter.setPen(Qt::NoPen);
    painter.setBrush(ground);
    painter.drawRoundedRect(row, radius::Card, radius::Card);
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    if (view != nullptr && view->hasFocus() && option.state.testFlag(QStyle::State_HasFocus))
        paintFocusRing(painter, m_theme, row, radius::Card);
    return ground;
}

void FriendDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                           const QModelIndex& index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (index.data(List::RowKindRole).value<List::RowKind>() == List::RowKind::Section) {
        paintSection(*painter, option.rect, index.data(Qt::DisplayRole).toString());
        painter->restore();
        return;
    }
    // A scroll bar takes the place of the inset, so rows do not jump when it comes.
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    const int bar = view != nullptr ? view->width() - view->viewport()->width() : 0;
    const QRect row = option.rect.adjusted(RowInset, 0, -std::max(0, RowInset - bar), 0);
    const QColor ground = paintGround(*painter, option, row);
    const int side = metric::AvatarList;
    const QRect avatar(row.left() + RowInset, row.top() + (row.height() - side) / 2, side, side);
    paintAvatar(*painter, avatar, identiconSeed(index.data(Friends::IdRole).value<NodeId>()));
    const auto presence = index.data(Friends::PresenceRole).value<model::Presence>();
    paintBadge(*painter, m_theme, avatar, badgeFor(presence), ground);

    const int left = avatar.right() + 1 + space::M;
    const int width = row.right() - RowInset - left + 1;
    const int high = m_theme.scaled(LineHeight);
    const int top = row.top() + (row.height() - 2 * high) / 2;
    paintFirstLine(*painter, QRect(left, top, width, high), index);
    paintSecondLine(*painter, QRect(left, top + high, width, high), index);
    painter->restore();
}

void FriendDelegate::paintFirstLine(QPainter& painter, const QRect& line,
                                    const QModelIndex& index) const
{
    const QString time = index.data(Friends::TimeTextRole).toString();
    const int timeWidth = textWidth(m_theme, Type::Caption, time);
    paintElided(painter, m_theme, Type::Caption, m_theme.color(Color::TextSoft), line,
                Qt::AlignRight, time);
    QRect words = line.adjusted(0, 0, time.isEmpty() ? 0 : -timeWidth - NameGap, 0);
    const bool verified = index.data(Friends::VerifiedRole).toBool();
    const int badge = verified ? metric::IconSmall + NameGap : 0;
    words.setRight(words.right() - badge);
    const QString name = index.data(Friends::NameRole).toString();
    paintElided(painter, m_theme, Type::Section, m_theme.color(Color::Text), words,
                Qt::AlignLeft, name);
    if (!verified)
        return;
    const int used = std::min(words.width(), textWidth(m_theme, Type::Section, name));
    const QPoint at(words.left() + used + NameGap,
                    line.center().y() - metric::IconSmall / 2 + 1);
    painter.drawPixmap(at, m_theme.pixmap(QStringLiteral("verified"), Color::TextSoft,
                                          metric::IconSmall,
                                          painter.device()->devicePixelRatio()));
}

int FriendDelegate::paintCounts(QPainter& painter, const QRect& line,
                                const QModelIndex& index) const
{
    const int unread = index.data(Friends::UnreadRole).toInt();
    if (unread > 0) {
        const QSize size = pillSize(m_theme, unread);
        const QRect pill(line.right() - size.width() + 1,
                         line.center().y() - size.height() / 2 + 1, size.width(), size.height());
        paintPill(painter, m_theme, pill, unread, Color::Accent);
        return size.width();
    }
    const int held = index.data(Friends::HeldRole).toInt();
    const int waiting = index.data(Friends::WaitingRole).toInt();
    if (held + waiting == 0)
        return 0;
    const bool waits = waiting > 0;
    const QString count = QString::number(waits ? waiting : held);
    const Color ink = waits ? Color::TextSoft : Color::Held;
    const int wide = textWidth(m_theme, Type::Caption, count);
    const int side = m_theme.scaled(metric::Receipt);
    paintElided(painter, m_theme, Type::Caption, m_theme.color(ink), line, Qt::AlignRight, count);
    const QString icon = receiptIcon(waits ? MessageState::Queued : MessageState::Held);
    const QPoint at(line.right() + 1 - wide - space::Xs - side,
                    line.center().y() - side / 2 + 1);
    painter.drawPixmap(at, m_theme.pixmap(icon, ink, side,
                                          painter.device()->devicePixelRatio()));
    return wide + space::Xs + side;
}

void FriendDelegate::paintSecondLine(QPainter& painter, QRect line,
                                     const QModelIndex& index) const
{
    const int counts = paintCounts(painter, line, index);
    if (counts > 0)
        line.setRight(line.right() - counts - space::S);
    const auto kind = index.data(Friends::PreviewKindRole).value<model::PreviewKind>();
    if (kind == model::PreviewKind::Own) {
        const auto state = index.data(Friends::LastStateRole).value<MessageState>();
        const int side = m_theme.scaled(metric::Receipt);
        const QPoint at(line.left(), line.center().y() - side / 2 + 1);
        painter.drawPixmap(at, m_theme.pixmap(receiptIcon(state),
                                              m_theme.color(receiptColor(state)),
                                              m_theme.color(Color::Base), side,
                                              painter.device()->devicePixelRatio()));
        line.setLeft(line.left() + side + 6);
    }
    const QString lead = index.data(Friends::PreviewLeadRole).toString();
    if (!lead.isEmpty()) {
        const QString spaced = lead + u' ';
        const Color ink = kind == model::PreviewKind::Draft ? Color::Text : Color::TextSoft;
        paintElided(painter, m_theme, Type::Body, m_theme.color(ink), line, Qt::AlignLeft, lead);
        line.setLeft(line.left() + textWidth(m_theme, Type::Body, spaced));
    }
    paintElided(painter, m_theme, Type::Body, m_theme.color(Color::TextSoft), line,
                Qt::AlignLeft, index.data(Friends::PreviewRole).toString());
}

}  // namespace vos::ui
