#include "ui/onboarding/starterrorpage.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

constexpr int ColumnWidth = 480;
constexpr int WarningSize = 40;

}  // namespace

StartErrorPage::StartErrorPage(Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme),
      m_title(label(theme, Type::Title, Color::Text, this)),
      m_text(label(theme, Type::Body, Color::Text, this)),
      m_details(label(theme, Type::FixedCaption, Color::TextSoft, this)),
      m_showDetails(pushButton("link", this)), m_copy(pushButton("link", this)),
      m_retry(pushButton("primary", this)), m_quit(pushButton({}, this))
{
    setObjectName(QStringLiteral("startErrorPage"));
    m_title->setObjectName(QStringLiteral("startErrorTitle"));
    m_text->setObjectName(QStringLiteral("startErrorText"));
    m_details->setObjectName(QStringLiteral("startErrorDetails"));
    m_showDetails->setObjectName(QStringLiteral("detailsButton"));
    m_copy->setObjectName(QStringLiteral("copyDetailsButton"));
    m_retry->setObjectName(QStringLiteral("retryButton"));
    m_quit->setObjectName(QStringLiteral("quitButton"));
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_details->hide();
    m_showDetails->setCheckable(true);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::S);
    buttons->addWidget(m_retry);
    buttons->addWidget(m_quit);
    buttons->addStretch();
    buttons->addWidget(m_showDetails);
    buttons->addWidget(m_copy);
    auto* inside = new QWidget(this);
    inside->setMaximumWidth(ColumnWidth);
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::M);
    column->addStretch(2);
    column->addWidget(
        iconLabel(theme, QStringLiteral("warning"), Color::Danger, WarningSize, this));
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addSpacing(space::M);
    column->addLayout(buttons);
    column->addWidget(m_details);
    column->addStretch(3);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(space::Xl, space::Xl, space::Xl, space::Xl);
    row->addStretch();
    row->addWidget(inside, 1000);
    row->addStretch();

    connect(m_showDetails, &QPushButton::toggled, m_details, &QWidget::setVisible);
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QApplication::clipboard()->setText(m_error.message); });
    connect(m_retry, &QPushButton::clicked, this, &StartErrorPage::retryRequested);
    connect(m_quit, &QPushButton::clicked, this, &StartErrorPage::quitRequested);
    retranslate();
}

void StartErrorPage::setError(const StartError& error)
{
    m_error = error;
    retranslate();
    m_retry->setFocus();
}

void StartErrorPage::retranslate()
{
    const model::StartErrorWords words = model::words::startError(m_error.kind);
    m_title->setText(words.title);
    m_text->setText(words.text);
    m_details->setText(m_error.message);
    m_showDetails->setText(tr("Details"));
    m_copy->setText(tr("Copy"));
    m_copy->setAccessibleName(tr("Copy details"));
    m_retry->setText(tr("Try again"));
    m_quit->setText(tr("Quit"));
}

void StartErrorPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

}  // namespace vos::ui
