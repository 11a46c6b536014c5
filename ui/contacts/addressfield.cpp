#include "ui/contacts/addressfield.h"

#include "p2p/qt/address.h"
#include "ui/person.h"
#include "ui/theme/proxystyle.h"
#include "ui/theme/stylesheet.h"
#include "ui/widgets/labels.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStyle>
#include <QVBoxLayout>

namespace vos::ui {

using State = model::AddressInput::State;

AddressField::AddressField(Theme& theme, model::Models& models, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_models(models),
      m_label(lineLabel(theme, Type::BodyStrong, Color::Text, this)), m_edit(new QLineEdit(this)),
      m_icon(new QLabel(this)), m_words(label(theme, Type::Caption, Color::Danger, this)),
      m_person(new QFrame(this)), m_avatar(new AvatarView(theme, metric::AvatarList, m_person)),
      m_name(lineLabel(theme, Type::Section, Color::Text, m_person)),
      m_address(lineLabel(theme, Type::FixedCaption, Color::TextSoft, m_person))
{
    m_edit->setObjectName(QStringLiteral("friendAddress"));
    m_words->setObjectName(QStringLiteral("friendAddressWords"));
    m_edit->setMaxLength(4096);  // the longest link that is read
    m_label->setBuddy(m_edit);
    theme.bindFont(m_edit, Type::Fixed);
    m_person->setProperty(KindProperty, QStringLiteral("card"));
    m_avatar->setSurface(Color::Base);

    auto* names = new QVBoxLayout;
    names->setSpacing(0);
    names->addWidget(m_name);
    names->addWidget(m_address);
    auto* person = new QHBoxLayout(m_person);
    person->setContentsMargins(space::M, space::M, space::M, space::M);
    person->setSpacing(space::M);
    person->addWidget(m_avatar);
    person->addLayout(names, 1);

    auto* verdict = new QHBoxLayout;
    verdict->setSpacing(space::Xs);
    verdict->addWidget(m_icon, 0, Qt::AlignTop);
    verdict->addWidget(m_words, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::S);
    column->addWidget(m_label);
    column->addWidget(m_edit);
    column->addLayout(verdict);
    column->addSpacing(space::Xs);
    column->addWidget(m_person);
    const auto fit = [this] { m_edit->setMinimumHeight(m_theme.scaled(metric::ComposerField)); };
    fit();
    connect(&theme, &Theme::changed, this, fit);
    connect(m_edit, &QLineEdit::textChanged, this, &AddressField::judge);
    retranslate();
}

void AddressField::setText(const QString& text) { m_edit->setText(text); }

void AddressField::retranslate()
{
    m_label->setText(tr("Friend's address"));
    m_edit->setAccessibleName(tr("Friend's address"));
    m_edit->setPlaceholderText(tr("vos1… or a link"));
    judge();
}

void AddressField::judge()
{
    m_input = model::judgeAddress(m_edit->text(), m_models.status().ownId(), m_models.friends());
    const bool good = m_input.isGood();
    const bool refused = !good && m_input.state != State::Empty;
    m_words->setText(m_input.words);
    m_words->setVisible(!m_input.words.isEmpty());
    m_theme.bind(m_words, Type::Caption, good ? Color::Online : Color::Danger);
    m_icon->setVisible(refused);
    m_icon->setPixmap(m_theme.pixmap(QStringLiteral("warning"), Color::Danger, metric::Receipt,
                                     devicePixelRatioF()));
    // What is wrong is said by the field too, when it is read aloud.
    m_edit->setAccessibleDescription(m_input.words);
    if (m_edit->property(RefusedProperty).toBool() != refused) {
        m_edit->setProperty(RefusedProperty, refused);
        m_edit->update();
    }
    showPerson();
    Q_EMIT judged();
}

void AddressField::showPerson()
{
    m_person->setVisible(m_input.id.has_value());
    if (!m_input.id)
        return;
    m_avatar->setSeed(identiconSeed(*m_input.id));
    m_name->setText(m_input.name.isEmpty() ? tr("Name not known yet") : m_input.name);
    m_address->setText(shortAddressOf(*m_input.id));
}

}  // namespace vos::ui
