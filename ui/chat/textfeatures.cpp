#include "ui/chat/textfeatures.h"

#include <QRegularExpression>
#include <QTextBoundaryFinder>

namespace vos::ui {

namespace {

constexpr int EmojiMax = 3;
// Longest sequence of one emoji that is worth looking at: families and flags with tags.
constexpr int EmojiUnitsMax = 40;

bool isEmojiBase(char32_t c)
{
    return (c >= 0x1f300 && c <= 0x1faff) || (c >= 0x2600 && c <= 0x27bf) ||
           (c >= 0x1f000 && c <= 0x1f0ff) || (c >= 0x1f1e6 && c <= 0x1f1ff) ||
           (c >= 0x2b00 && c <= 0x2bff) || (c >= 0x2190 && c <= 0x21ff) ||
           (c >= 0x2300 && c <= 0x23ff) || c == 0x203c || c == 0x2049 || c == 0x3030 ||
           c == 0x303d || c == 0x3297 || c == 0x3299;
}

/// Drawn as a picture without a variation selector behind it.
bool isPicture(char32_t c)
{
    return c >= 0x1f000 || c == 0x231a || c == 0x231b || c == 0x23e9 || c == 0x23f0 ||
           c == 0x23f3 || c == 0x2614 || c == 0x2615 || c == 0x26a1 || c == 0x26bd ||
           c == 0x2705 || c == 0x2728 || c == 0x274c || c == 0x2753 || c == 0x2757 ||
           c == 0x2b50 || c == 0x2b55;
}

bool isEmoji(QStringView cluster)
{
    const QList<uint> points = cluster.toUcs4();
    if (points.isEmpty() || !isEmojiBase(points.first()))
        return false;
    return isPicture(points.first()) || points.contains(0xfe0fu);
}

bool isBidiControl(QChar c)
{
    const char16_t u = c.unicode();
    return (u >= 0x202a && u <= 0x202e) || (u >= 0x2066 && u <= 0x2069);
}

}  // namespace

QList<TextLink> findLinks(const QString& text)
{
    static const QRegularExpression pattern(
        QStringLiteral(
            "(?<![A-Za-z0-9])https?://[^\\s<>\"\\x{3000}-\\x{3002}\\x{ff01}\\x{ff0c}\\x{ff1b}]+"),
        QRegularExpression::CaseInsensitiveOption | QRegularExpression::UseUnicodePropertiesOption);
    QList<TextLink> links;
    auto matches = pattern.globalMatch(text);
    while (matches.hasNext() && links.size() < LinksMax) {
        const QRegularExpressionMatch match = matches.next();
        QString address = match.captured();
        while (!address.isEmpty() && QStringLiteral(".,;:!?'*").contains(address.back()))
            address.chop(1);
        while (address.endsWith(u')') && address.count(u')') > address.count(u'('))
            address.chop(1);
        const QUrl url(address, QUrl::StrictMode);
        if (url.isValid() && !url.host().isEmpty()) {
            links.append({static_cast<int>(match.capturedStart()),
                          static_cast<int>(address.size()), url});
        }
    }
    return links;
}

bool isFewEmoji(const QString& text)
{
    if (text.isEmpty() || text.size() > EmojiMax * EmojiUnitsMax)
        return false;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Grapheme, text);
    qsizetype start = 0;
    int count = 0;
    while (finder.toNextBoundary() > 0) {
        const qsizetype end = finder.position();
        if (++count > EmojiMax || !isEmoji(QStringView(text).mid(start, end - start)))
            return false;
        start = end;
    }
    return count > 0;
}

QString displayText(const QString& text)
{
    QString shown = text;
    shown.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    for (QChar& c : shown) {
        if (c == u'\n' || c == u'\r' || c == QChar::ParagraphSeparator)
            c = QChar::LineSeparator;
        else if (isBidiControl(c))
            c = QChar(0x200b);
        else if (c.category() == QChar::Other_Control && c != u'\t')
            c = QChar(0xfffd);
    }
    return shown;
}

}  // namespace vos::ui
