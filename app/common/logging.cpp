#include "app/common/logging.h"

#include <QDateTime>
#include <QRegularExpression>

#include <atomic>
#include <cstdio>

namespace vos::common {

using namespace Qt::StringLiterals;

namespace {

// The message handler of Qt is process-wide and takes no argument of ours.
std::atomic<LogLine::Level> s_level = LogLine::Level::Info;

LogLine::Level levelOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg: return LogLine::Level::Debug;
    case QtInfoMsg: return LogLine::Level::Info;
    case QtWarningMsg: return LogLine::Level::Warning;
    case QtCriticalMsg:
    case QtFatalMsg: break;
    }
    return LogLine::Level::Error;
}

void onQtMessage(QtMsgType type, const QMessageLogContext&, const QString& text)
{
    log(levelOf(type), text);
}

QString oneLine(QString text)
{
    for (QChar& c : text) {
        if (c.category() == QChar::Other_Control)
            c = u' ';
    }
    return text;
}

}  // namespace

void startLogging(LogLine::Level level)
{
    s_level = level;
    qInstallMessageHandler(onQtMessage);
}

void log(LogLine::Level level, const QString& text)
{
    if (level > s_level)
        return;
    const QString time = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    const QString line = time + u' ' + levelWord(level) + u' ' + oneLine(shortened(text)) + u'\n';
    // One call, so that lines of several threads do not mix.
    std::fputs(line.toUtf8().constData(), stderr);
}

QString levelWord(LogLine::Level level)
{
    switch (level) {
    case LogLine::Level::Error: return u"error"_s;
    case LogLine::Level::Warning: return u"warning"_s;
    case LogLine::Level::Info: return u"info"_s;
    case LogLine::Level::Debug: return u"debug"_s;
    }
    return {};
}

QString shortened(const QString& text)
{
    if (!text.contains("vos1"_L1))
        return text;
    static const QRegularExpression address(u"(vos1[0-9a-z]{8})[0-9a-z]{46}([0-9a-z]{4})"_s);
    return QString(text).replace(address, u"\\1…\\2"_s);
}

}  // namespace vos::common
