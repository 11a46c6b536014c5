#include "ui/security/lockpage.h"

#include "model/words.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

constexpr int LockColumnWidth = 360;
constexpr int LockIconSize = 40;

}  // namespace

LockPage::LockPage(Theme& theme, model::Models& models, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_models(models)
    , m_title(label(theme, Type::Title, Color::Text, this))
    , m_text(label(theme, Type::Body, Color::TextSoft, this))
    , m_passphrase(new QLineEdit(this))
    , m_error(label(theme, Type::Caption, Color::Danger, this))
    , m_unlock(pushButton("primary", this))
    , m_quit(pushButton({}, this))
{
    setObjectName(QStringLiteral("lockPage"));
    m_title->setObjectName(QStringLiteral("lockTitle"));
    m_passphrase->setObjectName(QStringLiteral("lockPassphrase"));
    m_error->setObjectName(QStringLiteral("lockError"));
    m_unlock->setObjectName(QStringLiteral("unlockProfileButton"));
    m_quit->setObjectName(QStringLiteral("lockQuitButton"));
    m_passphrase->setEchoMode(QLineEdit::Password);
    m_error->hide();
    buildLayout(iconLabel(theme, QStringLiteral("lock"), Color::TextSoft, LockIconSize, this));
    connect(m_passphrase, &QLineEdit::returnPressed, this, &LockPage::unlock);
    connect(m_passphrase, &QLineEdit::textChanged, this,
            [this](const QString& text) { m_unlock->setEnabled(!text.isEmpty()); });
    connect(m_unlock, &QPushButton::clicked, this, &LockPage::unlock);
    connect(m_quit, &QPushButton::clicked, this, &LockPage::quitRequested);
    retranslate();
    prepare();
}

void LockPage::buildLayout(QWidget* icon)
{
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::S);
    buttons->addWidget(m_unlock);
    buttons->addWidget(m_quit);
    buttons->addStretch();
    auto* inside = new QWidget(this);
    auto* column = new QVBoxLayout(inside);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::M);
    column->addStretch(2);
    column->addWidget(icon);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addWidget(m_passphrase);
    column->addWidget(m_error);
    column->addLayout(buttons);
    column->addStretch(3);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(space::Xl, space::Xl, space::Xl, space::Xl);
    row->addStretch();
    row->addWidget(inside, 1000);
    row->addStretch();
    const auto fit = [this, inside] {
        inside->setMaximumWidth(m_theme.scaled(LockColumnWidth));
        m_passphrase->setMinimumHeight(m_theme.scaled(metric::FieldHeight));
    };
    fit();
    connect(&m_theme, &Theme::changed, this, fit);
}

void LockPage::prepare()
{
    m_error->hide();
    m_passphrase->clear();
    setWaiting(false);
    m_passphrase->setFocus(Qt::OtherFocusReason);
}

void LockPage::setWaiting(bool waiting)
{
    m_passphrase->setReadOnly(waiting);
    m_unlock->setEnabled(!waiting && !m_passphrase->text().isEmpty());
    m_unlock->setText(waiting ? tr("Unlocking…") : tr("Unlock"));
}

void LockPage::unlock()
{
    if (m_passphrase->text().isEmpty() || m_passphrase->isReadOnly())
        return;
    setWaiting(true);
    m_error->hide();
    m_models.source().unlock(
        m_passphrase->text().toUtf8(), this, [this](const Expected<Done, NodeError>& result) {
            setWaiting(false);
            m_passphrase->clear();
            if (result)
                return;
            m_error->setText(result.error().code == ErrorCode::NotAllowed
                                 ? tr("That was not the passphrase. Please try again.")
                                 : model::words::error(result.error()));
            m_error->show();
            m_passphrase->setFocus(Qt::OtherFocusReason);
        });
}

void LockPage::retranslate()
{
    m_title->setText(tr("VOS Messenger is locked"));
    m_text->setText(tr("Messages go on arriving. Type your passphrase to see them."));
    m_passphrase->setPlaceholderText(tr("Passphrase"));
    m_passphrase->setAccessibleName(tr("Passphrase"));
    m_quit->setText(tr("Quit"));
    setWaiting(m_passphrase->isReadOnly());
}

void LockPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

}  // namespace vos::ui
