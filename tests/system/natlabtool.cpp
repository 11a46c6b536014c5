// What the laboratory of network namespaces needs besides the kernel, each a process in one of
// them:
//
//   natlabtool ether             the public network: routes frames between access links, late by
//                                what each link takes, some of them lost (no netem is needed)
//   natlabtool answer IP:PORT    tells whoever asks how it sees him, as RFC 5780 servers do
//   natlabtool pcp IN OUT         a router that opens ports on demand, between two addresses
//   natlabtool probe S1 S2 S3    names the NAT it runs behind, by three of those (IP:PORT each)

#include "tests/system/natlabrouter.h"

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <iostream>
#include <optional>
#include <queue>
#include <random>
#include <sstream>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::microseconds;
using std::chrono::milliseconds;

[[noreturn]] void die(const char* what)
{
    std::perror(what);
    std::exit(1);
}

/// The system's socket calls take addresses of all families as this one.
template <typename Address>
sockaddr* anyAddress(Address& address)
{
    return reinterpret_cast<sockaddr*>(&address);
}

// --- ether ---

/// Before each frame (PACKET_VNET_HDR): says that a checksum is still to be filled in, which the
/// sender's kernel leaves to a card that is none.
constexpr std::size_t offloadHead = 10;
constexpr std::size_t frameMax = 65536;
constexpr std::size_t etherHead = 14;

struct Prefix {
    int family = 0;
    std::array<std::uint8_t, 16> bytes{};
    unsigned bits = 0;

    bool holds(int otherFamily, const std::uint8_t* address) const
    {
        if (family != otherFamily)
            return false;
        for (unsigned i = 0; i < bits; ++i) {
            if (((bytes[i / 8] ^ address[i / 8]) >> (7 - i % 8) & 1) != 0)
                return false;
        }
        return true;
    }
};

struct Link {
    std::string name;
    int descriptor = -1;
    std::array<std::uint8_t, 6> farEnd{};  ///< hardware address of who is at its other end
    microseconds delay{};
    unsigned lossPermille = 0;
    std::size_t mtu = 1500;
    bool cut = false;
    std::vector<Prefix> prefixes;
};

struct Frame {
    Clock::time_point due;
    std::uint64_t number = 0;
    std::size_t link = 0;
    std::vector<std::uint8_t> bytes;

    bool operator<(const Frame& other) const  // the earliest is the top of a heap
    {
        return due != other.due ? due > other.due : number > other.number;
    }
};

class Ether {
public:
    void run()
    {
        while (true) {
            std::vector<pollfd> waiting{{0, POLLIN, 0}};
            for (const Link& link : m_links)
                waiting.push_back({link.descriptor, POLLIN, 0});
            const timespec left = untilNext();
            if (::ppoll(waiting.data(), waiting.size(), m_frames.empty() ? nullptr : &left,
                        nullptr) < 0)
                die("ppoll");
            deliver();
            if ((waiting[0].revents & (POLLIN | POLLHUP)) != 0 && !command())
                return;  // whoever made the laboratory is gone
            for (std::size_t i = 1; i < waiting.size(); ++i) {
                if ((waiting[i].revents & POLLIN) != 0)
                    take(m_links[i - 1]);
            }
        }
    }

private:
    timespec untilNext() const
    {
        if (m_frames.empty())
            return {};
        const auto left = std::max(Clock::duration::zero(), m_frames.top().due - Clock::now());
        const auto ns = std::chrono::duration_cast<std::chrono::nanoseconds>(left).count();
        return {ns / 1'000'000'000, ns % 1'000'000'000};
    }

    /// "link NAME MAC PREFIX…" or "set NAME delay-us|loss|mtu|cut NUMBER"; answers "ok".
    bool command()
    {
        char bytes[4096];
        const ssize_t size = ::read(0, bytes, sizeof bytes);
        if (size <= 0)
            return false;
        m_input.append(bytes, static_cast<std::size_t>(size));
        while (true) {
            const std::size_t end = m_input.find('\n');
            if (end == std::string::npos)
                return true;
            std::istringstream line(m_input.substr(0, end));
            m_input.erase(0, end + 1);
            std::string word, name;
            line >> word >> name;
            if (word == "link")
                open(name, line);
            else
                change(name, line);
            std::cout << "ok" << std::endl;
        }
    }

