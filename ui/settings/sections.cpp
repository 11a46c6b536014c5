#include "ui/settings/sections.h"

#include "model/nameinput.h"
#include "ui/person.h"
#include "ui/startup/loginstart.h"
#include "ui/theme/proxystyle.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/qrview.h"
#include "ui/widgets/segments.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

constexpr int NameWidth = 240;
constexpr int ComboWidth = 160;
constexpr int CodeSize = 150;
constexpr int TextSizeStep = 10;
constexpr int CodeRowPadding = 12;

QComboBox* comboBox(Theme& theme, int choices, QWidget* parent)
{
    auto* box = new QComboBox(parent);
    for (int i = 0; i < choices; ++i)
        box->addItem(QString());
    const auto fit = [box, &theme] { box->setMinimumWidth(theme.scaled(ComboWidth)); };
    fit();
    QObject::connect(&theme, &Theme::changed, box, fit);
    return box;
}

QHBoxLayout* rowIn(QWidget* widget, int spacing)
{
    auto* row = new QHBoxLayout(widget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing);
    return row;
}

}  // namespace

ProfileSection::ProfileSection(Theme& theme, model::Models& models, QWidget* parent)
    : SettingsSection(theme, parent), m_models(models), m_name(new QLineEdit(this)),
      m_share(new QWidget(this)), m_avatar(new AvatarView(theme, metric::AvatarList, m_share)),
      m_addressTitle(lineLabel(theme, Type::Body, Color::Text, m_share)),
      m_address(addressLabel(theme, m_share)), m_code(new QrView(theme, CodeSize, m_share)),
      m_copy(iconTextButton(theme, {}, QStringLiteral("copy"), m_share)),
      m_words(label(theme, Type::Caption, Color::TextSoft, m_share))
{
    m_name->setObjectName(QStringLiteral("profileName"));
    m_name->setMinimumWidth(NameWidth);
    m_copy->setObjectName(QStringLiteral("profileCopyAddress"));
    m_address->setObjectName(QStringLiteral("profileAddress"));
    m_avatar->setSurface(Color::Base);
    addRow(m_name);

    auto* first = new QHBoxLayout;
    first->setSpacing(space::M);
    first->addWidget(m_avatar);
    first->addWidget(m_addressTitle, 1);
    auto* words = new QVBoxLayout;
    words->setSpacing(space::S);
    words->addLayout(first);
    words->addWidget(m_address);
    words->addWidget(m_words);
    words->addStretch();
    words->addWidget(m_copy, 0, Qt::AlignLeft);
    auto* across = rowIn(m_share, space::L);
    across->setContentsMargins(0, CodeRowPadding, 0, CodeRowPadding);
    across->addLayout(words, 1);
    across->addWidget(m_code, 0, Qt::AlignTop);
    addWide(m_share);

    connect(m_name, &QLineEdit::editingFinished, this, &ProfileSection::save);
    connect(m_name, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_name->setProperty(RefusedProperty, !model::judgeName(text).isGood());
        m_name->update();
    });
    connect(m_copy, &QPushButton::clicked, this,
            [this] { QApplication::clipboard()->setText(m_models.status().ownLink()); });
    connect(&models.status(), &model::NodeStatus::changed, this, &ProfileSection::refresh);
    connect(&models.status(), &model::NodeStatus::ownNameChanged, this, &ProfileSection::refresh);
}

void ProfileSection::retranslate()
{
    setTitle(tr("Profile"));
    setRow(0, tr("Your name"), tr("Friends see it. An empty one tells them nothing."));
    m_addressTitle->setText(tr("Your address"));
    m_words->setText(tr("Safe to share with anyone."));
    m_copy->setText(tr("Copy"));
    m_copy->setAccessibleName(tr("Copy my address"));
    m_code->setAccessibleName(tr("My address as a QR code"));
    refresh();
}

void ProfileSection::refresh()
{
    const model::NodeStatus& status = m_models.status();
    if (!m_name->hasFocus() || !m_name->isModified())
        m_name->setText(status.ownName());
    m_avatar->setSeed(identiconSeed(status.ownId()));
    m_address->setText(breakable(status.ownAddress()));
    m_code->setContent(status.ownLink().toUtf8());
}

