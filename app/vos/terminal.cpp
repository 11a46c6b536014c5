#include "app/vos/terminal.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <cstdio>

namespace vos::cli {

using namespace Qt::StringLiterals;

namespace {

bool isUnsafe(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Surrogate:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph:
        return true;
    default:
        break;
    }
    switch (QChar::direction(c)) {
    case QChar::DirLRE:
    case QChar::DirLRO:
    case QChar::DirRLE:
    case QChar::DirRLO:
    case QChar::DirPDF:
    case QChar::DirLRI:
    case QChar::DirRLI:
    case QChar::DirFSI:
    case QChar::DirPDI:
        return true;
    default:
        return false;
    }
}

/// East Asian Width W and F of UAX #11, in blocks: exact enough for columns.
bool isWide(char32_t c)
{
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F) ||
           (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
           (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1F64F) ||
           (c >= 0x1F900 && c <= 0x1F9FF) || (c >= 0x20000 && c <= 0x3FFFD);
}

bool isCombining(char32_t c)
{
    const auto category = QChar::category(c);
    return category == QChar::Mark_NonSpacing || category == QChar::Mark_Enclosing ||
           category == QChar::Other_Format;
}

QString withoutUnsafe(const QString& text)
{
    QString safe;
    safe.reserve(text.size());
    for (const char32_t c : text.toUcs4()) {
        if (isUnsafe(c))
            safe += QChar::ReplacementCharacter;
        else
            safe += QChar::fromUcs4(c);
    }
    return safe;
}

QString normalLineEnds(QString text)
{
    return text.replace("\r\n"_L1, "\n"_L1);
}

}  // namespace

QString safeLine(const QString& text)
{
    return withoutUnsafe(normalLineEnds(text).replace(u'\n', u' ').replace(u'\t', u' '));
}

QString safeText(const QString& text, int indent)
{
    QStringList lines = normalLineEnds(text).split(u'\n');
    for (QString& line : lines)
        line = withoutUnsafe(line.replace(u'\t', "    "_L1));
    return lines.join(u'\n' + QString(indent, u' '));
}

int columnsOf(const QString& text)
{
    int columns = 0;
    for (const char32_t c : text.toUcs4())
        columns += isCombining(c) ? 0 : isWide(c) ? 2 : 1;
    return columns;
}

QString table(const QStringList& heading, const QList<QStringList>& rows)
{
    QList<QStringList> all{heading};
    QList<int> widths(heading.size(), 0);
    all += rows;
    for (QStringList& row : all) {
        for (qsizetype i = 0; i < row.size(); ++i) {
            row[i] = safeLine(row[i]);
            widths[i] = std::max(widths[i], columnsOf(row[i]));
        }
    }
    QString text;
    for (const QStringList& row : all) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i) {
            line += row[i];
            if (i + 1 < row.size())
                line += QString(widths[i] - columnsOf(row[i]) + 2, u' ');
        }
        text += line + u'\n';
    }
    return text;
}

QString localTime(const QJsonValue& time)
{
    const QDateTime parsed = QDateTime::fromString(time.toString(), Qt::ISODateWithMs);
    return parsed.isValid() ? parsed.toLocalTime().toString(u"yyyy-MM-dd HH:mm:ss"_s) : u"-"_s;
}

void print(const QString& text)
{
    std::fputs(text.toUtf8().constData(), stdout);
    std::fflush(stdout);
}

void printError(const QString& text)
{
    std::fputs(text.toUtf8().constData(), stderr);
}

void printJson(const QJsonValue& value)
{
    // Only lists and objects stand alone as documents.
    if (value.isArray() || value.isObject()) {
        const QJsonDocument document =
            value.isArray() ? QJsonDocument(value.toArray()) : QJsonDocument(value.toObject());
        print(QString::fromUtf8(document.toJson(QJsonDocument::Compact)) + u'\n');
        return;
    }
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    print(QString::fromUtf8(list.mid(1, list.size() - 2)) + u'\n');
}

}  // namespace vos::cli
