#include "tests/system/stories.h"

namespace vos::test {

using namespace Qt::StringLiterals;

bool befriend(RunningNode& asker, RunningNode& asked)
{
    asker.ask(u"contact.add"_s, {{u"address"_s, asked.link()}});
    if (!asked.waitForEvent(u"contact.request"_s, {{u"address"_s, asker.address()}}))
        return false;
    asked.ask(u"contact.accept"_s, {{u"address"_s, asker.address()}});
    const QString accepted = u"accepted"_s;
    return asker.waitForEvent(u"contact.changed"_s,
                              {{u"address"_s, asked.address()}, {u"state"_s, accepted}}) &&
           asked.waitForEvent(u"contact.changed"_s,
                              {{u"address"_s, asker.address()}, {u"state"_s, accepted}});
}

QJsonObject agreement(RunningNode& node, const char* side, const RunningNode& other)
{
    const QJsonObject agreements = node.ask(u"friend_vos.list"_s);
    for (const QJsonValue one : agreements[QLatin1String(side)].toArray()) {
        if (one["address"_L1].toString() == other.address())
            return one.toObject();
    }
    return {};
}

bool agree(RunningNode& owner, RunningNode& holder, RunningNode& sender)
{
    const auto isActive = [&](RunningNode& node, const char* side, const RunningNode& other) {
        return waitUntil(
            [&] { return agreement(node, side, other)["state"_L1].toString() == "active"_L1; });
    };
    owner.ask(u"friend_vos.request"_s, {{u"address"_s, holder.link()}, {u"quota"_s, u"8M"_s}});
    if (!holder.waitForEvent(u"friend_vos.request"_s, {{u"address"_s, owner.address()}}))
        return false;
    holder.ask(u"friend_vos.approve"_s, {{u"address"_s, owner.address()}});
    return isActive(owner, "mine", holder) && isActive(holder, "for_others", owner) &&
           waitUntil([&] {
               return sender
                   .call(u"map.find"_s,
                         {{u"address"_s, owner.address()}})["result"_L1]["friend_vos"_L1]
                   .toArray()
                   .contains(holder.address());
           });
}

QString sendText(RunningNode& from, const RunningNode& to, const QString& text,
                 const QJsonObject& more)
{
    QJsonObject params = more;
    params[u"to"_s] = to.address();
    params[u"text"_s] = text;
    return from.ask(u"message.send"_s, params)["id"_L1].toString();
}

bool waitForState(RunningNode& sender, const QString& messageId, const QString& state,
                  int timeoutMs)
{
    return sender.waitForEvent(u"message.state"_s, {{u"id"_s, messageId}, {u"state"_s, state}},
                               timeoutMs);
}

bool waitForMap(RunningNode& node, int known)
{
    const auto knows = [&] {
        return node.ask(u"node.info"_s)["map"_L1]["known"_L1].toInt() >= known;
    };
    if (knows())
        return true;
    return waitUntil([&] {
        for (const RunningNode::Event& event : node.events())
            if (event.name == "map.changed"_L1 && event.params["known"_L1].toInt() >= known)
                return true;
        return false;
    });
}

QList<QJsonObject> historyWith(RunningNode& node, const QString& peer)
{
    constexpr int pageSize = 500;
    QList<QJsonObject> history;
    QJsonObject params{{u"peer"_s, peer}, {u"limit"_s, pageSize}};
    for (;;) {
        const QJsonArray page = node.ask(u"message.list"_s, params)["messages"_L1].toArray();
        QList<QJsonObject> older;
        for (const QJsonValue message : page)
            older << message.toObject();
        history = older + history;
        if (page.size() < pageSize)
            return history;
        params[u"before"_s] = page.first()["id"_L1];
    }
}

QStringList receivedTexts(RunningNode& node, const QString& peer)
{
    QStringList texts;
    for (const QJsonObject& message : historyWith(node, peer))
        if (message["direction"_L1].toString() == "in"_L1)
            texts << message["text"_L1].toString();
    return texts;
}

}  // namespace vos::test
