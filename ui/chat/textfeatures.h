#pragma once

// What can be told from a message's plain text alone: its links, its direction, whether it is a few
// emoji. The text comes from a peer; nothing in it is ever taken for markup.

#include <QList>
#include <QString>
#include <QUrl>

namespace vos::ui {

struct TextLink {
    int start = 0;
    int length = 0;
    QUrl url;
};

/// Addresses that start with http:// or https:// and have a host, in order. Closing punctuation of
/// the sentence around is left out. At most LinksMax, so that a hostile text stays cheap.
QList<TextLink> findLinks(const QString& text);
inline constexpr int LinksMax = 50;

/// One to three emoji and nothing else.
bool isFewEmoji(const QString& text);

/// The text with every kind of line end as QChar::LineSeparator, as QTextLayout wants it, and
/// control characters that would reorder or hide what surrounds the message closed off.
QString displayText(const QString& text);

}  // namespace vos::ui
