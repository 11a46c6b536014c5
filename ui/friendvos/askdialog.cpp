#include "ui/friendvos/askdialog.h"

#include "p2p/qt/address.h"
#include "ui/friendvos/quotachoice.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

constexpr int AskDialogWidth = 400;

}  // namespace

AskDialog::AskDialog(Theme& theme, model::Models& models, const std::optional<NodeId>& chosen,
                     QWidget* parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_models(models)
    , m_whoLabel(lineLabel(theme, Type::BodyStrong, Color::Text, this))
    , m_who(new QComboBox(this))
    , m_address(new QLineEdit(this))
    , m_addressWords(label(theme, Type::Caption, Color::Danger, this))
    , m_sizeLabel(lineLabel(theme, Type::BodyStrong, Color::Text, this))
    , m_size(new QuotaChoice(theme, this))
    , m_messageLabel(lineLabel(theme, Type::BodyStrong, Color::Text, this))
    , m_message(new QLineEdit(this))
    , m_learns(label(theme, Type::Body, Color::TextSoft, this))
    , m_error(label(theme, Type::Caption, Color::Danger, this))
    , m_cancel(pushButton({}, this))
    , m_send(pushButton("primary", this))
{
    setObjectName(QStringLiteral("askFriendDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    m_who->setObjectName(QStringLiteral("askWho"));
    m_address->setObjectName(QStringLiteral("askAddress"));
    m_addressWords->setObjectName(QStringLiteral("askAddressWords"));
    m_size->setObjectName(QStringLiteral("askSize"));
    m_message->setObjectName(QStringLiteral("askMessage"));
    m_learns->setObjectName(QStringLiteral("askLearns"));
    m_error->setObjectName(QStringLiteral("askError"));
    m_cancel->setObjectName(QStringLiteral("askCancelButton"));
    m_send->setObjectName(QStringLiteral("askSendButton"));
    m_message->setMaxLength(model::FriendVosModel::MessageLength);
    m_error->hide();
    m_send->setDefault(true);
    m_size->offer(0, QuotaChoice::Usual);
    m_size->addAnySize(QString());
    m_whoLabel->setBuddy(m_who);
    m_sizeLabel->setBuddy(m_size);
    m_messageLabel->setBuddy(m_message);
    fillFriends(chosen);
    buildLayout();
    connect(m_who, &QComboBox::currentIndexChanged, this, &AskDialog::judge);
    connect(m_address, &QLineEdit::textChanged, this, &AskDialog::judge);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_send, &QPushButton::clicked, this, &AskDialog::send);
    retranslate();
    m_who->setFocus();
}

void AskDialog::fillFriends(const std::optional<NodeId>& chosen)
{
    const model::FriendModel& friends = m_models.friends();
    for (int row = 0; row < friends.rowCount(); ++row) {
        const model::Friend& person = friends.at(row);
        if (person.contact.state != ContactState::Accepted)
            continue;
        const model::Agreement* known = m_models.friendVos().holdForMe().find(person.contact.id);
        const bool busy = known != nullptr && (known->state == AgreementState::Active ||
                                               known->state == AgreementState::Pending);
        if (busy)
            continue;
        m_who->addItem(person.name(), QVariant::fromValue(person.contact.id));
        if (chosen == person.contact.id)
            m_who->setCurrentIndex(m_who->count() - 1);
    }
    m_who->addItem(QString());  // an address, named by retranslate()
}

void AskDialog::buildLayout()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::Xl, space::Xl, space::Xl, space::L);
    column->setSpacing(space::S);
    column->addWidget(m_whoLabel);
    column->addWidget(m_who);
    column->addWidget(m_address);
    column->addWidget(m_addressWords);
    column->addSpacing(space::S);
    column->addWidget(m_sizeLabel);
    column->addWidget(m_size);
    column->addSpacing(space::S);
    column->addWidget(m_messageLabel);
    column->addWidget(m_message);
    column->addSpacing(space::S);
    column->addWidget(m_learns);
    column->addWidget(m_error);
    column->addStretch();
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::S);
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_send);
    column->addLayout(buttons);
    const auto fit = [this] {
        setMinimumWidth(m_theme.scaled(AskDialogWidth));
        m_who->setFixedHeight(m_theme.scaled(metric::ComboHeight));
        m_address->setMinimumHeight(m_theme.scaled(metric::FieldHeight));
        m_message->setMinimumHeight(m_theme.scaled(metric::FieldHeight));
    };
    fit();
    connect(&m_theme, &Theme::changed, this, fit);
}

std::optional<NodeId> AskDialog::target() const
{
    const QVariant chosen = m_who->currentData();
    if (chosen.isValid())
        return chosen.value<NodeId>();
    const bool good = m_input.isGood() || m_input.state == model::AddressInput::State::Known;
    return good ? m_input.id : std::nullopt;
}

