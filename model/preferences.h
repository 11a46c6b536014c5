#pragma once

// The choices of the settings page, kept by the node under their stable dotted names. Answers from
// memory; a change is shown at once and taken back if the node refuses it.

#include "model/source.h"

#include <QVariantMap>

#include <array>

namespace vos::model {

enum class Theme { System, Light, Dark };
/// What becomes of requests to keep messages for somebody.
enum class AcceptFriendVos { Ask, Contacts, All, None };
/// What this computer keeps and carries for the VOS Map.
enum class MapBudget { Low, Normal, High };
enum class NotifyMode { NameAndText, NameOnly, ThatSomethingCame, Nothing };

/// What strangers learn: name and Friend VOS from the public card, where we are from the map.
enum class PrivacyChoice { PublicName, PublicFriendVos, ContactsOnly };

class Preferences : public QObject {
    Q_OBJECT

public:
    explicit Preferences(NodeSource& source, QObject* parent = nullptr);

    static constexpr int TextSizeMin = 80;   ///< percent
    static constexpr int TextSizeMax = 200;
    static constexpr std::array LockAfterChoices = {0, 5, 15, 60};

    bool isLoaded() const { return m_loaded; }
    void load();

    Theme theme() const;               ///< appearance.theme: system, light, dark
    QString language() const;          ///< appearance.language: system, en, zh_CN
    int textSize() const;              ///< appearance.zoom: percent
    bool enterSends() const;           ///< composer.enter_sends
    bool closeToTray() const;          ///< window.close_to_tray
    NotifyMode notifyMode() const;     ///< notifications.enabled, notifications.detail
    bool readReceipts() const;         ///< privacy.read_receipts
    bool privacy(PrivacyChoice choice) const;  ///< privacy.public_name, …
    bool lan() const;                          ///< network.lan
    bool portMapping() const;                  ///< network.port_mapping
    bool relayForOthers() const;               ///< network.relay_for_others
    int relayLimitKib() const;                 ///< network.relay_limit_kib_s: a second, a pair
    int relayDailyMegabytes() const;           ///< network.relay_daily_mib: a day, a pair
    QStringList relaysRefused() const;         ///< network.relays_refused: addresses
    MapBudget mapBudget() const;               ///< map.budget: low, normal, high
    int lockAfterMinutes() const;      ///< security.lock_after: one of LockAfterChoices, 0 never
    AcceptFriendVos acceptFriendVos() const;  ///< friend_vos.accept: ask, contacts, all, none
    int friendVosMegabytes() const;           ///< friend_vos.quota_mib: held for others in all

    void setTheme(Theme theme);
    void setLanguage(const QString& language);
    void setTextSize(int percent);
    void setEnterSends(bool on);
    void setCloseToTray(bool on);
    void setNotifyMode(NotifyMode mode);
    void setReadReceipts(bool on);
    void setPrivacy(PrivacyChoice choice, bool on);
    void setLan(bool on);
    void setPortMapping(bool on);
    void setRelayForOthers(bool on);
    void setRelayLimitKib(int kib);
    void setRelayDailyMegabytes(int megabytes);
    void setRelayRefused(const QString& address, bool refused);
    void setMapBudget(MapBudget budget);
    void setLockAfterMinutes(int minutes);
    void setAcceptFriendVos(AcceptFriendVos accept);
    void setFriendVosMegabytes(int megabytes);

Q_SIGNALS:
    void loaded();
    void changed();
    void themeChanged();
    void languageChanged();
    void textSizeChanged();
    void refused(const vos::NodeError& error);

private:
    bool flag(const QString& key) const;
    void set(const QString& key, const QVariant& value);
    void take(const QVariantMap& values);

    NodeSource& m_source;
    QVariantMap m_values;
    bool m_loaded = false;
};

}  // namespace vos::model
