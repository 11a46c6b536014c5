#pragma once

// One friend in full: own name for them, presence, address, safety number to compare with its QR
// code, and Block and Remove.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <optional>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace vos::ui {

class AvatarView;
class Banner;
class QrView;
class WhyOffline;

class FriendDetails : public QWidget {
    Q_OBJECT

public:
    FriendDetails(Theme& theme, model::Models& models, QWidget* parent = nullptr);

    void setFriend(const NodeId& id);
    const std::optional<NodeId>& friendId() const { return m_id; }

Q_SIGNALS:
    void closed();
    void writeRequested(const vos::NodeId& id);
    void askToHoldRequested(const vos::NodeId& id);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* buildHead();
    QWidget* buildPerson();
    QWidget* buildSafety();
    QWidget* buildFacts();
    QWidget* buildEnd();
    void retranslate();
    void refresh();
    void refreshFriendVos();
    void refreshPath();
    void saveName();
    void askBlock();
    void askRemove();
    Reply<Done> done();

    Theme& m_theme;
    model::Models& m_models;
    std::optional<NodeId> m_id;
    QLabel* m_title;
    QToolButton* m_back;
    Banner* m_trouble;
    AvatarView* m_avatar;
    QLabel* m_name;
    QWidget* m_verified;
    QLabel* m_verifiedText;
    QLabel* m_short;
    QLabel* m_presenceIcon;
    QLabel* m_presence;
    QPushButton* m_write;
    QPushButton* m_askToHold;
    WhyOffline* m_why;
    QrView* m_qr;
    QLabel* m_safetyTitle;
    QLabel* m_safetyHint;
    QLabel* m_number;
    QCheckBox* m_compared;
    QPushButton* m_copyNumber;
    QLabel* m_ownNameLabel;
    QLineEdit* m_ownName;
    QLabel* m_addressLabel;
    QLabel* m_address;
    QToolButton* m_copyAddress;
    QLabel* m_seenLabel;
    QLabel* m_seen;
    QLabel* m_pathLabel;
    QLabel* m_path;  ///< by which way they are connected
    QLabel* m_sinceLabel;
    QLabel* m_since;
    QLabel* m_holdsLabel;
    QLabel* m_holds;  ///< whether this friend keeps our messages
    QLabel* m_heldByLabel;
    QLabel* m_heldBy;  ///< who keeps messages for this friend
    QPushButton* m_block;
    QPushButton* m_remove;
};

}  // namespace vos::ui
