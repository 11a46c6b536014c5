#include "p2p/friendvos/slot.h"

#include "p2p/crypto/hash.h"

namespace vos::friendvos {

SlotKey slotKey(const SlotSecret& secret, const NodeId& friendId)
{
    return crypto::keyedHash<16>(secret, "", friendId.view());
}

SlotTag slotTag(const SlotKey& key, const LetterId& letter)
{
    return crypto::keyedHash<16>(key, "", letter.view());
}

}  // namespace vos::friendvos
