#include "p2p/engine/keyring.h"

#include <algorithm>

namespace vos::engine {

namespace {

letters::Prekey keyOf(const PrekeyRow& row)
{
    return {row.publicKey, row.secret, row.number, row.madeAt, row.supersededAt};
}

}  // namespace

void Keyring::load(const std::vector<PrekeyRow>& rows)
{
    for (const PrekeyRow& row : rows)
        (row.contact.isZero() ? m_public : m_chains[row.contact]).push_back(keyOf(row));
    const auto byAge = [](const letters::Prekey& a, const letters::Prekey& b) {
        return a.number != b.number ? a.number < b.number : a.madeAt < b.madeAt;
    };
    std::sort(m_public.begin(), m_public.end(), byAge);
    for (auto& [contact, chain] : m_chains)
        std::sort(chain.begin(), chain.end(), byAge);
}

void Keyring::addPublic(const PrekeyRow& row)
{
    if (!m_public.empty() && !m_public.back().supersededAt) {
        m_public.back().supersededAt = m_context.life.now();
        storeKey(NodeId{}, m_public.back());
    }
    m_public.push_back(keyOf(row));
}

std::optional<Keyring::Match> Keyring::keyFor(const letters::LetterHead& head,
                                              const NodeId& likely) const
{
    const auto search = [&](const letters::PrekeyChain& chain,
                            const NodeId& contact) -> std::optional<Match> {
        for (const letters::Prekey& key : chain) {
            if (letters::isFor(head, key.publicKey))
                return Match{letters::pairOf(key), contact, key.number};
        }
        return std::nullopt;
    };
    const auto first = m_chains.find(likely);
    if (first != m_chains.end()) {
        if (auto match = search(first->second, likely))
            return match;
    }
    if (auto match = search(m_public, NodeId{}))
        return match;
    for (const auto& [contact, chain] : m_chains) {
        if (contact == likely)
            continue;
        if (auto match = search(chain, contact))
            return match;
    }
    return std::nullopt;
}

void Keyring::storeKey(const NodeId& contact, const letters::Prekey& key)
{
    m_context.store(
        PrekeyRow{key.publicKey, key.secret, contact, key.number, key.madeAt, key.supersededAt});
}

void Keyring::makeNext(ContactRow& row, letters::PrekeyChain& chain)
{
    if (!chain.empty())
        row.nextPrekey = std::max(row.nextPrekey, chain.back().number + 1);
    letters::makeNext(chain, row.nextPrekey++, m_context.life.now(), m_context.rng);
    if (chain.size() > 1)
        storeKey(row.id, chain[chain.size() - 2]);
    storeKey(row.id, chain.back());
    m_context.store(row);
}

letters::PrekeyOffer Keyring::offerFor(ContactRow& row)
{
    letters::PrekeyChain& chain = m_chains[row.id];
    if (letters::contactPrekeyDue(chain, 0, m_context.life.now()))
        makeNext(row, chain);
    const letters::Prekey* key = letters::newest(chain);
    return key ? letters::PrekeyOffer{key->number, key->publicKey} : letters::PrekeyOffer{};
}

bool Keyring::letterArrived(ContactRow& row, std::uint32_t number)
{
    letters::PrekeyChain& chain = m_chains[row.id];
    if (!letters::contactPrekeyDue(chain, number, m_context.life.now()))
        return false;
    makeNext(row, chain);
    return true;
}

void Keyring::retire(const NodeId& contact, std::uint32_t oldestNeeded)
{
    const auto place = m_chains.find(contact);
    if (place == m_chains.end())
        return;
    for (const ExchangeKey& key :
         letters::retireContactPrekeys(place->second, oldestNeeded, m_context.life.now()))
        m_context.store(DeletePrekey{key});
}

void Keyring::retirePublic()
{
    for (const ExchangeKey& key : letters::retirePublicPrekeys(m_public, m_context.life.now()))
        m_context.store(DeletePrekey{key});
}

void Keyring::forget(const NodeId& contact)
{
    const auto chain = m_chains.extract(contact);
    if (chain.empty())
        return;
    for (const letters::Prekey& key : chain.mapped())
        m_context.store(DeletePrekey{key.publicKey});
}

}  // namespace vos::engine
