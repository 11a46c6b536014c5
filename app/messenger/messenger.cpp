#include "app/messenger/messenger.h"

#include "app/common/logging.h"
#include "app/common/shutdown.h"
#include "app/control/service.h"
#include "app/messenger/picture.h"
#include "model/models.h"
#include "model/nodeadapter.h"
#include "p2p/qt/node.h"
#include "ui/gallery/gallery.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/notify/notificationservice.h"
#include "ui/notify/notifier.h"
#include "ui/notify/tray.h"

#include <QApplication>
#include <QCryptographicHash>
#include <QFileOpenEvent>
#include <QInputDialog>
#include <QTimer>

namespace vos::messenger {

namespace {

/// A window's signals come in batches, so that a flood of messages costs no more than a few paints.
constexpr int EventIntervalMs = 50;
/// A picture of a real node is taken once it is joined, or after this without other nodes.
constexpr int PictureWaitMs = 10'000;
/// For replies of the models that are still on their way.
constexpr int SettleMs = 400;
constexpr int RestoreWordsMs = 2500;

std::unique_ptr<ui::NotificationService> notifications(ui::Tray& tray)
{
    if (ui::BusNotifications::isAvailable())
        return std::make_unique<ui::BusNotifications>();
    return std::make_unique<ui::TrayNotifications>(tray.icon());
}

/// The entry for starting at login: one for each profile, starting it the way it is opened.
ui::LoginStart loginStart(const QString& profile)
{
    // An AppImage is mounted elsewhere each time; this is the file itself.
    const QString image = qEnvironmentVariable("APPIMAGE");
    QStringList command{image.isEmpty() ? QCoreApplication::applicationFilePath() : image,
                        QStringLiteral("--background")};
    QString name = QStringLiteral("vos-messenger");
    if (profile != common::defaultProfile()) {
        command << QStringLiteral("--profile") << profile;
        const QByteArray hash =
            QCryptographicHash::hash(profile.toUtf8(), QCryptographicHash::Sha256);
        name += u'-' + QString::fromLatin1(hash.toHex().left(8));
    }
    return {name, command};
}

NodeOptions windowNode(const common::Options& options)
{
    NodeOptions node = options.node;
    node.eventIntervalMs = EventIntervalMs;
    return node;
}

}  // namespace

/// One opened profile; taken apart in the reverse order.
struct Messenger::Session {
    explicit Session(Messenger& owner)
        : node(windowNode(owner.m_options)), adapter(node), models(adapter, clock),
          service(node, owner.m_options),
          window(owner.m_theme, models,
                 {.stateFile = owner.m_options.node.profile + QStringLiteral("/window.ini"),
                  .tray = ui::Tray::isAvailable(),
                  .loginStart =
                      ui::LoginStart::isPossible() ? &owner.m_loginStart : nullptr}),
          tray(owner.m_theme, models), notifier(models, window, notifications(tray))
    {
    }

    Node node;
    model::NodeAdapter adapter;
    model::SystemClock clock;
    model::Models models;
    control::Service service;
    ui::MainWindow window;
    ui::Tray tray;
    ui::Notifier notifier;
};

struct Messenger::GallerySession {
    explicit GallerySession(Messenger& owner)
        : gallery(owner.m_start.gallery, owner.m_language.current()),
          models(gallery.node(), gallery.clock()), window(owner.m_theme, models, {})
    {
    }

