#include "ui/contacts/frienddetails.h"

#include "p2p/identity/safetynumber.h"
#include "ui/person.h"
#include "ui/contacts/whyoffline.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/qrview.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

constexpr int PresenceIconSize = 14;

/// "48213 90576 …" in four lines of three groups.
QString inLines(const QString& number)
{
    const QStringList groups = number.split(u' ');
    QStringList lines;
    for (qsizetype i = 0; i < groups.size(); i += 3)
        lines.append(groups.mid(i, 3).join(QStringLiteral("  ")));
    return lines.join(u'\n');
}

void copy(const QString& text) { QApplication::clipboard()->setText(text); }

}  // namespace

FriendDetails::FriendDetails(Theme& theme, model::Models& models, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_models(models),
      m_trouble(new Banner(theme, BannerKind::Danger, this)),
      m_why(new WhyOffline(theme, models, this))
{
    setObjectName(QStringLiteral("friendDetails"));
    m_trouble->setObjectName(QStringLiteral("friendDetailsTrouble"));
    QVBoxLayout* content = nullptr;
    QWidget* head = buildHead();
    QScrollArea* area = pageArea(metric::PageContentMax, content, this);
    content->setSpacing(space::L);
    content->addWidget(buildPerson());
    content->addWidget(m_why);
    content->addWidget(buildSafety());
    content->addWidget(buildFacts());
    content->addWidget(buildEnd());
    content->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head);
    column->addWidget(m_trouble);
    column->addWidget(area, 1);

    connect(m_back, &QToolButton::clicked, this, &FriendDetails::closed);
    connect(m_write, &QPushButton::clicked, this, [this] { Q_EMIT writeRequested(*m_id); });
    connect(m_askToHold, &QPushButton::clicked, this,
            [this] { Q_EMIT askToHoldRequested(*m_id); });
    connect(&models.friendVos(), &model::FriendVosModel::changed, this, &FriendDetails::refresh);
    connect(m_compared, &QCheckBox::clicked, this, [this](bool compared) {
        m_models.source().setVerified(*m_id, compared, this, done());
    });
    connect(m_copyNumber, &QPushButton::clicked, this,
            [this] { copy(m_models.source().safetyNumber(*m_id)); });
    connect(m_copyAddress, &QToolButton::clicked, this,
            [this] { copy(m_models.friends().find(*m_id)->address()); });
    connect(m_ownName, &QLineEdit::editingFinished, this, &FriendDetails::saveName);
    connect(m_block, &QPushButton::clicked, this, &FriendDetails::askBlock);
    connect(m_remove, &QPushButton::clicked, this, &FriendDetails::askRemove);
    connect(&models.friends(), &QAbstractItemModel::dataChanged, this, &FriendDetails::refresh);
    connect(&models.friends(), &QAbstractItemModel::rowsRemoved, this, &FriendDetails::refresh);
    connect(&models.network(), &model::NetworkModel::changed, this, &FriendDetails::refreshPath);
    connect(&theme, &Theme::changed, this, &FriendDetails::refresh);
    m_trouble->setDismissible(true);
    connect(m_trouble, &Banner::dismissed, this, [this] { m_trouble->setText(QString()); });
    retranslate();
}

void FriendDetails::setFriend(const NodeId& id)
{
    if (m_id == id)
        return;
    m_id = id;
    m_trouble->setText(QString());
    const ByteArray<64> bytes = identity::safetyBytes(m_models.status().ownId(), id);
    m_qr->setContent(QByteArray(reinterpret_cast<const char*>(bytes.data()), bytes.size()));
    m_ownName->setModified(false);
    refresh();
}

void FriendDetails::refresh()
{
    if (!m_id)
        return;
    const model::Friend* shown = m_models.friends().find(*m_id);
    if (shown == nullptr || shown->contact.state == ContactState::Blocked) {
        m_id.reset();
        Q_EMIT closed();
        return;
    }
    m_avatar->setSeed(identiconSeed(*m_id));
    m_name->setText(shown->name());
    m_short->setText(shown->shortAddress());
    m_verified->setVisible(shown->contact.verified);
    const WallTime now = m_models.clock().now();
    m_presence->setText(model::words::presence(shown->presence, shown->name(), now));
    m_presenceIcon->setPixmap(badgePixmap(m_theme, badgeFor(shown->presence.presence),
                                          PresenceIconSize, devicePixelRatioF()));
    m_why->setFriend(shown);
    m_safetyHint->setText(tr("%1 sees the same number. Compare it by phone or in person.")
                              .arg(shown->name()));
    m_number->setText(inLines(m_models.source().safetyNumber(*m_id)));
    m_compared->setChecked(shown->contact.verified);
    m_address->setText(breakable(shown->address()));
    if (shown->presence.presence == model::Presence::Online)
        m_seen->setText(tr("Now"));
    else
        m_seen->setText(shown->contact.lastSeen
                            ? model::words::longWhen(*shown->contact.lastSeen, now)
                            : tr("Not yet"));
    refreshPath();
    m_since->setText(model::words::longDate(shown->contact.since));
    refreshFriendVos();
    if (!m_ownName->isModified())
        m_ownName->setText(QString::fromStdString(shown->contact.note));
    m_ownName->setPlaceholderText(QString::fromStdString(shown->contact.name));
}

