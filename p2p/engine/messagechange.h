#pragma once

// What becomes of a message when somebody does something to it after it was written. The same rules
// for every store: only its author edits a message or takes it back, the highest revision wins, and
// whatever is repeated or comes late changes nothing.

#include "p2p/engine/storage.h"

namespace vos {

/// Applies it; false: nothing changed. `self` is the owner of the store.
bool applyChange(const ChangeMessage& change, const NodeId& self, Message& message);
/// `fresh` is about to take the place of `stored`, the same message: what was done to it stays.
void keepChanges(const Message& stored, Message& fresh);

}  // namespace vos
