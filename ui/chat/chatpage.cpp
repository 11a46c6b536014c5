#include "ui/chat/chatpage.h"

#include "ui/chat/chatheader.h"
#include "ui/chat/composer.h"
#include "ui/chat/messagedetails.h"
#include "ui/chat/messageview.h"
#include "ui/chat/searchpanel.h"
#include "ui/chat/sidepanel.h"
#include "ui/person.h"
#include "ui/queue/cancelling.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/toast.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPushButton>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

using model::words::error;

constexpr int ChatWidthMin = 320;

}  // namespace

ChatPage::ChatPage(Theme& theme, model::Models& models, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_models(models), m_chat(new QWidget(this)),
      m_column(new QWidget(m_chat)), m_middle(new QWidget(m_column)),
      m_stack(new QStackedLayout(this)), m_middleStack(new QStackedLayout(m_middle)),
      m_nobody(new EmptyState(theme, QStringLiteral("chats"), Color::TextSoft, this)),
      m_hello(new EmptyState(theme, QString(), Color::TextSoft, m_middle)),
      m_helloAvatar(new AvatarView(theme, 48, m_hello)),
      m_header(new ChatHeader(theme, m_column)),
      m_trouble(new Banner(theme, BannerKind::Danger, m_column)),
      m_failed(new Banner(theme, BannerKind::Danger, m_column)),
      m_doubt(new Banner(theme, BannerKind::Danger, m_column)),
      m_compare(m_doubt->addButton("link")), m_allow(m_doubt->addButton("link")),
      m_remove(m_doubt->addButton("dangerlink")),
      m_cancelled(new Banner(theme, BannerKind::Held, m_column)),
      m_cancelling(new Cancelling(theme, models, *m_cancelled, this)),
      m_view(new MessageView(theme, m_middle)), m_composer(new Composer(theme, m_column)),
      m_toast(new Toast(theme, m_middle)), m_details(new MessageDetails(theme, models, this)),
      m_search(new SearchPanel(theme, models, this))
{
    buildLayout();
    buildDoubt();
    connectView();
    connect(m_composer, &Composer::sendRequested, this, &ChatPage::onSend);
    connect(m_composer, &Composer::replyDismissed, this, &ChatPage::dismissReply);
    connect(m_composer, &Composer::textChanged, this, [this](const QString& text) {
        if (m_peer && !m_editing)
            m_models.friends().setDraft(*m_peer, text);
    });
    connect(m_composer, &Composer::lastOwnRequested, this, [this] {
        const int row = m_conversation ? m_conversation->newestOwnRow() : -1;
        if (row < 0)
            return;
        m_view->setFocus(Qt::TabFocusReason);
        m_view->reveal(m_conversation->messageAt(row)->id);
    });
    connect(m_failed, &Banner::dismissed, m_failed, &QWidget::hide);
    connect(m_failed, &Banner::actionTriggered, this, [this] {
        for (int row = m_conversation->rowCount() - 1; row >= 0; --row) {
            const Message* message = m_conversation->messageAt(row);
            if (message != nullptr && message->state == MessageState::Failed &&
                !message->takenBack)
                m_conversation->sendAgain(MessageId(message->id));
        }
    });
    connect(m_trouble, &Banner::dismissed, m_trouble, &QWidget::hide);
    connect(m_toast, &Toast::finished, this, &ChatPage::finishDelete);
    connect(m_toast, &Toast::undone, this, [this] {
        const int row = m_deleting ? m_conversation->rowOf(*m_deleting) : -1;
        m_deleting.reset();
        if (row >= 0)
            m_view->setRowHidden(row, false);
    });
    connect(m_details, &MessageDetails::closed, this, [this] { setSide(nullptr); });
    connect(m_search, &SearchPanel::closed, this, [this] { setSide(nullptr); });
    connect(m_search, &SearchPanel::chosen, this, &ChatPage::reveal);
    connect(m_search, &SearchPanel::termChanged, m_view, &MessageView::setMark);
    connect(m_header->searchButton(), &QToolButton::clicked, this, &ChatPage::toggleSearch);
    connect(m_header->infoButton(), &QToolButton::clicked, this, [this] {
        if (m_peer)
            Q_EMIT friendDetailsRequested(*m_peer);
    });
    connect(&models.friends(), &QAbstractItemModel::dataChanged, this, &ChatPage::updatePerson);
    const auto preferences = [this] {
        m_composer->setEnterSends(m_models.preferences().enterSends());
    };
    connect(&models.preferences(), &model::Preferences::changed, this, preferences);
    connect(&models.preferences(), &model::Preferences::loaded, this, preferences);
    retranslate();
}

ChatPage::~ChatPage()
{
    finishDelete();
    m_view->setConversation(nullptr);
}

void ChatPage::buildLayout()
{
    m_theme.bindGround(m_middle, Color::Base);
    m_theme.bindGround(m_nobody, Color::Base);
    m_hello->setPicture(m_helloAvatar);
    m_helloAvatar->setSurface(Color::Base);
    m_middleStack->addWidget(m_view);
    m_middleStack->addWidget(m_hello);
    m_failed->setObjectName(QStringLiteral("failedBanner"));
    m_failed->setDismissible(true);
    m_trouble->setObjectName(QStringLiteral("chatTroubleBanner"));
    m_trouble->setDismissible(true);

    auto* column = new QVBoxLayout(m_column);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_doubt);
    column->addWidget(m_middle, 1);
    column->addWidget(m_cancelled);
    column->addWidget(m_trouble);
    column->addWidget(m_failed);
    column->addWidget(m_composer);
    auto* row = new QHBoxLayout(m_chat);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(m_column, 1);
    row->addWidget(m_details);
    row->addWidget(m_search);
    m_details->hide();
    m_search->hide();
    m_stack->addWidget(m_nobody);
    m_stack->addWidget(m_chat);
    setTabOrder(m_header->searchButton(), m_header->infoButton());
    setTabOrder(m_header->infoButton(), m_view);
    setTabOrder(m_view, m_composer->edit());
}

