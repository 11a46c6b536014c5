#pragma once

// The methods of the control interface: one table from name to handler. Each handler reads and
// checks all its parameters before it asks the node for anything.

#include "app/control/protocol.h"

#include "p2p/qt/node.h"

#include <functional>

namespace vos::control {

using Answered = Expected<QJsonValue, Fault>;

/// What a method may use besides its parameters.
struct Caller {
    Node& node;
    QObject* context;  ///< no answer is given after its end
    std::function<void()> subscribe;
    std::function<void(const Answered&)> answer;  ///< called exactly once, perhaps at once
};

void callMethod(const Request& request, const Caller& caller);

/// All names, in order of the alphabet.
QStringList methodNames();

}  // namespace vos::control
