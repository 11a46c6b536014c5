#include "app/vosd/operatorlog.h"

#include "app/common/logging.h"

#include "p2p/qt/address.h"

namespace vos::daemon {

using namespace Qt::StringLiterals;

namespace {

QString nameOf(const std::string& name, const NodeId& id)
{
    const QString address = common::shortened(addressOf(id));
    return name.empty() ? address : u"%1 (%2)"_s.arg(QString::fromStdString(name), address);
}

QString mebibytes(std::uint64_t bytes)
{
    return QString::number(static_cast<double>(bytes) / (1 << 20), 'f', 1) + " MiB"_L1;
}

void info(const QString& text)
{
    common::log(LogLine::Level::Info, text);
}

}  // namespace

OperatorLog::OperatorLog(Node& node, QObject* parent) : QObject(parent)
{
    connect(&node, &Node::ready, this, [this, &node] { learn(node); });
    connect(&node, &Node::friendVosRequested, this, &OperatorLog::onRequested);
    connect(&node, &Node::friendOwnersChanged, this, &OperatorLog::onOwnersChanged);
    connect(&node, &Node::friendVosChanged, this, &OperatorLog::onFriendsChanged);
    connect(&node, &Node::storageTrouble, this, [](bool failing) {
        common::log(failing ? LogLine::Level::Error : LogLine::Level::Info,
                    failing ? u"the disk takes nothing: nothing new is accepted"_s
                            : u"the disk takes data again"_s);
    });
    connect(&node, &Node::damageFound, this,
            [](const QString& what) { common::log(LogLine::Level::Error, what); });
    connect(&node, &Node::identityElsewhere, this, [](bool elsewhere) {
        common::log(elsewhere ? LogLine::Level::Warning : LogLine::Level::Info,
                    elsewhere ? u"this identity runs in another place too: stop one of them"_s
                              : u"this identity runs here alone again"_s);
    });
}

/// What stands since before the start is no news.
void OperatorLog::learn(Node& node)
{
    node.agreements(this, [this](const Expected<Agreements, NodeError>& agreements) {
        if (!agreements)
            return;
        for (const FriendVos& one : agreements->mine)
            m_friends.try_emplace(one.id, one.state);
        for (const FriendOwner& one : agreements->forOthers)
            m_owners.try_emplace(one.id, one.state);
    });
}

void OperatorLog::onRequested(const std::vector<FriendOwner>& requests)
{
    for (const FriendOwner& one : requests) {
        const QString who = nameOf(one.name, one.id);
        // The log cuts addresses; the whole one, which an answer takes, is in that list.
        info(u"%1 asks to have messages kept here%2; to answer see: vos friend-vos"_s.arg(
            who, one.quotaBytes > 0 ? u" (%1)"_s.arg(mebibytes(one.quotaBytes)) : QString()));
    }
}

void OperatorLog::onOwnersChanged(const std::vector<FriendOwner>& changed)
{
    for (const FriendOwner& one : changed) {
        if (!isNew(m_owners, one.id, one.state))
            continue;
        const QString who = nameOf(one.name, one.id);
        switch (one.state) {
        case AgreementState::Active:
            info(u"keeps messages for %1, up to %2"_s.arg(who, mebibytes(one.quotaBytes)));
            break;
        case AgreementState::Declined:
            info(u"declined to keep messages for %1"_s.arg(who));
            break;
        case AgreementState::Revoked:
            info(u"the agreement with %1 was ended"_s.arg(who));
            break;
        case AgreementState::Expired:
            info(u"the agreement with %1 ran out"_s.arg(who));
            break;
        case AgreementState::None:
        case AgreementState::Pending:
        case AgreementState::Asked:
            break;
        }
    }
}

void OperatorLog::onFriendsChanged(const std::vector<FriendVos>& changed)
{
    for (const FriendVos& one : changed) {
        if (!isNew(m_friends, one.id, one.state) || one.state == AgreementState::None)
            continue;
        info(u"Friend VOS %1: %2"_s.arg(nameOf(one.name, one.id),
                                        QString::fromLatin1(wordFor(one.state))));
    }
}

bool OperatorLog::isNew(States& known, const NodeId& id, AgreementState state)
{
    const auto place = known.find(id);
    if (place != known.end() && place->second == state)
        return false;
    known.insert_or_assign(id, state);
    return true;
}

}  // namespace vos::daemon
