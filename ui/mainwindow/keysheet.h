#pragma once

// All keys of the window on one sheet, and the table it and the window's shortcuts are made from.

#include "ui/theme/theme.h"

#include <QDialog>
#include <QKeySequence>

namespace vos::ui {

/// What a key of the window does; handled by MainWindow.
enum class WindowKey {
    FindFriend,
    SearchChat,
    AddFriend,
    NextChat,
    PreviousChat,
    NextUnread,
    PreviousUnread,
    GoChats,
    GoFriendVos,
    GoMap,
    GoNetwork,
    GoSettings,
    FocusComposer,
    Details,
    FriendDetails,
    Queue,
    NextZone,
    PreviousZone,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    Lock,
    Keys,
    Close,
    Quit,
};

struct KeyRow {
    WindowKey key;
    QList<QKeySequence> sequences;
    QString text;
};

/// In the order of the sheet, in the language that is set.
QList<KeyRow> windowKeys();

class KeySheet : public QDialog {
    Q_OBJECT

public:
    KeySheet(Theme& theme, QWidget* parent);
};

}  // namespace vos::ui
