#include "ui/chat/chatheader.h"

#include "ui/person.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/elidedlabel.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QKeySequence>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

constexpr int PresenceIcon = 14;

}  // namespace

ChatHeader::ChatHeader(Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_avatar(new AvatarView(theme, metric::AvatarHeader, this)),
      m_name(new ElidedLabel(theme, Type::Section, Color::Text, this)),
      m_verified(new QLabel(this)), m_presenceIcon(new QLabel(this)),
      m_presence(new ElidedLabel(theme, Type::Caption, Color::TextSoft, this)),
      m_search(iconButton(theme, QStringLiteral("search"), Color::TextSoft, this)),
      m_info(iconButton(theme, QStringLiteral("info"), Color::TextSoft, this))
{
    m_search->setObjectName(QStringLiteral("searchMessagesButton"));
    m_info->setObjectName(QStringLiteral("friendDetailsButton"));
    m_presence->setObjectName(QStringLiteral("chatPresence"));
    m_name->setObjectName(QStringLiteral("chatName"));
    m_search->setCheckable(true);
    m_name->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);

    auto* first = new QHBoxLayout;
    first->setSpacing(space::S);
    first->addWidget(m_name);
    first->addWidget(m_verified);
    first->addStretch();
    auto* second = new QHBoxLayout;
    second->setSpacing(space::Xs);
    second->addWidget(m_presenceIcon);
    second->addWidget(m_presence, 1);
    auto* words = new QVBoxLayout;
    words->setSpacing(0);
    words->addStretch();
    words->addLayout(first);
    words->addLayout(second);
    words->addStretch();

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(space::L, metric::BadgeOutside, space::M, metric::Hairline);
    row->setSpacing(space::M - metric::BadgeOutside);
    row->addWidget(m_avatar);
    row->addLayout(words, 1);
    row->addWidget(m_search);
    row->addWidget(m_info);
    const auto fit = [this] {
        setFixedHeight(m_theme.scaled(metric::HeaderHeight));
        drawIcons();
    };
    fit();
    connect(&theme, &Theme::changed, this, fit);
    retranslate();
}

void ChatHeader::show(const model::Friend& person, const QString& presenceText)
{
    m_avatar->setSeed(identiconSeed(person.contact.id));
    m_name->setText(person.name());
    m_presence->setText(presenceText);
    m_verified->setVisible(person.contact.verified);
    m_state = person.presence.presence;
    drawIcons();
}

void ChatHeader::drawIcons()
{
    const qreal dpr = devicePixelRatioF();
    m_presenceIcon->setPixmap(badgePixmap(m_theme, badgeFor(m_state), PresenceIcon, dpr));
    m_verified->setPixmap(m_theme.pixmap(QStringLiteral("verified"), Color::TextSoft,
                                         metric::IconSmall, dpr));
}

void ChatHeader::retranslate()
{
    const auto key = [](QKeyCombination keys) {
        return QKeySequence(keys).toString(QKeySequence::NativeText);
    };
    setIconName(m_search, tr("Search messages"), key(Qt::CTRL | Qt::Key_F));
    setIconName(m_info, tr("Friend details"), key(Qt::CTRL | Qt::Key_I));
    m_verified->setToolTip(tr("You have compared the safety number."));
}

void ChatHeader::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ChatHeader::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Color::Base));
    painter.fillRect(QRect(0, height() - metric::Hairline, width(), metric::Hairline),
                     m_theme.color(Color::Divider));
}

}  // namespace vos::ui
