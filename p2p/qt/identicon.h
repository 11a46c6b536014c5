#pragma once

// What the picture of a node is drawn from: the window paints it, any other program may do the
// same.

#include "p2p/base/ids.h"
#include "p2p/crypto/hash.h"

#include <QByteArray>

namespace vos {

/// BLAKE2b-128 of the public key under "VOS/identicon/1": 16 bytes. A help for the eye, since only
/// some 26,000 pictures differ; never a proof of identity.
inline QByteArray identiconSeed(const NodeId& id)
{
    const ByteArray<16> hash = crypto::hash<16>("VOS/identicon/1", id.view());
    return QByteArray(reinterpret_cast<const char*>(hash.data()),
                      static_cast<qsizetype>(hash.size()));
}

}  // namespace vos
