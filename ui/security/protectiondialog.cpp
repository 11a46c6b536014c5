#include "ui/security/protectiondialog.h"

#include "model/words.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

constexpr int ProtectionDialogWidth = 420;
constexpr int PassphraseLength = 250;  ///< characters: at most 1000 bytes, as programs take it

}  // namespace

ProtectionDialog::ProtectionDialog(Theme& theme, model::Models& models, QWidget* parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_models(models)
    , m_intro(label(theme, Type::Body, Color::TextSoft, this))
    , m_byPassphrase(new QRadioButton(this))
    , m_byKeychain(new QRadioButton(this))
    , m_byNothing(new QRadioButton(this))
    , m_old(field("oldPassphrase"))
    , m_new(field("newPassphrase"))
    , m_again(field("newPassphraseAgain"))
    , m_hint(label(theme, Type::Caption, Color::TextSoft, this))
    , m_error(label(theme, Type::Caption, Color::Danger, this))
    , m_cancel(pushButton({}, this))
    , m_apply(pushButton("primary", this))
{
    setObjectName(QStringLiteral("protectionDialog"));
    m_byPassphrase->setObjectName(QStringLiteral("byPassphrase"));
    m_byKeychain->setObjectName(QStringLiteral("byKeychain"));
    m_byNothing->setObjectName(QStringLiteral("byNothing"));
    m_hint->setObjectName(QStringLiteral("protectionHint"));
    m_error->setObjectName(QStringLiteral("protectionError"));
    m_cancel->setObjectName(QStringLiteral("cancelButton"));
    m_apply->setObjectName(QStringLiteral("applyProtectionButton"));
    m_byKeychain->setVisible(models.source().hasKeychain());
    m_byPassphrase->setChecked(true);
    m_error->hide();
    m_apply->setDefault(true);
    buildLayout();
    for (QRadioButton* choice : {m_byPassphrase, m_byKeychain, m_byNothing})
        connect(choice, &QRadioButton::toggled, this, &ProtectionDialog::judge);
    for (const Field& each : {m_old, m_new, m_again})
        connect(each.edit, &QLineEdit::textChanged, this, &ProtectionDialog::judge);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_apply, &QPushButton::clicked, this, &ProtectionDialog::apply);
    retranslate();
    (asksOld() ? m_old : m_new).edit->setFocus();
}

ProtectionDialog::Field ProtectionDialog::field(const char* name)
{
    const Field made{lineLabel(m_theme, Type::BodyStrong, Color::Text, this), new QLineEdit(this)};
    made.edit->setObjectName(QString::fromLatin1(name));
    made.edit->setEchoMode(QLineEdit::Password);
    made.edit->setMaxLength(PassphraseLength);
    made.label->setBuddy(made.edit);
    return made;
}

void ProtectionDialog::buildLayout()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::Xl, space::Xl, space::Xl, space::L);
    column->setSpacing(space::S);
    column->addWidget(m_intro);
    column->addSpacing(space::S);
    for (QRadioButton* choice : {m_byPassphrase, m_byKeychain, m_byNothing})
        column->addWidget(choice);
    for (const Field& each : {m_old, m_new, m_again}) {
        column->addSpacing(space::S);
        column->addWidget(each.label);
        column->addWidget(each.edit);
    }
    column->addSpacing(space::S);
    column->addWidget(m_error);
    column->addStretch();
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::S);
    buttons->addWidget(m_hint, 1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_apply);
    column->addLayout(buttons);
    const auto fit = [this] {
        setMinimumWidth(m_theme.scaled(ProtectionDialogWidth));
        for (const Field& each : {m_old, m_new, m_again})
            each.edit->setMinimumHeight(m_theme.scaled(metric::FieldHeight));
    };
    fit();
    connect(&m_theme, &Theme::changed, this, fit);
}

Protection ProtectionDialog::chosen() const
{
    if (m_byPassphrase->isChecked())
        return Protection::Passphrase;
    return m_byKeychain->isChecked() ? Protection::Keychain : Protection::None;
}

bool ProtectionDialog::asksOld() const
{
    return m_models.source().protection() == Protection::Passphrase;
}

void ProtectionDialog::retranslate()
{
    setWindowTitle(tr("Protect this profile"));
    m_intro->setText(tr("Your keys and messages lie encrypted on this computer. Choose what opens "
                        "them."));
    m_byPassphrase->setText(tr("A passphrase, asked for at every start"));
    m_byKeychain->setText(tr("The keychain of this system"));
    m_byNothing->setText(tr("Nothing: whoever can read my files can open them"));
    m_old.label->setText(tr("Passphrase now"));
    m_new.label->setText(tr("New passphrase"));
    m_again.label->setText(tr("New passphrase again"));
    for (const Field& each : {m_old, m_new, m_again})
        each.edit->setAccessibleName(each.label->text());
    m_cancel->setText(tr("Cancel"));
    judge();
}

void ProtectionDialog::judge()
{
    const bool fresh = chosen() == Protection::Passphrase;
    m_old.label->setVisible(asksOld());
    m_old.edit->setVisible(asksOld());
    for (const Field& each : {m_new, m_again}) {
        each.label->setVisible(fresh);
        each.edit->setVisible(fresh);
    }
    QString missing;
    if (asksOld() && m_old.edit->text().isEmpty())
        missing = tr("Type the passphrase you have now.");
    else if (fresh && m_new.edit->text().isEmpty())
        missing = tr("Type a new passphrase. Nobody can recover it for you.");
    else if (fresh && m_new.edit->text() != m_again.edit->text())
        missing = tr("The two new ones are not the same yet.");
    m_hint->setText(m_waiting ? tr("Just a moment…") : missing);
    m_apply->setText(tr("Apply"));
    m_apply->setEnabled(!m_waiting && missing.isEmpty());
}

void ProtectionDialog::apply()
{
    m_waiting = true;
    m_error->hide();
    judge();
    m_models.source().changeProtection(
        chosen(), m_old.edit->text().toUtf8(), m_new.edit->text().toUtf8(), this,
        [this, to = chosen()](const Expected<Done, NodeError>& result) {
            m_waiting = false;
            if (result)
                return accept();
            const bool refused = result.error().code == ErrorCode::NotAllowed;
            if (refused && to == Protection::Keychain && !asksOld())
                m_error->setText(
                    tr("The system's keychain cannot be reached. Nothing was changed."));
            else if (refused && to == Protection::Keychain)
                m_error->setText(tr("The passphrase is wrong, or the system's keychain cannot be "
                                    "reached. Nothing was changed."));
            else if (refused)
                m_error->setText(tr("That is not the passphrase. Nothing was changed."));
            else
                m_error->setText(model::words::error(result.error()));
            m_error->show();
            judge();
        });
}

void ProtectionDialog::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

}  // namespace vos::ui
