// What strangers learn of us.

#include "ui/settings/sections.h"

#include <QCheckBox>

namespace vos::ui {

namespace {

using model::PrivacyChoice;

constexpr std::array<PrivacyChoice, 3> choices = {
    PrivacyChoice::PublicName, PrivacyChoice::PublicFriendVos, PrivacyChoice::ContactsOnly};
const std::array<QString, 3> names = {QStringLiteral("publicName"),
                                      QStringLiteral("publicFriendVos"),
                                      QStringLiteral("contactsOnly")};

}  // namespace

PrivacySection::PrivacySection(Theme& theme, model::Models& models, QWidget* parent)
    : SettingsSection(theme, parent), m_preferences(models.preferences())
{
    for (std::size_t i = 0; i < choices.size(); ++i) {
        auto* box = new QCheckBox(this);
        box->setObjectName(names[i]);
        addRow(box);
        connect(box, &QCheckBox::clicked, this,
                [this, choice = choices[i]](bool on) { m_preferences.setPrivacy(choice, on); });
        m_boxes[i] = box;
    }
    connect(&m_preferences, &model::Preferences::changed, this, &PrivacySection::refresh);
}

void PrivacySection::retranslate()
{
    setTitle(tr("Privacy"));
    setRow(0, tr("Show my name to everybody"),
           tr("Off: only friends see it, others see your address alone"));
    setRow(1, tr("Show my Friend VOS to everybody"),
           tr("Off: only friends can leave messages for you while you are away; strangers' "
              "requests wait until you are back"));
    setRow(2, tr("Only friends know where I am"),
           tr("On: the map of others does not list you; whoever wants to add you needs your whole "
              "link"));
    refresh();
}

void PrivacySection::refresh()
{
    for (std::size_t i = 0; i < choices.size(); ++i)
        m_boxes[i]->setChecked(m_preferences.privacy(choices[i]));
}

}  // namespace vos::ui