    void open(const std::string& name, std::istringstream& line)
    {
        Link link;
        link.name = name;
        std::string mac, text;
        line >> mac;
        unsigned octets[6];
        if (std::sscanf(mac.c_str(), "%x:%x:%x:%x:%x:%x", &octets[0], &octets[1], &octets[2],
                        &octets[3], &octets[4], &octets[5]) != 6)
            die("hardware address");
        std::copy(octets, octets + 6, link.farEnd.begin());
        while (line >> text) {
            Prefix prefix;
            const std::size_t slash = text.find('/');
            const std::string address = text.substr(0, slash);
            prefix.family = address.find(':') == std::string::npos ? AF_INET : AF_INET6;
            prefix.bits = static_cast<unsigned>(std::stoul(text.substr(slash + 1)));
            if (::inet_pton(prefix.family, address.c_str(), prefix.bytes.data()) != 1)
                die("prefix");
            link.prefixes.push_back(prefix);
        }
        link.descriptor = ::socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, 0);
        const int on = 1;
        sockaddr_ll at{};
        at.sll_family = AF_PACKET;
        at.sll_protocol = htons(ETH_P_ALL);
        at.sll_ifindex = static_cast<int>(::if_nametoindex(name.c_str()));
        if (link.descriptor < 0 ||
            ::setsockopt(link.descriptor, SOL_PACKET, PACKET_VNET_HDR, &on, sizeof on) != 0 ||
            ::bind(link.descriptor, anyAddress(at), sizeof at) != 0)
            die(name.c_str());
        m_links.push_back(std::move(link));
    }

    void change(const std::string& name, std::istringstream& line)
    {
        std::string what;
        unsigned number = 0;
        line >> what >> number;
        for (Link& link : m_links) {
            if (link.name != name)
                continue;
            if (what == "delay-us")
                link.delay = microseconds(number);
            else if (what == "loss")
                link.lossPermille = number;
            else if (what == "mtu")
                link.mtu = number;
            else if (what == "cut")
                link.cut = number != 0;
        }
    }

    void take(Link& from)
    {
        std::vector<std::uint8_t> frame(frameMax);
        sockaddr_ll source{};
        socklen_t length = sizeof source;
        while (true) {
            const ssize_t size = ::recvfrom(from.descriptor, frame.data(), frame.size(), 0,
                                            anyAddress(source), &length);
            if (size < 0)
                return;
            if (source.sll_pkttype == PACKET_OUTGOING)
                continue;
            const auto used = static_cast<std::size_t>(size);
            if (used < offloadHead + etherHead + 20)
                continue;
            forward(from, {frame.begin(), frame.begin() + size});
        }
    }

    void forward(const Link& from, std::vector<std::uint8_t> frame)
    {
        std::uint8_t* ether = frame.data() + offloadHead;
        const int type = ether[12] << 8 | ether[13];
        const std::uint8_t* packet = ether + etherHead;
        const std::size_t size = frame.size() - offloadHead - etherHead;
        int family = AF_INET;
        const std::uint8_t* to = packet + 16;
        if (type == ETHERTYPE_IPV6 && size >= 40) {
            family = AF_INET6;
            to = packet + 24;
        } else if (type != ETHERTYPE_IP) {
            return;
        }
        const auto link = linkTo(family, to);
        if (!link)
            return;
        const Link& out = m_links[*link];
        if (from.cut || out.cut || size > out.mtu || size > from.mtu || lost(from) || lost(out))
            return;
        std::copy(out.farEnd.begin(), out.farEnd.end(), ether);
        m_frames.push({Clock::now() + from.delay + out.delay, ++m_number, *link, std::move(frame)});
    }

    std::optional<std::size_t> linkTo(int family, const std::uint8_t* address) const
    {
        for (std::size_t i = 0; i < m_links.size(); ++i) {
            for (const Prefix& prefix : m_links[i].prefixes) {
                if (prefix.holds(family, address))
                    return i;
            }
        }
        return std::nullopt;
    }

    bool lost(const Link& link)
    {
        return link.lossPermille > 0 && m_random() % 1000 < link.lossPermille;
    }

    void deliver()
    {
        while (!m_frames.empty() && m_frames.top().due <= Clock::now()) {
            const Frame& frame = m_frames.top();
            // A link that is down, or full, loses it.
            (void)!::write(m_links[frame.link].descriptor, frame.bytes.data(), frame.bytes.size());
            m_frames.pop();
        }
    }

    std::vector<Link> m_links;
    std::priority_queue<Frame> m_frames;
    std::uint64_t m_number = 0;
    std::string m_input;
    std::minstd_rand m_random{1};
};

// --- answer and probe ---

/// IP:PORT or [IP]:PORT; IPv4 as IPv6 writes it (RFC 4291, 2.5.5.2).
sockaddr_in6 parsePlace(const std::string& text)
{
    const std::size_t colon = text.rfind(':');
    std::string address = text.substr(0, std::min(colon, text.size()));
    if (address.find('.') != std::string::npos)
        address = "::ffff:" + address;
    else if (address.size() > 2)
        address = address.substr(1, address.size() - 2);
    sockaddr_in6 place{};
    place.sin6_family = AF_INET6;
    if (colon == std::string::npos || ::inet_pton(AF_INET6, address.c_str(), &place.sin6_addr) != 1)
        die("IP:PORT");
    place.sin6_port = htons(static_cast<std::uint16_t>(std::stoul(text.substr(colon + 1))));
    return place;
}

std::string placeText(const sockaddr_in6& place)
{
    char text[INET6_ADDRSTRLEN];
    ::inet_ntop(AF_INET6, &place.sin6_addr, text, sizeof text);
    const std::string address(text);
    const std::string port = std::to_string(ntohs(place.sin6_port));
    return IN6_IS_ADDR_V4MAPPED(&place.sin6_addr) ? address.substr(7) + ":" + port
                                                  : "[" + address + "]:" + port;
}

