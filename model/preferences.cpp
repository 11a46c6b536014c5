#include "model/preferences.h"

#include <algorithm>

namespace vos::model {

namespace {

const QString ThemeKey = QStringLiteral("appearance.theme");
const QString LanguageKey = QStringLiteral("appearance.language");
const QString TextSizeKey = QStringLiteral("appearance.zoom");
const QString EnterSendsKey = QStringLiteral("composer.enter_sends");
const QString CloseToTrayKey = QStringLiteral("window.close_to_tray");
const QString NotifyKey = QStringLiteral("notifications.enabled");
const QString NotifyDetailKey = QStringLiteral("notifications.detail");
const QString LockAfterKey = QStringLiteral("security.lock_after");
const QString LockNever = QStringLiteral("off");
const QString ReadReceiptsKey = QStringLiteral("privacy.read_receipts");
const QString LanKey = QStringLiteral("network.lan");
const QString PortMappingKey = QStringLiteral("network.port_mapping");
const QString RelayForOthersKey = QStringLiteral("network.relay_for_others");
const QString RelayLimitKey = QStringLiteral("network.relay_limit_kib_s");
const QString RelayDailyKey = QStringLiteral("network.relay_daily_mib");
const QString RelaysRefusedKey = QStringLiteral("network.relays_refused");
const QString MapBudgetKey = QStringLiteral("map.budget");
const QString AcceptFriendVosKey = QStringLiteral("friend_vos.accept");
const QString FriendVosQuotaKey = QStringLiteral("friend_vos.quota_mib");

QString keyOf(PrivacyChoice choice)
{
    switch (choice) {
    case PrivacyChoice::PublicName:
        return QStringLiteral("privacy.public_name");
    case PrivacyChoice::PublicFriendVos:
        return QStringLiteral("privacy.public_friend_vos");
    case PrivacyChoice::ContactsOnly:
        break;
    }
    return QStringLiteral("privacy.contacts_only");
}

/// What holds until the node has answered.
QVariantMap defaults()
{
    return {{ThemeKey, QStringLiteral("system")},
            {LanguageKey, QStringLiteral("system")},
            {TextSizeKey, 100},
            {EnterSendsKey, true},
            {CloseToTrayKey, true},
            {NotifyKey, true},
            {NotifyDetailKey, QStringLiteral("full")},
            {ReadReceiptsKey, true},
            {keyOf(PrivacyChoice::PublicName), true},
            {keyOf(PrivacyChoice::PublicFriendVos), true},
            {keyOf(PrivacyChoice::ContactsOnly), false},
            {LanKey, true},
            {PortMappingKey, true},
            {RelayForOthersKey, true},
            {RelayLimitKey, 256},
            {RelayDailyKey, 1024},
            {RelaysRefusedKey, QStringList()},
            {MapBudgetKey, QStringLiteral("normal")},
            {LockAfterKey, LockNever},
            {AcceptFriendVosKey, QStringLiteral("ask")},
            {FriendVosQuotaKey, 256}};
}

QString wordFor(Theme theme)
{
    switch (theme) {
    case Theme::System:
        return QStringLiteral("system");
    case Theme::Light:
        return QStringLiteral("light");
    case Theme::Dark:
        return QStringLiteral("dark");
    }
    return {};
}

QString wordFor(AcceptFriendVos accept)
{
    switch (accept) {
    case AcceptFriendVos::Ask:
        return QStringLiteral("ask");
    case AcceptFriendVos::Contacts:
        return QStringLiteral("contacts");
    case AcceptFriendVos::All:
        return QStringLiteral("all");
    case AcceptFriendVos::None:
        break;
    }
    return QStringLiteral("none");
}

QString wordFor(MapBudget budget)
{
    switch (budget) {
    case MapBudget::Low:
        return QStringLiteral("low");
    case MapBudget::High:
        return QStringLiteral("high");
    case MapBudget::Normal:
        break;
    }
    return QStringLiteral("normal");
}

QString wordFor(NotifyMode mode)
{
    switch (mode) {
    case NotifyMode::NameAndText:
        return QStringLiteral("full");
    case NotifyMode::NameOnly:
        return QStringLiteral("sender");
    case NotifyMode::ThatSomethingCame:
    case NotifyMode::Nothing:
        break;
    }
    return QStringLiteral("none");
}

}  // namespace

Preferences::Preferences(NodeSource& source, QObject* parent)
    : QObject(parent), m_source(source), m_values(defaults())
{
    connect(&source, &NodeSource::settingsChanged, this, &Preferences::take);
}

void Preferences::load()
{
    m_source.settings({}, this, [this](const Expected<QVariantMap, NodeError>& result) {
        if (result)
            take(*result);
        m_loaded = true;
        Q_EMIT loaded();
    });
}

Theme Preferences::theme() const
{
    const QString word = m_values.value(ThemeKey).toString();
    if (word == wordFor(Theme::Light))
        return Theme::Light;
    return word == wordFor(Theme::Dark) ? Theme::Dark : Theme::System;
}

QString Preferences::language() const { return m_values.value(LanguageKey).toString(); }

int Preferences::textSize() const
{
    return std::clamp(m_values.value(TextSizeKey).toInt(), TextSizeMin, TextSizeMax);
}

bool Preferences::enterSends() const { return flag(EnterSendsKey); }
bool Preferences::closeToTray() const { return flag(CloseToTrayKey); }

NotifyMode Preferences::notifyMode() const
{
    if (!flag(NotifyKey))
        return NotifyMode::Nothing;
    const QString word = m_values.value(NotifyDetailKey).toString();
    if (word == wordFor(NotifyMode::NameOnly))
        return NotifyMode::NameOnly;
    return word == wordFor(NotifyMode::NameAndText) ? NotifyMode::NameAndText
                                                    : NotifyMode::ThatSomethingCame;
}

bool Preferences::readReceipts() const { return flag(ReadReceiptsKey); }
bool Preferences::privacy(PrivacyChoice choice) const { return flag(keyOf(choice)); }
bool Preferences::lan() const { return flag(LanKey); }
bool Preferences::portMapping() const { return flag(PortMappingKey); }
bool Preferences::relayForOthers() const { return flag(RelayForOthersKey); }
int Preferences::relayLimitKib() const { return m_values.value(RelayLimitKey).toInt(); }
int Preferences::relayDailyMegabytes() const { return m_values.value(RelayDailyKey).toInt(); }

QStringList Preferences::relaysRefused() const
{
    return m_values.value(RelaysRefusedKey).toStringList();
}

void Preferences::setRelayRefused(const QString& address, bool refused)
{
    QStringList all = relaysRefused();
    all.removeAll(address);
    if (refused)
        all.append(address);
    set(RelaysRefusedKey, all);
}

int Preferences::lockAfterMinutes() const
{
    // "off" is no number.
    return m_values.value(LockAfterKey).toString().toInt();
}

void Preferences::setLockAfterMinutes(int minutes)
{
    set(LockAfterKey, minutes == 0 ? LockNever : QString::number(minutes));
}

void Preferences::setTheme(Theme theme) { set(ThemeKey, wordFor(theme)); }
void Preferences::setLanguage(const QString& language) { set(LanguageKey, language); }
void Preferences::setTextSize(int percent)
{
    set(TextSizeKey, std::clamp(percent, TextSizeMin, TextSizeMax));
}
void Preferences::setEnterSends(bool on) { set(EnterSendsKey, on); }
void Preferences::setCloseToTray(bool on) { set(CloseToTrayKey, on); }

void Preferences::setNotifyMode(NotifyMode mode)
{
    set(NotifyKey, mode != NotifyMode::Nothing);
    if (mode != NotifyMode::Nothing)
        set(NotifyDetailKey, wordFor(mode));
}

void Preferences::setReadReceipts(bool on) { set(ReadReceiptsKey, on); }
void Preferences::setPrivacy(PrivacyChoice choice, bool on) { set(keyOf(choice), on); }
void Preferences::setPortMapping(bool on) { set(PortMappingKey, on); }
void Preferences::setRelayForOthers(bool on) { set(RelayForOthersKey, on); }
void Preferences::setRelayLimitKib(int kib) { set(RelayLimitKey, kib); }
void Preferences::setRelayDailyMegabytes(int megabytes) { set(RelayDailyKey, megabytes); }
void Preferences::setLan(bool on) { set(LanKey, on); }

MapBudget Preferences::mapBudget() const
{
    const QString word = m_values.value(MapBudgetKey).toString();
    for (const MapBudget budget : {MapBudget::Low, MapBudget::High}) {
        if (word == wordFor(budget))
            return budget;
    }
    return MapBudget::Normal;
}

void Preferences::setMapBudget(MapBudget budget) { set(MapBudgetKey, wordFor(budget)); }

AcceptFriendVos Preferences::acceptFriendVos() const
{
    const QString word = m_values.value(AcceptFriendVosKey).toString();
    for (const AcceptFriendVos accept :
         {AcceptFriendVos::Contacts, AcceptFriendVos::All, AcceptFriendVos::None}) {
        if (word == wordFor(accept))
            return accept;
    }
    return AcceptFriendVos::Ask;
}

int Preferences::friendVosMegabytes() const { return m_values.value(FriendVosQuotaKey).toInt(); }

void Preferences::setAcceptFriendVos(AcceptFriendVos accept)
{
    set(AcceptFriendVosKey, wordFor(accept));
}

void Preferences::setFriendVosMegabytes(int megabytes) { set(FriendVosQuotaKey, megabytes); }

bool Preferences::flag(const QString& key) const { return m_values.value(key).toBool(); }

void Preferences::set(const QString& key, const QVariant& value)
{
    const QVariant before = m_values.value(key);
    if (before == value)
        return;
    take({{key, value}});
    m_source.setSettings({{key, value}}, this,
                         [this, key, before](const Expected<Done, NodeError>& result) {
                             if (result)
                                 return;
                             take({{key, before}});
                             Q_EMIT refused(result.error());
                         });
}

void Preferences::take(const QVariantMap& values)
{
    QStringList fresh;
    for (auto it = values.cbegin(); it != values.cend(); ++it) {
        const auto kept = m_values.constFind(it.key());
        if (kept != m_values.cend() && *kept == it.value())
            continue;
        m_values.insert(it.key(), it.value());
        fresh.append(it.key());
    }
    if (fresh.isEmpty())
        return;
    if (fresh.contains(ThemeKey))
        Q_EMIT themeChanged();
    if (fresh.contains(LanguageKey))
        Q_EMIT languageChanged();
    if (fresh.contains(TextSizeKey))
        Q_EMIT textSizeChanged();
    Q_EMIT changed();
}

}  // namespace vos::model
