#pragma once

// Text for a terminal. What others wrote (names, messages) could move the cursor, change colours or
// the direction of the line: all control and bidi characters are made visible instead.

#include <QJsonValue>
#include <QString>
#include <QStringList>

namespace vos::cli {

/// One line of text; line ends become spaces.
QString safeLine(const QString& text);
/// Several lines; each after the first is indented by `indent` columns.
QString safeText(const QString& text, int indent);

/// Columns the text takes: wide characters (Chinese, most emoji) count two, combining ones none.
int columnsOf(const QString& text);

/// Rows of cells in aligned columns under a heading; cells are made safe.
QString table(const QStringList& heading, const QList<QStringList>& rows);

/// `2026-07-28 11:11:22` in local time, from RFC 3339; a dash for null.
QString localTime(const QJsonValue& time);

void print(const QString& text);
void printError(const QString& text);
/// Compact JSON and a line end.
void printJson(const QJsonValue& value);

}  // namespace vos::cli
