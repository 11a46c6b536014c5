// What a message costs: join, round trip to the signed receipt, messages a second with durable
// receipts, and what it costs to do nothing. Names with .node are two nodes in one process (the
// figure a window sees), those with .vosd two vosd driven over their standard streams.

#include "tests/bench/figures.h"

#include <QCoreApplication>

#include <cstdio>

int main(int argc, char** argv)
{
    const QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    int idleSeconds = 60;
    if (const qsizetype at = arguments.indexOf(QStringLiteral("--idle")); at > 0)
        idleSeconds = arguments.value(at + 1).toInt();
    if (idleSeconds <= 0 || arguments.size() > 3) {
        std::fputs("usage: bench_message [--idle SECONDS]\n", stderr);
        return 2;
    }
    vos::bench::measureDisk();
    vos::bench::measureNodes();
    vos::bench::measureVosd();
    vos::bench::measureIdle(idleSeconds);
    return 0;
}
