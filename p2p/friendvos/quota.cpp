#include "p2p/friendvos/quota.h"

#include "p2p/base/assert.h"

namespace vos::friendvos {

bool Quota::hasRoom(const QuotaLimits& limits, std::uint32_t slot, std::size_t size) const
{
    const Use own = ofSlot(slot);
    const std::uint64_t slotBytes = slot == 0 ? StrangerBytesMax : SlotBytesMax;
    const std::uint32_t slotLetters = slot == 0 ? StrangerLettersMax : SlotLettersMax;
    return m_total.bytes + size <= limits.bytes && m_total.letters < limits.letters &&
           own.bytes + size <= slotBytes && own.letters < slotLetters;
}

void Quota::add(std::uint32_t slot, std::size_t size)
{
    for (Use* use : {&m_total, &m_slots[slot]}) {
        use->bytes += size;
        ++use->letters;
    }
}

void Quota::remove(std::uint32_t slot, std::size_t size)
{
    const auto place = m_slots.find(slot);
    VOS_ASSERT(place != m_slots.end() && place->second.bytes >= size);
    for (Use* use : {&m_total, &place->second}) {
        use->bytes -= size;
        --use->letters;
    }
    if (place->second.letters == 0)
        m_slots.erase(place);
}

Quota::Use Quota::ofSlot(std::uint32_t slot) const
{
    const auto place = m_slots.find(slot);
    return place == m_slots.end() ? Use{} : place->second;
}

}  // namespace vos::friendvos
