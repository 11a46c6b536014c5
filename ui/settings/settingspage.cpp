#include "ui/settings/settingspage.h"

#include "ui/settings/sections.h"
#include "ui/settings/securitysection.h"
#include "ui/theme/stylesheet.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/searchfield.h"

#include <QButtonGroup>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QTimer>
#include <QToolButton>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

constexpr int NavigationWidth = 200;
constexpr int SearchWidth = 240;

}  // namespace

SettingsPage::SettingsPage(Theme& theme, model::Models& models, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_models(models),
      m_trouble(new Banner(theme, BannerKind::Danger, this))
{
    setObjectName(QStringLiteral("settingsPage"));
    m_trouble->setObjectName(QStringLiteral("settingsTrouble"));
    m_trouble->setDismissible(true);
    QWidget* head = buildHead();
    auto* across = new QHBoxLayout;
    across->setSpacing(0);
    across->addWidget(buildNavigation());
    across->addWidget(buildSections(), 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head);
    column->addWidget(m_trouble);
    column->addLayout(across, 1);

    const auto tell = [this](const NodeError& error) {
        m_trouble->setText(model::words::error(error));
    };
    connect(&models.preferences(), &model::Preferences::refused, this, tell);
    connect(&models.status(), &model::NodeStatus::renameFailed, this, tell);
    connect(m_trouble, &Banner::dismissed, this, [this] { m_trouble->setText(QString()); });
    connect(m_search, &QLineEdit::textChanged, this, &SettingsPage::search);
    connect(m_area->verticalScrollBar(), &QScrollBar::valueChanged, this,
            &SettingsPage::onScrolled);
    retranslate();
    m_entries.front().button->setChecked(true);
}

QWidget* SettingsPage::buildHead()
{
    QWidget* head = pageHead(m_theme, this);
    m_title = lineLabel(m_theme, Type::Title, Color::Text, head);
    m_search = new SearchField(m_theme, head);
    m_search->setObjectName(QStringLiteral("searchSettings"));
    m_search->setFixedWidth(SearchWidth);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(space::Xl, 0, space::Xl, 0);
    row->addWidget(m_title, 1);
    row->addWidget(m_search);
    return head;
}

QWidget* SettingsPage::buildNavigation()
{
    auto* navigation = new QWidget(this);
    navigation->setFixedWidth(NavigationWidth);
    m_navigation = new QVBoxLayout(navigation);
    m_navigation->setContentsMargins(space::M, space::Xl - space::Xs, space::M, space::M);
    m_navigation->setSpacing(2);
    return navigation;
}

QWidget* SettingsPage::buildSections()
{
    m_area = pageArea(metric::SettingsContentMax, m_column, this);
    m_column->setSpacing(space::Xl);
    QWidget* parent = m_column->parentWidget();
    auto* keys = new KeysSection(m_theme, parent);
    add(SectionId::Profile, QStringLiteral("user"), new ProfileSection(m_theme, m_models, parent));
    add(SectionId::Appearance, QStringLiteral("theme"),
        new AppearanceSection(m_theme, m_models, parent));
    m_notifications = new NotificationsSection(m_theme, m_models, parent);
    add(SectionId::Notifications, QStringLiteral("bell"), m_notifications);
    add(SectionId::Messages, QStringLiteral("chats"),
        new MessagesSection(m_theme, m_models, parent));
    add(SectionId::FriendVos, QStringLiteral("friend-vos"),
        new FriendVosSection(m_theme, m_models, parent));
    add(SectionId::Blocked, QStringLiteral("cancel"),
        new BlockedSection(m_theme, m_models, parent));
    add(SectionId::Privacy, QStringLiteral("user"), new PrivacySection(m_theme, m_models, parent));
    m_security = new SecuritySection(m_theme, m_models, parent);
    add(SectionId::Security, QStringLiteral("lock"), m_security);
    add(SectionId::Network, QStringLiteral("network"),
        new NetworkSection(m_theme, m_models, parent));
    add(SectionId::Keys, QStringLiteral("keyboard"), keys);
    add(SectionId::About, QStringLiteral("info"), new AboutSection(m_theme, parent));
    m_navigation->addStretch();
    m_nothing = label(m_theme, Type::Body, Color::TextSoft, parent);
    m_nothing->setObjectName(QStringLiteral("settingsNothing"));
    m_nothing->hide();
    m_column->addWidget(m_nothing);
    m_column->addStretch();
    connect(keys, &KeysSection::keysRequested, this, &SettingsPage::keysRequested);
    return m_area;
}

void SettingsPage::add(SectionId id, const QString& icon, SettingsSection* section)
{
    auto* button = new QToolButton(m_navigation->parentWidget());
    button->setObjectName(QStringLiteral("settingsSection%1").arg(static_cast<int>(id)));
    button->setProperty(KindProperty, QStringLiteral("nav"));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setIcon(m_theme.icon(icon, Color::Text, Color::Link));
    button->setIconSize({metric::IconSmall + 2, metric::IconSmall + 2});
    button->setCheckable(true);
    button->setAutoExclusive(true);
    button->setFocusPolicy(Qt::StrongFocus);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_navigation->addWidget(button);
    m_column->addWidget(section);
    m_entries.push_back({id, button, section});
    connect(button, &QToolButton::clicked, this, [this, id] { showSection(id); });
}

void SettingsPage::showSection(SectionId id)
{
    m_search->clear();
    m_shown = id;
    // The page may not have been laid out yet.
    QTimer::singleShot(0, this, &SettingsPage::scrollToShown);
}

void SettingsPage::lockNow()
{
    m_security->lockNow();
}

void SettingsPage::setLoginStart(const LoginStart& loginStart)
{
    m_notifications->setLoginStart(loginStart);
    connect(m_notifications, &NotificationsSection::loginStartFailed, m_trouble, &Banner::setText);
}

void SettingsPage::scrollToShown()
{
    for (const Entry& entry : m_entries) {
        if (entry.id != m_shown)
            continue;
        m_area->verticalScrollBar()->setValue(entry.section->y());
        entry.button->setChecked(true);
    }
}

void SettingsPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    QTimer::singleShot(0, this, &SettingsPage::scrollToShown);
}

void SettingsPage::onScrolled()
{
    // The section at the top of the page is the current one.
    const int top = m_area->verticalScrollBar()->value() + space::Xxl;
    const Entry* current = &m_entries.front();
    for (const Entry& entry : m_entries) {
        if (entry.section->isVisible() && entry.section->y() <= top)
            current = &entry;
    }
    current->button->setChecked(true);
}

void SettingsPage::search(const QString& text)
{
    bool any = false;
    for (const Entry& entry : m_entries)
        any = entry.section->search(text.trimmed()) || any;
    m_nothing->setVisible(!any);
}

void SettingsPage::retranslate()
{
    m_title->setText(tr("Settings"));
    m_search->setPlaceholderText(tr("Search settings"));
    m_search->setAccessibleName(tr("Search settings"));
    m_nothing->setText(tr("No setting has these words."));
    for (const Entry& entry : m_entries) {
        entry.section->retranslate();
        // The space keeps the word off the icon.
        entry.button->setText(QChar(0x2002) + entry.section->shortTitle());
        //: Button that scrolls to a section of the settings
        entry.button->setAccessibleName(tr("Section %1").arg(entry.section->shortTitle()));
    }
}

void SettingsPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

}  // namespace vos::ui
