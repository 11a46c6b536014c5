#pragma once

// Whether the system is set to dark: from the lightness of its palette at the start, then from the
// settings portal (org.freedesktop.appearance) where one answers. Never waits.

#include <QObject>

class QDBusVariant;

namespace vos::ui {

class SystemScheme : public QObject {
    Q_OBJECT

public:
    /// Before the application's palette is changed.
    explicit SystemScheme(QObject* parent = nullptr);

    bool isDark() const { return m_dark; }

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void onSettingChanged(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void askPortal();
    void take(const QVariant& value);

    bool m_dark;
};

}  // namespace vos::ui
