#include "ui/startup/loginstart.h"

#include <QDir>
#include <QSettings>

namespace vos::ui {

namespace {

const QString RunKey =
    QStringLiteral("HKEY_CURRENT_USER\\Software\\Microsoft\\Windows\\CurrentVersion\\Run");

/// As CommandLineToArgvW takes it apart: backslashes count only before a quotation mark.
QString commandLine(const QStringList& command)
{
    QStringList line;
    for (const QString& argument : command) {
        QString quoted;
        qsizetype backslashes = 0;
        for (const QChar c : argument) {
            if (c == u'"')
                quoted += QString(backslashes + 1, u'\\');
            backslashes = c == u'\\' ? backslashes + 1 : 0;
            quoted += c;
        }
        line << u'"' + quoted + QString(backslashes, u'\\') + u'"';
    }
    return line.join(u' ');
}

}  // namespace

LoginStart::LoginStart(QString name, QStringList command)
    : m_name(std::move(name)), m_command(std::move(command))
{
    m_command.front() = QDir::toNativeSeparators(m_command.front());
}

bool LoginStart::isPossible() { return true; }

bool LoginStart::isOn() const
{
    return QSettings(RunKey, QSettings::NativeFormat).contains(m_name);
}

Expected<std::monostate, QString> LoginStart::set(bool on) const
{
    QSettings key(RunKey, QSettings::NativeFormat);
    if (on)
        key.setValue(m_name, commandLine(m_command));
    else
        key.remove(m_name);
    key.sync();
    if (key.status() != QSettings::NoError)
        return Unexpected{key.fileName()};
    return std::monostate{};
}

void LoginStart::renew() const
{
    if (isOn())
        static_cast<void>(set(true));
}

}  // namespace vos::ui
