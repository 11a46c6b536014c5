#pragma once

// A router that opens ports on demand (PCP, RFC 6887), by rules of the kernel in its namespace.

#include <string>

namespace vos::test {

/// Answers at port 5351 of `own`, the router's address inside; `outer` is the one outside. Ends
/// with its standard input. The table inet home has to be there (natlab.cpp).
[[noreturn]] void runPcpRouter(const std::string& own, const std::string& outer);

}  // namespace vos::test
