#include "app/vos/listing.h"

#include "app/vos/terminal.h"

#include <QJsonArray>
#include <QStringList>

namespace vos::cli {

using namespace Qt::StringLiterals;

QString joined(const QJsonValue& list)
{
    QStringList words;
    for (const QJsonValue item : list.toArray())
        words << item.toString();
    return words.isEmpty() ? u"-"_s : words.join(", "_L1);
}

QString orDash(const QString& text)
{
    return text.isEmpty() ? u"-"_s : text;
}

QString number(const QJsonValue& value)
{
    return QString::number(value.toInteger());
}

QString yesNo(const QJsonValue& value)
{
    return value.toBool() ? u"yes"_s : u"no"_s;
}

QString duration(qint64 seconds)
{
    constexpr qint64 day = 86'400;
    const QString days = seconds < day ? QString() : u"%1d "_s.arg(seconds / day);
    return days + u"%1:%2:%3"_s.arg(seconds % day / 3600, 2, 10, QChar(u'0'))
                      .arg(seconds % 3600 / 60, 2, 10, QChar(u'0'))
                      .arg(seconds % 60, 2, 10, QChar(u'0'));
}

void printPairs(const QList<QPair<QString, QString>>& pairs)
{
    for (const auto& [name, value] : pairs)
        print(name.leftJustified(10) + safeLine(value) + u'\n');
}

QString shortAddress(const QString& address)
{
    return address.size() < 20 ? address : address.left(12) + u'…' + address.right(4);
}

QString size(const QJsonValue& bytes)
{
    constexpr double step = 1024;
    double value = bytes.toDouble();
    if (value < step)
        return QString::number(value) + " B"_L1;
    QString unit;
    for (const QChar letter : u"KMGT"_s) {
        if (value < step)
            break;
        value /= step;
        unit = letter;
    }
    return QString::number(value, 'f', value < 10 ? 1 : 0) + u' ' + unit + "iB"_L1;
}

}  // namespace vos::cli
