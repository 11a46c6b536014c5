#include "model/friendvosmodel.h"

#include "p2p/qt/address.h"

#include <algorithm>
#include <tuple>

namespace vos::model {

namespace {

Agreement agreementOf(const FriendVos& from)
{
    Agreement a;
    a.mine = true;
    a.id = from.id;
    a.state = from.state;
    a.ownName = QString::fromStdString(from.name).simplified();
    a.online = from.online;
    a.since = from.since;
    a.lastSeen = from.lastSeen;
    a.quotaBytes = from.quotaBytes;
    a.usedBytes = from.usedBytes;
    a.messages = static_cast<int>(from.holding);
    a.lost = static_cast<int>(from.lost);
    a.expires = from.expires;
    return a;
}

Agreement agreementOf(const FriendOwner& from)
{
    Agreement a;
    a.id = from.id;
    a.state = from.state;
    a.ownName = QString::fromStdString(from.name).simplified();
    a.message = QString::fromStdString(from.message).simplified();
    a.online = from.online;
    a.since = from.since;
    a.lastSeen = from.lastSeen;
    a.quotaBytes = from.quotaBytes;
    a.usedBytes = from.usedBytes;
    a.messages = static_cast<int>(from.messages);
    a.keptUntil = from.keptUntil;
    a.expires = from.expires;
    a.doNotAsk = from.doNotAsk;
    return a;
}

/// Agreed ones above waiting ones above those that are over.
int rank(AgreementState state)
{
    switch (state) {
    case AgreementState::Active:
        return 0;
    case AgreementState::Pending:
    case AgreementState::Asked:
        return 1;
    default:
        return 2;
    }
}

bool precedes(const Agreement& a, const Agreement& b)
{
    return std::tuple(rank(a.state), a.since, a.id) < std::tuple(rank(b.state), b.since, b.id);
}

}  // namespace

FriendVosModel::FriendVosModel(NodeSource& source, Clock& clock, FriendModel& friends,
                               QObject* parent)
    : QObject(parent)
    , m_source(source)
    , m_friends(friends)
    , m_requests(clock, friends)
    , m_holdForMe(clock, friends)
    , m_holdFor(clock, friends)
    , m_declined(clock, friends)
{
    connect(&source, &NodeSource::friendVosChanged, this, &FriendVosModel::onMineChanged);
    connect(&source, &NodeSource::friendOwnersChanged, this, &FriendVosModel::onOwnersChanged);
    connect(&source, &NodeSource::friendVosRequested, this, &FriendVosModel::onOwnersChanged);
    // The sum of the space for others changes with its setting.
    connect(&source, &NodeSource::settingsChanged, this, [this] {
        if (m_loaded)
            readAll();
    });
    connect(&friends, &FriendModel::namesChanged, this, &FriendVosModel::changed);
}

void FriendVosModel::load()
{
    readAll();
}

void FriendVosModel::readAll()
{
    m_source.agreements(this, [this](const Expected<Agreements, NodeError>& result) {
        if (result) {
            m_all.clear();
            for (const FriendVos& mine : result->mine)
                put(agreementOf(mine));
            for (const FriendOwner& owner : result->forOthers)
                put(agreementOf(owner));
            m_quotaBytes = result->quotaBytes;
            show();
        }
        if (!std::exchange(m_loaded, true))
            Q_EMIT loaded();
    });
}

void FriendVosModel::onMineChanged(const std::vector<FriendVos>& changes)
{
    for (const FriendVos& change : changes)
        put(agreementOf(change));
    show();
}

void FriendVosModel::onOwnersChanged(const std::vector<FriendOwner>& changes)
{
    for (const FriendOwner& change : changes) {
        if (change.state != AgreementState::Asked)
            m_postponed.erase(change.id);
        put(agreementOf(change));
    }
    show();
}

void FriendVosModel::put(const Agreement& agreement)
{
    const auto it = std::find_if(m_all.begin(), m_all.end(), [&](const Agreement& other) {
        return other.id == agreement.id && other.mine == agreement.mine;
    });
    if (it == m_all.end()) {
        if (agreement.state != AgreementState::None)
            m_all.push_back(agreement);
    } else if (agreement.state == AgreementState::None) {
        m_all.erase(it);
    } else {
        *it = agreement;
    }
}

void FriendVosModel::show()
{
    const auto rows = [this](const auto& belongs) {
        std::vector<Agreement> kept;
        std::copy_if(m_all.begin(), m_all.end(), std::back_inserter(kept), belongs);
        std::sort(kept.begin(), kept.end(), precedes);
        return kept;
    };
    m_holdForMe.setRows(rows([](const Agreement& a) { return a.mine; }));
    m_requests.setRows(
        rows([](const Agreement& a) { return !a.mine && a.state == AgreementState::Asked; }));
    m_declined.setRows(
        rows([](const Agreement& a) { return !a.mine && a.state == AgreementState::Declined; }));
    m_holdFor.setRows(rows([](const Agreement& a) {
        return !a.mine && a.state != AgreementState::Asked && a.state != AgreementState::Declined;
    }));
    m_usedBytes = 0;
    for (const Agreement& a : m_holdFor.rows())
        m_usedBytes += a.usedBytes;
    Q_EMIT changed();
    const int count = requestCount();
    if (std::exchange(m_requestCount, count) != count)
        Q_EMIT requestCountChanged(count);
}

int FriendVosModel::requestCount() const
{
    return static_cast<int>(
        std::count_if(m_requests.rows().begin(), m_requests.rows().end(),
                      [this](const Agreement& a) { return !isPostponed(a.id); }));
}

int FriendVosModel::holderCount() const
{
    return static_cast<int>(std::count_if(m_holdForMe.rows().begin(), m_holdForMe.rows().end(),
                                          [](const Agreement& a) { return a.isActive(); }));
}

int FriendVosModel::holding() const
{
    int sum = 0;
    for (const Agreement& a : m_holdFor.rows())
        sum += a.messages;
    return sum;
}

int FriendVosModel::ownerCount() const
{
    return static_cast<int>(std::count_if(m_holdFor.rows().begin(), m_holdFor.rows().end(),
                                          [](const Agreement& a) { return a.isActive(); }));
}

QString FriendVosModel::nameOf(const NodeId& id) const
{
    for (const AgreementList* list : {&m_holdForMe, &m_holdFor, &m_requests, &m_declined}) {
        if (const Agreement* found = list->find(id))
            return list->nameOf(*found);
    }
    return m_friends.nameOf(id);
}

Reply<Done> FriendVosModel::done(Finished finished)
{
    return [this, finished = std::move(finished)](const Expected<Done, NodeError>& result) {
        if (!result)
            Q_EMIT actionFailed(result.error());
        if (finished)
            finished(result);
    };
}

void FriendVosModel::ask(const QString& addressOrLink, quint64 quotaBytes, const QString& message,
                         QObject* context, Finished finished)
{
    m_source.requestFriendVos(addressOrLink, quotaBytes, message, context, std::move(finished));
}

void FriendVosModel::askAgain(const NodeId& id)
{
    const Agreement* before = m_holdForMe.find(id);
    const quint64 quota = before != nullptr ? before->quotaBytes : 0;
    m_source.requestFriendVos(addressOf(id), quota, QString(), this, done());
}

void FriendVosModel::allow(const NodeId& id, quint64 quotaBytes, Finished finished)
{
    m_source.approveFriendVos(id, quotaBytes, this, done(std::move(finished)));
}

void FriendVosModel::decline(const NodeId& id, bool doNotAsk, Finished finished)
{
    m_source.declineFriendVos(id, doNotAsk, this, done(std::move(finished)));
}

void FriendVosModel::letAskAgain(const NodeId& id)
{
    m_source.declineFriendVos(id, false, this, done());
}

void FriendVosModel::postpone(const NodeId& id)
{
    m_postponed.insert(id);
    show();
}

void FriendVosModel::resume(const NodeId& id)
{
    m_postponed.erase(id);
    show();
}

void FriendVosModel::stop(const NodeId& id, bool mine)
{
    const AgreementSide side = mine ? AgreementSide::Mine : AgreementSide::ForOthers;
    m_source.revokeFriendVos(id, side, this, done());
}

void FriendVosModel::drill(QObject* context, Reply<std::vector<DrillResult>> reply)
{
    m_source.drillFriendVos(context, std::move(reply));
}

void FriendVosModel::setOffline(bool offline)
{
    for (AgreementList* list : {&m_requests, &m_holdForMe, &m_holdFor, &m_declined})
        list->setOffline(offline);
}

void FriendVosModel::retranslate()
{
    for (AgreementList* list : {&m_requests, &m_holdForMe, &m_holdFor, &m_declined})
        list->retranslate();
    Q_EMIT changed();
}

}  // namespace vos::model
