#include "ui/map/nodedelegate.h"

#include "model/mapmodel.h"
#include "ui/person.h"
#include "ui/widgets/painting.h"

#include <QPainter>

namespace vos::ui {

namespace {

constexpr int AvatarSize = 24;

}  // namespace

NodeDelegate::NodeDelegate(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

void NodeDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const
{
    painter->save();
    QColor ground = m_theme.color(Color::Base);
    if (option.state.testFlag(QStyle::State_Selected))
        ground = m_theme.color(Color::Selection);
    else if (option.state.testFlag(QStyle::State_MouseOver))
        ground = m_theme.hovered(ground);
    painter->fillRect(option.rect, ground);
    painter->fillRect(
        QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), metric::Hairline),
        m_theme.color(Color::Divider));
    QRect inner = option.rect.adjusted(space::S, 0, -space::S, 0);
    const auto column = static_cast<model::MapColumn>(index.column());
    const bool first = column == model::MapColumn::Node;
    const bool strong = first && index.data(model::MapModel::FriendRole).toBool();
    if (first) {
        inner.setLeft(inner.left() + space::S);
        const QRect avatar(inner.left(), inner.center().y() - AvatarSize / 2 + 1, AvatarSize,
                           AvatarSize);
        paintAvatar(*painter, avatar,
                    identiconSeed(index.data(model::MapModel::IdRole).value<NodeId>()));
        inner.setLeft(avatar.right() + 1 + space::S);
    }
    const QString icon = index.data(model::MapModel::IconRole).toString();
    if (!icon.isEmpty()) {
        const QPoint at(inner.left(), inner.center().y() - metric::IconSmall / 2 + 1);
        painter->drawPixmap(at, m_theme.pixmap(icon, Color::TextSoft, metric::IconSmall,
                                               painter->device()->devicePixelRatio()));
        inner.setLeft(inner.left() + metric::IconSmall + 6);
    }
    const bool soft = column == model::MapColumn::Endpoint || column == model::MapColumn::Heard ||
                      !index.data(model::MapModel::ReachableRole).toBool();
    const Qt::Alignment align = column == model::MapColumn::Rtt ? Qt::AlignRight : Qt::AlignLeft;
    paintElided(*painter, m_theme, strong ? Type::BodyStrong : Type::Body,
                m_theme.color(soft && !strong ? Color::TextSoft : Color::Text), inner, align,
                index.data(Qt::DisplayRole).toString());
    painter->restore();
}

}  // namespace vos::ui
