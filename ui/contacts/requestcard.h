#pragma once

// One contact request: who asks, what they wrote, and the three answers.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace vos::ui {

class AvatarView;

class RequestCard : public QFrame {
    Q_OBJECT

public:
    RequestCard(Theme& theme, model::Models& models, const NodeId& id, QWidget* parent = nullptr);

    /// Reads the request again, in the language that is set.
    void refresh();
    void setAnswered(bool answered);
    QPushButton* acceptButton() const { return m_accept; }

Q_SIGNALS:
    void acceptClicked(const vos::NodeId& id);
    void declineClicked(const vos::NodeId& id);
    void blockClicked(const vos::NodeId& id);

private:
    void buildLayout();

    Theme& m_theme;
    model::Models& m_models;
    const NodeId m_id;
    AvatarView* m_avatar;
    QLabel* m_title;
    QLabel* m_address;
    QLabel* m_note;
    QLabel* m_hint;
    QPushButton* m_accept;
    QPushButton* m_decline;
    QPushButton* m_block;
};

}  // namespace vos::ui
