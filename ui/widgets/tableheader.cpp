#include "ui/widgets/tableheader.h"

#include "ui/widgets/painting.h"

#include <QPainter>

namespace vos::ui {

namespace {

constexpr int ArrowSize = 12;

}  // namespace

TableHeader::TableHeader(Theme& theme, QWidget* parent)
    : QHeaderView(Qt::Horizontal, parent), m_theme(theme)
{
    setSectionsClickable(true);
    setHighlightSections(false);
    setMinimumSectionSize(metric::HitArea);
    theme.bindFont(this, Type::CaptionStrong);
}

QSize TableHeader::sizeHint() const
{
    return {QHeaderView::sizeHint().width(), m_theme.scaled(metric::TableHeadHeight)};
}

void TableHeader::paintSection(QPainter* painter, const QRect& rect, int section) const
{
    painter->save();
    painter->fillRect(rect, m_theme.color(Color::Base));
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), metric::Hairline),
                      m_theme.color(Color::Divider));
    const QAbstractItemModel* shown = model();
    const QString text = shown->headerData(section, orientation(), Qt::DisplayRole).toString();
    const auto align = shown->headerData(section, orientation(), Qt::TextAlignmentRole)
                           .value<Qt::Alignment>();
    const bool right = align.testFlag(Qt::AlignRight);
    const int lead = section == 0 ? space::L : space::S;
    QRect inner = rect.adjusted(lead, 0, -space::S, 0);
    paintElided(*painter, m_theme, Type::CaptionStrong, m_theme.color(Color::TextSoft), inner,
                right ? Qt::AlignRight : Qt::AlignLeft, text);
    if (isSortIndicatorShown() && sortIndicatorSection() == section) {
        const int width = textWidth(m_theme, Type::CaptionStrong, text);
        const int x = right ? inner.right() - width - ArrowSize - 2 : inner.left() + width + 4;
        const QString icon = sortIndicatorOrder() == Qt::AscendingOrder
                                 ? QStringLiteral("chevron-up")
                                 : QStringLiteral("chevron-down");
        painter->drawPixmap(x, inner.center().y() - ArrowSize / 2 + 1,
                            m_theme.pixmap(icon, Color::TextSoft, ArrowSize,
                                           painter->device()->devicePixelRatio()));
    }
    painter->restore();
}

}  // namespace vos::ui
