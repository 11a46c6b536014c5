#pragma once

// Values of answers as the columns and lines the verbs print.

#include <QJsonValue>
#include <QList>
#include <QPair>
#include <QString>

namespace vos::cli {

/// A list's words with commas, or a dash.
QString joined(const QJsonValue& list);
QString orDash(const QString& text);
QString number(const QJsonValue& value);
QString yesNo(const QJsonValue& value);
/// `1d 02:03:04`, without the days on the first day.
QString duration(qint64 seconds);
/// `vos1abcdefgh…wxyz`
QString shortAddress(const QString& address);
/// `12 MiB` of a number of bytes.
QString size(const QJsonValue& bytes);
/// Names and values in two columns.
void printPairs(const QList<QPair<QString, QString>>& pairs);

}  // namespace vos::cli
