#pragma once

// Whether a program starts when its person logs in, as the system itself keeps it: an XDG autostart
// entry, a value in the registry, a launch agent. The system's own settings may change it too, so
// nothing is remembered here.

#include "p2p/base/expected.h"

#include <QString>
#include <QStringList>

#include <variant>

namespace vos::ui {

class LoginStart {
public:
    /// `command`: the program's path and its arguments. `name`: the entry's, one for each command
    /// that may be on at the same time; letters, digits and dashes.
    LoginStart(QString name, QStringList command);

    /// False where a program may not say so itself (inside Flatpak).
    static bool isPossible();
    bool isOn() const;
    /// The error is what the system said, in its own words.
    Expected<std::monostate, QString> set(bool on) const;
    /// Where it is on, the entry names this command from here on: the program may have moved.
    void renew() const;

private:
    QString m_name;
    QStringList m_command;
};

}  // namespace vos::ui