/// The way in full comes from the node's own figures, read while this page is open.
void FriendDetails::refreshPath()
{
    const model::Friend* shown = m_id ? m_models.friends().find(*m_id) : nullptr;
    if (shown == nullptr)
        return;
    const QString full = m_models.network().pathInFull(*m_id);
    const QString word = model::words::path(shown->contact.path, shown->contact.endpoint,
                                            shown->presence.via);
    if (!full.isEmpty())
        m_path->setText(full);
    else
        m_path->setText(word.isEmpty() ? tr("Not connected") : word);
}

void FriendDetails::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_models.network().setWatched(true);
}

void FriendDetails::hideEvent(QHideEvent* event)
{
    m_models.network().setWatched(false);
    QWidget::hideEvent(event);
}

void FriendDetails::refreshFriendVos()
{
    const model::Friend* shown = m_models.friends().find(*m_id);
    const model::AgreementList& mine = m_models.friendVos().holdForMe();
    const QModelIndex agreement = mine.indexOf(*m_id);
    const model::Agreement* row = agreement.isValid() ? &mine.at(agreement.row()) : nullptr;
    const bool busy = row != nullptr && (row->isActive() || row->state == AgreementState::Pending);
    m_askToHold->setVisible(shown->contact.state == ContactState::Accepted && !busy);
    if (row == nullptr)
        m_holds->setText(tr("No"));
    else
        m_holds->setText(row->isActive()
                             //: Whether a friend keeps our messages; %1 is the space in use
                             ? tr("Yes · %1").arg(agreement
                                                      .data(model::AgreementList::StorageTextRole)
                                                      .toString())
                             : agreement.data(model::AgreementList::DetailRole).toString());
    QStringList names;
    for (const NodeId& holder : shown->contact.friendVos)
        names.append(holder == m_models.status().ownId() ? tr("You")
                                                         : m_models.friendVos().nameOf(holder));
    m_heldBy->setText(names.isEmpty() ? tr("Nobody, as far as is known")
                                      : model::words::list(names));
}

void FriendDetails::saveName()
{
    if (!m_id || !m_ownName->isModified())
        return;
    m_ownName->setModified(false);
    m_models.source().setContactNote(*m_id, m_ownName->text().simplified(), this, done());
}

void FriendDetails::askBlock()
{
    const QString name = m_models.friends().nameOf(*m_id);
    ask(m_theme, this,
        {tr("Block %1?").arg(name),
         tr("Nothing from %1 reaches you any more, and %1 is not told. You can undo this under "
            "Settings.").arg(name),
         tr("Block"), true},
        [this, id = *m_id] { m_models.source().blockContact(id, this, done()); });
}

void FriendDetails::askRemove()
{
    const QString name = m_models.friends().nameOf(*m_id);
    ask(m_theme, this,
        {tr("Remove %1?").arg(name),
         tr("%1 leaves your list and cannot write to you. The messages you have stay on this "
            "computer.").arg(name),
         tr("Remove"), true},
        [this, id = *m_id] { m_models.source().removeContact(id, this, done()); });
}

Reply<Done> FriendDetails::done()
{
    return [this](const Expected<Done, NodeError>& result) {
        m_trouble->setText(result ? QString() : model::words::error(result.error()));
        refresh();
    };
}

void FriendDetails::retranslate()
{
    m_title->setText(tr("Friend details"));
    setIconName(m_back, tr("Back"));
    m_verifiedText->setText(tr("Verified"));
    m_write->setText(tr("Write"));
    m_askToHold->setText(tr("Ask to hold for me"));
    m_holdsLabel->setText(tr("Keeps your messages"));
    m_heldByLabel->setText(tr("Keep theirs"));
    m_safetyTitle->setText(tr("Safety number"));
    m_number->setAccessibleName(tr("Safety number"));
    m_qr->setAccessibleName(tr("Safety number as a QR code"));
    m_compared->setText(tr("I compared it, it is the same"));
    m_copyNumber->setText(tr("Copy"));
    m_copyNumber->setAccessibleName(tr("Copy safety number"));
    m_ownNameLabel->setText(tr("Your name for them"));
    m_ownName->setAccessibleName(tr("Your name for them"));
    m_addressLabel->setText(tr("Address"));
    setIconName(m_copyAddress, tr("Copy address"));
    m_seenLabel->setText(tr("Last heard"));
    m_pathLabel->setText(tr("Connection"));
    m_sinceLabel->setText(tr("In your list since"));
    m_block->setText(tr("Block"));
    m_remove->setText(tr("Remove friend…"));
    refresh();
}

void FriendDetails::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

}  // namespace vos::ui
