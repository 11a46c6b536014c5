#pragma once

// Where the nodes of the map stand in its picture: three rings around us, by how they are reached.
// On its ring a node stands in the order of ids, so the picture changes little when the map does.

#include "model/mapmodel.h"

#include <QPointF>

#include <vector>

namespace vos::ui {

enum class Ring : std::uint8_t { Linked, Reachable, Silent };

struct GraphPlace {
    model::MapNode node;
    Ring ring = Ring::Silent;
    double angle = 0;  ///< radians, clockwise from the top
    QPointF at;        ///< we are 0, 0; the outer ring has radius 1
};

double ringRadius(Ring ring);
/// Ring by ring from the inside, on each by angle.
std::vector<GraphPlace> layOut(const std::vector<model::MapNode>& rows,
                               const std::vector<std::size_t>& closest);

/// The place to go to from `from` by an arrow key: one on along the ring (`along` ±1), or the
/// nearest by angle one ring out or in (`outward` ±1). `from` where there is none.
std::size_t neighbourOf(const std::vector<GraphPlace>& places, std::size_t from, int along,
                        int outward);

}  // namespace vos::ui
