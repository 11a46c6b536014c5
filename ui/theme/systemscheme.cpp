#include "ui/theme/systemscheme.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusVariant>
#include <QGuiApplication>
#include <QPalette>

namespace vos::ui {

namespace {

const QString service = QStringLiteral("org.freedesktop.portal.Desktop");
const QString path = QStringLiteral("/org/freedesktop/portal/desktop");
const QString interface = QStringLiteral("org.freedesktop.portal.Settings");
const QString appearance = QStringLiteral("org.freedesktop.appearance");
const QString colorScheme = QStringLiteral("color-scheme");

}  // namespace

SystemScheme::SystemScheme(QObject* parent)
    : QObject(parent),
      m_dark(QGuiApplication::palette().color(QPalette::Window).lightness() <
             QGuiApplication::palette().color(QPalette::WindowText).lightness())
{
    askPortal();
}

void SystemScheme::askPortal()
{
    QDBusConnection bus = QDBusConnection::sessionBus();
    if (!bus.isConnected())
        return;
    // QtDBus matches signals by the slot's written signature; the leading 1 marks a slot.
    bus.connect(service, path, interface, QStringLiteral("SettingChanged"), this,
                "1onSettingChanged(QString,QString,QDBusVariant)");
    QDBusMessage ask =
        QDBusMessage::createMethodCall(service, path, interface, QStringLiteral("Read"));
    ask << appearance << colorScheme;
    auto* watcher = new QDBusPendingCallWatcher(bus.asyncCall(ask), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this,
            [this](QDBusPendingCallWatcher* done) {
                const QDBusPendingReply<QDBusVariant> reply = *done;
                if (!reply.isError())
                    take(reply.value().variant());
                done->deleteLater();
            });
}

void SystemScheme::onSettingChanged(const QString& group, const QString& key,
                                    const QDBusVariant& value)
{
    if (group == appearance && key == colorScheme)
        take(value.variant());
}

void SystemScheme::take(const QVariant& value)
{
    // Older portals wrap the value twice. 1: dark preferred, 2: light preferred, 0: no preference.
    const QVariant inner =
        value.canConvert<QDBusVariant>() ? value.value<QDBusVariant>().variant() : value;
    const uint preference = inner.toUInt();
    if (preference != 1 && preference != 2)
        return;
    const bool dark = preference == 1;
    if (dark == m_dark)
        return;
    m_dark = dark;
    Q_EMIT changed();
}

}  // namespace vos::ui
