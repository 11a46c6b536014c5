#pragma once

// The node's private prekeys: public ones, and one chain for each contact. Every key made or wiped
// goes into the store's batch in the same step, so that nothing is offered that a crash could lose.
// Keys grow old by the life clock: no set of the wall clock wipes one that letters still need.

#include "p2p/engine/context.h"
#include "p2p/letters/letter.h"
#include "p2p/letters/prekeys.h"

#include <optional>
#include <unordered_map>
#include <vector>

namespace vos::engine {

class Keyring {
public:
    explicit Keyring(Context& context) : m_context(context) {}

    void load(const std::vector<PrekeyRow>& rows);
    void addPublic(const PrekeyRow& row);

    struct Match {
        crypto::ExchangePair pair;
        NodeId contact;  ///< zero: a public prekey
        std::uint32_t number = 0;
    };
    /// The key a letter is sealed to; those of `likely` are tried first.
    std::optional<Match> keyFor(const letters::LetterHead& head, const NodeId& likely) const;

    /// The key to offer in a letter to this contact; makes the first one. `row.nextPrekey` counts.
    letters::PrekeyOffer offerFor(ContactRow& row);
    /// A letter under this number arrived: true if there is a new key to offer.
    bool letterArrived(ContactRow& row, std::uint32_t number);
    /// The contact needs none below this any more.
    void retire(const NodeId& contact, std::uint32_t oldestNeeded);
    void retirePublic();
    void forget(const NodeId& contact);

private:
    void storeKey(const NodeId& contact, const letters::Prekey& key);
    void makeNext(ContactRow& row, letters::PrekeyChain& chain);

    Context& m_context;
    letters::PrekeyChain m_public;
    std::unordered_map<NodeId, letters::PrekeyChain> m_chains;
};

}  // namespace vos::engine
