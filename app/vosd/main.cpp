// vosd: the node without a window. Only wiring.

#include "app/common/logging.h"
#include "app/common/options.h"
#include "app/common/shutdown.h"
#include "app/control/service.h"
#include "app/vosd/operatorlog.h"
#include "app/vosd/welcome.h"

#include "p2p/qt/node.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

int main(int argc, char** argv)
{
    QCoreApplication app(argc, argv);
    const vos::common::Program program{
        u"vosd"_s, u"VOS node without a window: chat, bots and mail for absent friends."_s, {}};
    const auto loaded = vos::common::loadOptions(program, app.arguments());
    if (const auto* exit = std::get_if<vos::common::EarlyExit>(&loaded))
        return vos::common::tell(*exit);
    const auto& options = std::get<vos::common::Options>(loaded);
    vos::common::startLogging(options.logLevel);

    vos::common::Shutdown shutdown;
    vos::Node node(options.node);
    vos::daemon::OperatorLog operatorLog(node);
    vos::control::Service service(node, options);
    // With --stdio the terminal speaks the control interface.
    if (!options.stdio && vos::daemon::isFirstStart(options.node.profile)) {
        QObject::connect(&node, &vos::Node::ready, &app, [](const vos::NodeReady& ready) {
            vos::daemon::printWelcome(ready.link);
        });
    }
    int status = vos::common::ExitClean;
    const auto fail = [&status](const QString& message) {
        status = vos::common::tell({vos::common::ExitCannotStart, "vosd: "_L1 + message + u'\n'});
    };
    QObject::connect(&shutdown, &vos::common::Shutdown::requested, &node, &vos::Node::stop);
    QObject::connect(&node, &vos::Node::logged, &app, [](int level, const QString& text) {
        vos::common::log(static_cast<vos::LogLine::Level>(level), text);
    });
    QObject::connect(&node, &vos::Node::startFailed, &app, [&](const vos::StartError& error) {
        fail(error.message);
        app.quit();
    });
    QObject::connect(&service, &vos::control::Service::failed, &app, [&](const QString& message) {
        fail(message);
        node.stop();
    });
    QObject::connect(&node, &vos::Node::stopped, &app, [&] {
        service.close();
        app.quit();
    });
    QMetaObject::invokeMethod(&node, &vos::Node::start, Qt::QueuedConnection);
    app.exec();
    return status;
}
