#pragma once

// Addresses as text for the programs above the façade; the way back is Node::parse().

#include "p2p/base/ids.h"
#include "p2p/identity/address.h"

#include <QString>

namespace vos {

/// `vos1…`, 62 characters.
inline QString addressOf(const NodeId& id)
{
    return QString::fromStdString(identity::encodeAddress(id));
}

/// `vos1`, 8 characters, …, the last 4: for logs and beside the name of anybody not verified.
inline QString shortAddressOf(const NodeId& id)
{
    return QString::fromStdString(identity::shortAddress(id));
}

}  // namespace vos
