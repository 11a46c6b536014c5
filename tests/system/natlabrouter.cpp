#include "tests/system/natlabrouter.h"

#include "p2p/nat/portmapmessage.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

namespace vos::test {

namespace {

constexpr std::size_t requestSize = nat::PcpMapSize;

unsigned short portAt(const std::array<unsigned char, 2048>& bytes, std::size_t place)
{
    return static_cast<unsigned short>(bytes[place] << 8 | bytes[place + 1]);
}

/// A mapping of this kind of router holds both ways: whoever sends to `outer`:`port` reaches the
/// host, and what the host sends from its port comes from there.
void openPort(const std::string& outer, const std::string& host, unsigned short port)
{
    const std::string number = std::to_string(port);
    const std::string rules = "nft 'add rule inet home in iifname wan udp dport " + number +
                              " dnat ip to " + host + ":" + number +
                              "; insert rule inet home out oifname wan ip saddr " + host +
                              " udp sport " + number + " snat ip to " + outer + ":" + number + "'";
    if (std::system(rules.c_str()) != 0)
        std::cerr << "nft refused: " << rules << std::endl;
}

}  // namespace

[[noreturn]] void runPcpRouter(const std::string& own, const std::string& outer)
{
    const int descriptor = ::socket(AF_INET, SOCK_DGRAM, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(nat::PortMapServerPort);
    ::inet_pton(AF_INET, own.c_str(), &at.sin_addr);
    in_addr outside{};
    ::inet_pton(AF_INET, outer.c_str(), &outside);
    if (descriptor < 0 ||
        ::bind(descriptor, reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0) {
        std::perror("bind");
        std::exit(1);
    }
    std::cout << "ready" << std::endl;
    while (true) {
        pollfd waiting[2] = {{descriptor, POLLIN, 0}, {0, POLLIN, 0}};
        if (::poll(waiting, 2, -1) < 0 || waiting[1].revents != 0)
            std::exit(0);  // whoever made the laboratory is gone
        std::array<unsigned char, 2048> bytes{};
        sockaddr_in from{};
        socklen_t length = sizeof from;
        const ssize_t size = ::recvfrom(descriptor, bytes.data(), bytes.size(), 0,
                                        reinterpret_cast<sockaddr*>(&from), &length);
        if (size != static_cast<ssize_t>(requestSize) || bytes[0] != 2 || bytes[1] != 1)
            continue;
        const bool gives = std::any_of(bytes.begin() + 4, bytes.begin() + 8,
                                       [](unsigned char byte) { return byte != 0; });
        char host[INET_ADDRSTRLEN];
        ::inet_ntop(AF_INET, &from.sin_addr, host, sizeof host);
        if (gives)
            openPort(outer, host, portAt(bytes, 40));
        else if (std::system("nft flush chain inet home in") != 0)
            std::cerr << "nft refused" << std::endl;
        bytes[1] = 0x81;
        std::fill(bytes.begin() + 8, bytes.begin() + 24, static_cast<unsigned char>(0));
        bytes[42] = bytes[40];
        bytes[43] = bytes[41];
        const auto* octets = reinterpret_cast<const unsigned char*>(&outside);
        std::fill(bytes.begin() + 44, bytes.begin() + 54, static_cast<unsigned char>(0));
        bytes[54] = bytes[55] = 0xff;
        std::copy(octets, octets + 4, bytes.begin() + 56);
        ::sendto(descriptor, bytes.data(), requestSize, 0, reinterpret_cast<const sockaddr*>(&from),
                 sizeof from);
    }
}

}  // namespace vos::test
