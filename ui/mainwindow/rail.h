#pragma once

// The rail at the left: own picture above, the pages below it, Settings at the bottom.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QWidget>

namespace vos::ui {

class RailButton;

/// Pages of the window, in the order of the rail.
enum class PageId { Chats, FriendVos, Map, Network, Settings, Profile };

/// Own picture as a button: opens My profile.
class OwnAvatar : public QAbstractButton {
    Q_OBJECT

public:
    OwnAvatar(const Theme& theme, model::NodeStatus& status, QWidget* parent = nullptr);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    model::NodeStatus& m_status;
};

class Rail : public QWidget {
    Q_OBJECT

public:
    Rail(Theme& theme, model::Models& models, QWidget* parent = nullptr);

    void setCurrent(PageId page);
    RailButton* chats() const { return m_chats; }

Q_SIGNALS:
    void chosen(vos::ui::PageId page);

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void updateCounts();

    const Theme& m_theme;
    model::Models& m_models;
    OwnAvatar* m_own;
    RailButton* m_chats;
    RailButton* m_friendVos;
    RailButton* m_map;
    RailButton* m_network;
    RailButton* m_settings;
};

}  // namespace vos::ui
