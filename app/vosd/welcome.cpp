#include "app/vosd/welcome.h"

#include "app/common/console.h"
#include "app/common/qrcode.h"

#include <QDir>
#include <QFile>

#include <cstdio>

namespace vos::daemon {

using namespace Qt::StringLiterals;

bool isFirstStart(const QString& profile)
{
    return !QFile::exists(QDir(profile).filePath(u"key.box"_s));
}

void printWelcome(const QString& link)
{
    QString text =
        u"This node is new. Give its link to those who are to find it:\n\n  %1\n\n"_s.arg(link);
    if (common::isTerminal())
        text += common::qrCode(link, true);
    std::fputs(text.toUtf8().constData(), stdout);
    std::fflush(stdout);
}

}  // namespace vos::daemon