    ui::Gallery gallery;
    model::Models models;
    ui::MainWindow window;
};

Messenger::Messenger(QApplication& app, common::Options options, WindowStart start)
    : m_app(app), m_options(std::move(options)), m_start(std::move(start)), m_theme(app),
      m_instance(m_options.node.profile), m_loginStart(loginStart(m_options.node.profile))
{
    m_language.set(m_start.language.isEmpty() ? QStringLiteral("system") : m_start.language);
    m_theme.setLanguage(m_language.current());
    if (m_start.theme == QStringLiteral("dark"))
        m_theme.setChoice(ui::ThemeChoice::Dark);
    else if (m_start.theme == QStringLiteral("light"))
        m_theme.setChoice(ui::ThemeChoice::Light);
}

Messenger::~Messenger() = default;

int Messenger::run()
{
    m_app.setQuitOnLastWindowClosed(false);
    if (!m_start.gallery.isEmpty()) {
        openGallery();
        m_app.exec();
        return m_status;
    }
    if (m_start.screenshot.isEmpty()) {
        if (m_instance.raiseOther(m_start.link))
            return common::ExitClean;
        m_instance.listen();
        m_loginStart.renew();
        m_app.installEventFilter(this);
    }
    common::startLogging(m_options.logLevel);
    common::Shutdown shutdown;
    connect(&shutdown, &common::Shutdown::requested, this, &Messenger::quit);
    openProfile();
    m_app.exec();
    return m_status;
}

void Messenger::adopt(ui::MainWindow& window, model::Models& models)
{
    if (m_start.size)
        window.resize(*m_start.size);
    const auto apply = [this, &models] { applyPreferences(models); };
    connect(&models, &model::Models::loaded, this, apply);
    if (m_start.chat)
        connect(&models, &model::Models::loaded, &window,
                [this, &window] { window.openChat(*m_start.chat); });
    connect(&models.preferences(), &model::Preferences::changed, this, apply);
    connect(&window, &ui::MainWindow::quitRequested, this, &Messenger::quit);
}

void Messenger::applyPreferences(model::Models& models)
{
    const model::Preferences& wanted = models.preferences();
    if (m_start.theme.isEmpty())
        m_theme.setChoice(static_cast<ui::ThemeChoice>(wanted.theme()));
    m_theme.setZoom(wanted.textSize() / 100.0);
    if (!m_start.language.isEmpty())
        return;
    m_language.set(wanted.language());
    m_theme.setLanguage(m_language.current());
}

void Messenger::openGallery()
{
    m_gallery = std::make_unique<GallerySession>(*this);
    ui::MainWindow& window = m_gallery->window;
    adopt(window, m_gallery->models);
    m_gallery->gallery.drive(window, m_gallery->models);
    if (!m_start.screenshot.isEmpty())
        connect(&m_gallery->gallery, &ui::Gallery::shown, this,
                [this, &window] { takePicture(window); });
    window.show();
    m_gallery->gallery.node().start();
}

void Messenger::openProfile()
{
    m_session = std::make_unique<Session>(*this);
    Session& s = *m_session;
    adopt(s.window, s.models);
    connect(&m_instance, &SingleInstance::raiseRequested, &s.window,
            &ui::MainWindow::raiseWindow);
    connect(&m_instance, &SingleInstance::linkGiven, &s.window,
            [this](const QString& link) { takeLink(link); });
    connect(&s.node, &Node::logged, this, [](int level, const QString& text) {
        common::log(static_cast<LogLine::Level>(level), text);
    });
    connect(&s.node, &Node::startFailed, this, &Messenger::onStartFailed);
    connect(&s.node, &Node::stopped, this, [this] {
        m_session->service.close();
        // Also where somebody stopped it through the control interface.
        if (m_reopening && !m_quitting)
            QTimer::singleShot(0, this, &Messenger::reopen);
        else
            m_app.quit();
    });
    connect(&s.adapter, &model::NodeSource::restoreStaged, this, [this] {
        m_reopening = true;
        // Time to read what the dialog says.
        QTimer::singleShot(RestoreWordsMs, this, [this] { m_session->node.stop(); });
    });
    connect(&s.service, &control::Service::failed, this, [](const QString& message) {
        common::log(LogLine::Level::Warning, message);
    });
    connectTray();
    if (!m_start.screenshot.isEmpty())
        waitForPicture(s.window, s.models);
    else if (ui::Tray::isAvailable())
        s.tray.show();
    if (!m_start.link.isEmpty())
        s.window.openLink(m_start.link);
    if (!m_start.background)
        s.window.show();
    else if (!ui::Tray::isAvailable())
        s.window.showMinimized();
    s.node.start();
}

void Messenger::takeLink(const QString& link)
{
    if (!mayBeLink(link))
        return;
    // Kept for the window that follows once a passphrase was typed.
    m_start.link = link;
    m_session->window.openLink(link);
}

bool Messenger::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::FileOpen && m_session != nullptr)
        takeLink(static_cast<QFileOpenEvent*>(event)->url().toString());
    return QObject::eventFilter(watched, event);
}

