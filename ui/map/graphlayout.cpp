#include "ui/map/graphlayout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace vos::ui {

namespace {

constexpr double FullTurn = 2 * std::numbers::pi;
/// Nodes that fit side by side on a ring; more of them stand in a zigzag of this depth.
constexpr std::array<std::size_t, 3> Room = {20, 36, 52};
constexpr double Zigzag = 0.055;
/// The rings start at different angles, so that lines to the middle one pass between the inner.
constexpr std::array<double, 3> Start = {0.35, 0.12, 0.0};

Ring ringOf(model::NodeReach reach)
{
    switch (reach) {
    case model::NodeReach::Linked:
        return Ring::Linked;
    case model::NodeReach::Through:
    case model::NodeReach::Announced:
        return Ring::Reachable;
    case model::NodeReach::None:
        break;
    }
    return Ring::Silent;
}

double angleBetween(double a, double b)
{
    const double turn = std::fmod(std::abs(a - b), FullTurn);
    return std::min(turn, FullTurn - turn);
}

}  // namespace

double ringRadius(Ring ring)
{
    switch (ring) {
    case Ring::Linked:
        return 0.42;
    case Ring::Reachable:
        return 0.71;
    case Ring::Silent:
        break;
    }
    return 1.0;
}

std::vector<GraphPlace> layOut(const std::vector<model::MapNode>& rows,
                               const std::vector<std::size_t>& closest)
{
    std::vector<GraphPlace> places;
    places.reserve(closest.size());
    for (const std::size_t row : closest)
        places.push_back({rows[row], ringOf(rows[row].reach), 0, {}});
    std::sort(places.begin(), places.end(), [](const GraphPlace& a, const GraphPlace& b) {
        return std::pair(a.ring, a.node.id) < std::pair(b.ring, b.node.id);
    });
    for (auto begin = places.begin(); begin != places.end();) {
        const Ring ring = begin->ring;
        const auto end = std::find_if(begin, places.end(),
                                      [ring](const GraphPlace& p) { return p.ring != ring; });
        const auto count = static_cast<std::size_t>(end - begin);
        const auto number = static_cast<std::size_t>(ring);
        const bool crowded = count > Room[number];
        for (std::size_t i = 0; i < count; ++i) {
            GraphPlace& place = begin[static_cast<std::ptrdiff_t>(i)];
            place.angle =
                Start[number] + FullTurn * static_cast<double>(i) / static_cast<double>(count);
            const double aside = crowded && i % 2 == 1 ? Zigzag : 0;
            const double radius = ringRadius(ring) - aside;
            place.at = {radius * std::sin(place.angle), -radius * std::cos(place.angle)};
        }
        begin = end;
    }
    return places;
}

std::size_t neighbourOf(const std::vector<GraphPlace>& places, std::size_t from, int along,
                        int outward)
{
    if (from >= places.size())
        return from;
    const Ring ring = places[from].ring;
    if (along != 0) {
        std::size_t first = from;
        std::size_t last = from;
        while (first > 0 && places[first - 1].ring == ring)
            --first;
        while (last + 1 < places.size() && places[last + 1].ring == ring)
            ++last;
        if (along > 0)
            return from == last ? first : from + 1;
        return from == first ? last : from - 1;
    }
    // Empty rings are passed over.
    std::size_t best = from;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const bool beyond = outward > 0 ? places[i].ring > ring : places[i].ring < ring;
        if (!beyond)
            continue;
        const bool first = best == from;
        const bool nearerRing = !first && (outward > 0 ? places[i].ring < places[best].ring
                                                       : places[i].ring > places[best].ring);
        const bool sameRing = !first && places[i].ring == places[best].ring;
        if (first || nearerRing ||
            (sameRing && angleBetween(places[i].angle, places[from].angle) <
                             angleBetween(places[best].angle, places[from].angle)))
            best = i;
    }
    return best;
}

}  // namespace vos::ui
