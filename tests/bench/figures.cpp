#include "tests/bench/figures.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace vos::bench {

using namespace Qt::StringLiterals;

namespace {

QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// The number behind `key` in a status file of /proc.
qint64 numberIn(const QByteArray& status, const QByteArray& key)
{
    for (const QByteArray& line : status.split('\n'))
        if (line.startsWith(key))
            return line.mid(key.size()).trimmed().split(' ').first().toLongLong();
    return 0;
}

}  // namespace

void report(const Figure& figure)
{
    const QJsonObject line{{u"name"_s, figure.name},
                           {u"value"_s, figure.value},
                           {u"unit"_s, figure.unit},
                           {u"n"_s, figure.n}};
    std::puts(QJsonDocument(line).toJson(QJsonDocument::Compact).constData());
    std::fflush(stdout);
}

double microseconds(const QElapsedTimer& timer)
{
    return static_cast<double>(timer.nsecsElapsed()) / 1000;
}

void reportTimes(const QString& name, QList<double> times)
{
    if (times.isEmpty())
        return;
    std::ranges::sort(times);
    const auto at = [&](double share) {
        return times[static_cast<qsizetype>(share * static_cast<double>(times.size() - 1))];
    };
    report({name + u".p50"_s, at(0.5), u"us"_s, times.size()});
    report({name + u".p99"_s, at(0.99), u"us"_s, times.size()});
}

double residentMiB(qint64 pid)
{
    return static_cast<double>(numberIn(contentOf(u"/proc/%1/status"_s.arg(pid)), "VmRSS:")) / 1024;
}

double cpuSeconds(qint64 pid)
{
    // Fields 14 and 15 of proc(5), counted behind the name, which may hold spaces.
    const QByteArray stat = contentOf(u"/proc/%1/stat"_s.arg(pid));
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    const double ticks = fields.value(11).toDouble() + fields.value(12).toDouble();
    return ticks / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

qint64 wakeUps(qint64 pid)
{
    const QString tasks = u"/proc/%1/task"_s.arg(pid);
    qint64 sum = 0;
    for (const QString& task : QDir(tasks).entryList(QDir::Dirs | QDir::NoDotAndDotDot))
        sum += numberIn(contentOf(tasks + u'/' + task + u"/status"_s), "voluntary_ctxt_switches:");
    return sum;
}

}  // namespace vos::bench
