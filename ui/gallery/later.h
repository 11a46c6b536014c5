#pragma once

// How MemoryNode answers: on the next turn of the event loop, as a real node would.

#include "p2p/qt/node.h"

#include <QTimer>

namespace vos::ui {

/// Unless `context` is gone by then.
template <typename T>
void later(QObject* context, Reply<T> reply, Expected<T, NodeError> result)
{
    QTimer::singleShot(0, context,
                       [reply = std::move(reply), result = std::move(result)] { reply(result); });
}

}  // namespace vos::ui
