#pragma once

#include <QPixmap>

class QWidget;

namespace vos::messenger {

/// What a person sees of the window now, with its open dialogs where they stand.
QPixmap windowPicture(QWidget& window);

}  // namespace vos::messenger
