#include "ui/theme/fonts.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QGuiApplication>
#include <QScreen>

#include <cmath>

namespace vos::ui {

namespace {

// What Qt reports where no desktop chose a font: fontconfig's last resort, wide and coarse.
bool isLastResort(const QString& family)
{
    static const QStringList names = {QString(),
                                      QStringLiteral("Sans"),
                                      QStringLiteral("Sans Serif"),
                                      QStringLiteral("sans-serif"),
                                      QStringLiteral("DejaVu Sans"),
                                      QStringLiteral("Bitstream Vera Sans"),
                                      QStringLiteral("helvetica")};
    return names.contains(family, Qt::CaseInsensitive);
}

constexpr int FallbackPixels = 13;

struct Scale {
    double size;
    QFont::Weight weight;
};

Scale scaleOf(Type type)
{
    switch (type) {
    case Type::Title:
        return {1.4, QFont::DemiBold};
    case Type::Section:
        return {1.1, QFont::DemiBold};
    case Type::BodyStrong:
        return {1.0, QFont::DemiBold};
    case Type::Caption:
    case Type::FixedCaption:
        return {0.85, QFont::Normal};
    case Type::CaptionStrong:
        return {0.85, QFont::DemiBold};
    case Type::Emoji:
        // 2.2, and what colour glyphs come out smaller in Qt than their size says.
        return {2.2 * 1.16, QFont::Normal};
    case Type::Body:
    case Type::Fixed:
        break;
    }
    return {1.0, QFont::Normal};
}

QString chineseFamily(const QString& language)
{
    const bool traditional = language.startsWith(QStringLiteral("zh_TW")) ||
                             language.startsWith(QStringLiteral("zh_HK"));
    const QStringList wanted =
        traditional ? QStringList{QStringLiteral("Noto Sans CJK TC"),
                                  QStringLiteral("PingFang TC"),
                                  QStringLiteral("Microsoft JhengHei")}
                    : QStringList{QStringLiteral("Noto Sans CJK SC"),
                                  QStringLiteral("Source Han Sans SC"),
                                  QStringLiteral("PingFang SC"),
                                  QStringLiteral("Microsoft YaHei")};
    for (const QString& family : wanted) {
        if (QFontDatabase::hasFamily(family))
            return family;
    }
    return {};
}

/// A face of equal widths: also because some UI faces turn "4x9" in an address into a product.
QString fixedFamily()
{
    const QFont chosen = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (QFontInfo(chosen).fixedPitch())
        return QFontInfo(chosen).family();
    for (const QString& family :
         {QStringLiteral("DejaVu Sans Mono"), QStringLiteral("Noto Sans Mono"),
          QStringLiteral("Liberation Mono"), QStringLiteral("Menlo"), QStringLiteral("Consolas")}) {
        if (QFontDatabase::hasFamily(family))
            return family;
    }
    return QStringLiteral("monospace");
}

QString emojiFamily()
{
    for (const QString& family : {QStringLiteral("Noto Color Emoji"),
                                  QStringLiteral("Apple Color Emoji"),
                                  QStringLiteral("Segoe UI Emoji")}) {
        if (QFontDatabase::hasFamily(family))
            return family;
    }
    return {};
}

}  // namespace

QFont systemUiFont()
{
    QFont font = QGuiApplication::font();
    if (!isLastResort(font.family()))
        return font;
    for (const QString& family :
         {QStringLiteral("Inter"), QStringLiteral("Cantarell"), QStringLiteral("Noto Sans")}) {
        if (QFontDatabase::hasFamily(family)) {
            font.setFamily(family);
            break;
        }
    }
    // In points, so that the scale's fractions of a pixel survive.
    const QScreen* screen = QGuiApplication::primaryScreen();
    const double dpi = screen != nullptr ? screen->logicalDotsPerInchY() : 96.0;
    font.setPointSizeF(FallbackPixels * 72.0 / dpi);
    return font;
}

QFont fontFor(Type type, const QFont& base, const QString& language, double zoom)
{
    const Scale scale = scaleOf(type);
    QFont font = base;
    QStringList families;
    if (type == Type::Fixed || type == Type::FixedCaption) {
        font.setStyleHint(QFont::Monospace);
        families << fixedFamily();
    }
    families << base.family() << chineseFamily(language) << emojiFamily();
    families.removeAll(QString());
    families.removeDuplicates();
    font.setFamilies(families);
    font.setWeight(scale.weight);
    if (base.pixelSize() > 0)
        font.setPixelSize(
            std::max(1, static_cast<int>(std::lround(base.pixelSize() * scale.size * zoom))));
    else
        font.setPointSizeF(base.pointSizeF() * scale.size * zoom);
    return font;
}

}  // namespace vos::ui
