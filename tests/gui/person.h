#pragma once

// People of window tests on real nodes: each a node on loopback with its window.

#include "model/nodeadapter.h"
#include "tests/gui/stage.h"

#include <QInputMethodEvent>

namespace vos::tests {

/// Generous, since builds with sanitizers share the machine; nothing waits this long otherwise.
inline constexpr int WaitMax = 60'000;

/// One person at one computer: a real node on loopback with its window.
class Person {
public:
    explicit Person(const QString& profile)
        : node(optionsFor(profile))
        , adapter(node)
        , models(adapter, clock)
        , window(look().theme, models, {})
    {
        look().follow(models);
    }

    bool open()
    {
        node.start();
        window.show();
        return settle([this] { return models.isLoaded(); }, WaitMax);
    }
    bool close()
    {
        bool stopped = false;
        QObject::connect(&node, &Node::stopped, &window, [&] { stopped = true; });
        node.stop();
        return settle([&] { return stopped; }, WaitMax);
    }
    void type(const QString& text)
    {
        window.activateWindow();
        QWidget* composer = find(window, "composer");
        composer->setFocus();
        // As an input method gives it: in one piece, any script.
        QInputMethodEvent written;
        written.setCommitString(text);
        QApplication::sendEvent(composer, &written);
        QTest::keyClick(composer, Qt::Key_Return);
    }
    QStringList messages() { return rowsOf(find<QAbstractItemView>(window, "messageList")); }
    QStringList friends() { return rowsOf(find<QAbstractItemView>(window, "friendList")); }
    /// Waits for a message row that holds `part` and, if given, ends with `receipt`.
    bool sees(const QString& part, const QString& receipt = {})
    {
        return settle(
            [&] {
                const QStringList rows = messages();
                return std::any_of(rows.begin(), rows.end(), [&](const QString& row) {
                    return row.contains(part) && row.endsWith(receipt);
                });
            },
            WaitMax);
    }

    static NodeOptions optionsFor(const QString& profile)
    {
        NodeOptions options;
        options.profile = profile;
        options.listen = {QStringLiteral("127.0.0.1:0")};
        options.lan = false;
        options.portMapping = false;
        options.eventIntervalMs = 50;
        return options;
    }

    Node node;
    model::NodeAdapter adapter;
    model::SystemClock clock;
    model::Models models;
    ui::MainWindow window;
};

inline void goThroughFirstRun(Person& person, const QString& name, const QString& friendLink)
{
    QVERIFY(settle([&] { return isShown(person.window, "firstRunPage"); }, WaitMax));
    typeInto(find(person.window, "ownName"), name);
    QWidget* next = find(person.window, "firstRunNext");
    click(next);
    click(find(person.window, "copyAddressButton"));
    click(next);
    if (!friendLink.isEmpty())
        typeInto(find(person.window, "friendAddress"), friendLink);
    click(next);
    QVERIFY(settle([&] { return !isShown(person.window, "firstRunPage"); }, WaitMax));
}

}  // namespace vos::tests
