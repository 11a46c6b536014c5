#pragma once

// Figures on stdout, one JSON line each: {"name", "value", "unit", "n"}.

#include <QElapsedTimer>
#include <QList>
#include <QString>

namespace vos::bench {

struct Figure {
    QString name;
    double value = 0;
    QString unit;
    qint64 n = 1;  ///< what it was taken from
};

void report(const Figure& figure);
double microseconds(const QElapsedTimer& timer);
/// `name`.p50 and `name`.p99 of times in microseconds.
void reportTimes(const QString& name, QList<double> times);

/// What Linux tells of a process; 0 elsewhere.
double residentMiB(qint64 pid);
double cpuSeconds(qint64 pid);
/// Voluntary context switches of all its threads.
qint64 wakeUps(qint64 pid);

// The parts of the bench.
void measureDisk();
void measureNodes();
void measureVosd();
void measureIdle(int seconds);
void measureHomes(int runs);

}  // namespace vos::bench
