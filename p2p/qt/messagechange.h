#pragma once

// What is done to messages after they were written, and the rules for it, for those above the node.

#include "p2p/engine/messagechange.h"
