#pragma once

// The sections of the settings page.

#include "model/models.h"
#include "ui/settings/settingssection.h"

#include <array>

class QButtonGroup;
class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;
class QRadioButton;
class QToolButton;
class QVBoxLayout;

namespace vos::ui {

class AvatarView;
class LoginStart;
class QrView;
class Segments;

class ProfileSection : public SettingsSection {
    Q_OBJECT

public:
    ProfileSection(Theme& theme, model::Models& models, QWidget* parent);
    void retranslate() override;

private:
    void refresh();
    void save();

    model::Models& m_models;
    QLineEdit* m_name;
    QWidget* m_share;
    AvatarView* m_avatar;
    QLabel* m_addressTitle;
    QLabel* m_address;
    QrView* m_code;
    QPushButton* m_copy;
    QLabel* m_words;
};

class AppearanceSection : public SettingsSection {
    Q_OBJECT

public:
    AppearanceSection(Theme& theme, model::Models& models, QWidget* parent);
    void retranslate() override;

private:
    void refresh();

    model::Preferences& m_preferences;
    Segments* m_schemes;
    QComboBox* m_language;
    QWidget* m_size;
    QToolButton* m_smaller;
    QLabel* m_percent;
    QToolButton* m_larger;
};

class NotificationsSection : public SettingsSection {
    Q_OBJECT

public:
    NotificationsSection(Theme& theme, model::Models& models, QWidget* parent);
    void retranslate() override;
    /// Offers to start at login; `loginStart` must outlive the section.
    void setLoginStart(const LoginStart& loginStart);

Q_SIGNALS:
    void loginStartFailed(const QString& sentence);

protected:
    /// The system's own settings may have changed it.
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void switchLoginStart(bool on);

    model::Preferences& m_preferences;
    QComboBox* m_show;
    QCheckBox* m_tray;
    const LoginStart* m_loginStart = nullptr;
    QCheckBox* m_login = nullptr;
};

class MessagesSection : public SettingsSection {
    Q_OBJECT

public:
    MessagesSection(Theme& theme, model::Models& models, QWidget* parent);
    void retranslate() override;

private:
    void refresh();

    model::Preferences& m_preferences;
    QWidget* m_keys;
    QRadioButton* m_enter;
    QRadioButton* m_ctrlEnter;
    QCheckBox* m_receipts;
};

/// For whom we keep messages without being asked each time, and how much in all.
class FriendVosSection : public SettingsSection {
    Q_OBJECT

public:
    FriendVosSection(Theme& theme, model::Models& models, QWidget* parent);
    void retranslate() override;

private:
    void refresh();

    model::Models& m_models;
    QComboBox* m_accept;
    QComboBox* m_limit;
};

/// What strangers learn of us.
class PrivacySection : public SettingsSection {
    Q_OBJECT

public:
    PrivacySection(Theme& theme, model::Models& models, QWidget* parent);
    void retranslate() override;

private:
    void refresh();

    model::Preferences& m_preferences;
    std::array<QCheckBox*, 3> m_boxes{};
};

/// Who is blocked, and the way back.
class BlockedSection : public SettingsSection {
    Q_OBJECT

public:
    BlockedSection(Theme& theme, model::Models& models, QWidget* parent);
    void retranslate() override;

private:
    void refresh();

    model::Models& m_models;
    QWidget* m_blocked;
    QVBoxLayout* m_rows;
};

class NetworkSection : public SettingsSection {
    Q_OBJECT

public:
    NetworkSection(Theme& theme, model::Models& models, QWidget* parent);
    void retranslate() override;

private:
    void refresh();
    void join();

    model::Models& m_models;
    QWidget* m_box;
    QLineEdit* m_at;
    QPushButton* m_join;
    QCheckBox* m_lan;
    QComboBox* m_budget;
    QLabel* m_result;
};

class KeysSection : public SettingsSection {
    Q_OBJECT

public:
    KeysSection(Theme& theme, QWidget* parent);
    void retranslate() override;

Q_SIGNALS:
    void keysRequested();

private:
    QPushButton* m_show;
};

class AboutSection : public SettingsSection {
    Q_OBJECT

public:
    AboutSection(Theme& theme, QWidget* parent);
    void retranslate() override;
    QString shortTitle() const override;

private:
    QLabel* m_version;
    QLabel* m_licence;
};

}  // namespace vos::ui
