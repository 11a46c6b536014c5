#include "ui/startup/loginstart.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QStandardPaths>

namespace vos::ui {

namespace {

QString entryPath(const QString& name)
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/autostart/%1.desktop").arg(name);
}

/// One argument of Exec: quoted as a shell would, then escaped as every value of such a file, and
/// without field codes.
QString execArgument(const QString& argument)
{
    QString quoted;
    for (const QChar c : argument) {
        if (QStringLiteral("\"`$\\").contains(c))
            quoted += u'\\';
        quoted += c;
    }
    quoted.replace(u'\\', QStringLiteral("\\\\"));
    quoted.replace(u'%', QStringLiteral("%%"));
    return u'"' + quoted + u'"';
}

QString entryText(const QStringList& command)
{
    QStringList exec;
    for (const QString& argument : command)
        exec << execArgument(argument);
    return QStringLiteral("[Desktop Entry]\n"
                          "Type=Application\n"
                          "Version=1.0\n"
                          "Name=VOS Messenger\n"
                          "Icon=vos-messenger\n"
                          "Exec=%1\n"
                          "Terminal=false\n"
                          "X-GNOME-Autostart-enabled=true\n")
        .arg(exec.join(u' '));
}

QString readEntry(const QString& name)
{
    QFile file(entryPath(name));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

}  // namespace

LoginStart::LoginStart(QString name, QStringList command)
    : m_name(std::move(name)), m_command(std::move(command))
{
}

bool LoginStart::isPossible()
{
    // A sandbox has an autostart folder of its own, which nobody reads.
    return !qEnvironmentVariableIsSet("FLATPAK_ID");
}

bool LoginStart::isOn() const
{
    const QString text = readEntry(m_name);
    // How desktops switch an entry off without removing it.
    return !text.isEmpty() && !text.contains(QStringLiteral("\nHidden=true")) &&
           !text.contains(QStringLiteral("\nX-GNOME-Autostart-enabled=false"));
}

Expected<std::monostate, QString> LoginStart::set(bool on) const
{
    const QString path = entryPath(m_name);
    if (!on) {
        QFile file(path);
        if (file.exists() && !file.remove())
            return Unexpected{path + QStringLiteral(": ") + file.errorString()};
        return std::monostate{};
    }
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(entryText(m_command).toUtf8()) < 0 ||
        !file.commit())
        return Unexpected{path + QStringLiteral(": ") + file.errorString()};
    return std::monostate{};
}

void LoginStart::renew() const
{
    if (isOn() && readEntry(m_name) != entryText(m_command))
        static_cast<void>(set(true));
}

}  // namespace vos::ui
