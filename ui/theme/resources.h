#pragma once

// Icons and translations are resources of a static library: they are there once this was called.

namespace vos::ui {

void loadResources();

}  // namespace vos::ui
