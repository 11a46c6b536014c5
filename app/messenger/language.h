#pragma once

// The language of the window: installs our translations and Qt's own, at once and at run time.

#include <QObject>
#include <QTranslator>

namespace vos::messenger {

class Language : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// "system", "en" or "zh_CN". Every widget gets a LanguageChange event.
    void set(const QString& choice);
    /// What `choice` comes to: "en" or "zh_CN".
    static QString resolved(const QString& choice);
    const QString& current() const { return m_current; }

private:
    QString m_current;
    QTranslator m_ours;
    QTranslator m_qt;
};

}  // namespace vos::messenger
