#include "ui/widgets/qrview.h"

#include <QPainter>

#ifdef VOS_HAVE_QRENCODE
#include <qrencode.h>
#endif

namespace vos::ui {

namespace {

constexpr int QuietModules = 4;  // ISO/IEC 18004: readers need it

}  // namespace

std::vector<std::vector<bool>> qrModules([[maybe_unused]] const QByteArray& content)
{
    std::vector<std::vector<bool>> rows;
#ifdef VOS_HAVE_QRENCODE
    if (content.isEmpty())
        return rows;
    // The lowest level of repair: nothing wears off a screen, and larger modules read better.
    const auto* bytes = reinterpret_cast<const unsigned char*>(content.constData());
    QRcode* code = QRcode_encodeData(static_cast<int>(content.size()), bytes, 0, QR_ECLEVEL_L);
    if (code == nullptr)
        return rows;
    const auto width = static_cast<std::size_t>(code->width);
    for (std::size_t y = 0; y < width; ++y) {
        std::vector<bool>& row = rows.emplace_back();
        for (std::size_t x = 0; x < width; ++x)
            row.push_back((code->data[y * width + x] & 1) != 0);
    }
    QRcode_free(code);
#endif
    return rows;
}

QImage qrImage(const QByteArray& content, int pixels)
{
    const auto modules = qrModules(content);
    if (modules.empty())
        return {};
    const int count = static_cast<int>(modules.size());
    const int side = (count + 2 * QuietModules) * pixels;
    QImage image(side, side, QImage::Format_RGB32);
    image.fill(QColor::fromRgb(lightScheme()[static_cast<std::size_t>(Color::QrLight)]));
    QPainter painter(&image);
    const QColor dark = QColor::fromRgb(lightScheme()[static_cast<std::size_t>(Color::QrDark)]);
    for (int y = 0; y < count; ++y) {
        for (int x = 0; x < count; ++x) {
            if (modules[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)])
                painter.fillRect((x + QuietModules) * pixels, (y + QuietModules) * pixels, pixels,
                                 pixels, dark);
        }
    }
    return image;
}

QrView::QrView(const Theme& theme, int size, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_size(size)
{
    setFixedSize(size, size);
    hide();
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void QrView::setContent(const QByteArray& content)
{
    m_modules = qrModules(content);
    setVisible(hasCode());
    update();
}

QSize QrView::sizeHint() const { return {m_size, m_size}; }

void QrView::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_theme.color(Color::Divider));
    painter.setBrush(m_theme.color(Color::QrLight));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius::Card,
                            radius::Card);
    if (m_modules.empty())
        return;
    painter.setRenderHint(QPainter::Antialiasing, false);
    // Whole device pixels for each module, or edges blur and readers fail.
    const int count = static_cast<int>(m_modules.size());
    const qreal dpr = devicePixelRatioF();
    const int module = std::max(1, static_cast<int>(width() * dpr) / (count + 2 * QuietModules));
    const int start = (static_cast<int>(width() * dpr) - module * count) / 2;
    painter.scale(1 / dpr, 1 / dpr);
    for (int y = 0; y < count; ++y) {
        for (int x = 0; x < count; ++x) {
            if (m_modules[static_cast<std::size_t>(y)][static_cast<std::size_t>(x)])
                painter.fillRect(start + x * module, start + y * module, module, module,
                                 m_theme.color(Color::QrDark));
        }
    }
}

}  // namespace vos::ui
