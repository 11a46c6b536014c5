#include "ui/notify/notifier.h"

#include "model/marks.h"
#include "p2p/qt/address.h"
#include "ui/notify/notificationservice.h"

namespace vos::ui {

namespace {

constexpr qsizetype TextShown = 200;  ///< characters; no service shows more
const QString RequestsKey = QStringLiteral("requests");
const QString FriendVosKey = QStringLiteral("friend-vos");
const QString ProgramKey = QStringLiteral("program");

QString excerpt(const std::string& utf8)
{
    const QString text = model::withoutMarks(QString::fromStdString(utf8)).simplified();
    return text.size() > TextShown ? text.left(TextShown) + QChar(0x2026) : text;
}

}  // namespace

Notifier::Notifier(model::Models& models, QWidget& window,
                   std::unique_ptr<NotificationService> service, QObject* parent)
    : QObject(parent), m_models(models), m_window(&window), m_service(std::move(service))
{
    connect(&models.source(), &model::NodeSource::messagesAdded, this, &Notifier::onMessages);
    connect(&models.source(), &model::NodeSource::contactsRequested, this, &Notifier::onRequests);
    connect(&models.source(), &model::NodeSource::friendVosRequested, this,
            &Notifier::onFriendVosRequests);
    connect(&models.friendVos(), &model::FriendVosModel::requestCountChanged, this,
            [this](int count) {
                if (count == 0)
                    m_service->withdraw(FriendVosKey);
            });
    connect(m_service.get(), &NotificationService::activated, this, &Notifier::onActivated);
    // What was read here needs no notification any more.
    connect(&models.friends(), &QAbstractItemModel::dataChanged, this,
            [this](const QModelIndex& first, const QModelIndex& last) {
                for (int row = first.row(); row <= last.row(); ++row) {
                    const model::Friend& changed = m_models.friends().at(row);
                    if (changed.unread == 0)
                        m_service->withdraw(addressOf(changed.contact.id));
                }
            });
}

Notifier::~Notifier() = default;

bool Notifier::isQuiet() const
{
    return m_models.preferences().notifyMode() == model::NotifyMode::Nothing ||
           (m_window != nullptr && m_window->isActiveWindow());
}

model::NotifyMode Notifier::mode() const
{
    const model::NotifyMode wanted = m_models.preferences().notifyMode();
    if (m_models.source().isLocked() && wanted != model::NotifyMode::Nothing)
        return model::NotifyMode::ThatSomethingCame;
    return wanted;
}

void Notifier::say(const QString& title, const QString& text)
{
    m_service->show({ProgramKey, title, text});
}

void Notifier::onMessages(const std::vector<Message>& messages)
{
    if (isQuiet() || !m_models.isLoaded())
        return;
    // One notification for each friend, however many messages came at once: the newest counts.
    std::map<NodeId, const Message*> newest;
    for (const Message& message : messages) {
        if (!message.outgoing && !message.readAt && !message.takenBack && message.kind == LetterKind::Text)
            newest[message.peer] = &message;
    }
    for (const auto& [peer, message] : newest) {
        const QString name = m_models.friends().nameOf(peer);
        Notification notification{addressOf(peer), name, excerpt(message->text)};
        switch (mode()) {
        case model::NotifyMode::NameAndText:
            break;
        case model::NotifyMode::NameOnly:
            notification.text = tr("New message");
            break;
        case model::NotifyMode::ThatSomethingCame:
        case model::NotifyMode::Nothing:
            notification.title = tr("VOS Messenger");
            notification.text = tr("New message");
            break;
        }
        m_service->show(notification);
    }
}

void Notifier::onRequests(const std::vector<Contact>& contacts)
{
    if (isQuiet() || contacts.empty())
        return;
    const bool named = mode() != model::NotifyMode::ThatSomethingCame;
    // What strangers write with a request is shown on the card alone.
    const Contact& asking = contacts.back();
    const QString name = asking.name.empty() ? shortAddressOf(asking.id)
                                             : QString::fromStdString(asking.name);
    m_service->show({RequestsKey, tr("Friend request"),
                     named ? tr("%1 asks to be your friend").arg(name) : QString()});
}

void Notifier::onFriendVosRequests(const std::vector<FriendOwner>& requests)
{
    if (isQuiet())
        return;
    const bool named = m_models.preferences().notifyMode() != model::NotifyMode::ThatSomethingCame;
    for (const FriendOwner& asking : requests) {
        const QString name = m_models.friendVos().nameOf(asking.id);
        m_service->show({FriendVosKey, tr("Friend VOS request"),
                         named ? tr("%1 asks you to keep messages while they are offline").arg(name)
                               : QString()});
    }
}

void Notifier::onActivated(const QString& key)
{
    if (key == RequestsKey) {
        Q_EMIT requestsRequested();
        return;
    }
    if (key == FriendVosKey) {
        Q_EMIT friendVosRequested();
        return;
    }
    const auto id = Node::parse(key);
    if (id)
        Q_EMIT chatRequested(*id);
}

}  // namespace vos::ui
