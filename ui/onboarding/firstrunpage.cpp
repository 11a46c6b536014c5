#include "ui/onboarding/firstrunpage.h"

#include "ui/contacts/addressfield.h"
#include "ui/onboarding/steps.h"
#include "ui/security/backupdialog.h"
#include "ui/theme/stylesheet.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"

#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

constexpr int StartCardWidth = 320;
constexpr int CardHeight = 560;
constexpr int HeadIcon = 38;

}  // namespace

FirstRunPage::FirstRunPage(Theme& theme, model::Models& models, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_models(models),
      m_title(lineLabel(theme, Type::Title, Color::Text, this)),
      m_subtitle(lineLabel(theme, Type::Body, Color::TextSoft, this)),
      m_dots(new StepDots(theme, 3, this)),
      m_place(lineLabel(theme, Type::Caption, Color::TextSoft, this)),
      m_steps(new QStackedWidget(this)), m_name(new NameStep(theme, models, m_steps)),
      m_address(new AddressStep(theme, models, m_steps)),
      m_friend(new FirstFriendStep(theme, models, m_steps)), m_back(pushButton("link", this)),
      m_next(pushButton("primary", this)), m_restore(pushButton("link", this))
{
    setObjectName(QStringLiteral("firstRunPage"));
    m_back->setObjectName(QStringLiteral("firstRunBack"));
    m_next->setObjectName(QStringLiteral("firstRunNext"));
    m_place->setObjectName(QStringLiteral("firstRunPlace"));
    for (Step* step : {static_cast<Step*>(m_name), static_cast<Step*>(m_address),
                       static_cast<Step*>(m_friend)})
        m_steps->addWidget(step);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::L, space::Xl, space::L, space::Xl);
    column->addStretch();
    buildHead(column);
    column->addSpacing(space::L);
    buildCard(column);
    column->addSpacing(space::S);
    m_restore->setObjectName(QStringLiteral("firstRunRestore"));
    column->addWidget(m_restore, 0, Qt::AlignHCenter);
    column->addStretch();
    connect(m_restore, &QPushButton::clicked, this, [this] {
        auto* dialog =
            new BackupDialog(BackupDialog::Task::Restore, m_theme, m_models, window());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    connect(m_name, &NameStep::edited, this, &FirstRunPage::updateButtons);
    connect(m_friend->address(), &AddressField::judged, this, &FirstRunPage::updateButtons);
    connect(m_back, &QPushButton::clicked, this, &FirstRunPage::goBack);
    connect(m_next, &QPushButton::clicked, this, &FirstRunPage::goOn);
    retranslate();
    setStep(0);
}

void FirstRunPage::buildHead(QVBoxLayout* column)
{
    auto* icon = new QLabel(this);
    icon->setPixmap(QIcon(QStringLiteral(":/icons/appicon.svg")).pixmap(HeadIcon));
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addWidget(m_title);
    words->addWidget(m_subtitle);
    auto* row = new QHBoxLayout;
    row->setSpacing(space::M);
    row->addStretch();
    row->addWidget(icon);
    row->addLayout(words);
    row->addStretch();
    column->addLayout(row);
}

void FirstRunPage::buildCard(QVBoxLayout* column)
{
    auto* card = new QFrame(this);
    card->setProperty(KindProperty, QStringLiteral("card"));
    const auto fit = [this, card] {
        card->setFixedWidth(m_theme.scaled(StartCardWidth));
        card->setMinimumHeight(std::min(m_theme.scaled(CardHeight), CardHeight));
    };
    fit();
    connect(&m_theme, &Theme::changed, card, fit);
    auto* head = new QHBoxLayout;
    head->setContentsMargins(space::Xs, 0, space::Xs, 0);
    head->addWidget(m_dots, 0, Qt::AlignVCenter);
    head->addStretch();
    head->addWidget(m_place);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(space::Xs, 0, space::Xs, 0);
    buttons->addWidget(m_back);
    buttons->addStretch();
    buttons->addWidget(m_next);
    auto* inside = new QVBoxLayout(card);
    const int side = space::Xl - space::Xs;
    inside->setContentsMargins(side, space::Xl, side, space::Xl);
    inside->addLayout(head);
    inside->addSpacing(space::L);
    inside->addWidget(m_steps, 1);
    inside->addSpacing(space::M);
    inside->addLayout(buttons);
    column->addWidget(card, 0, Qt::AlignHCenter);
}

int FirstRunPage::step() const { return m_steps->currentIndex(); }

void FirstRunPage::setStep(int step)
{
    m_steps->setCurrentIndex(step);
    m_dots->setCurrent(step);
    updateButtons();
    static_cast<Step*>(m_steps->currentWidget())->firstField()->setFocus(Qt::TabFocusReason);
}

void FirstRunPage::updateButtons()
{
    //: %1 and %2 are numbers
    m_place->setText(tr("Step %1 of %2").arg(step() + 1).arg(m_steps->count()));
    m_back->setText(step() == 0 ? tr("Skip") : tr("Back"));
    const model::AddressInput& input = m_friend->address()->input();
    if (step() < 2) {
        m_next->setText(tr("Next"));
        m_next->setEnabled(step() != 0 || m_name->isGood());
    } else {
        const bool empty = input.state == model::AddressInput::State::Empty;
        m_next->setText(empty ? tr("Finish") : tr("Add and finish"));
        m_next->setEnabled(empty || input.isGood());
    }
}

void FirstRunPage::goBack()
{
    if (step() == 0)
        finish();
    else
        setStep(step() - 1);
}

void FirstRunPage::goOn()
{
    if (!m_next->isEnabled())
        return;
    if (step() == 0 && m_name->name() != m_models.status().ownName())
        m_models.status().setOwnName(m_name->name());
    if (step() < 2) {
        setStep(step() + 1);
        return;
    }
    const model::AddressInput& input = m_friend->address()->input();
    if (!input.isGood()) {
        finish();
        return;
    }
    m_next->setEnabled(false);
    m_models.source().addContact(input.cleaned, {}, {}, this,
                                 [this](const Expected<Done, NodeError>& result) {
                                     if (result) {
                                         finish();
                                         return;
                                     }
                                     m_friend->setError(model::words::error(result.error()));
                                     updateButtons();
                                 });
}

void FirstRunPage::finish()
{
    m_models.endFirstRun();
    Q_EMIT finished();
}

void FirstRunPage::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        goOn();
    else
        QWidget::keyPressEvent(event);
}

void FirstRunPage::retranslate()
{
    m_restore->setText(tr("I have a backup…"));
    m_title->setText(tr("VOS Messenger"));
    m_subtitle->setText(tr("Messages between friends, without servers"));
    m_name->retranslate();
    m_address->retranslate();
    m_friend->retranslate();
    updateButtons();
}

void FirstRunPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

}  // namespace vos::ui
