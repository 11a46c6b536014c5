#pragma once

// The laboratory of reaching each other: two people behind boxes of every kind, helpers in the
// world between, 20 ms one way on every access link; and what is measured in it, shared by the
// stories that decide and the bench that prints.

#include "tests/support/simworld.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace vos::sim {

enum class Place : std::uint8_t {
    Public,
    FullCone,
    AddressRestricted,
    PortRestricted,
    Symmetric,
    Carrier,  ///< symmetric, behind a carrier's symmetric one
};
inline constexpr std::size_t PlaceCount = 6;
const char* nameOf(Place place);
/// 0, 4 (ports have to be guessed by chance) or 28 of the 36 kinds of pairs.
bool isHopeless(Place one, Place other);
bool isGuessed(Place one, Place other);

struct LabOptions {
    std::vector<Place> helpers{Place::Public, Place::Public};
    double loss = 0;
    Duration jitter = 0ms;
    std::size_t mtu = 1472;
    /// Changes every box.
    std::function<void(NatOptions&)> tune;
};

/// Nothing in an optional: it did not happen within the patience of the test.
struct PairFigures {
    Place one = Place::Public;
    Place other = Place::Public;
    std::optional<double> firstMs;   ///< to somebody both of whom a helper knows: a request
    std::optional<double> directMs;  ///< from then until both sides have a straight way
    std::optional<double> againMs;   ///< to a friend whose session has ended long since
    std::optional<double> startMs;   ///< both programs just started
    bool connected() const { return firstMs && againMs && startMs; }
};

class ReachLab {
public:
    ReachLab(std::uint64_t seed, Place one, Place other, LabOptions options = {});

    /// A node behind a new box of that kind.
    SimNode& add(const std::string& name, Place place);
    SimNat& addBox(Place place);
    /// Starts all that are there; everybody joins through the first helper that can be called.
    void begin();
    bool befriend() { return world.befriend(a, b); }
    bool isDirect() const
    {
        return pathOf(a, b) == PathKind::Direct && pathOf(b, a) == PathKind::Direct;
    }
    static PathKind pathOf(SimNode& node, const SimNode& peer);
    static std::optional<PeerTraffic> trafficOf(SimNode& node, const SimNode& peer);
    /// Milliseconds from sending until it has come; nothing if it has not within `limit`.
    std::optional<double> deliver(SimNode& from, SimNode& to, Duration limit);
    std::optional<double> until(const std::function<bool()>& done, Duration limit);
    /// Moves a node into another network of the same kind; its program sees it.
    void move(SimNode& node, Place place);
    /// While set, nothing goes straight between the two homes.
    void cut(bool on);

    World world;
    LabOptions options;
    std::vector<SimNode*> helpers;
    SimNode& a;
    SimNode& b;

private:
    bool isOf(const SimNode& node, const Endpoint& endpoint) const;

    unsigned m_texts = 0;
};

/// All of one pair, in one world.
PairFigures measurePair(std::uint64_t seed, Place one, Place other, const LabOptions& options = {});

/// Numbered messages both ways at `perSecond`, while things happen; what came of them.
class Numbered {
public:
    explicit Numbered(ReachLab& lab, bool fromA = true, bool fromB = true);
    ~Numbered();
    Numbered(const Numbered&) = delete;
    Numbered& operator=(const Numbered&) = delete;

    void run(Duration time, unsigned perSecond);
    /// Lets the last ones come.
    bool settle(Duration limit);
    /// All came, once each, in order.
    bool isWhole() const;
    /// The longest time in which nothing new came although something was under way.
    double gapMs() const { return m_gapMs; }
    void resetGap();
    std::string fault() const;

private:
    struct Way {
        SimNode* from = nullptr;
        SimNode* to = nullptr;
        unsigned sent = 0;
        std::vector<unsigned> heard;
        Instant last{};
        std::size_t seen = 0;
    };
    void look();

    ReachLab& m_lab;
    std::vector<Way> m_ways;
    std::string m_prefix;
    double m_gapMs = 0;
};

double median(std::vector<double> values);
double worst(const std::vector<double>& values);

}  // namespace vos::sim
