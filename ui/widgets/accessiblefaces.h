#pragma once

// What our own widgets are to assistive tools where Qt guesses wrong: the main window is a window,
// and the chips of the status bar and the buttons of the rail are buttons.

namespace vos::ui {

/// For all such widgets that have not been named yet: their constructors call it.
void installAccessibleFaces();

}  // namespace vos::ui
