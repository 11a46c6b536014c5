#pragma once

// The field for a friend's address or link: judges what is typed or pasted at once, says below what
// is wrong, and shows whose address it is when it is complete.

#include "model/addressinput.h"
#include "model/models.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QLineEdit;

namespace vos::ui {

class AvatarView;

class AddressField : public QWidget {
    Q_OBJECT

public:
    AddressField(Theme& theme, model::Models& models, QWidget* parent = nullptr);

    QLineEdit* edit() const { return m_edit; }
    void setText(const QString& text);
    const model::AddressInput& input() const { return m_input; }
    void retranslate();

Q_SIGNALS:
    /// The judgement changed.
    void judged();

private:
    void judge();
    void showPerson();

    Theme& m_theme;
    model::Models& m_models;
    model::AddressInput m_input;
    QLabel* m_label;
    QLineEdit* m_edit;
    QLabel* m_icon;
    QLabel* m_words;
    QWidget* m_person;
    AvatarView* m_avatar;
    QLabel* m_name;
    QLabel* m_address;
};

}  // namespace vos::ui
