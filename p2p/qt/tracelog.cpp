#include "p2p/qt/tracelog.h"

#include "p2p/identity/address.h"
#include "p2p/wire/packet.h"

#include <optional>

namespace vos::qt {

namespace {

constexpr std::size_t idDigits = 8;

template <typename Id>
std::string cut(const Id& id)
{
    return toHex(id.view()).substr(0, idDigits);
}

std::string name(const NodeId& id)
{
    return identity::shortAddress(id);
}

std::optional<wire::PacketType> typeOf(ByteView datagram)
{
    constexpr std::size_t headSize = 4;
    if (datagram.size() < headSize)
        return std::nullopt;
    return static_cast<wire::PacketType>(datagram[1]);
}

const char* guestWord(SocketIndex socket)
{
    return socket == GuestSocket ? ", as a guest" : "";
}

const char* traceWord(MessageStep::Kind kind)
{
    using Step = MessageStep::Kind;
    switch (kind) {
    case Step::Written:
        return "written";
    case Step::Sent:
        return "put into a session";
    case Step::Held:
        return "deposited, held by";
    case Step::Refused:
        return "not taken by";
    case Step::HandedOver:
        return "handed over by";
    case Step::Erased:
        return "erased by";
    case Step::NotErased:
        return "recalled too late from";
    case Step::Lost:
        return "lost by";
    case Step::SealedAnew:
        return "sealed anew";
    case Step::Delivered:
        return "delivered";
    case Step::Read:
        return "read";
    case Step::Failed:
        return "failed";
    }
    return "";
}

}  // namespace

void TraceLog::sent(const Transmit& transmit)
{
    const auto type = typeOf(transmit.datagram);
    const std::string where = transmit.to.toString() + guestWord(transmit.socket);
    if (type == wire::PacketType::Init)
        say("calls " + where);
    else if (type == wire::PacketType::Resp)
        say("answers the call of " + where);
    else if (type == wire::PacketType::Cookie)
        say("asks " + where + " to call again with a cookie");
    else if (type == wire::PacketType::Who)
        say("asks who is at " + where);
}

void TraceLog::came(const Endpoint& from, SocketIndex socket, ByteView datagram)
{
    const auto type = typeOf(datagram);
    if (type == wire::PacketType::Resp)
        say(from.toString() + " answers the call" + guestWord(socket));
    else if (type == wire::PacketType::Cookie)
        say(from.toString() + " wants a cookie" + guestWord(socket));
}

void TraceLog::storing(const StoreOperation& operation)
{
    if (const auto* put = std::get_if<PutStep>(&operation)) {
        const std::string who = put->step.by ? ' ' + name(*put->step.by) : std::string();
        say("message " + cut(put->message) + ' ' + traceWord(put->step.kind) + who);
    } else if (const auto* held = std::get_if<PutHeldLetter>(&operation)) {
        say("letter " + cut(held->row.id) + " taken for " + name(held->row.owner));
    } else if (const auto* settled = std::get_if<SettleHeldLetter>(&operation)) {
        say("letter " + cut(settled->row.id) + " for " + name(settled->row.owner) +
            (settled->receipt.empty() ? " erased" : " fetched"));
    }
}

void TraceLog::told(const Event& event)
{
    if (const auto* change = std::get_if<MessageStateEvent>(&event)) {
        say("message " + cut(change->change.id) + " to " + name(change->change.peer) + " is " +
            vos::wordFor(change->change.state));
        return;
    }
    const auto* changed = std::get_if<PresenceChanged>(&event);
    if (changed == nullptr)
        return;
    const PeerPresence& now = changed->presence;
    const auto known = m_paths.find(now.id);
    const PathKind before = known == m_paths.end() ? PathKind::None : known->second;
    if (now.path == before)
        return;
    if (now.path == PathKind::None) {
        m_paths.erase(known);
        say("session with " + name(now.id) + " is down");
        return;
    }
    m_paths.insert_or_assign(now.id, now.path);
    say("session with " + name(now.id) + " is up" +
        (now.endpoint ? " by " + now.endpoint->toString() : std::string()));
}

}  // namespace vos::qt