int bindUdp(sockaddr_in6 place)
{
    const int descriptor = ::socket(AF_INET6, SOCK_DGRAM, 0);
    if (descriptor < 0 || ::bind(descriptor, anyAddress(place), sizeof place) != 0)
        die("bind");
    return descriptor;
}

void say(int descriptor, sockaddr_in6 to, const std::string& text)
{
    ::sendto(descriptor, text.data(), text.size(), 0, anyAddress(to), sizeof to);
}

struct Heard {
    std::string text;
    sockaddr_in6 from{};
};

std::optional<Heard> hear(int descriptor, milliseconds patience)
{
    pollfd waiting{descriptor, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(patience.count())) <= 0)
        return std::nullopt;
    char bytes[512];
    Heard heard;
    socklen_t length = sizeof heard.from;
    const ssize_t size =
        ::recvfrom(descriptor, bytes, sizeof bytes, 0, anyAddress(heard.from), &length);
    heard.text.assign(bytes, static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
    return heard;
}

/// "where": the asker's place as seen here; "other-port": one answer from the next port;
/// "other-host IP:PORT": has that one write to the asker; "write IP:PORT": does so.
[[noreturn]] void answer(const std::string& place)
{
    sockaddr_in6 at = parsePlace(place);
    const int own = bindUdp(at);
    at.sin6_port = htons(static_cast<std::uint16_t>(ntohs(at.sin6_port) + 1));
    const int other = bindUdp(at);
    std::cout << "ready" << std::endl;
    while (true) {
        pollfd waiting[2] = {{own, POLLIN, 0}, {0, POLLIN, 0}};
        if (::poll(waiting, 2, -1) < 0 || waiting[1].revents != 0)
            std::exit(0);  // whoever made the laboratory is gone
        const auto heard = hear(own, milliseconds(0));
        if (!heard)
            continue;
        std::istringstream line(heard->text);
        std::string word, argument;
        line >> word >> argument;
        if (word == "where")
            say(own, heard->from, "at " + placeText(heard->from));
        else if (word == "other-port")
            say(other, heard->from, "from-other-port");
        else if (word == "other-host")
            say(own, parsePlace(argument), "write " + placeText(heard->from));
        else if (word == "write")
            say(own, parsePlace(argument), "from-other-host");
    }
}

/// Four times what an answer takes; waited out only where one of them does not come.
constexpr milliseconds probePatience{500};

/// All questions at once: the third host was never sent to, nor was any port but one of the first.
int probe(const std::string& first, const std::string& second, const std::string& third)
{
    sockaddr_in6 any{};
    any.sin6_family = AF_INET6;
    const int own = bindUdp(any);
    socklen_t length = sizeof any;
    ::getsockname(own, anyAddress(any), &length);
    const auto start = Clock::now();
    say(own, parsePlace(first), "where");
    say(own, parsePlace(second), "where");
    say(own, parsePlace(first), "other-port");
    say(own, parsePlace(first), "other-host " + third);
    std::string one, two;
    bool otherPort = false, otherHost = false;
    milliseconds took{};
    for (auto left = probePatience; left.count() > 0;) {
        const auto heard = hear(own, left);
        const auto passed = std::chrono::duration_cast<milliseconds>(Clock::now() - start);
        left = probePatience - passed;
        if (!heard)
            continue;
        if (heard->text.rfind("at ", 0) == 0 && placeText(heard->from) == first)
            one = heard->text.substr(3), took = passed;
        else if (heard->text.rfind("at ", 0) == 0)
            two = heard->text.substr(3);
        otherPort = otherPort || heard->text == "from-other-port";
        otherHost = otherHost || heard->text == "from-other-host";
        if (!one.empty() && !two.empty() && otherPort && otherHost)
            break;
    }
    if (one.empty() || two.empty()) {
        std::cout << "blocked" << std::endl;
        return 0;
    }
    const bool kept = one.substr(one.rfind(':') + 1) == std::to_string(ntohs(any.sin6_port));
    std::cout << (one != two  ? "symmetric"
                  : otherHost ? "full-cone"
                  : otherPort ? "address-restricted"
                              : "port-restricted")
              << (kept ? " port-kept " : " port-changed ") << took.count() << " ms " << one
              << std::endl;
    return 0;
}

}  // namespace

int main(int argc, char** argv)
{
    const std::vector<std::string> words(argv + 1, argv + argc);
    if (words == std::vector<std::string>{"ether"}) {
        Ether().run();
        return 0;
    }
    if (words.size() == 2 && words[0] == "answer")
        answer(words[1]);
    if (words.size() == 3 && words[0] == "pcp")
        vos::test::runPcpRouter(words[1], words[2]);
    if (words.size() == 4 && words[0] == "probe")
        return probe(words[1], words[2], words[3]);
    std::cerr << "usage: natlabtool ether | answer IP:PORT | pcp IN OUT | probe IP:PORT IP:PORT "
                 "IP:PORT\n";
    return 2;
}
