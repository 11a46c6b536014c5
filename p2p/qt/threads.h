#pragma once

// The one way our threads talk: a function, with the values it needs, queued to the event loop of
// the thread `receiver` lives in. It is dropped when the receiver is gone before its turn.

#include <QMetaObject>
#include <QObject>

#include <utility>

namespace vos::qt {

template <typename Function>
void post(QObject* receiver, Function&& function)
{
    QMetaObject::invokeMethod(receiver, std::forward<Function>(function), Qt::QueuedConnection);
}

}  // namespace vos::qt
