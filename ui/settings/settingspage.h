#pragma once

// All settings on one searchable page of sections; every choice applies at once.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <vector>

class QLabel;
class QScrollArea;
class QToolButton;
class QVBoxLayout;

namespace vos::ui {

class Banner;
class LoginStart;
class NotificationsSection;
class SearchField;
class SecuritySection;
class SettingsSection;

enum class SectionId {
    Profile,
    Appearance,
    Notifications,
    Messages,
    FriendVos,
    Blocked,
    Network,
    Keys,
    About,
    Security,
    Privacy
};

class SettingsPage : public QWidget {
    Q_OBJECT

public:
    SettingsPage(Theme& theme, model::Models& models, QWidget* parent = nullptr);

    void showSection(SectionId id);
    /// Locks the profile; where it has no passphrase the page says so, so show it then.
    void lockNow();
    /// Offers to start at login; `loginStart` must outlive the page.
    void setLoginStart(const LoginStart& loginStart);

Q_SIGNALS:
    /// The sheet of all keys.
    void keysRequested();

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    struct Entry {
        SectionId id;
        QToolButton* button;
        SettingsSection* section;
    };

    QWidget* buildHead();
    QWidget* buildNavigation();
    QWidget* buildSections();
    void add(SectionId id, const QString& icon, SettingsSection* section);
    void retranslate();
    void search(const QString& text);
    void scrollToShown();
    void onScrolled();

    Theme& m_theme;
    model::Models& m_models;
    QLabel* m_title;
    SearchField* m_search;
    Banner* m_trouble;
    QVBoxLayout* m_navigation;
    QVBoxLayout* m_column;
    QScrollArea* m_area;
    QLabel* m_nothing;
    SecuritySection* m_security = nullptr;
    NotificationsSection* m_notifications = nullptr;
    std::vector<Entry> m_entries;
    SectionId m_shown = SectionId::Profile;
};

}  // namespace vos::ui
