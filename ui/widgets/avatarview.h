#pragma once

// The round picture of a person: the identicon of their key, with the presence badge at its lower
// right. As a widget, and as functions for delegates.

#include "ui/theme/theme.h"

#include <QByteArray>
#include <QWidget>

namespace vos::ui {

/// Presence in shape: filled disc, ring, dashed ring, hourglass.
enum class Badge { None, Online, Offline, Unknown, Pending };

/// Paints the identicon of a 16-byte seed into `rect`; drawn once per seed, size and ratio.
void paintAvatar(QPainter& painter, const QRect& rect, const QByteArray& seed);

/// Paints the badge of an avatar at `avatar`; its disc has the colour of the surface below.
void paintBadge(QPainter& painter, const Theme& theme, const QRect& avatar, Badge badge,
                const QColor& surface);

/// The badge's icon and colour, for status lines: the same shape without a disc.
QPixmap badgePixmap(const Theme& theme, Badge badge, int size, qreal dpr);

class AvatarView : public QWidget {
    Q_OBJECT

public:
    AvatarView(const Theme& theme, int size, QWidget* parent = nullptr);

    /// 16 bytes, or empty for nobody.
    void setSeed(const QByteArray& seed);
    void setBadge(Badge badge);
    /// The surface it stands on; Window unless set.
    void setSurface(Color surface);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    int m_size;
    QByteArray m_seed;
    Badge m_badge = Badge::None;
    Color m_surface = Color::Window;
};

}  // namespace vos::ui
