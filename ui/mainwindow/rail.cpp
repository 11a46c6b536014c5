#include "ui/mainwindow/rail.h"

#include "ui/person.h"
#include "ui/widgets/accessiblefaces.h"
#include "ui/widgets/railbutton.h"

#include <QEvent>
#include <QPainter>
#include <QVBoxLayout>

namespace vos::ui {

OwnAvatar::OwnAvatar(const Theme& theme, model::NodeStatus& status, QWidget* parent)
    : QAbstractButton(parent), m_theme(theme), m_status(status)
{
    installAccessibleFaces();
    setObjectName(QStringLiteral("navProfile"));
    setFocusPolicy(Qt::StrongFocus);
    setCheckable(true);
    setFixedSize(sizeHint());
    connect(&status, &model::NodeStatus::changed, this, qOverload<>(&QWidget::update));
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize OwnAvatar::sizeHint() const
{
    return {metric::AvatarList + metric::BadgeOutside, metric::AvatarList + metric::BadgeOutside};
}

void OwnAvatar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    if (m_status.ownId().isZero())
        return;
    const QRect place(0, 0, metric::AvatarList, metric::AvatarList);
    paintAvatar(painter, place, identiconSeed(m_status.ownId()));
    Badge badge = Badge::Pending;
    if (m_status.connection() == model::Connection::Connected)
        badge = Badge::Online;
    else if (m_status.connection() == model::Connection::Offline)
        badge = Badge::Offline;
    paintBadge(painter, m_theme, place, badge, m_theme.color(Color::Sidebar));
}

Rail::Rail(Theme& theme, model::Models& models, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_models(models),
      m_own(new OwnAvatar(theme, models.status(), this)),
      m_chats(new RailButton(theme, QStringLiteral("chats"), this)),
      m_friendVos(new RailButton(theme, QStringLiteral("friend-vos"), this)),
      m_map(new RailButton(theme, QStringLiteral("map"), this)),
      m_network(new RailButton(theme, QStringLiteral("network"), this)),
      m_settings(new RailButton(theme, QStringLiteral("settings"), this))
{
    m_chats->setObjectName(QStringLiteral("navChats"));
    m_friendVos->setObjectName(QStringLiteral("navFriendVos"));
    m_map->setObjectName(QStringLiteral("navMap"));
    m_network->setObjectName(QStringLiteral("navNetwork"));
    m_settings->setObjectName(QStringLiteral("navSettings"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::Xs, space::M, space::Xs, space::S);
    column->setSpacing(space::Xs);
    auto* top = new QHBoxLayout;
    // The badge stands out at the right, the disc stays in the middle.
    top->setContentsMargins(metric::BadgeOutside, 0, 0, 0);
    top->addWidget(m_own, 0, Qt::AlignHCenter);
    column->addLayout(top);
    column->addSpacing(10);
    column->addWidget(m_chats);
    column->addWidget(m_friendVos);
    column->addWidget(m_map);
    column->addWidget(m_network);
    column->addStretch();
    column->addWidget(m_settings);
    const auto opens = [this](QAbstractButton* button, PageId page) {
        connect(button, &QAbstractButton::clicked, this, [this, page] { Q_EMIT chosen(page); });
    };
    opens(m_own, PageId::Profile);
    opens(m_chats, PageId::Chats);
    opens(m_friendVos, PageId::FriendVos);
    opens(m_map, PageId::Map);
    opens(m_network, PageId::Network);
    opens(m_settings, PageId::Settings);
    connect(&models.friends(), &model::FriendModel::unreadTotalChanged, this,
            &Rail::updateCounts);
    connect(&models.friends(), &model::FriendModel::requestCountChanged, this,
            &Rail::updateCounts);
    connect(&models.friendVos(), &model::FriendVosModel::requestCountChanged, this,
            &Rail::updateCounts);
    const auto fit = [this] { setFixedWidth(m_theme.scaled(metric::RailWidth)); };
    fit();
    connect(&theme, &Theme::changed, this, fit);
    retranslate();
}

void Rail::setCurrent(PageId page)
{
    m_own->setChecked(page == PageId::Profile);
    const auto mark = [page](RailButton* button, PageId own) {
        button->setAutoExclusive(false);
        button->setChecked(page == own);
        button->setAutoExclusive(true);
    };
    mark(m_chats, PageId::Chats);
    mark(m_friendVos, PageId::FriendVos);
    mark(m_map, PageId::Map);
    mark(m_network, PageId::Network);
    mark(m_settings, PageId::Settings);
}

void Rail::updateCounts()
{
    const int unread = m_models.friends().unreadTotal();
    const int requests = m_models.friends().requestCount();
    m_chats->setCount(unread + requests);
    QStringList facts;
    if (unread > 0)
        facts.append(tr("%n unread", nullptr, unread));
    if (requests > 0)
        facts.append(tr("%n requests", nullptr, requests));
    m_chats->setAccessibleDescription(facts.join(QStringLiteral(", ")));
    const int asking = m_models.friendVos().requestCount();
    m_friendVos->setCount(asking, Color::Held);
    m_friendVos->setAccessibleDescription(asking > 0 ? tr("%n requests", nullptr, asking)
                                                     : QString());
}

void Rail::retranslate()
{
    m_own->setAccessibleName(tr("My profile"));
    m_own->setToolTip(tr("My profile"));
    m_chats->setText(tr("Chats"));
    m_friendVos->setText(tr("Friend VOS"));
    m_map->setText(tr("VOS Map"));
    m_network->setText(tr("Network"));
    m_settings->setText(tr("Settings"));
    for (RailButton* button : {m_chats, m_friendVos, m_map, m_network, m_settings})
        button->setAccessibleName(button->text());
    updateCounts();
}

void Rail::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void Rail::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Color::Sidebar));
    painter.fillRect(QRect(width() - metric::Hairline, 0, metric::Hairline, height()),
                     m_theme.color(Color::Divider));
}

}  // namespace vos::ui
