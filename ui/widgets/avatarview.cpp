#include "ui/widgets/avatarview.h"

#include "ui/widgets/identicon.h"

#include <QPainter>
#include <QPixmapCache>

namespace vos::ui {

namespace {

QString badgeIcon(Badge badge)
{
    switch (badge) {
    case Badge::Online:
        return QStringLiteral("presence-online");
    case Badge::Offline:
        return QStringLiteral("presence-offline");
    case Badge::Unknown:
        return QStringLiteral("presence-unknown");
    case Badge::Pending:
        return QStringLiteral("presence-pending");
    case Badge::None:
        break;
    }
    return {};
}

Color badgeColor(Badge badge)
{
    return badge == Badge::Online ? Color::Online : Color::Offline;
}

}  // namespace

void paintAvatar(QPainter& painter, const QRect& rect, const QByteArray& seed)
{
    const qreal dpr = painter.device()->devicePixelRatio();
    const QString key = QStringLiteral("vos/avatar/%1/%2/%3")
                            .arg(QString::fromLatin1(seed.toHex()))
                            .arg(rect.width())
                            .arg(dpr);
    QPixmap pixmap;
    if (!QPixmapCache::find(key, &pixmap)) {
        pixmap = QPixmap(rect.size() * dpr);
        pixmap.setDevicePixelRatio(dpr);
        pixmap.fill(Qt::transparent);
        QPainter p(&pixmap);
        paintIdenticon(p, QRectF(QPointF(), QSizeF(rect.size())), seed);
        p.end();
        QPixmapCache::insert(key, pixmap);
    }
    painter.drawPixmap(rect.topLeft(), pixmap);
}

void paintBadge(QPainter& painter, const Theme& theme, const QRect& avatar, Badge badge,
                const QColor& surface)
{
    if (badge == Badge::None)
        return;
    const int disc = metric::BadgeDisc;
    const QRect place(avatar.right() + 1 + metric::BadgeOutside - disc,
                      avatar.bottom() + 1 + metric::BadgeOutside - disc, disc, disc);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(surface);
    painter.drawEllipse(place);
    const int size = badge == Badge::Unknown  ? metric::BadgeIconUnknown
                     : badge == Badge::Pending ? metric::Receipt
                                               : metric::BadgeIcon;
    const QPixmap icon = badgePixmap(theme, badge, size, painter.device()->devicePixelRatio());
    painter.drawPixmap(QRectF(place).center() - QPointF(size / 2.0, size / 2.0), icon);
    painter.restore();
}

QPixmap badgePixmap(const Theme& theme, Badge badge, int size, qreal dpr)
{
    if (badge == Badge::None)
        return {};
    return theme.pixmap(badgeIcon(badge), badgeColor(badge), size, dpr);
}

AvatarView::AvatarView(const Theme& theme, int size, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_size(size)
{
    setFixedSize(sizeHint());
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize AvatarView::sizeHint() const
{
    return {m_size + metric::BadgeOutside, m_size + metric::BadgeOutside};
}

void AvatarView::setSeed(const QByteArray& seed)
{
    m_seed = seed;
    update();
}

void AvatarView::setBadge(Badge badge)
{
    m_badge = badge;
    update();
}

void AvatarView::setSurface(Color surface)
{
    m_surface = surface;
    update();
}

void AvatarView::paintEvent(QPaintEvent*)
{
    if (m_seed.isEmpty())
        return;
    QPainter painter(this);
    const QRect place(0, 0, m_size, m_size);
    paintAvatar(painter, place, m_seed);
    paintBadge(painter, m_theme, place, m_badge, m_theme.color(m_surface));
}

}  // namespace vos::ui
