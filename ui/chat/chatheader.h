#pragma once

// The line above a chat: who it is with, whether they can be reached, and what can be opened beside
// the chat.

#include "model/friendmodel.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace vos::ui {

class AvatarView;
class ElidedLabel;

class ChatHeader : public QWidget {
    Q_OBJECT

public:
    ChatHeader(Theme& theme, QWidget* parent = nullptr);

    void show(const model::Friend& person, const QString& presenceText);
    QToolButton* searchButton() const { return m_search; }
    QToolButton* infoButton() const { return m_info; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void drawIcons();

    Theme& m_theme;
    AvatarView* m_avatar;
    ElidedLabel* m_name;
    QLabel* m_verified;
    QLabel* m_presenceIcon;
    ElidedLabel* m_presence;
    QToolButton* m_search;
    QToolButton* m_info;
    model::Presence m_state = model::Presence::Offline;
};

}  // namespace vos::ui
