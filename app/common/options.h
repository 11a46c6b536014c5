#pragma once

// The command line of the programs that hold a node (`vosd`, `vos-messenger`). Exit statuses are a
// contract with scripts: a line that cannot be understood ends with 2, one that can but asks for
// something impossible (a bad value) with 1, as does everything else that keeps a node from
// starting.

#include "p2p/engine/event.h"
#include "p2p/qt/node.h"

#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>
#include <vector>

namespace vos::common {

inline constexpr int ExitClean = 0;
inline constexpr int ExitCannotStart = 1;
inline constexpr int ExitBadCommandLine = 2;

struct Options {
    NodeOptions node;
    /// Path of the control socket; empty: control.sock in the profile.
    QString controlPath;
    bool control = true;  ///< false: no control socket (`--control none`)
    bool stdio = false;
    std::optional<int> passphraseFd;
    LogLine::Level logLevel = LogLine::Level::Info;
    /// The program's own options that were given, by name without dashes; flags have an empty
    /// value.
    QMap<QString, QString> own;
    /// The word beside the options, where the program takes one; empty: none was given.
    QString operand;
};

/// An option only one program has.
struct OwnOption {
    QString name;       ///< without dashes
    QString valueName;  ///< empty: a flag
    QString help;       ///< one line
};

struct Program {
    QString name;     ///< as typed
    QString summary;  ///< one sentence for --help
    std::vector<OwnOption> own;
    QString operandName = {};  ///< what one word beside the options is; empty: none is taken
    QString operandHelp = {};  ///< one line
};

/// The program ends before it has begun: `text` goes to stdout where the status is 0 (--help,
/// --version), else to stderr.
struct EarlyExit {
    int status = ExitClean;
    QString text;
};

/// `arguments` begins with the program's path, as QCoreApplication::arguments() does.
std::variant<Options, EarlyExit> parseOptions(const Program& program, const QStringList& arguments);

/// parseOptions(), then the passphrase is read where --passphrase-fd asks for it.
std::variant<Options, EarlyExit> loadOptions(const Program& program, const QStringList& arguments);

/// Prints `exit.text` where it belongs; returns the status, for main().
int tell(const EarlyExit& exit);

/// Where an identity lives unless --profile says otherwise.
QString defaultProfile();

}  // namespace vos::common
