// The sections below the everyday ones.

#include "ui/person.h"
#include "ui/settings/sections.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

constexpr int NoticePadding = 10;
constexpr int JoinWidth = 200;
constexpr int BudgetChoices = 3;

}  // namespace

BlockedSection::BlockedSection(Theme& theme, model::Models& models, QWidget* parent)
    : SettingsSection(theme, parent), m_models(models), m_blocked(new QWidget(this)),
      m_rows(new QVBoxLayout(m_blocked))
{
    m_rows->setContentsMargins(0, NoticePadding, 0, NoticePadding);
    addWide(m_blocked);
    model::RequestModel& blocked = models.blocked();
    connect(&blocked, &QAbstractItemModel::rowsInserted, this, &BlockedSection::refresh);
    connect(&blocked, &QAbstractItemModel::rowsRemoved, this, &BlockedSection::refresh);
}

void BlockedSection::retranslate()
{
    setTitle(tr("Blocked"));
    refresh();
}

void BlockedSection::refresh()
{
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    const model::RequestModel& blocked = m_models.blocked();
    if (blocked.rowCount() == 0) {
        QLabel* nobody = lineLabel(m_theme, Type::Body, Color::TextSoft, m_blocked);
        nobody->setText(tr("You have blocked nobody."));
        m_rows->addWidget(nobody);
    }
    for (int row = 0; row < blocked.rowCount(); ++row) {
        const model::Friend& who = blocked.at(row);
        auto* line = new QWidget(m_blocked);
        auto* across = new QHBoxLayout(line);
        across->setContentsMargins(0, 0, 0, 0);
        auto* avatar = new AvatarView(m_theme, metric::AvatarBubble, line);
        avatar->setSeed(identiconSeed(who.contact.id));
        avatar->setSurface(Color::Base);
        QLabel* name = lineLabel(m_theme, Type::Body, Color::Text, line);
        name->setText(who.name());
        QPushButton* unblock = pushButton({}, line);
        unblock->setObjectName(QStringLiteral("unblockButton"));
        unblock->setText(tr("Unblock"));
        unblock->setAccessibleName(tr("Unblock %1").arg(who.name()));
        connect(unblock, &QPushButton::clicked, this, [this, id = who.contact.id] {
            m_models.source().removeContact(id, this, [](const auto&) {});
        });
        across->addWidget(avatar);
        across->addWidget(name, 1);
        across->addWidget(unblock);
        m_rows->addWidget(line);
    }
}

NetworkSection::NetworkSection(Theme& theme, model::Models& models, QWidget* parent)
    : SettingsSection(theme, parent), m_models(models), m_box(new QWidget(this)),
      m_at(new QLineEdit(m_box)), m_join(pushButton({}, m_box)), m_lan(new QCheckBox(this)),
      m_budget(new QComboBox(this)), m_result(label(theme, Type::Caption, Color::TextSoft, this))
{
    m_at->setObjectName(QStringLiteral("joinAddress"));
    m_at->setMinimumWidth(JoinWidth);
    m_join->setObjectName(QStringLiteral("joinButton"));
    m_result->setObjectName(QStringLiteral("joinResult"));
    auto* across = new QHBoxLayout(m_box);
    across->setContentsMargins(0, 0, 0, 0);
    across->setSpacing(space::S);
    across->addWidget(m_at);
    across->addWidget(m_join);
    addRow(m_box);
    m_lan->setObjectName(QStringLiteral("findLan"));
    addRow(m_lan);
    connect(m_lan, &QCheckBox::clicked, &models.preferences(), &model::Preferences::setLan);
    m_budget->setObjectName(QStringLiteral("mapBudget"));
    for (int i = 0; i < BudgetChoices; ++i)
        m_budget->addItem(QString());
    const auto fit = [this] { m_budget->setFixedHeight(m_theme.scaled(metric::ComboHeight)); };
    fit();
    connect(&theme, &Theme::changed, this, fit);
    addRow(m_budget);
    connect(m_budget, &QComboBox::activated, this, [this](int index) {
        m_models.preferences().setMapBudget(static_cast<model::MapBudget>(index));
    });
    connect(&models.preferences(), &model::Preferences::changed, this, &NetworkSection::refresh);
    layout()->addWidget(m_result);
    m_join->setEnabled(false);
    m_result->hide();
    connect(m_at, &QLineEdit::textChanged, this,
            [this](const QString& text) { m_join->setEnabled(!text.trimmed().isEmpty()); });
    connect(m_at, &QLineEdit::returnPressed, this, &NetworkSection::join);
    connect(m_join, &QPushButton::clicked, this, &NetworkSection::join);
}

