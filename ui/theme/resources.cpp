#include "ui/theme/resources.h"

#include <QDir>

// The macro declares functions of the global namespace, so it stands outside of ours.
static void initResources()
{
    Q_INIT_RESOURCE(resources);
    Q_INIT_RESOURCE(i18n);
}

namespace vos::ui {

void loadResources() { initResources(); }

}  // namespace vos::ui
