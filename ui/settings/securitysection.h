#pragma once

// Who can open the profile: what protects it in words, the way to change that, and the lock.

#include "model/models.h"
#include "ui/settings/settingssection.h"

class QComboBox;
class QLabel;
class QPushButton;

namespace vos::ui {

class SecuritySection : public SettingsSection {
    Q_OBJECT

public:
    SecuritySection(Theme& theme, model::Models& models, QWidget* parent);
    void retranslate() override;

    /// Locks, or says that a passphrase is needed first.
    void lockNow();

private:
    void refresh();
    void openBackup(bool write);

    model::Models& m_models;
    QPushButton* m_change;
    QPushButton* m_lock;
    QPushButton* m_backUp;
    QPushButton* m_restore;
    QComboBox* m_after;
    QLabel* m_trouble;
};

}  // namespace vos::ui
