// vos-messenger: the node with its window. Only wiring.

#include "app/messenger/messenger.h"

#include <QApplication>

namespace common = vos::common;
namespace messenger = vos::messenger;

int main(int argc, char** argv)
{
    QStringList arguments;
    for (int i = 0; i < argc; ++i)
        arguments.append(QString::fromLocal8Bit(argv[i]));
    const common::Program program = messenger::program();
    const auto refuse = [&program](const QString& why) {
        return common::tell({common::ExitCannotStart, program.name + u": " + why + u'\n'});
    };
    const auto loaded = common::loadOptions(program, messenger::withGalleryPage(arguments));
    if (const auto* exit = std::get_if<common::EarlyExit>(&loaded))
        return common::tell(*exit);
    const auto& options = std::get<common::Options>(loaded);
    const auto start = messenger::parseWindowStart(options);
    if (!start)
        return refuse(start.error());
    if (!messenger::hasDisplay()) {
        if (start->screenshot.isEmpty())
            return refuse(QStringLiteral("there is no display; vosd is the node without a window"));
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
    if (start->scale)
        qputenv("QT_SCALE_FACTOR", QByteArray::number(*start->scale));

    QApplication::setHighDpiScaleFactorRoundingPolicy(
        Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QApplication app(argc, argv);
    app.setApplicationName(program.name);
    app.setDesktopFileName(program.name);
    return messenger::Messenger(app, options, *start).run();
}
