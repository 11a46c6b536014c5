#include "model/words.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace vos::model::words {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

constexpr qint64 MinuteSeconds = 60;
constexpr qint64 HourSeconds = 3600;
constexpr qint64 HoursShownSeconds = 12 * HourSeconds;  // beyond it the day says more

/// "14 Nov", with the year where it is not this one.
QString date(const QDate& day, const QDate& today)
{
    //: Date in one line as QLocale::toString() takes it, such as 14 Nov
    const QString pattern = day.year() == today.year() ? Words::tr("d MMM")
                                                       //: The same with the year
                                                       : Words::tr("d MMM yyyy");
    return QLocale().toString(day, pattern);
}

/// Whole megabytes; tenths below ten, and never 0 for something.
QString megabyteNumber(quint64 bytes)
{
    constexpr double Mega = 1024.0 * 1024.0;
    constexpr double TenthsBelow = 10;
    const double value = static_cast<double>(bytes) / Mega;
    if (bytes == 0 || value >= TenthsBelow || value == std::floor(value))
        return QLocale().toString(static_cast<qlonglong>(std::floor(value)));
    return QLocale().toString(std::max(value, 0.1), 'f', 1);
}

QString clockTime(const QTime& time)
{
    QString pattern = QLocale().timeFormat(QLocale::ShortFormat);
    pattern.remove(QStringLiteral(":ss"));
    return QLocale().toString(time, pattern);
}

}  // namespace

QDateTime local(WallTime time) { return QDateTime::fromMSecsSinceEpoch(toMillis(time)); }

QString timeOfDay(WallTime time) { return clockTime(local(time).time()); }

QString dateAndTime(WallTime time)
{
    const QDateTime at = local(time);
    //: %1 is a date, %2 a time of day
    return Words::tr("%1 %2").arg(date(at.date(), at.date()), clockTime(at.time()));
}

QString day(WallTime time, WallTime now)
{
    const QDate day = local(time).date();
    const qint64 ago = day.daysTo(local(now).date());
    if (ago == 0)
        return Words::tr("Today");
    if (ago == 1)
        return Words::tr("Yesterday");
    if (ago > 1 && ago < 7)
        return QLocale().standaloneDayName(day.dayOfWeek());
    return QLocale().toString(day, QLocale::LongFormat);
}

QString shortWhen(WallTime time, WallTime now)
{
    const QDateTime at = local(time);
    const QDate today = local(now).date();
    const qint64 ago = at.date().daysTo(today);
    if (ago == 0)
        return clockTime(at.time());
    if (ago == 1)
        return Words::tr("Yesterday");
    if (ago > 1 && ago < 7)
        return QLocale().standaloneDayName(at.date().dayOfWeek(), QLocale::ShortFormat);
    return date(at.date(), today);
}

QString longWhen(WallTime time, WallTime now)
{
    const QDateTime at = local(time);
    const QDate today = local(now).date();
    if (at.date() == today)
        return clockTime(at.time());
    //: %1 is a day such as Sat or 14 Nov, %2 a time of day
    return Words::tr("%1 %2").arg(shortWhen(time, now), clockTime(at.time()));
}

QString longDate(WallTime time)
{
    //: Date with the year as QLocale::toString() takes it, such as 3 Oct 2026
    return QLocale().toString(local(time).date(), Words::tr("d MMM yyyy"));
}

QString lastSeen(std::optional<WallTime> time, WallTime now)
{
    if (!time)
        return Words::tr("Not seen yet");
    const QDateTime at = local(*time);
    const QDateTime today = local(now);
    const qint64 seconds = at.secsTo(today);
    if (seconds < MinuteSeconds)
        return Words::tr("Last seen just now");
    if (seconds < HourSeconds)
        return Words::tr("Last seen %n min ago", nullptr,
                         static_cast<int>(seconds / MinuteSeconds));
    if (at.date() == today.date() || seconds < HoursShownSeconds)
        return Words::tr("Last seen %n h ago", nullptr, static_cast<int>(seconds / HourSeconds));
    if (at.date().daysTo(today.date()) == 1)
        return Words::tr("Last seen yesterday");
    return Words::tr("Last seen on %1").arg(date(at.date(), today.date()));
}

QString ago(std::optional<WallTime> time, WallTime now)
{
    if (!time)
        return Words::tr("Not seen yet");
    const QDateTime at = local(*time);
    const QDateTime today = local(now);
    const qint64 seconds = at.secsTo(today);
    if (seconds < MinuteSeconds)
        return Words::tr("Just now");
    if (seconds < HourSeconds)
        return Words::tr("%n min ago", nullptr, static_cast<int>(seconds / MinuteSeconds));
    if (at.date() == today.date() || seconds < HoursShownSeconds)
        return Words::tr("%n h ago", nullptr, static_cast<int>(seconds / HourSeconds));
    if (at.date().daysTo(today.date()) == 1)
        return Words::tr("Yesterday");
    return date(at.date(), today.date());
}

QString presence(const PresenceState& state, const QString& name, WallTime now)
{
    switch (state.presence) {
    case Presence::Online:
        if (state.path == PathKind::Relay && !state.via.isEmpty())
            return Words::tr("Online · through %1").arg(state.via);
        if (state.path == PathKind::Relay)
            return Words::tr("Online · through others");
        if (state.path == PathKind::Direct)
            return state.isNear ? Words::tr("Online · on your network")
                                : Words::tr("Online · direct");
        return Words::tr("Online");
    case Presence::Offline:
        return lastSeen(state.lastSeen, now);
    case Presence::Unknown:
        return Words::tr("Unknown while you are offline");
    case Presence::Pending:
        return Words::tr("Waiting for %1 to accept").arg(name);
    }
    return {};
}

