#include "p2p/session/initiator.h"

#include "p2p/session/cookie.h"
#include "p2p/session/handshake.h"

#include <algorithm>
#include <utility>

namespace vos::session {

InitiatorHandshake::InitiatorHandshake(crypto::HandshakeState noise, const Peer& peer,
                                       const ExchangeKey& ownPublic, const ConnectionId& connection)
    : m_noise(std::move(noise)),
      m_peerId(peer.id),
      m_peerKey(peer.sessionKey),
      m_ownPublic(ownPublic),
      m_connection(connection),
      m_pairing(peer.pairing != nullptr)
{
}

std::optional<InitiatorHandshake> InitiatorHandshake::start(const Claim& own,
                                                            const crypto::ExchangePair& ownKey,
                                                            const Peer& peer, Rng& rng)
{
    wire::Init init;
    init.pairing = peer.pairing != nullptr;
    init.from = rng.id<ConnectionId>();
    auto noise = crypto::HandshakeState::initiator(
        HandshakePattern, handshakePrologue(wire::encode(init)), ownKey, peer.sessionKey);
    if (peer.pairing != nullptr)
        noise.setPsk(*peer.pairing);
    Bytes message;
    if (!noise.writeMessage(crypto::ExchangePair::generate(rng), encodeClaim(own), message))
        return std::nullopt;
    VOS_ASSERT(message.size() == init.noise.size());
    std::copy(message.begin(), message.end(), init.noise.begin());
    init.mac1 = mac1(peer.sessionKey, ByteView(wire::encode(init)).first(wire::InitMac1Offset));

    InitiatorHandshake handshake(std::move(noise), peer, ownKey.publicKey(), init.from);
    handshake.m_datagram = wire::encode(init);
    return handshake;
}

std::optional<Session> InitiatorHandshake::handleResponse(Instant now, ByteView datagram)
{
    if (m_state != State::Waiting)
        return std::nullopt;
    const auto resp = wire::decodeResp(datagram);
    if (!resp || resp->to != m_connection || resp->pairing != m_pairing ||
        resp->mac2 != wire::Mac{} ||
        resp->mac1 != mac1(m_ownPublic, datagram.first(wire::RespMac1Offset)))
        return std::nullopt;
    const auto payload = m_noise.readMessage(resp->noise);
    if (!payload)
        return std::nullopt;
    const auto seq = decodeSeq(*payload);
    VOS_ASSERT(seq.has_value());  // its size follows from the size of RESP
    m_state = State::Finished;

    Session::Facts facts;
    facts.initiator = true;
    facts.own = m_connection;
    facts.theirs = resp->from;
    facts.peer = {m_peerId, *seq};
    facts.peerSession = m_peerKey;
    facts.pairing = m_pairing;
    facts.createdAt = now;
    return Session(facts, m_noise.split());
}

bool InitiatorHandshake::handleCookie(ByteView datagram)
{
    if (m_state != State::Waiting || m_cookies >= CookiesMax)
        return false;
    const auto packet = wire::decodeCookie(datagram);
    auto init = wire::decodeInit(m_datagram);
    VOS_ASSERT(init.has_value());
    if (!packet || packet->to != m_connection)
        return false;
    const auto cookie = openCookie(*packet, m_peerKey, init->mac1);
    if (!cookie)
        return false;
    const wire::Mac mac = mac2(*cookie, ByteView(m_datagram).first(wire::InitMac2Offset));
    if (mac == init->mac2)
        return false;
    init->mac2 = mac;
    m_datagram = wire::encode(*init);
    ++m_cookies;
    return true;
}

}  // namespace vos::session
