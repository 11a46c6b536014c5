#include "ui/contacts/whyoffline.h"

#include "model/trailwords.h"
#include "ui/theme/stylesheet.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"

#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QTimer>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

constexpr int AskAgainMs = 2000;
/// The newest steps; older ones tell nothing new.
constexpr qsizetype StepsShown = 12;

}  // namespace

WhyOffline::WhyOffline(Theme& theme, model::Models& models, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_models(models)
    , m_button(pushButton("link", this))
    , m_card(new QFrame(this))
    , m_summary(label(theme, Type::Body, Color::Text, m_card))
    , m_next(label(theme, Type::Body, Color::TextSoft, m_card))
    , m_steps(label(theme, Type::Caption, Color::TextSoft, m_card))
    , m_timer(new QTimer(this))
{
    m_button->setObjectName(QStringLiteral("whyOfflineButton"));
    m_button->setCheckable(true);
    m_card->setObjectName(QStringLiteral("whyOffline"));
    m_card->setProperty(KindProperty, QStringLiteral("card"));
    m_summary->setObjectName(QStringLiteral("whyOfflineSummary"));
    m_steps->setObjectName(QStringLiteral("whyOfflineSteps"));
    auto* inside = new QVBoxLayout(m_card);
    inside->setContentsMargins(space::L, space::M, space::L, space::M);
    inside->setSpacing(space::S);
    for (QLabel* text : {m_summary, m_next, m_steps})
        inside->addWidget(text);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::S);
    column->addWidget(m_button, 0, Qt::AlignLeft);
    column->addWidget(m_card);
    m_timer->setInterval(AskAgainMs);
    connect(m_timer, &QTimer::timeout, this, &WhyOffline::ask);
    connect(m_button, &QPushButton::toggled, this, &WhyOffline::setOpen);
    m_card->hide();
    hide();
}

void WhyOffline::setFriend(const model::Friend* shown)
{
    const bool offline = shown != nullptr && shown->contact.state == ContactState::Accepted &&
                         shown->presence.presence == model::Presence::Offline;
    if (!offline || m_id != shown->contact.id)
        m_button->setChecked(false);
    setVisible(offline);
    if (!offline) {
        m_id.reset();
        return;
    }
    m_id = shown->contact.id;
    m_name = shown->name();
    m_hasHolders = !shown->contact.friendVos.empty();
    retranslate();
}

void WhyOffline::retranslate()
{
    m_button->setText(tr("Why is %1 offline?").arg(m_name));
    m_next->setText(
        m_hasHolders
            ? tr("What you write is left with their Friend VOS and reaches %1 when they are back.")
                  .arg(m_name)
            : tr("What you write waits here. %1 is called again at growing intervals, and at once "
                 "when anything is heard of them.")
                  .arg(m_name));
    if (m_button->isChecked())
        ask();
}

void WhyOffline::setOpen(bool open)
{
    m_card->setVisible(open);
    if (!open) {
        m_timer->stop();
        return;
    }
    m_timer->start();
    // A call, and with it a search, if none is under way.
    if (m_id)
        m_models.source().refreshPresence(*m_id);
    ask();
}

void WhyOffline::ask()
{
    if (!m_id || !isVisible())
        return;
    m_models.source().trail(
        *m_id, this, [this, id = *m_id](const Expected<std::vector<SeekStep>, NodeError>& steps) {
            if (steps && m_id == id)
                write(*steps);
        });
}

void WhyOffline::write(const std::vector<SeekStep>& steps)
{
    const auto nameOf = [this](const NodeId& id) {
        return id == *m_id ? m_name : m_models.friends().nameOf(id);
    };
    const model::TrailWords words =
        model::trailWords(steps, m_name, m_models.clock().now(), nameOf);
    m_summary->setText(words.summary);
    m_steps->setText(words.steps.mid(0, StepsShown).join(u'\n'));
    m_steps->setVisible(!words.steps.isEmpty());
}

}  // namespace vos::ui