void NetworkSection::retranslate()
{
    setTitle(tr("Network"));
    setRow(0, tr("Join through a node"),
           tr("A link, or HOST:PORT of any node that is online. Needed once at most."));
    setRow(1, tr("Find nodes in the local network"),
           tr("Nodes in the same home or office find each other without any address"));
    using Budget = model::MapBudget;
    m_budget->setItemText(static_cast<int>(Budget::Low), tr("Little"));
    m_budget->setItemText(static_cast<int>(Budget::Normal), tr("Normal"));
    m_budget->setItemText(static_cast<int>(Budget::High), tr("Much"));
    setRow(2, tr("Give to the VOS Map"),
           tr("How much memory and traffic this computer gives so that nodes find each other. "
              "Little: 8 MB, 200 bytes a second; normal: 64 MB, 1 kB a second; much: 512 MB, "
              "10 kB a second"));
    refresh();
    m_at->setAccessibleName(tr("Node to join through"));
    m_at->setPlaceholderText(tr("Link or HOST:PORT"));
    m_join->setText(tr("Join"));
}

void NetworkSection::refresh()
{
    m_lan->setChecked(m_models.preferences().lan());
    m_budget->setCurrentIndex(static_cast<int>(m_models.preferences().mapBudget()));
}

void NetworkSection::join()
{
    const QString at = m_at->text().trimmed();
    if (at.isEmpty())
        return;
    m_join->setEnabled(false);
    m_result->setText(tr("Asking…"));
    m_result->show();
    m_models.source().join(at, this, [this](const Expected<vos::MapSummary, NodeError>& result) {
        m_join->setEnabled(true);
        m_result->setText(result ? tr("Joined. %n nodes are known.", nullptr,
                                      static_cast<int>(result->known))
                                 : model::words::error(result.error()));
    });
}

KeysSection::KeysSection(Theme& theme, QWidget* parent)
    : SettingsSection(theme, parent), m_show(pushButton({}, this))
{
    m_show->setObjectName(QStringLiteral("showKeys"));
    addRow(m_show);
    connect(m_show, &QPushButton::clicked, this, &KeysSection::keysRequested);
}

void KeysSection::retranslate()
{
    setTitle(tr("Keys"));
    m_show->setText(tr("Show all keys"));
    setRow(0, tr("Everything works by keyboard"), tr("Also F1 and Ctrl+/"));
    m_show->setAccessibleName(tr("Show all keys"));
}

AboutSection::AboutSection(Theme& theme, QWidget* parent)
    : SettingsSection(theme, parent),
      m_version(lineLabel(theme, Type::Body, Color::TextSoft, this)),
      m_licence(lineLabel(theme, Type::Body, Color::TextSoft, this))
{
    addRow(m_version);
    addRow(m_licence);
}

QString AboutSection::shortTitle() const { return tr("About"); }

void AboutSection::retranslate()
{
    setTitle(tr("About VOS Messenger"));
    m_version->setText(QCoreApplication::applicationVersion().isEmpty()
                           ? QStringLiteral(VOS_VERSION)
                           : QCoreApplication::applicationVersion());
    setRow(0, tr("Version"));
    m_licence->setText(tr("MIT licence"));
    setRow(1, tr("Free software"), tr("No servers, no account, no tracking."));
}

}  // namespace vos::ui
