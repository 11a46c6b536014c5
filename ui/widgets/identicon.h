#pragma once

// The picture of a public key: a flower-like figure on a coloured disc, the same on every computer
// and in both schemes. About 26,000 differ: a help for the eye, never a proof of identity.

#include <QByteArray>
#include <QRectF>

class QPainter;

namespace vos::ui {

/// Paints the figure of a seed (16 bytes of a hash of the key) into the square `rect`.
void paintIdenticon(QPainter& painter, const QRectF& rect, const QByteArray& seed);

}  // namespace vos::ui
