#include "p2p/engine/context.h"

namespace vos::engine {

void Context::flushStore()
{
    // A continuation may store more; that is the next batch.
    while (m_batch.empty() && !m_continuations.empty()) {
        const std::vector<Continuation> ready = std::exchange(m_continuations, {});
        for (const Continuation& run : ready)
            run(true);
    }
    if (m_batch.empty())
        return;
    const std::uint64_t ticket = m_nextTicket++;
    m_waiting.emplace(ticket, std::exchange(m_continuations, {}));
    m_outputs.emplace_back(Store{ticket, std::exchange(m_batch, {})});
}

void Context::handleStored(std::uint64_t ticket, bool durable)
{
    auto waiting = m_waiting.extract(ticket);
    if (waiting.empty())
        return;
    for (const Continuation& run : waiting.mapped())
        run(durable);
}

void Context::owe(std::vector<StoreOperation> operations, std::function<void()> done)
{
    for (const StoreOperation& operation : operations)
        store(operation);
    afterStore([this, owed = Owed{std::move(operations), std::move(done)}](bool durable) {
        if (!durable)
            m_owed.push_back(owed);
        else if (owed.done)
            owed.done();
    });
}

void Context::storeOwed()
{
    for (Owed& owed : std::exchange(m_owed, {}))
        owe(std::move(owed.operations), std::move(owed.done));
}

std::optional<Output> Context::takeOutput()
{
    if (m_outputs.empty())
        return std::nullopt;
    Output output = std::move(m_outputs.front());
    m_outputs.pop_front();
    return output;
}

}  // namespace vos::engine
