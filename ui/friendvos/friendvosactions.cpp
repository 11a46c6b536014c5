// What a person does on the page Friend VOS: answer, ask, change limits, stop.

#include "ui/friendvos/askdialog.h"
#include "ui/friendvos/friendvospage.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/toast.h"

#include "p2p/qt/address.h"

#include <QApplication>
#include <QClipboard>
#include <QMenu>

namespace vos::ui {

void FriendVosPage::askFriend(const std::optional<NodeId>& chosen)
{
    auto* dialog = new AskDialog(m_theme, m_models, chosen, this);
    connect(dialog, &AskDialog::asked, this, [this] { showPart(FriendVosPart::HoldForMe); });
    dialog->open();
}

void FriendVosPage::decline(const NodeId& id, bool doNotAsk)
{
    const QString name = m_models.friendVos().nameOf(id);
    m_models.friendVos().decline(
        id, doNotAsk, [this, id, name, doNotAsk](const Expected<Done, NodeError>& result) {
            if (!result || !doNotAsk)
                return;
            m_undo = id;
            m_toast->showText(tr("%1 may not ask again").arg(name), tr("Undo"));
        });
}

void FriendVosPage::changeLimit(const NodeId& id)
{
    (new LimitDialog(m_theme, m_models, id, this))->open();
}

void FriendVosPage::onAction(const model::AgreementList& list, const NodeId& id,
                             AgreementAction action, const QPoint& at)
{
    const model::Agreement* agreement = list.find(id);
    if (agreement == nullptr)
        return;
    switch (action) {
    case AgreementAction::Menu:
        showMenu(*agreement, at);
        break;
    case AgreementAction::Withdraw:
        m_models.friendVos().stop(id, true);
        break;
    case AgreementAction::AskAgain:
        m_models.friendVos().askAgain(id);
        break;
    case AgreementAction::LetAskAgain:
        m_models.friendVos().letAskAgain(id);
        break;
    case AgreementAction::None:
        break;
    }
}

void FriendVosPage::showMenu(const model::Agreement& agreement, const QPoint& at)
{
    const NodeId id = agreement.id;
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("agreementMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    model::FriendVosModel& friendVos = m_models.friendVos();
    if (agreement.isActive() && !agreement.mine)
        menu->addAction(m_theme.icon(QStringLiteral("storage")), tr("Change limits…"), this,
                        [this, id] { changeLimit(id); });
    if (agreement.mine && agreement.state == AgreementState::Pending)
        menu->addAction(m_theme.icon(QStringLiteral("cancel")), tr("Withdraw"), this,
                        [&friendVos, id, mine = agreement.mine] { friendVos.stop(id, mine); });
    if (agreement.mine && !agreement.isActive() && agreement.state != AgreementState::Pending)
        menu->addAction(m_theme.icon(QStringLiteral("retry")), tr("Ask again"), this,
                        [&friendVos, id] { friendVos.askAgain(id); });
    if (agreement.doNotAsk)
        menu->addAction(m_theme.icon(QStringLiteral("retry")), tr("Let it ask again"), this,
                        [&friendVos, id] { friendVos.letAskAgain(id); });
    if (m_models.friends().find(id) != nullptr)
        menu->addAction(m_theme.icon(QStringLiteral("info")), tr("Friend details"), this,
                        [this, id] { Q_EMIT friendDetailsRequested(id); });
    menu->addAction(m_theme.icon(QStringLiteral("copy")), tr("Copy address"), this,
                    [id] { QApplication::clipboard()->setText(addressOf(id)); });
    const bool over = agreement.state == AgreementState::Declined ||
                      (agreement.mine && (agreement.state == AgreementState::Revoked ||
                                          agreement.state == AgreementState::Expired));
    if (over)
        menu->addAction(m_theme.icon(QStringLiteral("trash")), tr("Remove from the list"), this,
                        [&friendVos, id, mine = agreement.mine] { friendVos.stop(id, mine); });
    if (agreement.isActive()) {
        menu->addSeparator();
        menu->addAction(m_theme.icon(QStringLiteral("close")), tr("Stop…"), this,
                        [this, id, mine = agreement.mine] { askStop(id, mine); });
    }
    menu->popup(at);
}

void FriendVosPage::askStop(const NodeId& id, bool mine)
{
    model::FriendVosModel& friendVos = m_models.friendVos();
    const model::AgreementList& list = mine ? friendVos.holdForMe() : friendVos.holdFor();
    const model::Agreement* found = list.find(id);
    if (found == nullptr || !found->isActive())
        return;
    const model::Agreement agreement = *found;
    const QString name = friendVos.nameOf(agreement.id);
    Question question;
    question.yes = tr("Stop");
    question.danger = true;
    if (agreement.mine) {
        question.title = tr("Stop having %1 keep your messages?").arg(name);
        question.text = tr("%1 takes nothing new for you. What %1 keeps already still reaches "
                           "you.")
                            .arg(name);
        if (friendVos.holderCount() == 1)
            //: %1 is what was said before
            question.text =
                tr("%1 Then nobody keeps your messages while you are offline.").arg(question.text);
    } else {
        question.title = tr("Stop keeping messages for %1?").arg(name);
        question.text = tr("Nothing new is taken.");
        if (agreement.messages > 0 && agreement.keptUntil) {
            question.text = tr("Nothing new is taken. %n messages for %1 stay until they are "
                               "fetched, at most until %2.",
                               nullptr, agreement.messages)
                                .arg(name, model::words::shortDate(*agreement.keptUntil,
                                                                   m_models.clock().now()));
        } else if (agreement.messages > 0) {
            question.text = tr("Nothing new is taken. %n messages for %1 stay until they are "
                               "fetched, at most 30 days.",
                               nullptr, agreement.messages)
                                .arg(name);
        }
    }
    ask(m_theme, this, question, [&friendVos, id, mine] { friendVos.stop(id, mine); });
}

}  // namespace vos::ui
