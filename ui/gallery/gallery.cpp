#include "ui/gallery/gallery.h"

#include "model/models.h"
#include "ui/chat/chatpage.h"
#include "ui/chat/messageview.h"
#include "ui/chat/searchpanel.h"
#include "ui/gallery/seed.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/settings/settingspage.h"
#include "ui/widgets/searchfield.h"

#include <QPushButton>
#include <QTimer>

namespace vos::ui {

namespace {

constexpr int LongHistory = 100'000;
/// Pages answer on later turns of the event loop; a picture waits for the last of them.
constexpr int SettleMs = 300;

}  // namespace

QStringList Gallery::pages()
{
    return {QStringLiteral("chat"),        QStringLiteral("details"),  QStringLiteral("search"),
            QStringLiteral("nobody"),      QStringLiteral("hello"),    QStringLiteral("hard-texts"),
            QStringLiteral("history"),     QStringLiteral("offline"),  QStringLiteral("empty"),
            QStringLiteral("request"),     QStringLiteral("queue"),    QStringLiteral("friend"),
            QStringLiteral("settings"),    QStringLiteral("profile"),  QStringLiteral("map"),
            QStringLiteral("add"),         QStringLiteral("keys"),     QStringLiteral("first-run"),
            QStringLiteral("start-error"), QStringLiteral("security"), QStringLiteral("locked"),
            QStringLiteral("protect")};
}

Gallery::Gallery(const QString& page, const QString& language, QObject* parent)
    : QObject(parent), m_page(page),
      m_chinese(language.startsWith(QStringLiteral("zh"))), m_clock(galleryNow()),
      m_node(m_clock)
{
    seedSelf(m_node, m_chinese);
    if (page == QStringLiteral("first-run"))
        m_node.putLocal(QStringLiteral("window/first-run-over"), QString());
    if (page == QStringLiteral("start-error"))
        m_node.setStartError({StartError::Kind::PortTaken, QString()});
    if (page == QStringLiteral("empty") || page == QStringLiteral("first-run"))
        return;
    if (page == QStringLiteral("locked") || page == QStringLiteral("security"))
        m_node.setProtection(Protection::Passphrase, QByteArrayLiteral("oak cloud"));
    seedFriends(m_node, m_chinese);
    seedChat(m_node, m_chinese);
    if (page == QStringLiteral("request"))
        seedRequest(m_node, m_chinese);
    if (page == QStringLiteral("hard-texts"))
        seedHardTexts(m_node);
    if (page == QStringLiteral("history"))
        seedHistory(m_node, LongHistory);
    if (page == QStringLiteral("offline")) {
        m_node.setNetwork(false);
        m_node.setMap({.known = 8, .online = 0});
    }
}

void Gallery::drive(MainWindow& window, model::Models& models)
{
    connect(&m_node, &model::NodeSource::startFailed, this,
            [this] { QTimer::singleShot(SettleMs, this, &Gallery::shown); });
    connect(&models, &model::Models::loaded, this, [this, &window] {
        open(window);
        QTimer::singleShot(SettleMs, this, &Gallery::shown);
    });
}

void Gallery::openSecurity(MainWindow& window)
{
    window.openPage(PageId::Settings);
    auto* page = window.findChild<SettingsPage*>(QStringLiteral("settingsPage"));
    page->showSection(SectionId::Security);
    if (m_page == QStringLiteral("protect"))
        page->findChild<QPushButton*>(QStringLiteral("changeProtection"))->click();
}

void Gallery::open(MainWindow& window)
{
    const NodeId wang = galleryId(person::Wang);
    if (m_page == QStringLiteral("settings"))
        window.openPage(PageId::Settings);
    else if (m_page == QStringLiteral("security") || m_page == QStringLiteral("protect"))
        openSecurity(window);
    else if (m_page == QStringLiteral("locked"))
        m_node.lock(this, [](const auto&) {});
    else if (m_page == QStringLiteral("profile"))
        window.openPage(PageId::Profile);
    else if (m_page == QStringLiteral("map"))
        window.openPage(PageId::Map);
    else if (m_page == QStringLiteral("hello"))
        window.openChat(galleryId(person::Farid));
    else if (m_page == QStringLiteral("hard-texts"))
        window.openChat(galleryId(person::Alice));
    else if (m_page == QStringLiteral("history"))
        window.openChat(galleryId(person::Bob));
    else if (m_page != QStringLiteral("nobody") && m_page != QStringLiteral("empty") &&
             m_page != QStringLiteral("first-run"))
        window.openChat(wang);

    ChatPage* chat = window.chat();
    if (m_page == QStringLiteral("queue"))
        window.setQueueOpen(true);
    else if (m_page == QStringLiteral("friend"))
        window.openFriend(wang);
    else if (m_page == QStringLiteral("add"))
        window.openAddFriend();
    else if (m_page == QStringLiteral("keys"))
        window.openKeys();
    else if (m_page == QStringLiteral("search")) {
        chat->toggleSearch();
        chat->findChild<SearchField*>(QStringLiteral("messageSearch"))
            ->setText(m_chinese ? QStringLiteral("我") : QStringLiteral("the"));
    } else if (m_page == QStringLiteral("details")) {
        connect(chat->conversation(), &model::MessageModel::loaded, chat, [chat] {
            for (int row = 0; row < chat->conversation()->rowCount(); ++row) {
                const Message* message = chat->conversation()->messageAt(row);
                if (message != nullptr && message->state == MessageState::Held)
                    chat->reveal(message->id);
            }
            chat->showDetails();
        });
    }
}

}  // namespace vos::ui
