#include "app/vosd/welcome.h"

#include "app/common/qrcode.h"

#include <QDir>
#include <QFile>

#include <cstdio>

#ifdef Q_OS_WIN
#include <io.h>
#else
#include <unistd.h>
#endif

namespace vos::daemon {

using namespace Qt::StringLiterals;

namespace {

bool isTerminal()
{
#ifdef Q_OS_WIN
    return _isatty(_fileno(stdout)) != 0;
#else
    return ::isatty(STDOUT_FILENO) != 0;
#endif
}

}  // namespace

bool isFirstStart(const QString& profile)
{
    return !QFile::exists(QDir(profile).filePath(u"key.box"_s));
}

void printWelcome(const QString& link)
{
    QString text =
        u"This node is new. Give its link to those who are to find it:\n\n  %1\n\n"_s.arg(link);
    if (isTerminal())
        text += common::qrCode(link, true);
    std::fputs(text.toUtf8().constData(), stdout);
    std::fflush(stdout);
}

}  // namespace vos::daemon
