#pragma once

// What the node does at this moment, line by line, for whoever looks for a fault (--log debug):
// calls and their answers, sessions, the way of messages, letters kept for others. It sees what
// goes in and out of the engine; nothing of a text, and ids cut to eight digits.

#include "p2p/engine/output.h"

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace vos::qt {

class TraceLog {
public:
    void sent(const Transmit& transmit);
    void came(const Endpoint& from, SocketIndex socket, ByteView datagram);
    /// Of a batch on its way to the disk.
    void storing(const StoreOperation& operation);
    void told(const Event& event);

    /// The lines since the last call.
    std::vector<std::string> take() { return std::exchange(m_lines, {}); }

private:
    void say(std::string line) { m_lines.push_back(std::move(line)); }

    std::vector<std::string> m_lines;
    std::unordered_map<NodeId, PathKind> m_paths;  ///< of sessions that are up
};

}  // namespace vos::qt
