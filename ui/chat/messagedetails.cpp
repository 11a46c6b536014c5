#include "ui/chat/messagedetails.h"

#include "ui/chat/bubblelayout.h"
#include "ui/widgets/buttons.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

constexpr int Disc = 28;
constexpr int StepIcon = 16;
constexpr int PreviewChars = 400;

QString moment(WallTime time)
{
    return QLocale().toString(model::words::local(time).time(), QStringLiteral("HH:mm:ss"));
}

/// The message's text on the ground it has in the chat.
class TextBubble : public QLabel {
public:
    TextBubble(const Theme& theme, QWidget* parent) : QLabel(parent), m_theme(theme)
    {
        setContentsMargins(space::M, 7, space::M, 7);
    }
    void setOutgoing(bool outgoing)
    {
        m_outgoing = outgoing;
        update();
    }

protected:
    void paintEvent(QPaintEvent* event) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(m_outgoing ? Color::BubbleOut : Color::BubbleIn));
        painter.drawRoundedRect(rect(), radius::Bubble, radius::Bubble);
        painter.end();
        QLabel::paintEvent(event);
    }

private:
    const Theme& m_theme;
    bool m_outgoing = false;
};

/// One step: disc with icon, line to the next, words.
class StepRow : public QWidget {
public:
    StepRow(Theme& theme, const MessageStep& step, bool last, QWidget* parent)
        : QWidget(parent), m_theme(theme), m_step(step), m_last(last)
    {
        auto* grid = new QGridLayout(this);
        grid->setContentsMargins(Disc + space::M, space::Xs, 0, last ? 0 : space::L);
        grid->setHorizontalSpacing(space::S);
        grid->setVerticalSpacing(2);
        grid->addWidget(label(step.title, Type::BodyStrong, Color::Text), 0, 0);
        auto* time = label(step.time, Type::Caption, Color::TextSoft);
        grid->addWidget(time, 0, 1, Qt::AlignTrailing);
        grid->setColumnStretch(0, 1);
        auto* detail = label(step.detail, Type::Caption, Color::TextSoft);
        detail->setWordWrap(true);
        grid->addWidget(detail, 1, 0, 1, 2);
        if (!step.proof.isEmpty()) {
            auto* proof = new QWidget(this);
            auto* row = new QHBoxLayout(proof);
            row->setContentsMargins(0, 0, 0, 0);
            row->setSpacing(space::Xs);
            auto* icon = new QLabel(proof);
            icon->setPixmap(theme.pixmap(QStringLiteral("verified"), Color::Online,
                                         metric::Receipt, devicePixelRatioF()));
            row->addWidget(icon);
            row->addWidget(label(step.proof, Type::Caption, Color::Text));
            row->addStretch();
            grid->addWidget(proof, 2, 0, 1, 2);
        }
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        if (!m_last) {
            painter.fillRect(QRect(Disc / 2, Disc, metric::Hairline, height() - Disc),
                             m_theme.color(Color::Border));
        }
        const bool held = m_step.ink == Color::Held;
        painter.setPen(QPen(m_theme.color(Color::Divider), metric::Hairline));
        painter.setBrush(m_theme.color(held ? Color::HeldGround : Color::Base));
        painter.drawEllipse(QRectF(0.5, 0.5, Disc - 1, Disc - 1));
        const int at = (Disc - StepIcon) / 2;
        painter.drawPixmap(at, at, m_theme.pixmap(m_step.icon, m_step.ink, StepIcon,
                                                  devicePixelRatioF()));
    }

private:
    QLabel* label(const QString& text, Type type, Color color)
    {
        auto* made = new QLabel(this);
        made->setTextFormat(Qt::PlainText);
        made->setText(text);
        m_theme.bind(made, type, color);
        return made;
    }

    Theme& m_theme;
    MessageStep m_step;
    bool m_last;
};

}  // namespace

MessageDetails::MessageDetails(Theme& theme, model::Models& models, QWidget* parent)
    : SidePanel(theme, parent), m_theme(theme), m_models(models),
      m_text(new TextBubble(theme, this)),
      m_facts(new QLabel(this)), m_steps(new QWidget(this)),
      m_copy(iconTextButton(theme, {}, QStringLiteral("copy"), this)), m_key(new QLabel(this))
{
    setObjectName(QStringLiteral("messageDetails"));
    m_copy->setObjectName(QStringLiteral("copyDetailsButton"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_facts->setTextFormat(Qt::PlainText);
    m_facts->setWordWrap(true);
    theme.bind(m_text, Type::Body);
    theme.bind(m_facts, Type::Caption, Color::TextSoft);
    theme.bind(m_key, Type::Caption, Color::TextSoft);
    new QVBoxLayout(m_steps);
    m_steps->layout()->setContentsMargins(0, space::S, 0, 0);
    m_steps->layout()->setSpacing(0);

    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::S);
    column->addWidget(m_text);
    column->addWidget(m_facts);
    column->addWidget(m_steps);
    column->addStretch();
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setWidget(content);
    scroll->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    body()->addWidget(scroll, 1);
    auto* bottom = new QHBoxLayout;
    bottom->addWidget(m_copy);
    bottom->addStretch();
    bottom->addWidget(m_key);
    body()->addLayout(bottom);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QApplication::clipboard()->setText(asText()); });
    connect(&theme, &Theme::changed, this, &MessageDetails::refresh);
    connect(&models.queue(), &model::QueueModel::countsChanged, this, &MessageDetails::refresh);
    refresh();
}

