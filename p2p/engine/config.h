#pragma once

// What the owner of an engine decides before it starts.

#include "p2p/base/time.h"

#include <string>

namespace vos {

struct Config {
    std::string name;  ///< display name; empty: the one of the stored card stays
    /// Leading zero bits asked of an identity's stamp and of a stranger's letter. The product uses
    /// these values; simulations ask for less, since they prove nothing by computing longer.
    unsigned stampBits = 20;
    unsigned letterWorkBits = 22;
    /// True: loopback addresses of others are dialled although we have other ones (tests, demo).
    bool allowLoopback = false;
};

}  // namespace vos
