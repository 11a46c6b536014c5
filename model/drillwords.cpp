#include "model/drillwords.h"

#include "model/words.h"

#include <QCoreApplication>

#include <algorithm>

namespace vos::model {

namespace {

struct Drill {
    Q_DECLARE_TR_FUNCTIONS(Drill)
};

constexpr std::chrono::minutes ClockSlack{10};

bool isClockRight(const DrillResult& result)
{
    return result.clockAhead && *result.clockAhead <= ClockSlack &&
           *result.clockAhead >= -ClockSlack;
}

/// "3 h", "12 min".
QString span(std::chrono::seconds time)
{
    const auto minutes = std::chrono::abs(std::chrono::duration_cast<std::chrono::minutes>(time));
    constexpr int HourMinutes = 60;
    const int count = static_cast<int>(minutes.count());
    return count < HourMinutes ? Drill::tr("%n min", nullptr, count)
                               : Drill::tr("%n h", nullptr, count / HourMinutes);
}

QString clockWords(const DrillResult& result)
{
    if (!result.clockAhead)
        return Drill::tr("Clock not known");
    if (isClockRight(result))
        return Drill::tr("Clock right");
    return *result.clockAhead > std::chrono::seconds(0)
               ? Drill::tr("Clock %1 ahead").arg(span(*result.clockAhead))
               : Drill::tr("Clock %1 behind").arg(span(*result.clockAhead));
}

/// The first no decides what to do: the others may follow from it.
QString advice(const DrillResult& result, const QString& name)
{
    if (!result.reachable) {
        return Drill::tr("%1 did not answer. Ask %1 to go online, or ask another friend as well.")
            .arg(name);
    }
    if (!result.grantValid)
        return Drill::tr("The agreement with %1 is not valid any more. Ask %1 again.").arg(name);
    if (!isClockRight(result)) {
        return Drill::tr("The clocks of %1 and of this computer differ. Set the one that is "
                         "wrong.")
            .arg(name);
    }
    if (!result.accepting) {
        return Drill::tr("%1 takes nothing more at present. Ask %1 for more room, or ask another "
                         "friend as well.")
            .arg(name);
    }
    return Drill::tr("%1 would not keep your messages now. Try again later.").arg(name);
}

}  // namespace

DrillLine drillLine(const DrillResult& result, const QString& name)
{
    DrillLine line;
    line.id = result.id;
    line.name = name;
    line.ok = result.ok;
    using Kind = DrillCheck::Kind;
    const bool heard = result.reachable;
    line.checks.push_back(
        {Kind::Reachable, true, heard, heard ? Drill::tr("Reachable") : Drill::tr("No answer")});
    const quint64 room =
        result.quotaBytes > result.usedBytes ? result.quotaBytes - result.usedBytes : 0;
    line.checks.push_back({Kind::Room, heard, result.accepting,
                           !heard             ? Drill::tr("Room not known")
                           : result.accepting ? Drill::tr("%1 free").arg(words::megabytes(room))
                                              : Drill::tr("Takes nothing now")});
    line.checks.push_back({Kind::Grant, heard, result.grantValid,
                           !heard              ? Drill::tr("Agreement not checked")
                           : result.grantValid ? Drill::tr("Agreement valid")
                                               : Drill::tr("Agreement not valid")});
    line.checks.push_back({Kind::Clock, heard && result.clockAhead.has_value(),
                           isClockRight(result),
                           heard ? clockWords(result) : Drill::tr("Clock not known")});
    if (!result.ok)
        line.advice = advice(result, name);
    return line;
}

QString drillVerdict(const std::vector<DrillResult>& results, bool& good)
{
    const auto count = static_cast<int>(std::count_if(
        results.begin(), results.end(), [](const DrillResult& result) { return result.ok; }));
    good = count > 0;
    if (results.empty())
        return Drill::tr("No. Nobody keeps your messages while you are offline.");
    if (count == 0)
        return Drill::tr("No. None of your Friend VOS would take a message now.");
    if (count == 1)
        return Drill::tr("Yes, through one friend. A second one is safer.");
    return Drill::tr("Yes, through %n friends.", nullptr, count);
}

}  // namespace vos::model
