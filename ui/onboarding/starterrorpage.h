#pragma once

// What the window shows when the node could not start: what happened, why and what to do in words;
// the node's own sentence folded below, with Copy.

#include "model/words.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace vos::ui {

class StartErrorPage : public QWidget {
    Q_OBJECT

public:
    explicit StartErrorPage(Theme& theme, QWidget* parent = nullptr);

    void setError(const StartError& error);

Q_SIGNALS:
    void retryRequested();
    void quitRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    Theme& m_theme;
    StartError m_error{StartError::Kind::ProfileUnreadable, {}};
    QLabel* m_title;
    QLabel* m_text;
    QLabel* m_details;
    QPushButton* m_showDetails;
    QPushButton* m_copy;
    QPushButton* m_retry;
    QPushButton* m_quit;
};

}  // namespace vos::ui
