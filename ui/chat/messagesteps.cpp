// The steps MessageDetails shows: each with its words, its time and its proof.

#include "ui/chat/bubblelayout.h"
#include "ui/chat/messagedetails.h"
#include "ui/chat/stepview.h"

#include <QLocale>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

QString moment(WallTime time)
{
    return QLocale().toString(model::words::local(time).time(), QStringLiteral("HH:mm:ss"));
}

QByteArray bytesOf(const Bytes& bytes)
{
    return QByteArray(reinterpret_cast<const char*>(bytes.data()),
                      static_cast<qsizetype>(bytes.size()));
}

/// A step the message itself tells of; its time may be set afterwards.
MessageStep stepAt(MessageStep::Kind kind, WallTime at, const std::optional<NodeId>& by = {})
{
    MessageStep step;
    step.kind = kind;
    step.at = at;
    step.by = by;
    return step;
}

Color inkOf(MessageStep::Kind kind)
{
    using Kind = MessageStep::Kind;
    switch (kind) {
    case Kind::Held:
    case Kind::HandedOver:
        return Color::Held;
    case Kind::Read:
        return Color::Accent;
    case Kind::Lost:
    case Kind::Failed:
        return Color::Danger;
    case Kind::Refused:
    case Kind::NotErased:
        return Color::Warn;
    default:
        return Color::TextSoft;
    }
}

QString iconOf(MessageStep::Kind kind)
{
    using Kind = MessageStep::Kind;
    switch (kind) {
    case Kind::Written:
        return QStringLiteral("edit");
    case Kind::Sent:
        return receiptIcon(MessageState::Sent);
    case Kind::Held:
        return receiptIcon(MessageState::Held);
    case Kind::HandedOver:
        return QStringLiteral("through");
    case Kind::Erased:
        return QStringLiteral("trash");
    case Kind::SealedAnew:
        return QStringLiteral("lock");
    case Kind::Delivered:
        return receiptIcon(MessageState::Delivered);
    case Kind::Read:
        return receiptIcon(MessageState::Read);
    case Kind::Failed:
        return receiptIcon(MessageState::Failed);
    case Kind::Refused:
    case Kind::NotErased:
    case Kind::Lost:
        break;
    }
    return QStringLiteral("warning");
}

}  // namespace

DetailStep MessageDetails::stepOf(const MessageStep& step, const Message& message) const
{
    using Kind = MessageStep::Kind;
    const QString peer = m_models.friends().nameOf(message.peer);
    const QString who = step.by ? m_models.friendVos().nameOf(*step.by) : peer;
    DetailStep shown{
        .icon = iconOf(step.kind), .ink = inkOf(step.kind), .time = moment(step.at)};
    switch (step.kind) {
    case Kind::Written:
        shown.title = tr("Written");
        shown.detail = tr("Stored on this computer.");
        break;
    case Kind::Sent:
        shown.title = tr("Sent");
        shown.detail = tr("Put on its way to %1.").arg(peer);
        break;
    case Kind::Held:
        shown.title = tr("Held by %1").arg(who);
        shown.detail = tr("%1 cannot read it.").arg(who);
        break;
    case Kind::Refused:
        shown.title = tr("Not taken by %1").arg(who);
        shown.detail = tr("%1 has no room for it or keeps nothing for %2.").arg(who, peer);
        break;
    case Kind::HandedOver:
        shown.title = tr("Handed over by %1").arg(who);
        shown.detail = tr("%1 gave it to %2.").arg(who, peer);
        break;
    case Kind::Erased:
        shown.title = tr("Erased by %1").arg(who);
        shown.detail = tr("Before anybody fetched it.");
        break;
    case Kind::NotErased:
        shown.title = tr("Not erased by %1").arg(who);
        shown.detail = tr("It had been handed over before.");
        break;
    case Kind::Lost:
        shown.title = tr("Lost by %1").arg(who);
        shown.detail = tr("%1 signed for it and has it no longer.").arg(who);
        break;
    case Kind::SealedAnew:
        shown.title = tr("Sealed anew");
        shown.detail = tr("%1 has new keys; the old ones are gone.").arg(peer);
        break;
    case Kind::Delivered:
        shown.title = tr("Delivered");
        shown.detail = tr("Arrived on %1's computer.").arg(peer);
        break;
    case Kind::Read:
        shown.title = tr("Read");
        shown.detail = tr("%1's window was open on it.").arg(peer);
        break;
    case Kind::Failed:
        shown.title = tr("Failed");
        shown.detail = model::words::failure(message.reason, peer);
        break;
    }
    if (!step.proof.empty()) {
        shown.signedWord = bytesOf(step.proof);
        //: Who signed the proof of a step, and how large it is
        shown.proof =
            tr("Signed by %1, %n bytes", nullptr, static_cast<int>(step.proof.size())).arg(who);
    }
    return shown;
}

