// What the chat costs: opens the window on a history of 100,000 messages and measures opening,
// scrolling, appending and resizing. One JSON line a figure; run it by hand, on the offscreen
// platform or a real one.

#include "model/models.h"
#include "ui/chat/chatpage.h"
#include "ui/chat/messageview.h"
#include "ui/gallery/gallery.h"
#include "ui/gallery/seed.h"
#include "ui/mainwindow/mainwindow.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QScrollBar>
#include <QTest>

#include <algorithm>
#include <cstdio>

using namespace vos;
using namespace vos::ui;

namespace {

constexpr int Frames = 400;
constexpr int Appends = 100;
constexpr int Resizes = 40;
constexpr int WaitMs = 20'000;

double milliseconds(qint64 nanoseconds) { return static_cast<double>(nanoseconds) / 1e6; }

void print(const char* name, std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    const auto at = [&values](double share) {
        const double place = share * static_cast<double>(values.size() - 1);
        return values[static_cast<std::size_t>(place)];
    };
    std::printf("{\"name\": \"%s\", \"unit\": \"ms\", \"p50\": %.2f, \"p95\": %.2f, "
                "\"max\": %.2f, \"n\": %zu}\n",
                name, at(0.5), at(0.95), values.back(), values.size());
    std::fflush(stdout);
}

/// Runs `step` and everything it makes the window do, up to and with the paint.
template <typename Step>
double timed(QWidget& window, Step step)
{
    QElapsedTimer timer;
    timer.start();
    step();
    QCoreApplication::sendPostedEvents();
    window.repaint();
    return milliseconds(timer.nsecsElapsed());
}

Message incoming(int number)
{
    Message message;
    message.peer = galleryId(person::Bob);
    message.text = "New message " + std::to_string(number);
    message.sentAt = galleryNow();
    message.receivedAt = galleryNow();
    message.state = MessageState::Received;
    return message;
}

}  // namespace

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    Theme theme(app);
    Gallery gallery(QStringLiteral("history"), QStringLiteral("en"));
    model::Models models(gallery.node(), gallery.clock());
    MainWindow window(theme, models, {});
    window.show();
    gallery.node().start();
    QElapsedTimer opening;
    opening.start();
    QObject::connect(&models, &model::Models::loaded, &window, [&] {
        opening.restart();
        window.openChat(galleryId(person::Bob));
    });
    MessageView& view = *window.chat()->view();
    const auto opened = [&view] {
        return view.conversation() != nullptr && view.conversation()->isLoaded();
    };
    if (!QTest::qWaitFor(opened, WaitMs))
        return 1;
    window.repaint();
    print("window.open", {milliseconds(opening.nsecsElapsed())});

    std::vector<double> frames;
    for (int i = 0; i < Frames; ++i) {
        frames.push_back(timed(window, [&view, i] {
            QScrollBar* bar = view.verticalScrollBar();
            bar->setValue(bar->value() + (i < Frames / 2 ? -120 : 120));
        }));
        QCoreApplication::processEvents();
    }
    print("window.scroll_frame", frames);

    view.scrollToLatest();
    QTest::qWait(100);
    std::vector<double> appends;
    for (int i = 0; i < Appends; ++i)
        appends.push_back(timed(window, [&] { gallery.node().putMessage(incoming(i)); }));
    print("window.append", appends);

    std::vector<double> resizes;
    for (int i = 0; i < Resizes; ++i)
        resizes.push_back(timed(window, [&window, i] { window.resize(1000 + 7 * i, 720); }));
    print("window.resize", resizes);
    return 0;
}
