#include "ui/startup/loginstart.h"

#include <QDir>
#include <QFile>
#include <QSaveFile>
#include <QXmlStreamWriter>

namespace vos::ui {

namespace {

/// Launch agents are named after who made them; see VOS_APP_ID in installer/.
QString agentLabel(const QString& name)
{
    return QStringLiteral("org.vosmessenger.") + name;
}

QString agentPath(const QString& name)
{
    return QDir::homePath() +
           QStringLiteral("/Library/LaunchAgents/%1.plist").arg(agentLabel(name));
}

QByteArray agentText(const QString& name, const QStringList& command)
{
    QByteArray text;
    QXmlStreamWriter xml(&text);
    xml.setAutoFormatting(true);
    xml.writeStartDocument();
    xml.writeDTD(QStringLiteral("<!DOCTYPE plist>"));
    xml.writeStartElement(QStringLiteral("plist"));
    xml.writeAttribute(QStringLiteral("version"), QStringLiteral("1.0"));
    xml.writeStartElement(QStringLiteral("dict"));
    xml.writeTextElement(QStringLiteral("key"), QStringLiteral("Label"));
    xml.writeTextElement(QStringLiteral("string"), agentLabel(name));
    xml.writeTextElement(QStringLiteral("key"), QStringLiteral("ProgramArguments"));
    xml.writeStartElement(QStringLiteral("array"));
    for (const QString& argument : command)
        xml.writeTextElement(QStringLiteral("string"), argument);
    xml.writeEndElement();
    xml.writeTextElement(QStringLiteral("key"), QStringLiteral("RunAtLoad"));
    xml.writeEmptyElement(QStringLiteral("true"));
    xml.writeEndDocument();
    return text;
}

}  // namespace

LoginStart::LoginStart(QString name, QStringList command)
    : m_name(std::move(name)), m_command(std::move(command))
{
}

bool LoginStart::isPossible() { return true; }

bool LoginStart::isOn() const { return QFile::exists(agentPath(m_name)); }

Expected<std::monostate, QString> LoginStart::set(bool on) const
{
    const QString path = agentPath(m_name);
    if (!on) {
        QFile file(path);
        if (file.exists() && !file.remove())
            return Unexpected{path + QStringLiteral(": ") + file.errorString()};
        return std::monostate{};
    }
    QDir().mkpath(QFileInfo(path).path());
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(agentText(m_name, m_command)) < 0 ||
        !file.commit())
        return Unexpected{path + QStringLiteral(": ") + file.errorString()};
    return std::monostate{};
}

void LoginStart::renew() const
{
    if (isOn())
        static_cast<void>(set(true));
}

}  // namespace vos::ui
