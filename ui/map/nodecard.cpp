#include "ui/map/nodecard.h"

#include "p2p/qt/address.h"
#include "ui/person.h"
#include "ui/theme/stylesheet.h"
#include "ui/widgets/avatarview.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace vos::ui {

NodeCard::NodeCard(Theme& theme, model::Models& models, QWidget* parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_models(models)
    , m_avatar(new AvatarView(theme, metric::AvatarList, this))
    , m_name(label(theme, Type::BodyStrong, Color::Text, this))
    , m_verified(
          iconLabel(theme, QStringLiteral("verified"), Color::Online, metric::IconSmall, this))
    , m_presence(label(theme, Type::Caption, Color::TextSoft, this))
    , m_tag(lineLabel(theme, Type::Caption, Color::Held, this))
{
    setObjectName(QStringLiteral("nodeCard"));
    setProperty(KindProperty, QStringLiteral("card"));
    m_name->setObjectName(QStringLiteral("nodeCardName"));
    m_avatar->setSurface(Color::Base);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::L, space::L, space::L, space::L);
    column->setSpacing(space::S);
    column->addLayout(buildHead());
    column->addWidget(hairline(theme, this));
    m_address = addFact(column);
    m_reach = addFact(column);
    m_heard = addFact(column);
    m_rtt = addFact(column);
    buildButtons(column);
    retranslate();
    setNode(std::nullopt);
}

QLayout* NodeCard::buildHead()
{
    auto* names = new QVBoxLayout;
    names->setSpacing(0);
    auto* name = new QHBoxLayout;
    name->setSpacing(space::Xs);
    name->addWidget(m_name, 1);
    name->addWidget(m_verified, 0, Qt::AlignTop);
    names->addLayout(name);
    names->addWidget(m_presence);
    names->addWidget(m_tag);
    auto* head = new QHBoxLayout;
    head->setSpacing(space::M);
    head->addWidget(m_avatar, 0, Qt::AlignTop);
    head->addLayout(names, 1);
    return head;
}

NodeCard::Fact NodeCard::addFact(QVBoxLayout* column)
{
    const Fact fact{lineLabel(m_theme, Type::Body, Color::TextSoft, this),
                    lineLabel(m_theme, Type::Body, Color::Text, this)};
    auto* row = new QHBoxLayout;
    row->addWidget(fact.name);
    row->addStretch();
    row->addWidget(fact.value);
    column->addLayout(row);
    return fact;
}

void NodeCard::buildButtons(QVBoxLayout* column)
{
    m_chat = pushButton("primary", this);
    m_chat->setObjectName(QStringLiteral("nodeChatButton"));
    m_add = pushButton("primary", this);
    m_add->setObjectName(QStringLiteral("nodeAddButton"));
    m_ask = pushButton({}, this);
    m_ask->setObjectName(QStringLiteral("nodeAskButton"));
    m_askNote = label(m_theme, Type::Caption, Color::TextSoft, this);
    m_askNote->setAlignment(Qt::AlignHCenter);
    m_copy = iconTextButton(m_theme, {}, QStringLiteral("copy"), this);
    m_copy->setObjectName(QStringLiteral("nodeCopyButton"));
    column->addSpacing(space::S);
    for (QWidget* widget :
         {static_cast<QWidget*>(m_chat), static_cast<QWidget*>(m_add), static_cast<QWidget*>(m_ask),
          static_cast<QWidget*>(m_askNote), static_cast<QWidget*>(m_copy)})
        column->addWidget(widget);
    connect(m_chat, &QPushButton::clicked, this, [this] { Q_EMIT openChatRequested(m_node->id); });
    connect(m_add, &QPushButton::clicked, this,
            [this] { Q_EMIT addFriendRequested(addressOf(m_node->id)); });
    connect(m_ask, &QPushButton::clicked, this, [this] { Q_EMIT askToHoldRequested(m_node->id); });
    connect(m_copy, &QPushButton::clicked, this, &NodeCard::copyAddress);
}

void NodeCard::setNode(const std::optional<model::MapNode>& node)
{
    m_node = node;
    setVisible(node.has_value());
    write();
}

void NodeCard::retranslate()
{
    m_tag->setText(tr("Holds for you"));
    m_address.name->setText(tr("Address"));
    m_reach.name->setText(tr("Reach"));
    m_heard.name->setText(tr("Last heard"));
    m_rtt.name->setText(tr("Round trip"));
    m_chat->setText(tr("Open chat"));
    m_add->setText(tr("Add friend…"));
    m_ask->setText(tr("Ask to hold for me"));
    m_copy->setText(tr("Copy address"));
    write();
}

void NodeCard::write()
{
    if (!m_node)
        return;
    const bool reachable = m_node->reach != model::NodeReach::None;
    const model::MapModel& map = m_models.map();
    m_avatar->setSeed(identiconSeed(m_node->id));
    m_avatar->setBadge(reachable ? Badge::Online : Badge::Offline);
    m_name->setText(m_node->name);
    m_verified->setVisible(m_node->isVerified);
    m_presence->setText(map.kindText(*m_node));
    // One line below the name is all that a small window has room for.
    m_presence->setVisible(!m_node->isHolder);
    m_tag->setVisible(m_node->isHolder);
    m_address.value->setText(shortAddressOf(m_node->id));
    m_address.value->setToolTip(addressOf(m_node->id));
    m_address.value->setAccessibleName(addressOf(m_node->id));
    m_reach.value->setText(map.reachText(*m_node));
    m_heard.value->setText(map.heardText(*m_node));
    const auto column = static_cast<int>(model::MapColumn::Rtt);
    const int row = map.rowOf(m_node->id);
    //: No round trip is known.
    const QString none = tr("–");
    m_rtt.value->setText(
        m_node->rtt && row >= 0 ? map.index(row, column).data(Qt::DisplayRole).toString() : none);
    m_chat->setVisible(m_node->isFriend);
    m_add->setVisible(!m_node->isFriend);
    m_ask->setVisible(m_node->isFriend);
    m_ask->setEnabled(!m_node->isHolder);
    m_askNote->setVisible(m_node->isFriend && m_node->isHolder);
    m_askNote->setText(tr("%1 already holds for you.").arg(m_node->name));
}

void NodeCard::copyAddress()
{
    QApplication::clipboard()->setText(addressOf(m_node->id));
}

}  // namespace vos::ui
