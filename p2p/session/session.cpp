#include "p2p/session/session.h"

#include "p2p/crypto/aead.h"

#include <utility>

namespace vos::session {

Session::Session(const Facts& facts, crypto::NoiseKeys keys)
    : m_facts(facts),
      m_sendKey(std::move(facts.initiator ? keys.initiatorToResponder : keys.responderToInitiator)),
      m_receiveKey(
          std::move(facts.initiator ? keys.responderToInitiator : keys.initiatorToResponder)),
      m_hash(keys.handshakeHash)
{
}

Bytes Session::beginDatagram(std::size_t reserve)
{
    Bytes datagram;
    datagram.reserve(reserve);
    datagram.resize(wire::DataHeadSize);
    return datagram;
}

bool Session::usable(Instant now, std::uint64_t counter) const
{
    return !expired(now) && counter < 2 * RekeyAfterDatagrams;
}

bool Session::seal(Instant now, std::uint64_t counter, Bytes& datagram)
{
    VOS_ASSERT(counter >= m_nextCounter);
    VOS_ASSERT(datagram.size() >= wire::DataHeadSize);
    if (!usable(now, counter))
        return false;
    m_nextCounter = counter + 1;
    datagram.resize(datagram.size() + wire::DataTagSize);
    const MutableBytes all(datagram);
    wire::encodeDataHead({m_facts.theirs, counter}, all.first(wire::DataHeadSize));
    crypto::sealInPlace(m_sendKey, crypto::counterNonce(counter), all.first(wire::DataHeadSize),
                        all.subspan(wire::DataHeadSize));
    return true;
}

std::optional<Session::Opened> Session::open(Instant now, ByteView datagram, Bytes& buffer)
{
    const auto head = wire::decodeDataHead(datagram);
    if (!head || head->to != m_facts.own || !usable(now, head->counter) ||
        !m_window.isNew(head->counter))
        return std::nullopt;
    const ByteView sealed = datagram.subspan(wire::DataHeadSize);
    buffer.assign(sealed.begin(), sealed.end());
    if (!crypto::openInPlace(m_receiveKey, crypto::counterNonce(head->counter),
                             datagram.first(wire::DataHeadSize), buffer))
        return std::nullopt;
    Opened opened;
    opened.counter = head->counter;
    opened.plaintext = ByteView(buffer).first(buffer.size() - wire::DataTagSize);
    opened.highest = m_window.empty() || head->counter > m_window.highest();
    const bool taken = m_window.accept(head->counter);
    VOS_ASSERT(taken);
    return opened;
}

Instant Session::rekeyAt() const
{
    return m_facts.createdAt + (m_facts.initiator ? RekeyAfter : RekeyAfterAsResponder);
}

bool Session::rekeyDue(Instant now) const
{
    return now >= rekeyAt() || m_nextCounter >= RekeyAfterDatagrams ||
           m_window.highest() >= RekeyAfterDatagrams;
}

}  // namespace vos::session
