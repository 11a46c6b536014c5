#pragma once

// What window tests share: the application's look and language, a main window on a node in memory,
// and short ways to find, click, type and read.

#include "app/messenger/language.h"
#include "model/models.h"
#include "ui/gallery/memorynode.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/theme/theme.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QTest>

namespace vos::tests {

NodeId nodeId(int number);
MessageId messageId(int number);
/// On Sunday, 22 November 2026.
WallTime at(int hour, int minute);
Contact contact(const NodeId& id, const char* name,
                ContactState state = ContactState::Accepted, bool online = false);
Message received(const NodeId& peer, const std::string& text, WallTime sent);
Message own(const NodeId& peer, const std::string& text, WallTime sent, MessageState state);

inline const NodeId Me = nodeId(1);
inline const NodeId Wang = nodeId(2);
inline const NodeId Bob = nodeId(3);
inline const NodeId Carol = nodeId(4);

/// Look and language of the application, as the preferences of `models` want them.
class Look {
public:
    explicit Look(QApplication& app);
    void follow(model::Models& models);

    ui::Theme theme;
    messenger::Language language;

private:
    void apply(model::Models& models);
    QObject m_context;
};

/// The look of this test program; made by the first call, gone with the application.
Look& look();

/// The visible widget of that name, else any of that name; a missing one fails the program loudly.
template <typename T = QWidget>
T* find(QWidget& root, const char* name)
{
    T* hidden = nullptr;
    const QList<T*> all = root.findChildren<T*>(QString::fromLatin1(name));
    for (T* widget : all) {
        if (widget->isVisible())
            return widget;
        hidden = widget;
    }
    if (hidden == nullptr)
        qFatal("no widget named %s", name);
    return hidden;
}

/// Whether a widget of that name is on the screen.
bool isShown(QWidget& root, const char* name);
void click(QWidget* widget);
/// Clicks the row whose accessible text begins with `start`; false if there is none.
bool clickRow(QAbstractItemView* view, const QString& start);
/// Accessible texts of the rows of a list.
QStringList rowsOf(const QAbstractItemView* view);
/// Replaces the text of a field as a person would.
void typeInto(QWidget* field, const QString& text);

/// The main window on a node in memory with a clock that stands still.
class WindowWorld {
public:
    WindowWorld();
    ~WindowWorld();

    /// Starts the node, shows the window, waits until it is loaded and active.
    bool open(bool firstRunOver = true);

    model::FixedClock clock;
    ui::MemoryNode node;
    model::Models models;
    ui::MainWindow window;
};

/// Bounded wait, with the event loop running.
template <typename Condition>
bool settle(Condition done, int milliseconds = 5000)
{
    return QTest::qWaitFor(std::move(done), milliseconds);
}

}  // namespace vos::tests