/// The profile is another one now: the whole window is made anew.
void Messenger::reopen()
{
    m_reopening = false;
    m_options.node.passphrase.clear();
    m_start.link.clear();
    m_start.background = false;
    m_session.reset();
    openProfile();
}

void Messenger::connectTray()
{
    Session& s = *m_session;
    connect(&s.tray, &ui::Tray::openRequested, &s.window, &ui::MainWindow::raiseWindow);
    connect(&s.tray, &ui::Tray::lockRequested, &s.window, &ui::MainWindow::lockNow);
    connect(&s.tray, &ui::Tray::quitRequested, this, &Messenger::quit);
    connect(&s.notifier, &ui::Notifier::chatRequested, &s.window, [&s](const NodeId& id) {
        s.window.raiseWindow();
        s.window.openChat(id);
    });
    connect(&s.notifier, &ui::Notifier::requestsRequested, &s.window, [&s] {
        s.window.raiseWindow();
        s.window.openRequests();
    });
    connect(&s.notifier, &ui::Notifier::friendVosRequested, &s.window, [&s] {
        s.window.raiseWindow();
        s.window.openFriendVos(ui::FriendVosPart::Requests);
    });
    connect(&s.window, &ui::MainWindow::closedToTray, &s.notifier, [&s] {
        s.notifier.say(tr("VOS Messenger is still running"),
                       tr("Friends can reach you. Quit it by the icon in the tray."));
    });
}

void Messenger::onStartFailed(const StartError& error)
{
    const bool wrong = error.kind == StartError::Kind::PassphraseWrong;
    const bool canAsk = m_start.screenshot.isEmpty();
    if (canAsk && (wrong || error.kind == StartError::Kind::PassphraseNeeded)) {
        // Not from within the node's own signal: it is replaced by another one.
        QTimer::singleShot(0, this, [this, wrong] { askPassphrase(wrong); });
        return;
    }
    m_status = common::tell({common::ExitCannotStart,
                             QStringLiteral("vos-messenger: ") + error.message + u'\n'});
    if (!canAsk)
        m_app.quit();
}

void Messenger::askPassphrase(bool wrongBefore)
{
    bool given = false;
    const QString question = wrongBefore ? tr("That was not the passphrase. Please try again.")
                                         : tr("This profile is locked with a passphrase.");
    const QString answer =
        QInputDialog::getText(&m_session->window, tr("Passphrase"), question, QLineEdit::Password,
                              QString(), &given);
    if (!given) {
        quit();
        return;
    }
    m_options.node.passphrase = answer.toUtf8();
    m_session.reset();
    openProfile();
}

void Messenger::waitForPicture(ui::MainWindow& window, model::Models& models)
{
    auto* limit = new QTimer(&window);
    limit->setSingleShot(true);
    const auto take = [this, &window, limit] {
        limit->stop();
        QTimer::singleShot(SettleMs, &window, [this, &window] { takePicture(window); });
    };
    connect(limit, &QTimer::timeout, &window, take);
    connect(&models.status(), &model::NodeStatus::changed, limit, [&models, limit] {
        const bool joined = models.status().connection() == model::Connection::Connected;
        if (joined && models.isLoaded() && limit->isActive())
            limit->start(SettleMs);
    });
    limit->start(PictureWaitMs);
}

void Messenger::takePicture(ui::MainWindow& window)
{
    if (!windowPicture(window).save(m_start.screenshot, "PNG")) {
        m_status = common::tell({common::ExitCannotStart,
                                 QStringLiteral("vos-messenger: cannot write %1\n")
                                     .arg(m_start.screenshot)});
    }
    quit();
}

void Messenger::quit()
{
    if (m_session == nullptr) {
        m_app.quit();
        return;
    }
    if (m_quitting)
        return;
    m_quitting = true;
    m_session->window.hide();
    if (m_session->node.isRunning())
        m_session->node.stop();
    else
        m_app.quit();
}

}  // namespace vos::messenger
