#pragma once

// Steps many stories share.

#include "tests/system/runningnode.h"

namespace vos::test {

/// `asker` asks, `asked` accepts; true once both have each other as accepted contacts.
bool befriend(RunningNode& asker, RunningNode& asked);
/// What `node` says of `other` in friend_vos.list; `side`: "mine" or "for_others". Empty: nothing.
QJsonObject agreement(RunningNode& node, const char* side, const RunningNode& other);
/// `holder` keeps up to 8 MiB for `owner` from now on, and `sender` knows it.
bool agree(RunningNode& owner, RunningNode& holder, RunningNode& sender);
/// Sends a text and waits for its id; empty if the node refused.
QString sendText(RunningNode& from, const RunningNode& to, const QString& text,
                 const QJsonObject& more = {});
/// Until message.state said so.
bool waitForState(RunningNode& sender, const QString& messageId, const QString& state,
                  int timeoutMs = PatienceMs);
/// True once `known` others are in the map of `node`.
bool waitForMap(RunningNode& node, int known);

/// All messages with `peer`, oldest first, page by page.
QList<QJsonObject> historyWith(RunningNode& node, const QString& peer);
/// Texts of those that came in.
QStringList receivedTexts(RunningNode& node, const QString& peer);

}  // namespace vos::test
