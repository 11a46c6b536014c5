#include "ui/contacts/requestcard.h"

#include "ui/person.h"
#include "ui/theme/stylesheet.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace vos::ui {

RequestCard::RequestCard(Theme& theme, model::Models& models, const NodeId& id, QWidget* parent)
    : QFrame(parent), m_theme(theme), m_models(models), m_id(id),
      m_avatar(new AvatarView(theme, metric::AvatarList, this)),
      m_title(label(theme, Type::Section, Color::Text, this)),
      m_address(lineLabel(theme, Type::FixedCaption, Color::TextSoft, this)),
      m_note(label(theme, Type::Body, Color::Text, this)),
      m_hint(label(theme, Type::Caption, Color::TextSoft, this)),
      m_accept(pushButton("primary", this)), m_decline(pushButton({}, this)),
      m_block(pushButton("dangerlink", this))
{
    setObjectName(QStringLiteral("requestCard"));
    setProperty(KindProperty, QStringLiteral("card"));
    m_avatar->setSurface(Color::Base);
    m_avatar->setSeed(identiconSeed(id));
    m_accept->setObjectName(QStringLiteral("acceptButton"));
    m_decline->setObjectName(QStringLiteral("declineButton"));
    m_block->setObjectName(QStringLiteral("blockButton"));
    m_note->setObjectName(QStringLiteral("requestNoteText"));
    buildLayout();
    connect(m_accept, &QPushButton::clicked, this, [this] { Q_EMIT acceptClicked(m_id); });
    connect(m_decline, &QPushButton::clicked, this, [this] { Q_EMIT declineClicked(m_id); });
    connect(m_block, &QPushButton::clicked, this, [this] { Q_EMIT blockClicked(m_id); });
    refresh();
}

void RequestCard::buildLayout()
{
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::S);
    buttons->addWidget(m_accept);
    buttons->addWidget(m_decline);
    buttons->addWidget(m_block);
    buttons->addStretch();
    auto* words = new QVBoxLayout;
    words->setSpacing(space::Xs);
    words->addWidget(m_title);
    words->addWidget(m_address);
    words->addWidget(m_note);
    words->addWidget(m_hint);
    words->addSpacing(space::S);
    words->addLayout(buttons);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(space::L, space::L, space::L, space::L);
    row->setSpacing(space::M);
    row->addWidget(m_avatar, 0, Qt::AlignTop);
    row->addLayout(words, 1);
}

void RequestCard::refresh()
{
    const model::Friend* asking = m_models.friends().find(m_id);
    if (asking == nullptr)
        return;
    const QString name = asking->name();
    m_title->setText(tr("%1 asks to be your friend").arg(name));
    m_address->setText(asking->shortAddress());
    const QString note = QString::fromStdString(asking->contact.requestNote).simplified();
    //: What somebody wrote with a request, in quotation marks
    m_note->setText(tr("“%1”").arg(note));
    m_note->setVisible(!note.isEmpty());
    m_hint->setText(tr("Asked %1. Nobody has checked that this is the person you think of.")
                        .arg(model::words::longWhen(asking->contact.since,
                                                    m_models.clock().now())));
    m_accept->setText(tr("Accept"));
    m_decline->setText(tr("Decline"));
    m_block->setText(tr("Block"));
    m_accept->setAccessibleName(tr("Accept %1").arg(name));
    m_decline->setAccessibleName(tr("Decline %1").arg(name));
    m_block->setAccessibleName(tr("Block %1").arg(name));
}

void RequestCard::setAnswered(bool answered)
{
    for (QPushButton* button : {m_accept, m_decline, m_block})
        button->setEnabled(!answered);
}

}  // namespace vos::ui