DetailStep MessageDetails::waitingStep(const Message& message) const
{
    DetailStep step{.icon = receiptIcon(MessageState::Queued), .title = tr("Queued")};
    step.detail = tr("On this computer.");
    const QModelIndex index = m_models.queue().indexOf(message.id);
    const QueueEntry* entry = m_models.queue().entryAt(index);
    if (entry == nullptr)
        return step;
    if (entry->attempts > 0)
        step.detail =
            tr("On this computer. Tried %n times.", nullptr, static_cast<int>(entry->attempts));
    if (entry->lastAttemptAt)
        step.time = moment(*entry->lastAttemptAt);
    return step;
}

QList<DetailStep> MessageDetails::outgoingSteps(const Message& message) const
{
    if (m_steps.empty())
        return plainSteps(message);
    QList<DetailStep> steps;
    bool delivered = false;
    bool read = false;
    for (const MessageStep& step : m_steps) {
        steps.append(stepOf(step, message));
        delivered = delivered || step.kind == MessageStep::Kind::Delivered;
        read = read || step.kind == MessageStep::Kind::Read;
    }
    if (message.state == MessageState::Queued)
        steps.append(waitingStep(message));
    // The read mark goes for all messages up to one, so it may stand with another of them.
    const QList<DetailStep> plain = plainSteps(message);
    if (message.deliveredAt && !delivered)
        steps.append(message.state == MessageState::Read ? plain[plain.size() - 2] : plain.back());
    if (message.state == MessageState::Read && !read)
        steps.append(plain.back());
    return steps;
}

QList<DetailStep> MessageDetails::plainSteps(const Message& message) const
{
    const QString name = m_models.friends().nameOf(message.peer);
    using Kind = MessageStep::Kind;
    QList<DetailStep> steps{stepOf(stepAt(Kind::Written, message.sentAt), message)};
    if (message.state == MessageState::Queued)
        steps.append(waitingStep(message));
    if (message.state == MessageState::Sent)
        steps.append({.icon = receiptIcon(MessageState::Sent),
                      .title = tr("Sending"),
                      .detail = tr("On its way to %1. No answer yet.").arg(name)});
    for (const NodeId& holder : message.heldBy) {
        DetailStep held = stepOf(stepAt(Kind::Held, message.sentAt, holder), message);
        held.time = message.heldSince ? moment(*message.heldSince) : QString();
        held.proof = tr("Signed by %1").arg(m_models.friendVos().nameOf(holder));
        steps.append(held);
    }
    if (message.deliveredAt) {
        steps.append(stepOf(stepAt(Kind::Delivered, *message.deliveredAt), message));
        steps.back().proof = tr("Signed by %1").arg(name);
    }
    if (message.state == MessageState::Read) {
        DetailStep read = stepOf(stepAt(Kind::Read, message.sentAt), message);
        read.time = message.readAt ? moment(*message.readAt) : QString();
        read.proof = tr("Signed by %1").arg(name);
        steps.append(read);
    }
    if (message.state == MessageState::Failed) {
        DetailStep failed = stepOf(stepAt(Kind::Failed, message.sentAt), message);
        failed.time.clear();
        steps.append(failed);
    }
    return steps;
}

QList<DetailStep> MessageDetails::incomingSteps(const Message& message) const
{
    const QString name = m_models.friends().nameOf(message.peer);
    QList<DetailStep> steps;
    steps.append({.icon = QStringLiteral("edit"),
                  .title = tr("Written"),
                  .detail = tr("By the clock of %1's computer.").arg(name),
                  .time = moment(message.sentAt),
                  .proof = tr("Signed by %1").arg(name)});
    if (message.receivedAt)
        steps.append({.icon = QStringLiteral("download"),
                      .title = tr("Received"),
                      .detail = tr("Stored on this computer; a signed receipt went back."),
                      .time = moment(*message.receivedAt)});
    if (message.readAt)
        steps.append({.icon = receiptIcon(MessageState::Read),
                      .ink = Color::Accent,
                      .title = tr("Read here"),
                      .time = moment(*message.readAt)});
    return steps;
}

void MessageDetails::setSteps(const QList<DetailStep>& steps)
{
    // The same again: whoever stands on a button keeps standing there.
    if (steps == m_shown && !steps.isEmpty())
        return;
    m_shown = steps;
    QLayout* column = m_way->layout();
    while (QLayoutItem* item = column->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (qsizetype i = 0; i < steps.size(); ++i)
        column->addWidget(new StepRow(m_theme, steps[i], i == steps.size() - 1, m_way));
}

}  // namespace vos::ui