void ChatPage::buildDoubt()
{
    m_doubt->setObjectName(QStringLiteral("doubtBanner"));
    m_compare->setObjectName(QStringLiteral("doubtCompare"));
    m_allow->setObjectName(QStringLiteral("doubtAllow"));
    m_remove->setObjectName(QStringLiteral("doubtRemove"));
    m_cancelled->setObjectName(QStringLiteral("cancelledBanner"));
    connect(m_compare, &QPushButton::clicked, this,
            [this] { Q_EMIT friendDetailsRequested(*m_peer); });
    connect(m_allow, &QPushButton::clicked, this, &ChatPage::allowDoubtful);
    connect(m_remove, &QPushButton::clicked, this, &ChatPage::askRemove);
    connect(m_cancelling, &Cancelling::failed, this, &ChatPage::say);
}

void ChatPage::connectView()
{
    connect(m_view, &MessageView::linkActivated, this, &ChatPage::askLink);
    connect(m_view, &MessageView::actionTriggered, this, &ChatPage::onAction);
    connect(m_view, &MessageView::deleteRequested, this, &ChatPage::onDelete);
    connect(m_view, &MessageView::menuRequested, this, &ChatPage::showMenu);
    connect(m_view, &MessageView::detailsRequested, this, &ChatPage::showDetails);
    connect(m_view, &MessageView::replyRequested, this, &ChatPage::setReply);
    connect(m_view, &MessageView::editRequested, this, &ChatPage::setEditing);
    connect(m_view, &MessageView::takeBackRequested, this, &ChatPage::askTakeBack);
    connect(m_view, &MessageView::reactionRequested, this, &ChatPage::showReactions);
    connect(m_view, &MessageView::reactionToggled, this,
            [this](const MessageId& id, const QString& emoji) {
                m_conversation->toggleReaction(id, emoji);
            });
}

void ChatPage::retranslate()
{
    m_nobody->setText(tr("Choose a friend to write to."));
    m_failed->setAction(tr("Try again"));
    m_compare->setText(tr("Compare"));
    m_allow->setText(tr("Allow"));
    m_remove->setText(tr("Remove"));
    updatePerson();
    updateFailed();
}

void ChatPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void ChatPage::open(const std::optional<NodeId>& peer)
{
    if (peer == m_peer)
        return;
    finishDelete();
    setSide(nullptr);
    setEditing({});
    if (m_conversation)
        m_conversation->clearUnreadLine();
    m_peer.reset();  // so that the draft of the next friend is not written to the last one
    setReply({});
    m_trouble->hide();
    m_cancelling->forget();
    m_view->setConversation(nullptr);
    m_conversation = peer ? m_models.conversation(*peer) : nullptr;
    m_stack->setCurrentWidget(peer ? m_chat : m_nobody);
    if (!peer)
        return;
    const model::Friend* person = m_models.friends().find(*peer);
    m_composer->setText(person != nullptr ? person->draft : QString());
    m_peer = peer;
    connectConversation();
    m_view->setConversation(m_conversation.get());
    m_conversation->load();
    updatePerson();
    updateEmpty();
    updateFailed();
    m_models.source().refreshPresence(*peer);
}

void ChatPage::connectConversation()
{
    model::MessageModel* chat = m_conversation.get();
    connect(chat, &model::MessageModel::loaded, this, &ChatPage::updateEmpty);
    connect(chat, &QAbstractItemModel::rowsInserted, this, &ChatPage::updateEmpty);
    connect(chat, &QAbstractItemModel::rowsRemoved, this, &ChatPage::updateEmpty);
    connect(chat, &model::MessageModel::failedCountChanged, this, &ChatPage::updateFailed);
    connect(chat, &model::MessageModel::actionFailed, this, &ChatPage::say);
    connect(chat, &model::MessageModel::sent, m_view, &MessageView::scrollToLatest);
    connect(chat, &model::MessageModel::sendFailed, this,
            [this](const QString& text, const NodeError& reason) {
                if (m_composer->text().isEmpty())
                    m_composer->setText(text);
                say(reason);
            });
}

