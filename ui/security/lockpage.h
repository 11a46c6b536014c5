#pragma once

// What the window shows while the profile is locked: nothing of its content, a field for the
// passphrase, and that messages go on arriving.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace vos::ui {

class LockPage : public QWidget {
    Q_OBJECT

public:
    LockPage(Theme& theme, model::Models& models, QWidget* parent = nullptr);

    /// Empty again, the cursor in the field.
    void prepare();

Q_SIGNALS:
    void quitRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void buildLayout(QWidget* icon);
    void retranslate();
    void unlock();
    void setWaiting(bool waiting);

    Theme& m_theme;
    model::Models& m_models;
    QLabel* m_title;
    QLabel* m_text;
    QLineEdit* m_passphrase;
    QLabel* m_error;
    QPushButton* m_unlock;
    QPushButton* m_quit;
};

}  // namespace vos::ui
