#pragma once

// One node of the map in full, beside picture and table: who it is, how it is reached, and what can
// be done with it.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <QFrame>

#include <optional>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace vos::ui {

class AvatarView;
class ElidedLabel;

class NodeCard : public QFrame {
    Q_OBJECT

public:
    NodeCard(Theme& theme, model::Models& models, QWidget* parent = nullptr);

    /// A row of the map; without one the card is hidden.
    void setNode(const std::optional<model::MapNode>& node);
    void retranslate();

Q_SIGNALS:
    void openChatRequested(const vos::NodeId& id);
    void addFriendRequested(const QString& address);
    void askToHoldRequested(const vos::NodeId& id);

private:
    struct Fact {
        QLabel* name;
        QLabel* value;
    };

    QLayout* buildHead();
    Fact addFact(QVBoxLayout* column);
    void buildButtons(QVBoxLayout* column);
    void write();
    void copyAddress();

    Theme& m_theme;
    model::Models& m_models;
    std::optional<model::MapNode> m_node;
    AvatarView* m_avatar;
    QLabel* m_name;
    QLabel* m_verified;
    QLabel* m_presence;
    QLabel* m_tag;
    Fact m_address{};
    Fact m_reach{};
    Fact m_heard{};
    Fact m_rtt{};
    QPushButton* m_chat = nullptr;
    QPushButton* m_add = nullptr;
    QPushButton* m_ask = nullptr;
    QLabel* m_askNote = nullptr;
    QPushButton* m_copy = nullptr;
};

}  // namespace vos::ui
