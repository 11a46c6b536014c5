#include "p2p/engine/ownrecord.h"

#include "p2p/crypto/exchange.h"
#include "p2p/identity/name.h"

#include <algorithm>
#include <utility>

namespace vos::engine {

namespace {

/// A public prekey is offered this long; then a new one takes its place in the Card.
constexpr std::chrono::hours PrekeyOfferTime{7 * 24};

}  // namespace

void OwnRecord::load(const SelfRow& row, const std::vector<PrekeyRow>& prekeys)
{
    m_seq = row.sequence;
    m_retired = row.retired;
    m_cardNumberFloor = row.cardNumber;
    if (auto card = identity::Card::decode(row.card); card && card->id == m_context.self()) {
        m_card = std::move(*card);
        m_cardBytes = row.card;
        m_name = row.name.empty() ? m_card.name : row.name;
        m_grants = m_card.grants;
    }
    for (const PrekeyRow& prekey : prekeys) {
        if (prekey.contact.isZero() && prekey.publicKey == m_card.prekey) {
            m_hasPrekey = true;
            m_prekeyMade = prekey.madeAt;
        }
    }
}

bool OwnRecord::prekeyIsDue() const
{
    // A clock that was set back must not keep an old prekey for ever, hence both directions.
    const auto age = m_context.now.wall - m_prekeyMade;
    return !m_hasPrekey || age > PrekeyOfferTime || age < -PrekeyOfferTime;
}

bool OwnRecord::cardIsDue() const
{
    return m_cardBytes.empty() || prekeyIsDue() || m_card.name != cardName() ||
           m_card.grants != m_grants ||
           m_card.letterKey != m_context.identity.letter().publicKey() ||
           m_card.number < m_cardNumberFloor;
}

void OwnRecord::signCard(std::optional<PrekeyRow>& newPrekey)
{
    if (prekeyIsDue()) {
        const auto pair = crypto::ExchangePair::generate(m_context.rng);
        PrekeyRow row;
        row.publicKey = pair.publicKey();
        std::copy(pair.secret().view().begin(), pair.secret().view().end(), row.secret.begin());
        row.madeAt = m_context.now.wall;
        m_context.store(row);
        newPrekey = row;
        m_hasPrekey = true;
        m_prekeyMade = row.madeAt;
        m_card.prekey = row.publicKey;
        m_card.prekeyMade =
            static_cast<std::uint32_t>(std::max<std::int64_t>(0, toMillis(row.madeAt) / 60'000));
    }
    m_card.id = m_context.self();
    m_card.number = std::max(m_card.number, m_cardNumberFloor) + 1;
    m_cardNumberFloor = m_card.number;
    m_name = identity::cleanName(m_name);
    m_card.name = cardName();
    m_card.grants = m_grants;
    m_card.letterKey = m_context.identity.letter().publicKey();
    m_card.sign(m_context.identity.signing());
    m_cardBytes = m_card.encode();
}

void OwnRecord::signWhereabouts()
{
    map::Whereabouts record;
    record.id = m_context.self();
    record.sessionKey = m_context.identity.session().publicKey();
    m_seq = m_retired ? map::RetiredSeq : map::nextSeq(m_seq, m_context.networkTime());
    record.seq = m_seq;
    record.flags = m_retired ? std::uint8_t{map::Retired} : std::uint8_t{0};
    if (m_context.contactsOnly)
        record.flags |= map::Private;
    if (!m_retired) {
        record.endpoints = m_endpoints;
        record.introducers = m_introducers;
        record.flags |= m_reachFlags;
    }
    if (std::any_of(record.endpoints.begin(), record.endpoints.end(),
                    [](const Endpoint& e) { return e.family == IpFamily::V6; }))
        record.flags |= map::HasIpv6;
    record.cardHash = m_card.hash();
    record.stamp = m_context.identity.stamp();
    record.sign(m_context.identity.signing());
    m_whereaboutsBytes = record.encode();
}

void OwnRecord::renew(std::optional<PrekeyRow>& newPrekey, bool keepCard)
{
    if (cardIsDue() && !(keepCard && hasCard()))
        signCard(newPrekey);
    signWhereabouts();
    m_context.store(SelfRow{m_seq, m_card.number, m_cardBytes, m_retired, m_name});
}

bool OwnRecord::setGrants(std::vector<identity::Grant> grants)
{
    VOS_ASSERT(grants.size() <= identity::Card::GrantsMax);
    if (grants == m_grants)
        return false;
    m_grants = std::move(grants);
    return true;
}

bool OwnRecord::setEndpoints(std::vector<Endpoint> endpoints)
{
    if (endpoints.size() > map::Whereabouts::EndpointsMax)
        endpoints.resize(map::Whereabouts::EndpointsMax);
    if (endpoints == m_endpoints)
        return false;
    m_endpoints = std::move(endpoints);
    return true;
}

bool OwnRecord::setIntroducers(const std::vector<NodeId>& introducers)
{
    VOS_ASSERT(introducers.size() <= map::Whereabouts::IntroducersMax);
    std::vector<map::ShortId> ids;
    for (const NodeId& id : introducers)
        ids.push_back(map::shortIdOf(id));
    return std::exchange(m_introducers, ids) != ids;
}

bool OwnRecord::setReach(bool reachable, bool relays)
{
    const auto flags = static_cast<std::uint8_t>((reachable ? map::Reachable : 0) |
                                                 (relays ? map::Relay : 0));
    return std::exchange(m_reachFlags, flags) != flags;
}

bool OwnRecord::raiseAbove(std::uint64_t seq, std::uint32_t cardNumber)
{
    if (m_retired || (seq <= m_seq && cardNumber <= m_card.number))
        return false;
    // The last seq there is would silence us; it is only ever our own word (retire()).
    m_seq = std::max(m_seq, std::min(seq, map::RetiredSeq - 2));
    m_cardNumberFloor = std::max(m_cardNumberFloor, cardNumber);
    return true;
}

void OwnRecord::retire() { m_retired = true; }

}  // namespace vos::engine
