#include "ui/network/carryingsection.h"

#include <QCheckBox>
#include <QComboBox>

#include <algorithm>
#include <array>
#include <vector>

namespace vos::ui {

namespace {

constexpr std::array<int, 6> carryingSpeeds = {32, 64, 128, 256, 1024, 4096};      ///< KiB/s
constexpr std::array<int, 6> carryingAmounts = {64, 256, 512, 1024, 4096, 16384};  ///< MB

/// The choices with the one in force at its place among them, wherever it was set.
template <std::size_t N, typename Words>
void fillChoices(QComboBox* box, const std::array<int, N>& choices, int current, Words words)
{
    std::vector<int> all(choices.begin(), choices.end());
    if (std::find(all.begin(), all.end(), current) == all.end())
        all.insert(std::upper_bound(all.begin(), all.end(), current), current);
    box->clear();
    for (const int choice : all)
        box->addItem(words(choice), choice);
    box->setCurrentIndex(box->findData(current));
}

}  // namespace

CarryingSection::CarryingSection(Theme& theme, model::Models& models, QWidget* parent)
    : SettingsSection(theme, parent)
    , m_models(models)
    , m_mapping(new QCheckBox(this))
    , m_relay(new QCheckBox(this))
    , m_speed(new QComboBox(this))
    , m_amount(new QComboBox(this))
{
    m_mapping->setObjectName(QStringLiteral("portMapping"));
    m_relay->setObjectName(QStringLiteral("relayForOthers"));
    m_speed->setObjectName(QStringLiteral("relaySpeed"));
    m_amount->setObjectName(QStringLiteral("relayAmount"));
    const auto fit = [this] {
        for (QComboBox* box : {m_speed, m_amount})
            box->setFixedHeight(m_theme.scaled(metric::ComboHeight));
    };
    fit();
    connect(&theme, &Theme::changed, this, fit);
    addRow(m_mapping);
    addRow(m_relay);
    addRow(m_speed);
    addRow(m_amount);
    model::Preferences& preferences = models.preferences();
    connect(m_mapping, &QCheckBox::clicked, &preferences, &model::Preferences::setPortMapping);
    connect(m_relay, &QCheckBox::clicked, &preferences, &model::Preferences::setRelayForOthers);
    connect(m_speed, &QComboBox::activated, this, [this, &preferences](int index) {
        preferences.setRelayLimitKib(m_speed->itemData(index).toInt());
    });
    connect(m_amount, &QComboBox::activated, this, [this, &preferences](int index) {
        preferences.setRelayDailyMegabytes(m_amount->itemData(index).toInt());
    });
    connect(&preferences, &model::Preferences::changed, this, &CarryingSection::retranslate);
    connect(&models.network(), &model::NetworkModel::changed, this, &CarryingSection::refresh);
}

void CarryingSection::retranslate()
{
    setTitle(tr("What this computer does for the network"));
    const model::Preferences& preferences = m_models.preferences();
    m_mapping->setChecked(preferences.portMapping());
    m_relay->setChecked(preferences.relayForOthers());
    fillChoices(m_speed, carryingSpeeds, preferences.relayLimitKib(),
                [](int kib) { return model::words::speedLimit(kib); });
    fillChoices(m_amount, carryingAmounts, preferences.relayDailyMegabytes(), [](int megabytes) {
        //: A limit; %1 is an amount as "50 MB"
        return tr("%1 a day").arg(model::words::megabytes(static_cast<quint64>(megabytes) << 20));
    });
    m_speed->setEnabled(preferences.relayForOthers());
    m_amount->setEnabled(preferences.relayForOthers());
    setRow(2, tr("At most this fast"), tr("For each two nodes that speak through you"));
    setRow(3, tr("At most this much"), tr("For each two nodes that speak through you"));
    refresh();
}

void CarryingSection::refresh()
{
    const NetStatus& figures = m_models.network().figures();
    setRow(0, tr("Have the router let others in"), model::words::portMapping(figures.portMapping));
    QStringList carried{tr("Sealed messages of nodes that cannot reach each other directly.")};
    if (figures.relayedBytes > 0)
        carried << tr("%1 since the start.").arg(model::words::size(figures.relayedBytes));
    if (figures.relayedPairs > 0)
        carried << tr("%n pairs at present.", nullptr, static_cast<int>(figures.relayedPairs));
    setRow(1, tr("Pass messages on for others"), model::words::sentences(carried));
}

}  // namespace vos::ui
