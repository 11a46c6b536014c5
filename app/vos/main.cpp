// vos: the command line for a running node. Only wiring.

#include "app/control/client.h"
#include "app/control/socketpath.h"
#include "app/vos/terminal.h"
#include "app/vos/verbs.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;
using namespace vos::cli;

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    const auto parsed = parseCommandLine(QCoreApplication::arguments(), verbShapes());
    if (const auto* show = std::get_if<ShowText>(&parsed)) {
        print(show->text);
        return ExitDone;
    }
    if (const auto* fault = std::get_if<UsageFault>(&parsed)) {
        printError(fault->text);
        return ExitUsage;
    }
    const auto& line = std::get<CommandLine>(parsed);
    vos::control::Client client;
    const QStringList paths =
        line.controlPath.isEmpty()
            ? vos::control::namedSocketPaths(line.profile)
            : QStringList{vos::control::usableSocketPath(line.controlPath)};
    if (!client.connectTo(paths))
        return complain(
            u"no node runs on the profile %1 (looked for %2). Start vosd or vos-messenger, or "
            u"name its profile with --profile."_s
                .arg(line.profile, paths.join(" and "_L1)),
            ExitNoNode);
    return runVerb({client, line});
}
