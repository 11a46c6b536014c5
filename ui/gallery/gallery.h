#pragma once

// Shows one page of the window on seeded people and a clock that stands still: for pictures, for
// looking at the window without a network, and for measuring it.

#include "model/clock.h"
#include "ui/gallery/memorynode.h"

#include <QObject>

namespace vos::model {
class Models;
}

namespace vos::ui {

class MainWindow;
enum class FriendVosPart;

class Gallery : public QObject {
    Q_OBJECT

public:
    /// `page` is one of pages(); `language` "en" or "zh_CN".
    Gallery(const QString& page, const QString& language, QObject* parent = nullptr);

    static QStringList pages();

    MemoryNode& node() { return m_node; }
    model::Clock& clock() { return m_clock; }

    /// Opens the page in `window` once its models are loaded, then says shown().
    void drive(MainWindow& window, model::Models& models);

Q_SIGNALS:
    void shown();

private:
    void seedFriendVosPage();
    void open(MainWindow& window);
    /// Says shown() after so many turns of the event loop.
    void settle(int rounds);
    void openSecurity(MainWindow& window);
    bool openFriendVos(MainWindow& window);
    FriendVosPart friendVosPart() const;
    void openTalk(MainWindow& window);
    void openMap(MainWindow& window);
    void openNetwork(MainWindow& window);
    void openParts(MainWindow& window);
    void cancelHeld(MainWindow& window);

    QString m_page;
    bool m_chinese;
    model::FixedClock m_clock;
    MemoryNode m_node;
};

}  // namespace vos::ui
