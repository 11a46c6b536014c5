#pragma once

// One call of a method on its way: its parameters, and how the node's replies become its answer.

#include "app/control/json.h"
#include "app/control/methods.h"
#include "app/control/params.h"

namespace vos::control {

struct Call {
    const Caller& caller;
    Node& node;
    QObject* context;
    Params params;

    /// True: the parameters are wrong, and that was answered.
    bool refused() const
    {
        if (const auto fault = params.fault()) {
            caller.answer(Unexpected{*fault});
            return true;
        }
        return false;
    }

    /// A reply of the node that is answered with what `convert` makes of it.
    template <typename T, typename Convert>
    Reply<T> reply(Convert convert) const
    {
        return [answer = caller.answer, convert](Expected<T, NodeError> result) {
            if (result)
                answer(QJsonValue(convert(*result)));
            else
                answer(Unexpected{faultOf(result.error())});
        };
    }
    Reply<Done> done() const
    {
        return reply<Done>([](Done) { return QJsonObject(); });
    }
    template <typename T>
    Reply<T> json() const
    {
        return reply<T>([](const T& value) { return toJson(value); });
    }
    Reply<MessageId> messageId() const
    {
        return reply<MessageId>([](const MessageId& id) {
            return QJsonObject{{QStringLiteral("id"), messageIdText(id)}};
        });
    }
};

template <typename T>
QJsonObject listJson(const QString& name, const std::vector<T>& items)
{
    QJsonArray array;
    for (const T& item : items)
        array << toJson(item);
    return {{name, array}};
}

// friendvosmethods.cpp
void friendVosRequest(Call& call);
void friendVosApprove(Call& call);
void friendVosDecline(Call& call);
void friendVosRevoke(Call& call);
void friendVosList(Call& call);
void friendVosVerify(Call& call);
void friendVosDrill(Call& call);
void messageSteps(Call& call);
void messageGaps(Call& call);

}  // namespace vos::control
