#include "model/trailwords.h"

#include "model/words.h"

#include <QCoreApplication>

#include <algorithm>
#include <map>
#include <optional>

namespace vos::model {

namespace {

class Trail {
    Q_DECLARE_TR_FUNCTIONS(vos::model::Trail)
};

using What = SeekStep::What;
using Result = SeekStep::Result;

bool asksOthers(const SeekStep& step)
{
    return step.what != What::Address && step.what != What::Announced;
}

QString placeText(const std::optional<Endpoint>& at)
{
    return at ? QString::fromStdString(at->toString()) : QString();
}

QString calledText(const SeekStep& step)
{
    const QString at = placeText(step.at);
    switch (step.result) {
    case Result::Waiting:
        return Trail::tr("Calling %1").arg(at);
    case Result::Connected:
        return Trail::tr("Called %1: connected").arg(at);
    default:
        return Trail::tr("Called %1: no answer").arg(at);
    }
}

QString askedText(const SeekStep& step, const QString& who, WallTime now)
{
    switch (step.result) {
    case Result::Waiting:
        return Trail::tr("Asking %1").arg(who);
    case Result::NoAnswer:
        return Trail::tr("Asked %1: no answer").arg(who);
    case Result::NotKnown:
        return Trail::tr("Asked %1: does not know them").arg(who);
    default:
        break;
    }
    if (!step.seenAt)
        return Trail::tr("Asked %1: knows no more than this computer").arg(who);
    const QString when = words::ago(step.seenAt, now);
    const QString place = placeText(step.seenPlace);
    if (place.isEmpty())
        //: %1 was asked; %2 is when it heard of the friend: "2 min ago"
        return Trail::tr("Asked %1: heard of them %2").arg(who, when);
    //: %1 was asked; %2 is when it heard of the friend, %3 at which address
    return Trail::tr("Asked %1: heard of them %2 at %3").arg(who, when, place);
}

/// What each node said last; only the last round counts.
std::map<NodeId, SeekStep> lastAnswers(const std::vector<SeekStep>& steps)
{
    std::map<NodeId, SeekStep> answers;
    for (const SeekStep& step : steps) {
        if (asksOthers(step) && step.result != Result::Waiting)
            answers[step.whom] = step;
    }
    return answers;
}

QString summaryOf(const std::vector<SeekStep>& steps, const QString& name, WallTime now)
{
    const auto answers = lastAnswers(steps);
    if (answers.empty())
        return Trail::tr("Nobody could be asked about %1 yet.").arg(name);
    const int asked = static_cast<int>(answers.size());
    std::optional<WallTime> seenAt;
    std::optional<Endpoint> seenPlace;
    int saw = 0;
    for (const auto& [whom, step] : answers) {
        if (!step.seenAt)
            continue;
        ++saw;
        if (!seenAt || *step.seenAt > *seenAt) {
            seenAt = step.seenAt;
            seenPlace = step.seenPlace;
        }
    }
    if (saw == 0)
        return Trail::tr("%n nodes were asked; none has heard of %1.", nullptr, asked).arg(name);
    const bool called = std::any_of(steps.begin(), steps.end(), [&](const SeekStep& step) {
        return step.what == What::Address && step.at && step.at == seenPlace;
    });
    const QString when = words::ago(seenAt, now);
    const bool elsewhere = seenPlace && !called;
    if (asked == 1) {
        //: %1 is the friend, %2 a time such as "4 min ago"
        return (elsewhere
                    ? Trail::tr("The only node asked heard of %1: %2, at another address.")
                    : Trail::tr(
                          "The only node asked heard of %1: %2, where there is no answer now."))
            .arg(name, when);
    }
    //: %2 of %n nodes; %1 is the friend, %3 a time such as "4 min ago"
    return (elsewhere ? Trail::tr("%2 of %n nodes heard of %1: %3, at another address.", nullptr,
                                  asked)
                      : Trail::tr("%2 of %n nodes heard of %1: %3, where there is no answer now.",
                                  nullptr, asked))
        .arg(name, QString::number(saw), when);
}

}  // namespace

TrailWords trailWords(const std::vector<SeekStep>& steps, const QString& name, WallTime now,
                      const std::function<QString(const NodeId&)>& nameOf)
{
    TrailWords all;
    all.summary = summaryOf(steps, name, now);
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
        const QString who = step->whom.isZero() ? placeText(step->at) : nameOf(step->whom);
        QString text;
        if (step->what == What::Address)
            text = calledText(*step);
        else if (step->what == What::Announced)
            text = Trail::tr("Announced itself at %1").arg(placeText(step->seenPlace));
        else
            text = askedText(*step, who, now);
        //: A time and what was tried then
        all.steps << Trail::tr("%1   %2").arg(words::longWhen(step->startedAt, now), text);
    }
    return all;
}

}  // namespace vos::model