void ProfileSection::save()
{
    const model::NameInput input = model::judgeName(m_name->text());
    m_name->setModified(false);
    if (!input.isGood() || input.name == m_models.status().ownName())
        refresh();
    else
        m_models.status().setOwnName(input.name);
}

AppearanceSection::AppearanceSection(Theme& theme, model::Models& models, QWidget* parent)
    : SettingsSection(theme, parent), m_preferences(models.preferences()),
      m_schemes(new Segments(theme, 3, this)), m_language(comboBox(theme, 3, this)),
      m_size(new QWidget(this)),
      m_smaller(iconButton(theme, QStringLiteral("minus"), Color::Text, m_size)),
      m_percent(lineLabel(theme, Type::Body, Color::Text, m_size)),
      m_larger(iconButton(theme, QStringLiteral("plus"), Color::Text, m_size))
{
    m_schemes->setObjectName(QStringLiteral("themeChoice"));
    m_schemes->button(0)->setObjectName(QStringLiteral("themeSystem"));
    m_schemes->button(1)->setObjectName(QStringLiteral("themeLight"));
    m_schemes->button(2)->setObjectName(QStringLiteral("themeDark"));
    m_language->setObjectName(QStringLiteral("languageChoice"));
    m_language->setItemData(0, QStringLiteral("system"));
    m_language->setItemData(1, QStringLiteral("en"));
    m_language->setItemData(2, QStringLiteral("zh_CN"));
    // Each language names itself, so that it is found from any other.
    m_language->setItemText(1, QStringLiteral("English"));
    m_language->setItemText(2, QStringLiteral("简体中文"));
    m_smaller->setObjectName(QStringLiteral("textSmaller"));
    m_larger->setObjectName(QStringLiteral("textLarger"));
    m_percent->setObjectName(QStringLiteral("textSize"));
    auto* size = rowIn(m_size, space::Xs);
    size->addWidget(m_smaller);
    size->addWidget(m_percent);
    size->addWidget(m_larger);
    addRow(m_schemes);
    addRow(m_language);
    addRow(m_size);
    connect(m_schemes, &Segments::chosen, this,
            [this](int index) { m_preferences.setTheme(static_cast<model::Theme>(index)); });
    connect(m_language, &QComboBox::activated, this, [this](int index) {
        m_preferences.setLanguage(m_language->itemData(index).toString());
    });
    connect(m_smaller, &QToolButton::clicked, this,
            [this] { m_preferences.setTextSize(m_preferences.textSize() - TextSizeStep); });
    connect(m_larger, &QToolButton::clicked, this,
            [this] { m_preferences.setTextSize(m_preferences.textSize() + TextSizeStep); });
    connect(&m_preferences, &model::Preferences::changed, this, &AppearanceSection::refresh);
}

void AppearanceSection::retranslate()
{
    setTitle(tr("Appearance"));
    setRow(0, tr("Theme"), tr("Applies at once"));
    setRow(1, tr("Language"));
    setRow(2, tr("Text size"), tr("Also Ctrl+Plus and Ctrl+Minus"));
    m_schemes->setText(0, tr("System"));
    m_schemes->setText(1, tr("Light"));
    m_schemes->setText(2, tr("Dark"));
    m_language->setItemText(0, tr("System"));
    setIconName(m_smaller, tr("Smaller text"));
    setIconName(m_larger, tr("Larger text"));
    refresh();
}

void AppearanceSection::refresh()
{
    m_schemes->setCurrent(static_cast<int>(m_preferences.theme()));
    m_language->setCurrentIndex(std::max(0, m_language->findData(m_preferences.language())));
    const int percent = m_preferences.textSize();
    //: Text size in percent
    m_percent->setText(tr("%1 %").arg(percent));
    m_smaller->setEnabled(percent > model::Preferences::TextSizeMin);
    m_larger->setEnabled(percent < model::Preferences::TextSizeMax);
}