void AskDialog::judge()
{
    const bool byAddress = !m_who->currentData().isValid();
    m_input = model::judgeAddress(byAddress ? m_address->text() : QString(),
                                  m_models.status().ownId(), m_models.friends());
    m_address->setVisible(byAddress);
    const bool wrong = byAddress && !target() && !m_input.words.isEmpty();
    m_addressWords->setText(wrong ? m_input.words : QString());
    m_addressWords->setVisible(wrong);
    m_send->setEnabled(target().has_value());
    const std::optional<NodeId> who = target();
    QString name = who ? m_models.friends().nameOf(*who) : tr("That friend", "not chosen yet");
    if (byAddress && !m_input.name.isEmpty())
        name = m_input.name;
    m_learns->setText(tr("%1 will learn that messages for you exist, how large they are and when "
                         "they came. Not what they say.")
                          .arg(name));
}

void AskDialog::send()
{
    const std::optional<NodeId> who = target();
    if (!who)
        return;
    m_send->setEnabled(false);
    const bool byAddress = !m_who->currentData().isValid();
    m_models.friendVos().ask(byAddress ? m_input.cleaned : addressOf(*who), m_size->bytes(),
                             m_message->text().simplified(), this,
                             [this, who](const Expected<Done, NodeError>& result) {
                                 m_error->setVisible(!result);
                                 if (!result) {
                                     m_error->setText(model::words::error(result.error()));
                                     judge();
                                     return;
                                 }
                                 Q_EMIT asked(*who);
                                 accept();
                             });
}

void AskDialog::retranslate()
{
    setWindowTitle(tr("Ask a friend to keep your messages"));
    m_whoLabel->setText(tr("Whom"));
    m_who->setAccessibleName(tr("Whom"));
    m_who->setItemText(m_who->count() - 1, tr("Another address…"));
    m_address->setAccessibleName(tr("Address"));
    m_address->setPlaceholderText(tr("Address or link of the node"));
    m_sizeLabel->setText(tr("Space to ask for"));
    m_size->setAccessibleName(tr("Space to ask for"));
    m_size->retranslate();
    m_size->setItemText(0, tr("As they like"));
    m_messageLabel->setText(tr("A line to them"));
    m_message->setAccessibleName(tr("A line to them"));
    m_message->setPlaceholderText(tr("They read it with your request"));
    m_cancel->setText(tr("Cancel"));
    m_send->setText(tr("Send request"));
    judge();
}

void AskDialog::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

LimitDialog::LimitDialog(Theme& theme, model::Models& models, const NodeId& id, QWidget* parent)
    : QDialog(parent)
{
    setObjectName(QStringLiteral("limitDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    const model::Agreement* kept = models.friendVos().holdFor().find(id);
    const quint64 quota = kept != nullptr ? kept->quotaBytes : QuotaChoice::Usual;
    const quint64 used = kept != nullptr ? kept->usedBytes : 0;
    setWindowTitle(tr("Change limits"));
    QLabel* words = label(theme, Type::Body, Color::Text, this);
    words->setText(tr("Keep for %1 at most").arg(models.friendVos().nameOf(id)));
    auto* size = new QuotaChoice(theme, this);
    size->setObjectName(QStringLiteral("newLimit"));
    size->setAccessibleName(words->text());
    size->offer(0, quota);
    QLabel* hint = label(theme, Type::Caption, Color::TextSoft, this);
    hint->setMinimumWidth(theme.scaled(AskDialogWidth) - 2 * space::Xl);
    hint->setText(tr("%1 are in use. With a lower limit nothing is thrown away; nothing new is "
                     "taken until there is room.")
                      .arg(model::words::megabytes(used)));
    QPushButton* no = pushButton({}, this);
    no->setText(tr("Cancel"));
    no->setObjectName(QStringLiteral("limitCancelButton"));
    QPushButton* change = pushButton("primary", this);
    change->setText(tr("Change"));
    change->setObjectName(QStringLiteral("limitChangeButton"));
    change->setDefault(true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::Xl, space::Xl, space::Xl, space::L);
    column->setSpacing(space::S);
    column->addWidget(words);
    column->addWidget(size);
    column->addWidget(hint);
    column->addSpacing(space::S);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::S);
    buttons->addStretch();
    buttons->addWidget(no);
    buttons->addWidget(change);
    column->addLayout(buttons);
    connect(no, &QPushButton::clicked, this, &QDialog::reject);
    connect(change, &QPushButton::clicked, this, [this, &models, size, id] {
        models.friendVos().allow(id, size->bytes());
        accept();
    });
}

}  // namespace vos::ui
