#pragma once

// "Why is Wang offline?": what was tried, when and with which result, who heard of the friend last,
// and what happens next. Asks the node again while it is open.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <optional>

class QFrame;
class QLabel;
class QPushButton;
class QTimer;

namespace vos::ui {

class WhyOffline : public QWidget {
    Q_OBJECT

public:
    WhyOffline(Theme& theme, model::Models& models, QWidget* parent);

    /// Shown for a friend who is offline, hidden for all others.
    void setFriend(const model::Friend* shown);
    void retranslate();

private:
    void setOpen(bool open);
    void ask();
    void write(const std::vector<SeekStep>& steps);

    Theme& m_theme;
    model::Models& m_models;
    std::optional<NodeId> m_id;
    QString m_name;
    bool m_hasHolders = false;
    QPushButton* m_button;
    QFrame* m_card;
    QLabel* m_summary;
    QLabel* m_next;
    QLabel* m_steps;
    QTimer* m_timer;
};

}  // namespace vos::ui
