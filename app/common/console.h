#pragma once

// What a program asks of the console it was started from.

namespace vos::common {

/// True if stdout is a terminal, where pictures and progress make sense.
bool isTerminal();

}  // namespace vos::common
