#pragma once

// The verbs of `vos`: each asks the node for something, prints it and yields an exit status.

#include "app/control/client.h"
#include "app/vos/commandline.h"

namespace vos::cli {

inline constexpr int ExitDone = 0;
inline constexpr int ExitRefused = 1;   ///< the node answered with an error
inline constexpr int ExitUsage = 2;
inline constexpr int ExitNotInTime = 3;  ///< offline, or not reached in time
inline constexpr int ExitNoNode = 4;

struct Job {
    control::Client& client;
    const CommandLine& line;

    /// Calls and prints the error, if it is one.
    std::optional<QJsonValue> ask(const QString& method, const QJsonObject& params = {}) const;
    /// Prints the answer as JSON where --json asks for it. True: printed, nothing more to do.
    bool printedJson(const QJsonValue& answer) const;
};

/// All verbs, in the order of the help.
QList<VerbShape> verbShapes();
/// `job.line.verb` is one of them.
int runVerb(const Job& job);

/// Prints "vos: what" to stderr and yields the status.
int complain(const QString& what, int status);

// infoverbs.cpp
int showInfo(const Job& job);
int showLink(const Job& job);
int joinNode(const Job& job);
int showMap(const Job& job);
int askOnline(const Job& job);
int showContacts(const Job& job);
int showQueue(const Job& job);

// statusverb.cpp
int showStatus(const Job& job);

// friendvosverbs.cpp
int friendVos(const Job& job);
/// Of friend_vos.list, as tables.
void printAgreements(const QJsonObject& agreements);

// chatverbs.cpp
int sendText(const Job& job);
int listen(const Job& job);
int showHistory(const Job& job);
int searchMessages(const Job& job);

}  // namespace vos::cli
