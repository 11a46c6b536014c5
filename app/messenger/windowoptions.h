#pragma once

// What the command line of vos-messenger says about the window.

#include "app/common/options.h"

#include <QSize>

#include <optional>

namespace vos::messenger {

struct WindowStart {
    QString gallery;     ///< page shown on seeded data; empty: the real node
    QString screenshot;  ///< file the window is painted into, then the program ends
    QString theme;       ///< system, light, dark; empty: as set
    QString language;    ///< system, en, zh_CN; empty: as set
    std::optional<NodeId> chat;  ///< friend whose chat is opened first
    QString link;                ///< vos: link or address that was opened; empty: none
    bool background = false;     ///< in the tray, or minimized where there is none
    std::optional<QSize> size;
    std::optional<double> scale;  ///< 1.0 to 4.0
};

common::Program program();

/// Whether a text may be a link somebody opened: it comes from any browser. What it says is judged
/// by the window.
bool mayBeLink(const QString& text);

/// The arguments with an optional page of --gallery filled in, as the common parser wants them.
QStringList withGalleryPage(const QStringList& arguments);

/// A sentence for a value that cannot be used.
Expected<WindowStart, QString> parseWindowStart(const common::Options& options);

/// False where there is no display to open a window on. Pictures are then painted without one.
bool hasDisplay();

}  // namespace vos::messenger
