#include "p2p/session/responder.h"

#include "p2p/session/handshake.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace vos::session {

HandshakeResponder::HandshakeResponder(crypto::ExchangePair own, Rng& rng, PairingLookup pairing)
    : m_own(std::move(own)),
      m_rng(rng),
      m_pairing(std::move(pairing)),
      m_cookies(m_own.publicKey(), rng),
      m_gate(InitsPerSecond, InitsPerNetwork),
      m_provenGate(ProvenPerSecond, InitsPerNetwork)
{
}

Expected<Bytes, InitDrop> HandshakeResponder::handleInit(Instant now, const Endpoint& from,
                                                         ByteView datagram, std::uint64_t ownSeq)
{
    const auto init = wire::decodeInit(datagram);
    if (!init)
        return Unexpected{InitDrop::Malformed};
    if (init->mac1 != mac1(m_own.publicKey(), datagram.first(wire::InitMac1Offset)))
        return Unexpected{InitDrop::WrongMac};
    switch (judge(now, from, *init, datagram)) {
    case Judgement::Serve:
        break;
    case Judgement::AskForCookie:
        return m_cookies.answer(now, from, *init);
    case Judgement::Refuse:
        return Unexpected{InitDrop::Busy};
    }
    // mac1 covers all that matters, so it names the INIT.
    if (const auto known = m_byMac.find(init->mac1); known != m_byMac.end())
        return known->second->response;
    return respond(now, from, *init, datagram, ownSeq);
}

HandshakeResponder::Judgement HandshakeResponder::judge(Instant now, const Endpoint& from,
                                                        const wire::Init& init, ByteView datagram)
{
    const bool hasCookie = init.mac2 != wire::Mac{};
    const bool proven = hasCookie && m_cookies.accepts(now, from, datagram);
    // A cookie that is too old, or was made for another address, is replaced at any time.
    if (hasCookie && !proven)
        return Judgement::AskForCookie;
    if (m_gate.admit(now, from.network()))
        return Judgement::Serve;
    if (!proven)
        return Judgement::AskForCookie;
    return m_provenGate.admit(now, from.network()) ? Judgement::Serve : Judgement::Refuse;
}

Expected<Bytes, InitDrop> HandshakeResponder::respond(Instant now, const Endpoint& from,
                                                      const wire::Init& init, ByteView datagram,
                                                      std::uint64_t ownSeq)
{
    auto noise =
        crypto::HandshakeState::responder(HandshakePattern, handshakePrologue(datagram), m_own);
    const auto payload = noise.readMessage(init.noise);
    if (!payload)
        return Unexpected{InitDrop::NotAuthentic};
    const auto claim = decodeClaim(*payload);
    if (!claim || (claim->guest() && claim->seq != 0))
        return Unexpected{InitDrop::BadClaim};
    const crypto::Secret<32>* secret = m_pairing ? m_pairing(claim->id) : nullptr;
    if (init.pairing != (secret != nullptr))
        return Unexpected{init.pairing ? InitDrop::PairingUnknown : InitDrop::PairingRequired};
    if (secret != nullptr)
        noise.setPsk(*secret);

    Bytes message;
    if (!noise.writeMessage(crypto::ExchangePair::generate(m_rng), encodeSeq(ownSeq), message))
        return Unexpected{InitDrop::NotAuthentic};
    wire::Resp resp;
    resp.pairing = init.pairing;
    resp.to = init.from;
    do
        resp.from = m_rng.id<ConnectionId>();
    while (m_byConnection.contains(resp.from));
    VOS_ASSERT(message.size() == resp.noise.size());
    std::copy(message.begin(), message.end(), resp.noise.begin());
    resp.mac1 =
        mac1(noise.theirStatic(), ByteView(wire::encode(resp)).first(wire::RespMac1Offset));

    Session::Facts facts;
    facts.initiator = false;
    facts.own = resp.from;
    facts.theirs = init.from;
    facts.peer = *claim;
    facts.peerSession = noise.theirStatic();
    facts.pairing = init.pairing;
    facts.createdAt = now;
    const Bytes response = wire::encode(resp);
    makeRoom(now, from.network());
    insert({Session(facts, noise.split()), facts.own, init.mac1, from.network(), response});
    return response;
}

std::optional<HandshakeResponder::Taken> HandshakeResponder::takeSession(Instant now,
                                                                         ByteView datagram,
                                                                         Bytes& buffer)
{
    const auto head = wire::decodeDataHead(datagram);
    if (!head)
        return std::nullopt;
    const auto found = m_byConnection.find(head->to);
    if (found == m_byConnection.end())
        return std::nullopt;
    const Table::iterator entry = found->second;
    const auto first = entry->session.open(now, datagram, buffer);
    if (!first)
        return std::nullopt;
    Taken taken{std::move(entry->session), *first};
    erase(entry);
    return taken;
}

void HandshakeResponder::makeRoom(Instant now, std::uint64_t network)
{
    while (!m_halfOpen.empty() && m_halfOpen.front().session.expired(now))
        erase(m_halfOpen.begin());
    const auto ofNetwork = m_perNetwork.find(network);
    if (ofNetwork != m_perNetwork.end() && ofNetwork->second >= HalfOpenPerNetworkMax)
        erase(std::find_if(m_halfOpen.begin(), m_halfOpen.end(),
                           [network](const HalfOpen& e) { return e.network == network; }));
    if (m_halfOpen.size() >= HalfOpenMax)
        erase(m_halfOpen.begin());
}

void HandshakeResponder::insert(HalfOpen entry)
{
    m_halfOpen.push_back(std::move(entry));
    const auto last = std::prev(m_halfOpen.end());
    m_byMac.emplace(last->mac1, last);
    m_byConnection.emplace(last->own, last);
    ++m_perNetwork[last->network];
}

void HandshakeResponder::erase(Table::iterator entry)
{
    m_byMac.erase(entry->mac1);
    m_byConnection.erase(entry->own);
    if (const auto ofNetwork = m_perNetwork.find(entry->network); --ofNetwork->second == 0)
        m_perNetwork.erase(ofNetwork);
    m_halfOpen.erase(entry);
}

}  // namespace vos::session
