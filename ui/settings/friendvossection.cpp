#include "ui/settings/sections.h"

#include <QComboBox>

#include <array>

namespace vos::ui {

namespace {

constexpr std::array<int, 7> limits = {64, 128, 256, 512, 1024, 2048, 4096};  ///< MB
constexpr int Choices = 4;

}  // namespace

FriendVosSection::FriendVosSection(Theme& theme, model::Models& models, QWidget* parent)
    : SettingsSection(theme, parent)
    , m_models(models)
    , m_accept(new QComboBox(this))
    , m_limit(new QComboBox(this))
{
    m_accept->setObjectName(QStringLiteral("acceptFriendVos"));
    m_limit->setObjectName(QStringLiteral("friendVosLimit"));
    for (int i = 0; i < Choices; ++i)
        m_accept->addItem(QString());
    const auto fit = [this] {
        for (QComboBox* box : {m_accept, m_limit})
            box->setFixedHeight(m_theme.scaled(metric::ComboHeight));
    };
    fit();
    connect(&theme, &Theme::changed, this, fit);
    addRow(m_accept);
    addRow(m_limit);
    model::Preferences& preferences = models.preferences();
    connect(m_accept, &QComboBox::activated, this, [&preferences](int index) {
        preferences.setAcceptFriendVos(static_cast<model::AcceptFriendVos>(index));
    });
    connect(m_limit, &QComboBox::activated, this, [this, &preferences](int index) {
        preferences.setFriendVosMegabytes(m_limit->itemData(index).toInt());
    });
    connect(&preferences, &model::Preferences::changed, this, &FriendVosSection::refresh);
    connect(&models.friendVos(), &model::FriendVosModel::changed, this, &FriendVosSection::refresh);
}

void FriendVosSection::retranslate()
{
    setTitle(tr("Friend VOS"));
    using Accept = model::AcceptFriendVos;
    const auto name = [this](Accept accept, const QString& words) {
        m_accept->setItemText(static_cast<int>(accept), words);
    };
    name(Accept::Ask, tr("Ask me"));
    name(Accept::Contacts, tr("My friends"));
    name(Accept::All, tr("Everybody"));
    name(Accept::None, tr("Nobody"));
    setRow(0, tr("Keep messages for"),
           tr("Who may have you keep their messages without asking you each time"));
    refresh();
}

void FriendVosSection::refresh()
{
    const model::Preferences& preferences = m_models.preferences();
    m_accept->setCurrentIndex(static_cast<int>(preferences.acceptFriendVos()));
    const int current = preferences.friendVosMegabytes();
    m_limit->clear();
    bool listed = false;
    const auto add = [this](int megabytes) {
        m_limit->addItem(model::words::megabytes(static_cast<quint64>(megabytes) << 20), megabytes);
    };
    for (const int limit : limits) {
        // A limit set elsewhere has its place among the others.
        if (!listed && current < limit)
            add(current);
        listed = listed || current <= limit;
        add(limit);
    }
    if (!listed)
        add(current);
    m_limit->setCurrentIndex(m_limit->findData(current));
    setRow(1, tr("Keep for others at most"),
           tr("%1 are in use now").arg(model::words::megabytes(m_models.friendVos().usedBytes())));
}

}  // namespace vos::ui
