#pragma once

// The program around the window: a node (or the gallery's seeded one), its models, the window,
// tray, language and look, put together and taken apart in order. Nothing of the product lives
// here.

#include "app/messenger/language.h"
#include "app/messenger/singleinstance.h"
#include "app/messenger/windowoptions.h"
#include "ui/theme/theme.h"

#include <QObject>

#include <memory>

class QApplication;

namespace vos::model {
class Models;
}
namespace vos::ui {
class MainWindow;
}

namespace vos::messenger {

class Messenger : public QObject {
    Q_OBJECT

public:
    Messenger(QApplication& app, common::Options options, WindowStart start);
    ~Messenger() override;

    /// The exit status.
    int run();

private:
    struct Session;
    struct GallerySession;

    void openProfile();
    void connectTray();
    void openGallery();
    void adopt(ui::MainWindow& window, model::Models& models);
    void applyPreferences(model::Models& models);
    void onStartFailed(const StartError& error);
    void askPassphrase(bool wrongBefore);
    void takePicture(ui::MainWindow& window);
    void waitForPicture(ui::MainWindow& window, model::Models& models);
    void quit();
    void reopen();

    QApplication& m_app;
    common::Options m_options;
    WindowStart m_start;
    ui::Theme m_theme;
    Language m_language;
    SingleInstance m_instance;
    std::unique_ptr<GallerySession> m_gallery;
    std::unique_ptr<Session> m_session;
    int m_status = common::ExitClean;
    bool m_quitting = false;
    bool m_reopening = false;
};

}  // namespace vos::messenger
