#pragma once

// What this computer does for the network of its own accord: a port in the router, and passing on
// what others cannot send directly, with its limits.

#include "model/models.h"
#include "ui/settings/settingssection.h"

class QCheckBox;
class QComboBox;

namespace vos::ui {

class CarryingSection : public SettingsSection {
    Q_OBJECT

public:
    CarryingSection(Theme& theme, model::Models& models, QWidget* parent);
    void retranslate() override;

private:
    void refresh();
    void fillSpeeds();
    void fillAmounts();

    model::Models& m_models;
    QCheckBox* m_mapping;
    QCheckBox* m_relay;
    QComboBox* m_speed;
    QComboBox* m_amount;
};

}  // namespace vos::ui