NotificationsSection::NotificationsSection(Theme& theme, model::Models& models, QWidget* parent)
    : SettingsSection(theme, parent), m_preferences(models.preferences()),
      m_show(comboBox(theme, 4, this)), m_tray(new QCheckBox(this))
{
    m_show->setObjectName(QStringLiteral("notifyChoice"));
    m_tray->setObjectName(QStringLiteral("closeToTray"));
    addRow(m_show);
    addRow(m_tray);
    connect(m_show, &QComboBox::activated, this, [this](int index) {
        m_preferences.setNotifyMode(static_cast<model::NotifyMode>(index));
    });
    connect(m_tray, &QCheckBox::clicked, &m_preferences, &model::Preferences::setCloseToTray);
    connect(&m_preferences, &model::Preferences::changed, this, &NotificationsSection::refresh);
}

void NotificationsSection::retranslate()
{
    setTitle(tr("Notifications"));
    setRow(0, tr("Show"), tr("What a notification tells on your screen"));
    m_show->setAccessibleName(tr("Notifications show"));
    m_show->setItemText(0, tr("Name and text"));
    m_show->setItemText(1, tr("Name only"));
    m_show->setItemText(2, tr("That something came"));
    m_show->setItemText(3, tr("Nothing"));
    setRow(1, tr("Keep running in the tray when closed"),
           tr("So that friends can reach you"));
    if (m_login != nullptr)
        setRow(2, tr("Start when I log in"), tr("In the tray, without opening the window"));
    refresh();
}

void NotificationsSection::setLoginStart(const LoginStart& loginStart)
{
    m_loginStart = &loginStart;
    m_login = new QCheckBox(this);
    m_login->setObjectName(QStringLiteral("startAtLogin"));
    addRow(m_login);
    connect(m_login, &QCheckBox::clicked, this, &NotificationsSection::switchLoginStart);
    retranslate();
}

void NotificationsSection::showEvent(QShowEvent* event)
{
    SettingsSection::showEvent(event);
    refresh();
}

void NotificationsSection::switchLoginStart(bool on)
{
    if (const auto done = m_loginStart->set(on); !done)
        Q_EMIT loginStartFailed(tr("The system does not take it: %1").arg(done.error()));
    refresh();
}

void NotificationsSection::refresh()
{
    m_show->setCurrentIndex(static_cast<int>(m_preferences.notifyMode()));
    m_tray->setChecked(m_preferences.closeToTray());
    if (m_login != nullptr)
        m_login->setChecked(m_loginStart->isOn());
}

MessagesSection::MessagesSection(Theme& theme, model::Models& models, QWidget* parent)
    : SettingsSection(theme, parent), m_preferences(models.preferences()),
      m_keys(new QWidget(this)), m_enter(new QRadioButton(m_keys)),
      m_ctrlEnter(new QRadioButton(m_keys)), m_receipts(new QCheckBox(this))
{
    m_enter->setObjectName(QStringLiteral("enterSends"));
    m_ctrlEnter->setObjectName(QStringLiteral("ctrlEnterSends"));
    m_receipts->setObjectName(QStringLiteral("readReceipts"));
    auto* keys = rowIn(m_keys, space::L);
    keys->addWidget(m_enter);
    keys->addWidget(m_ctrlEnter);
    addRow(m_keys);
    addRow(m_receipts);
    connect(m_enter, &QRadioButton::clicked, this, [this] { m_preferences.setEnterSends(true); });
    connect(m_ctrlEnter, &QRadioButton::clicked, this,
            [this] { m_preferences.setEnterSends(false); });
    connect(m_receipts, &QCheckBox::clicked, &m_preferences, &model::Preferences::setReadReceipts);
    connect(&m_preferences, &model::Preferences::changed, this, &MessagesSection::refresh);
}

void MessagesSection::retranslate()
{
    setTitle(tr("Messages"));
    setRow(0, tr("Key that sends"),
           m_preferences.enterSends() ? tr("Shift+Enter makes a new line")
                                      : tr("Enter makes a new line"));
    m_enter->setText(tr("Enter", "key"));
    m_ctrlEnter->setText(tr("Ctrl+Enter", "key"));
    setRow(1, tr("Tell friends when I have read a message"),
           tr("If off, you do not see theirs either"));
    m_enter->setChecked(m_preferences.enterSends());
    m_ctrlEnter->setChecked(!m_preferences.enterSends());
    m_receipts->setChecked(m_preferences.readReceipts());
}

void MessagesSection::refresh() { retranslate(); }

}  // namespace vos::ui
