#pragma once

// The fire drill: "If you switch off now, would messages reach you?", answered by asking each
// friend who keeps messages, with what to do about each no.

#include "model/drillwords.h"
#include "model/models.h"
#include "ui/theme/theme.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace vos::ui {

class DrillPanel : public QFrame {
    Q_OBJECT

public:
    DrillPanel(Theme& theme, model::Models& models, QWidget* parent = nullptr);

    void retranslate();
    void start();

Q_SIGNALS:
    void answered();

private:
    void show(const std::vector<DrillResult>& results);
    QWidget* makeLine(const model::DrillLine& line);
    void clearLines();

    Theme& m_theme;
    model::Models& m_models;
    QLabel* m_question;
    QPushButton* m_check;
    QLabel* m_verdict;
    QVBoxLayout* m_lines;
    std::optional<std::vector<DrillResult>> m_results;
};

}  // namespace vos::ui