QString presenceWord(Presence presence)
{
    switch (presence) {
    case Presence::Online:
        return Words::tr("online");
    case Presence::Offline:
        return Words::tr("offline");
    case Presence::Unknown:
        return Words::tr("unknown");
    case Presence::Pending:
        return Words::tr("waiting");
    }
    return {};
}

QString receipt(const ReceiptFacts& facts)
{
    switch (facts.state) {
    case MessageState::Queued:
        return Words::tr("Queued");
    case MessageState::Sent:
        return Words::tr("Sending");
    case MessageState::Held:
        return facts.holders.isEmpty() ? Words::tr("Held")
                                       : Words::tr("Held by %1").arg(list(facts.holders));
    case MessageState::Delivered:
        return Words::tr("Delivered");
    case MessageState::Read:
        return Words::tr("Read", "receipt");
    case MessageState::Failed:
        return Words::tr("Failed");
    case MessageState::Received:
        return {};
    }
    return {};
}

namespace {

QString queuedTooltip(const ReceiptFacts& facts)
{
    const QString text =
        Words::tr("On this computer. Goes out as soon as %1 or a Friend VOS of theirs can be "
                  "reached.").arg(facts.peerName);
    if (facts.attempts == 0 || !facts.lastAttemptAt)
        return text;
    //: %1 is what is said of a waiting message, %2 a time of day
    return Words::tr("%1 Tried %n times, last %2.", nullptr, facts.attempts)
        .arg(text, timeOfDay(*facts.lastAttemptAt));
}

QString heldTooltip(const ReceiptFacts& facts)
{
    if (facts.holders.isEmpty())
        return Words::tr("A friend of %1 keeps it.").arg(facts.peerName);
    const QString first = facts.holders.first();
    QString text;
    if (!facts.heldSince)
        text = Words::tr("%1 keeps it.").arg(first);
    else if (facts.holders.size() == 1)
        text = Words::tr("%1 keeps it since %2.").arg(first, dateAndTime(*facts.heldSince));
    else
        //: First holder, since when, the other holders
        text = Words::tr("%1 keeps it since %2 (also %3).")
                   .arg(first, dateAndTime(*facts.heldSince), list(facts.holders.mid(1)));
    //: %1 is a sentence before this one, %2 the friend who keeps the message
    text = Words::tr("%1 %2 cannot read it.").arg(text, first);
    if (!facts.keptUntil)
        return text;
    //: %1 is what was said before, %2 a day
    return Words::tr("%1 Kept until %2.").arg(text, date(local(*facts.keptUntil).date(),
                                                         local(*facts.keptUntil).date()));
}

}  // namespace

QString receiptTooltip(const ReceiptFacts& facts)
{
    switch (facts.state) {
    case MessageState::Queued:
        return queuedTooltip(facts);
    case MessageState::Sent:
        return Words::tr("On its way to %1. No answer yet.").arg(facts.peerName);
    case MessageState::Held:
        return heldTooltip(facts);
    case MessageState::Delivered:
        if (!facts.deliveredAt)
            return Words::tr("Arrived on %1's computer.").arg(facts.peerName);
        return Words::tr("Arrived on %1's computer, %2.")
            .arg(facts.peerName, dateAndTime(*facts.deliveredAt));
    case MessageState::Read:
        return facts.readAt
                   ? Words::tr("Read %1.", "receipt with time").arg(dateAndTime(*facts.readAt))
                   : Words::tr("Read by %1.").arg(facts.peerName);
    case MessageState::Failed:
        return failure(facts.reason, facts.peerName);
    case MessageState::Received:
        return {};
    }
    return {};
}

QString list(const QStringList& names)
{
    switch (names.size()) {
    case 0:
        return {};
    case 1:
        return names[0];
    case 2:
        return Words::tr("%1 and %2").arg(names[0], names[1]);
    default:
        return Words::tr("%1, %2 and %n others", nullptr, static_cast<int>(names.size()) - 2)
            .arg(names[0], names[1]);
    }
}

QString size(quint64 bytes)
{
    constexpr double Kilo = 1000;
    const QLocale locale;
    const double value = static_cast<double>(bytes);
    if (value < Kilo * Kilo) {
        // A tenth is the least shown: a message is never "0 kB" large.
        return Words::tr("%1 kB").arg(locale.toString(std::max(value / Kilo, 0.1), 'f', 1));
    }
    if (value < Kilo * Kilo * Kilo)
        return Words::tr("%1 MB").arg(locale.toString(value / (Kilo * Kilo), 'f', 1));
    return Words::tr("%1 GB").arg(locale.toString(value / (Kilo * Kilo * Kilo), 'f', 1));
}

QString megabytes(quint64 bytes) { return Words::tr("%1 MB").arg(megabyteNumber(bytes)); }

QString storage(quint64 usedBytes, quint64 quotaBytes)
{
    //: Used and granted space: "12 of 50 MB"
    return Words::tr("%1 of %2 MB").arg(megabyteNumber(usedBytes), megabyteNumber(quotaBytes));
}

QString shortDate(WallTime time, WallTime now)
{
    return date(local(time).date(), local(now).date());
}

}  // namespace vos::model::words
