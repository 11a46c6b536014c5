#include "ui/network/peerdelegate.h"

#include "model/networkmodel.h"
#include "ui/person.h"
#include "ui/widgets/painting.h"

#include <QFontMetrics>
#include <QPainter>

namespace vos::ui {

namespace {

constexpr int PeerAvatar = 24;

/// A short address, shorter still: its end tells two of them apart as well as its beginning does.
QString narrowed(const QString& shortAddress, const QFontMetrics& metrics, int width)
{
    constexpr int headLeast = 5;
    QString text = shortAddress;
    for (int cut = static_cast<int>(text.indexOf(u'…'));
         cut > headLeast && metrics.horizontalAdvance(text) > width; --cut)
        text.remove(cut - 1, 1);
    return text;
}

}  // namespace

PeerDelegate::PeerDelegate(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

void PeerDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const
{
    using Model = model::NetworkModel;
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
    const auto column = static_cast<model::PeerColumn>(index.column());
    const bool first = column == model::PeerColumn::Node;
    if (first) {
        inner.setLeft(inner.left() + space::S);
        const QRect avatar(inner.left(), inner.center().y() - PeerAvatar / 2 + 1, PeerAvatar,
                           PeerAvatar);
        paintAvatar(*painter, avatar, identiconSeed(index.data(Model::IdRole).value<NodeId>()));
        inner.setLeft(avatar.right() + 1 + space::S);
    }
    const QString icon = index.data(Model::IconRole).toString();
    if (!icon.isEmpty()) {
        const QPoint at(inner.left(), inner.center().y() - metric::IconSmall / 2 + 1);
        painter->drawPixmap(at, m_theme.pixmap(icon, Color::TextSoft, metric::IconSmall,
                                               painter->device()->devicePixelRatio()));
        inner.setLeft(inner.left() + metric::IconSmall + 6);
    }
    const bool strong = first && index.data(Model::FriendRole).toBool();
    const bool soft = column == model::PeerColumn::Endpoint;
    const auto align = index.data(Qt::TextAlignmentRole).value<Qt::Alignment>();
    const Type type = strong ? Type::BodyStrong : Type::Body;
    QString text = index.data(Qt::DisplayRole).toString();
    if (first && !strong)
        text = narrowed(text, QFontMetrics(m_theme.font(type)), inner.width());
    paintElided(*painter, m_theme, type, m_theme.color(soft ? Color::TextSoft : Color::Text), inner,
                align.testFlag(Qt::AlignRight) ? Qt::AlignRight : Qt::AlignLeft, text);
    painter->restore();
}

}  // namespace vos::ui