void ChatPage::say(const NodeError& reason)
{
    m_trouble->setText(error(reason));
}

void ChatPage::updatePerson()
{
    const model::Friend* person = m_peer ? m_models.friends().find(*m_peer) : nullptr;
    if (person == nullptr)
        return;
    const QString presence = model::words::presence(person->presence, person->name(),
                                                    m_models.clock().now());
    m_header->show(*person, presence);
    m_helloAvatar->setSeed(identiconSeed(*m_peer));
    m_helloAvatar->setBadge(badgeFor(person->presence.presence));
    const bool pending = person->contact.state == ContactState::PendingOut;
    QString blocked;
    if (pending)
        blocked = tr("%1 has not accepted yet.").arg(person->name());
    else if (person->contact.doubt != Doubt::None)
        blocked = tr("Sending to %1 has stopped.").arg(person->name());
    m_composer->setBlocked(blocked);
    updateDoubt();
    if (pending)
        m_hello->setText(presence);
    else if (person->presence.presence == model::Presence::Online)
        m_hello->setText(tr("Say hello to %1.").arg(person->name()));
    else
        m_hello->setText(tr("Say hello to %1. Your message waits here until %1 can be reached.")
                             .arg(person->name()));
}

void ChatPage::updateEmpty()
{
    const bool empty = m_conversation && m_conversation->isLoaded() &&
                       m_conversation->messageCount() == 0;
    m_middleStack->setCurrentWidget(empty ? static_cast<QWidget*>(m_hello) : m_view);
}

void ChatPage::updateFailed()
{
    const int count = m_conversation ? m_conversation->failedCount() : 0;
    // One line below the message says it already; the banner is for what is out of sight.
    m_failed->setText(count > 1 ? tr("%n messages could not be delivered.", nullptr, count)
                                : QString());
}

void ChatPage::reveal(const MessageId& id)
{
    m_view->reveal(id);
}

void ChatPage::setSide(QWidget* panel)
{
    const QWidget* before = m_details->isVisible() ? static_cast<QWidget*>(m_details)
                            : m_search->isVisible() ? static_cast<QWidget*>(m_search)
                                                    : nullptr;
    m_details->setVisible(panel == m_details);
    m_search->setVisible(panel == m_search);
    m_header->searchButton()->setChecked(panel == m_search);
    fitSide();
    if (panel != m_search)
        m_view->setMark(QString());
    if (panel == nullptr && before != nullptr && before->isAncestorOf(QApplication::focusWidget()))
        focusComposer();
}

void ChatPage::fitSide()
{
    // Where there is no room for both, the panel covers the chat.
    SidePanel* open = m_details->isVisibleTo(m_chat) ? static_cast<SidePanel*>(m_details)
                      : m_search->isVisibleTo(m_chat) ? static_cast<SidePanel*>(m_search)
                                                      : nullptr;
    const bool covers = open != nullptr && width() < metric::SidePanelWidth + ChatWidthMin;
    m_column->setVisible(!covers);
    if (open != nullptr)
        open->setFixedWidth(covers ? width() : metric::SidePanelWidth);
}

void ChatPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitSide();
}

void ChatPage::showDetails()
{
    const std::optional<MessageId> id = m_view->currentMessage();
    const int row = id && m_conversation ? m_conversation->rowOf(*id) : -1;
    if (row < 0 || (m_details->isVisible() && m_details->messageId() == id)) {
        setSide(nullptr);
        return;
    }
    m_details->show(*m_conversation, row);
    setSide(m_details);
}

void ChatPage::toggleSearch()
{
    if (!m_peer)
        return;
    const bool opens = !m_search->isVisible();
    setSide(opens ? m_search : nullptr);
    if (opens)
        m_search->begin(*m_peer);
}

bool ChatPage::hasOpenPanel() const
{
    return m_details->isVisible() || m_search->isVisible() || m_reply || m_editing;
}

void ChatPage::stepBack()
{
    if (m_details->isVisible() || m_search->isVisible())
        setSide(nullptr);
    else if (m_reply || m_editing)
        dismissReply();
    else {
        m_view->clearSelection();
        m_view->scrollToLatest();
        focusComposer();
    }
}

void ChatPage::focusComposer()
{
    if (m_peer)
        m_composer->edit()->setFocus(Qt::ShortcutFocusReason);
}

void ChatPage::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_PageUp:
        m_view->pageUp();
        break;
    case Qt::Key_PageDown:
        m_view->pageDown();
        break;
    case Qt::Key_Home:
        m_view->scrollToOldest();
        break;
    case Qt::Key_End:
        m_view->scrollToLatest();
        break;
    case Qt::Key_Escape:
        // What else may be open around it is the window's to close first.
        if (hasOpenPanel())
            stepBack();
        else
            QWidget::keyPressEvent(event);
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

}  // namespace vos::ui
