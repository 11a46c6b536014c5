#include "ui/contacts/addfrienddialog.h"

#include "ui/contacts/addressfield.h"
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

constexpr int DialogWidth = 400;
constexpr int NoteLength = 250;  ///< characters: at most 1000 of the 1024 bytes a request carries

}  // namespace

AddFriendDialog::AddFriendDialog(Theme& theme, model::Models& models, QWidget* parent)
    : QDialog(parent), m_theme(theme), m_models(models),
      m_address(new AddressField(theme, models, this)),
      m_nameLabel(lineLabel(theme, Type::BodyStrong, Color::Text, this)),
      m_name(new QLineEdit(this)),
      m_noteLabel(lineLabel(theme, Type::BodyStrong, Color::Text, this)),
      m_note(new QLineEdit(this)), m_hint(label(theme, Type::Caption, Color::TextSoft, this)),
      m_error(label(theme, Type::Caption, Color::Danger, this)), m_cancel(pushButton({}, this)),
      m_add(pushButton("primary", this))
{
    setObjectName(QStringLiteral("addFriendDialog"));
    m_name->setObjectName(QStringLiteral("friendOwnName"));
    m_note->setObjectName(QStringLiteral("requestNote"));
    m_hint->setObjectName(QStringLiteral("addFriendHint"));
    m_error->setObjectName(QStringLiteral("addFriendError"));
    m_cancel->setObjectName(QStringLiteral("cancelButton"));
    m_add->setObjectName(QStringLiteral("addButton"));
    m_note->setMaxLength(NoteLength);
    m_nameLabel->setBuddy(m_name);
    m_noteLabel->setBuddy(m_note);
    m_error->hide();
    m_add->setDefault(true);
    buildLayout();
    connect(m_address, &AddressField::judged, this, &AddFriendDialog::judge);
    connect(m_name, &QLineEdit::textChanged, this, &AddFriendDialog::judge);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_add, &QPushButton::clicked, this, &AddFriendDialog::add);
    retranslate();
    m_address->edit()->setFocus();
}

void AddFriendDialog::buildLayout()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::Xl, space::Xl, space::Xl, space::L);
    column->setSpacing(space::S);
    column->addWidget(m_address);
    column->addSpacing(space::S);
    column->addWidget(m_nameLabel);
    column->addWidget(m_name);
    column->addSpacing(space::S);
    column->addWidget(m_noteLabel);
    column->addWidget(m_note);
    column->addSpacing(space::S);
    column->addWidget(m_error);
    column->addStretch();
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::S);
    buttons->addWidget(m_hint, 1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_add);
    column->addLayout(buttons);
    const auto fit = [this] {
        setMinimumWidth(m_theme.scaled(DialogWidth));
        m_name->setMinimumHeight(m_theme.scaled(metric::FieldHeight));
        m_note->setMinimumHeight(m_theme.scaled(metric::FieldHeight));
    };
    fit();
    connect(&m_theme, &Theme::changed, this, fit);
}

void AddFriendDialog::setAddress(const QString& addressOrLink)
{
    m_address->setText(addressOrLink);
}

void AddFriendDialog::retranslate()
{
    setWindowTitle(tr("Add friend"));
    m_nameLabel->setText(tr("Your name for them"));
    m_name->setAccessibleName(tr("Your name for them"));
    m_name->setPlaceholderText(tr("Only you see it; empty: as they call themselves"));
    m_noteLabel->setText(tr("A line to them"));
    m_note->setAccessibleName(tr("A line to them"));
    m_note->setPlaceholderText(tr("They read it with your request"));
    m_cancel->setText(tr("Cancel"));
    m_add->setText(tr("Add"));
    m_address->retranslate();
    judge();
}

void AddFriendDialog::judge()
{
    const bool good = m_address->input().isGood();
    m_add->setEnabled(good);
    m_hint->setText(good ? tr("They see your request when they are online.")
                         : tr("Add needs the address your friend gave you."));
}

void AddFriendDialog::add()
{
    const model::AddressInput input = m_address->input();
    if (!input.isGood())
        return;
    m_add->setEnabled(false);
    m_models.source().addContact(
        input.cleaned, m_name->text().simplified(), m_note->text().simplified(), this,
        [this, id = *input.id](const Expected<Done, NodeError>& result) {
            m_error->setVisible(!result);
            if (!result) {
                m_error->setText(model::words::error(result.error()));
                judge();
                return;
            }
            Q_EMIT added(id);
            accept();
        });
}

void AddFriendDialog::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

}  // namespace vos::ui