void MessageDetails::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    SidePanel::changeEvent(event);
}

void MessageDetails::show(model::MessageModel& conversation, int row)
{
    if (m_conversation != &conversation) {
        if (m_conversation)
            disconnect(m_conversation, nullptr, this, nullptr);
        m_conversation = &conversation;
        connect(&conversation, &QAbstractItemModel::dataChanged, this, &MessageDetails::refresh);
    }
    m_id = conversation.messageAt(row)->id;
    refresh();
}

void MessageDetails::refresh()
{
    setTitle(tr("Message details"));
    m_copy->setText(tr("Copy as text"));
    m_key->setText(QKeySequence(Qt::CTRL | Qt::Key_D).toString(QKeySequence::NativeText));
    const int row = m_conversation && m_id ? m_conversation->rowOf(*m_id) : -1;
    if (row < 0)
        return;
    const Message& message = *m_conversation->messageAt(row);
    const QString text = QString::fromStdString(message.text);
    m_text->setText(text.size() > PreviewChars ? text.left(PreviewChars) + QChar(0x2026) : text);
    static_cast<TextBubble*>(m_text)->setOutgoing(message.outgoing);
    const QString name = m_models.friends().nameOf(message.peer);
    const QString when = model::words::longDate(message.sentAt);
    const QString count = tr("%n characters", nullptr, static_cast<int>(text.size()));
    //: Under a message's text in its details: name, length, date.
    m_facts->setText(message.outgoing ? tr("To %1 · %2 · %3").arg(name, count, when)
                                      : tr("From %1 · %2 · %3").arg(name, count, when));
    setSteps(message.outgoing ? outgoingSteps(message) : incomingSteps(message));
}

MessageStep MessageDetails::waitingStep(const Message& message) const
{
    MessageStep step{.icon = receiptIcon(MessageState::Queued), .title = tr("Queued")};
    step.detail = tr("On this computer.");
    const QModelIndex index = m_models.queue().indexOf(message.id);
    const QueueEntry* entry = m_models.queue().entryAt(index);
    if (entry == nullptr)
        return step;
    if (entry->attempts > 0)
        step.detail = tr("On this computer. Tried %n times.", nullptr,
                         static_cast<int>(entry->attempts));
    if (entry->lastAttemptAt)
        step.time = moment(*entry->lastAttemptAt);
    return step;
}

QList<MessageStep> MessageDetails::outgoingSteps(const Message& message) const
{
    const QString name = m_models.friends().nameOf(message.peer);
    QList<MessageStep> steps;
    steps.append({.icon = QStringLiteral("edit"),
                  .title = tr("Written"),
                  .detail = tr("Stored on this computer."),
                  .time = moment(message.sentAt)});
    if (message.state == MessageState::Queued)
        steps.append(waitingStep(message));
    if (message.state == MessageState::Sent)
        steps.append({.icon = receiptIcon(MessageState::Sent),
                      .title = tr("Sending"),
                      .detail = tr("On its way to %1. No answer yet.").arg(name)});
    for (const NodeId& holder : message.heldBy) {
        const QString who = m_models.friends().nameOf(holder);
        steps.append({.icon = receiptIcon(MessageState::Held),
                      .ink = Color::Held,
                      .title = tr("Held by %1").arg(who),
                      .detail = tr("%1 cannot read it.").arg(who),
                      .proof = tr("Signed by %1").arg(who)});
    }
    if (message.deliveredAt)
        steps.append({.icon = receiptIcon(MessageState::Delivered),
                      .title = tr("Delivered"),
                      .detail = tr("Arrived on %1's computer.").arg(name),
                      .time = moment(*message.deliveredAt),
                      .proof = tr("Signed by %1").arg(name)});
    if (message.state == MessageState::Read)
        steps.append({.icon = receiptIcon(MessageState::Read),
                      .ink = Color::Accent,
                      .title = tr("Read"),
                      .detail = tr("%1's window was open on it.").arg(name),
                      .time = message.readAt ? moment(*message.readAt) : QString(),
                      .proof = tr("Signed by %1").arg(name)});
    if (message.state == MessageState::Failed)
        steps.append({.icon = receiptIcon(MessageState::Failed),
                      .ink = Color::Danger,
                      .title = tr("Failed"),
                      .detail = model::words::failure(message.reason, name)});
    return steps;
}

QList<MessageStep> MessageDetails::incomingSteps(const Message& message) const
{
    const QString name = m_models.friends().nameOf(message.peer);
    QList<MessageStep> steps;
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

void MessageDetails::setSteps(const QList<MessageStep>& steps)
{
    m_shown = steps;
    QLayout* column = m_steps->layout();
    while (QLayoutItem* item = column->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (qsizetype i = 0; i < steps.size(); ++i)
        column->addWidget(new StepRow(m_theme, steps[i], i == steps.size() - 1, m_steps));
}

QString MessageDetails::asText() const
{
    QStringList lines{m_text->text(), m_facts->text()};
    for (const MessageStep& step : m_shown) {
        QStringList parts{step.time, step.title, step.detail, step.proof};
        parts.removeAll(QString());
        lines.append(parts.join(QStringLiteral(" · ")));
    }
    return lines.join(u'\n');
}

}  // namespace vos::ui
