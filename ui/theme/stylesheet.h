#pragma once

// The style sheet of the window, written from the tokens. Widgets choose their look by the dynamic
// property "kind":
//   QPushButton  primary, link, danger, dangerlink (none: secondary)
//   QToolButton  icon, segment, nav, chip
//   QFrame       card, segments, bar (top hairline), head (bottom hairline)
// Edges of fields, combos, check boxes and radios are the proxy style's.

#include <QString>

namespace vos::ui {

class Theme;

inline constexpr char KindProperty[] = "kind";

QString styleSheet(const Theme& theme);

}  // namespace vos::ui
