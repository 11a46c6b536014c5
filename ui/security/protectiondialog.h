#pragma once

// How the keys of the profile are kept: by a passphrase, by the system's keychain, or not at all.
// Asks for the passphrase the profile has now, and twice for a new one; Apply stays off, and says
// why, until all fits.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace vos::ui {

class ProtectionDialog : public QDialog {
    Q_OBJECT

public:
    ProtectionDialog(Theme& theme, model::Models& models, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Field {
        QLabel* label;
        QLineEdit* edit;
    };

    Field field(const char* name);
    void buildLayout();
    void retranslate();
    void judge();
    void apply();
    Protection chosen() const;
    bool asksOld() const;

    Theme& m_theme;
    model::Models& m_models;
    QLabel* m_intro;
    QRadioButton* m_byPassphrase;
    QRadioButton* m_byKeychain;
    QRadioButton* m_byNothing;
    Field m_old;
    Field m_new;
    Field m_again;
    QLabel* m_hint;
    QLabel* m_error;
    QPushButton* m_cancel;
    QPushButton* m_apply;
    bool m_waiting = false;
};

}  // namespace vos::ui
