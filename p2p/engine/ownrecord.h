#pragma once

// The node's own two record parts: made, signed, and numbered so that nobody who holds an older one
// takes them for old. What a number was used for is stored before it leaves the house.

#include "p2p/engine/context.h"
#include "p2p/identity/card.h"
#include "p2p/map/record.h"
#include "p2p/map/record.h"

#include <string>
#include <vector>

namespace vos::engine {

class OwnRecord {
public:
    explicit OwnRecord(Context& context) : m_context(context) {}

    /// Takes over what is stored. `prekeys`: own public prekeys, newest decides about renewal.
    void load(const SelfRow& row, const std::vector<PrekeyRow>& prekeys);
    /// Signs anew what is due: the Card when name, letter key or prekey ask for it, the whereabouts
    /// always. New rows go into the batch; afterStore() tells when they may be shown.
    /// `newPrekey` receives the private half when a public prekey was made. `keepCard`: a Card that
    /// is there stays as it is.
    void renew(std::optional<PrekeyRow>& newPrekey, bool keepCard);
    bool hasCard() const { return !m_cardBytes.empty(); }
    bool cardIsDue() const;
    void setName(std::string name) { m_name = std::move(name); }
    /// False: the Card is without it.
    void showName(bool shown) { m_nameShown = shown; }
    const std::string& name() const { return m_name; }
    /// Our Friend VOS, in the order to be tried; at most Card::GrantsMax (asserts). True if that
    /// changes the Card.
    bool setGrants(std::vector<identity::Grant> grants);
    /// True if that changes the endpoints to publish.
    bool setEndpoints(std::vector<Endpoint> endpoints);
    const std::vector<Endpoint>& endpoints() const { return m_endpoints; }
    /// Who holds a session with us and brings others to us; at most
    /// map::Whereabouts::IntroducersMax (asserts). True if that changes what is published.
    bool setIntroducers(const std::vector<NodeId>& introducers);
    /// Reachable and Relay, as they stand; true if that changes what is published.
    bool setReach(bool reachable, bool relays);
    /// A peer holds higher numbers than we ever gave: an older copy of the profile runs here.
    bool raiseAbove(std::uint64_t seq, std::uint32_t cardNumber);
    void retire();
    /// The next Card has a fresh public prekey.
    void renewPrekey() { m_hasPrekey = false; }
    bool isRetired() const { return m_retired; }

    std::uint64_t seq() const { return m_seq; }
    std::uint32_t cardNumber() const { return m_card.number; }
    const identity::Card& card() const { return m_card; }
    const Bytes& whereaboutsBytes() const { return m_whereaboutsBytes; }
    const Bytes& cardBytes() const { return m_cardBytes; }
    bool prekeyIsDue() const;

private:
    void signCard(std::optional<PrekeyRow>& newPrekey);
    void signWhereabouts();

    Context& m_context;
    std::string cardName() const { return m_nameShown ? m_name : std::string(); }

    std::string m_name;
    bool m_nameShown = true;
    std::vector<identity::Grant> m_grants;
    std::vector<Endpoint> m_endpoints;
    std::vector<map::ShortId> m_introducers;
    std::uint8_t m_reachFlags = 0;
    identity::Card m_card;
    Bytes m_cardBytes;
    Bytes m_whereaboutsBytes;
    std::uint64_t m_seq = 0;
    std::uint32_t m_cardNumberFloor = 0;
    bool m_retired = false;
    bool m_hasPrekey = false;
    WallTime m_prekeyMade{};
};

}  // namespace vos::engine
