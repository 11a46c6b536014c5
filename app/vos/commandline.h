#pragma once

// The command line of `vos`: `vos [OPTION…] VERB [ARGUMENT…]`. Options are taken before and after
// the verb; `--` ends them, so that any text can be sent.

#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

namespace vos::cli {

struct CommandLine {
    QString profile;
    QString controlPath;  ///< empty: what the profile says
    bool json = false;
    QString verb;
    QStringList arguments;
    QMap<QString, QString> options;  ///< the verb's own, by name without dashes; flags: empty value
};

/// A verb as the command line knows it.
struct VerbShape {
    QString name;
    QString arguments;  ///< for the help, e.g. "TO TEXT…"
    QString help;
    int argumentsMin = 0;
    int argumentsMax = 0;        ///< -1: any number
    QStringList flags = {};         ///< own options without a value
    QStringList valueOptions = {};  ///< own options with one
};

/// Text for --help or --version.
struct ShowText {
    QString text;
};
/// What is wrong with the command line.
struct UsageFault {
    QString text;
};

std::variant<CommandLine, ShowText, UsageFault> parseCommandLine(const QStringList& arguments,
                                                                 const QList<VerbShape>& verbs);

}  // namespace vos::cli
