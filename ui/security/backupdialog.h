#pragma once

// A backup of the whole profile, written or restored: a file, a passphrase, a bar, and at the end
// in words what came of it. The button stays off, and says why, until all fits.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QProgressBar;
class QPushButton;

namespace vos::ui {

class BackupDialog : public QDialog {
    Q_OBJECT

public:
    enum class Task { Write, Restore };

    BackupDialog(Task task, Theme& theme, model::Models& models, QWidget* parent = nullptr);

    /// Stops what is under way.
    void reject() override;

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Field {
        QLabel* label;
        QLineEdit* edit;
    };

    Field field(const char* name, bool secret);
    void buildLayout();
    void retranslate();
    void judge();
    void choose();
    void begin();
    void showProgress(quint64 done, quint64 total);
    void finish(const Outcome<BackupFault>& result);
    bool writes() const { return m_task == Task::Write; }

    const Task m_task;
    Theme& m_theme;
    model::Models& m_models;
    QLabel* m_intro;
    Field m_file;
    QPushButton* m_choose;
    Field m_passphrase;
    Field m_again;
    QProgressBar* m_bar;
    QLabel* m_result;
    QLabel* m_error;
    QLabel* m_hint;
    QPushButton* m_cancel;
    QPushButton* m_begin;
    bool m_running = false;
    bool m_done = false;
};

}  // namespace vos::ui
