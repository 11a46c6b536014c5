#include "ui/chat/messagedetails.h"

#include "p2p/qt/convert.h"
#include "ui/chat/stepview.h"
#include "ui/widgets/buttons.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace vos::ui {

namespace {

constexpr int PreviewChars = 400;

}  // namespace

MessageDetails::MessageDetails(Theme& theme, model::Models& models, QWidget* parent)
    : SidePanel(theme, parent)
    , m_theme(theme)
    , m_models(models)
    , m_text(new TextBubble(theme, this))
    , m_facts(new QLabel(this))
    , m_way(new QWidget(this))
    , m_copy(iconTextButton(theme, {}, QStringLiteral("copy"), this))
    , m_key(new QLabel(this))
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
    new QVBoxLayout(m_way);
    m_way->layout()->setContentsMargins(0, space::S, 0, 0);
    m_way->layout()->setSpacing(0);

    auto* content = new QWidget(this);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::S);
    column->addWidget(m_text);
    column->addWidget(m_facts);
    column->addWidget(m_way);
    column->addStretch();
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
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
    connect(&theme, &Theme::changed, this, [this] {
        m_shown.clear();  // the rows keep pictures of the old look
        refresh();
    });
    connect(&models.source(), &model::NodeSource::messageStepsAdded, this,
            [this](const std::vector<MessageId>& messages) {
                if (m_id && std::find(messages.begin(), messages.end(), *m_id) != messages.end())
                    readSteps();
            });
    connect(&models.queue(), &QAbstractItemModel::dataChanged, this, &MessageDetails::refresh);
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
    m_steps.clear();
    refresh();
    readSteps();
}

const Message* MessageDetails::shownMessage() const
{
    const int row = m_conversation && m_id ? m_conversation->rowOf(*m_id) : -1;
    return row < 0 ? nullptr : m_conversation->messageAt(row);
}

void MessageDetails::readSteps()
{
    const Message* message = shownMessage();
    if (message == nullptr || !message->outgoing)
        return;
    using Steps = std::vector<MessageStep>;
    m_models.source().messageSteps(*m_id, this,
                                   [this, id = *m_id](const Expected<Steps, NodeError>& steps) {
                                       if (!steps || m_id != id)
                                           return;
                                       m_steps = *steps;
                                       refresh();
                                   });
}

void MessageDetails::refresh()
{
    setTitle(tr("Message details"));
    m_copy->setText(tr("Copy as text"));
    m_key->setText(QKeySequence(Qt::CTRL | Qt::Key_D).toString(QKeySequence::NativeText));
    const Message* shown = shownMessage();
    if (shown == nullptr)
        return;
    const Message& message = *shown;
    const QString text = qt::toQString(message.text);
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

QString MessageDetails::asText() const
{
    QStringList lines{m_text->text(), m_facts->text()};
    for (const DetailStep& step : m_shown) {
        QStringList parts{step.time, step.title, step.detail, step.proof};
        parts.removeAll(QString());
        lines.append(parts.join(QStringLiteral(" · ")));
    }
    return lines.join(u'\n');
}

}  // namespace vos::ui
