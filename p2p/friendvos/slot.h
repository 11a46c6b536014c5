#pragma once

// Slots: how a Friend VOS limits each sender without learning who it is. The owner gives each
// contact a number i and a secret c, each friend the list of (i, t) with t = BLAKE2b-128(c, friend
// IK). A deposit carries i and BLAKE2b-128(t, letter id): only who knows c, or this friend, can
// make it, and what one friend knows is of no use with another.

#include "p2p/base/bytes.h"
#include "p2p/base/ids.h"

#include <cstdint>

namespace vos::friendvos {

/// c: known to the owner and the one contact it was given to.
using SlotSecret = ByteArray<32>;
/// t: what the friend knows of it.
using SlotKey = ByteArray<16>;
using SlotTag = ByteArray<16>;

SlotKey slotKey(const SlotSecret& secret, const NodeId& friendId);
SlotTag slotTag(const SlotKey& key, const LetterId& letter);

}  // namespace vos::friendvos
