// Methods about Friend VOS: agreements, and the way of a message.

#include "app/control/call.h"

namespace vos::control {

using namespace Qt::StringLiterals;

void friendVosRequest(Call& call)
{
    const QString place = call.params.place("address"_L1);
    const auto quota = call.params.optionalSize("quota"_L1);
    const QString message = call.params.optionalText("message"_L1).value_or(QString());
    if (!call.refused())
        call.node.requestFriendVos(place, quota.value_or(0), message, call.context, call.done());
}

void friendVosApprove(Call& call)
{
    const NodeId id = call.params.node("address"_L1);
    const auto quota = call.params.optionalSize("quota"_L1);
    if (!call.refused())
        call.node.approveFriendVos(id, quota, call.context, call.done());
}

void friendVosDecline(Call& call)
{
    const NodeId id = call.params.node("address"_L1);
    // Taken because approve takes it; there is nothing to limit.
    call.params.optionalSize("quota"_L1);
    const bool doNotAsk = call.params.optionalFlag("do_not_ask"_L1).value_or(false);
    if (!call.refused())
        call.node.declineFriendVos(id, doNotAsk, call.context, call.done());
}

void friendVosRevoke(Call& call)
{
    const NodeId id = call.params.node("address"_L1);
    const auto side = call.params.optionalWord("side"_L1, {u"mine"_s, u"for-others"_s});
    if (call.refused())
        return;
    const AgreementSide which = !side                ? AgreementSide::Either
                                : *side == "mine"_L1 ? AgreementSide::Mine
                                                     : AgreementSide::ForOthers;
    call.node.revokeFriendVos(id, which, call.context, call.done());
}

void friendVosList(Call& call)
{
    if (!call.refused())
        call.node.agreements(call.context, call.json<Agreements>());
}

void friendVosVerify(Call& call)
{
    const NodeId owner = call.params.node("owner"_L1);
    const NodeId friendId = call.params.node("friend"_L1);
    if (!call.refused())
        call.node.verifyFriendVos(owner, friendId, call.context, call.json<GrantVerdict>());
}

void friendVosDrill(Call& call)
{
    if (call.refused())
        return;
    call.node.drillFriendVos(call.context, call.reply<std::vector<DrillResult>>(
                                               [](const std::vector<DrillResult>& results) {
                                                   return listJson(u"results"_s, results);
                                               }));
}

void messageSteps(Call& call)
{
    const MessageId id = call.params.message("id"_L1);
    if (call.refused())
        return;
    call.node.messageSteps(
        id, call.context,
        call.reply<std::vector<MessageStep>>(
            [](const std::vector<MessageStep>& steps) { return listJson(u"steps"_s, steps); }));
}

void messageGaps(Call& call)
{
    const NodeId peer = call.params.node("peer"_L1);
    if (call.refused())
        return;
    call.node.gaps(
        peer, call.context,
        call.reply<std::vector<std::uint64_t>>([](const std::vector<std::uint64_t>& sequences) {
            QJsonArray missing;
            for (const std::uint64_t sequence : sequences)
                missing << static_cast<qint64>(sequence);
            return QJsonObject{{u"missing"_s, missing}};
        }));
}

}  // namespace vos::control
