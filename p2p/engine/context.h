#pragma once

// What all parts of the engine share: who we are, the time of the current input, and the effects
// collected since the last drain. Storing is by continuation: what must not happen before a change
// is durable is given to afterStore() beside it.

#include "p2p/base/rng.h"
#include "p2p/engine/config.h"
#include "p2p/engine/lifeclock.h"
#include "p2p/engine/output.h"
#include "p2p/engine/route.h"
#include "p2p/identity/identity.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

namespace vos::engine {

/// Whole seconds since 1970; 0 for what is before.
inline std::uint64_t secondsOf(WallTime time)
{
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, toMillis(time) / 1000));
}

class Context {
public:
    /// Called with true once the batch is durable, with false where the store refused it.
    using Continuation = std::function<void(bool durable)>;

    Context(Config configValue, identity::Identity identityValue, Rng& rngValue)
        : config(std::move(configValue))
        , identity(std::move(identityValue))
        , rng(rngValue)
    {
    }

    Config config;
    identity::Identity identity;
    Rng& rng;
    Now now{};
    LifeClock life;  ///< by which letters and messages end
    std::map<std::string, std::string> settings;
    bool storageFailing = false;
    bool storageTight = false;             ///< nothing more is to be taken for others
    std::unordered_set<NodeId> contacts;   ///< accepted ones
    std::unordered_set<NodeId> friendVos;  ///< that keep letters for us: sessions are kept open
    std::unordered_set<NodeId> owners;     ///< we keep letters for: their records are kept
    // Our own record as published last.
    Bytes ownWhereabouts;
    Bytes ownCard;
    std::uint64_t ownSeq = 0;
    std::uint32_t ownCardNumber = 0;
    /// How far network time is ahead of our clock.
    WallClock::duration clockOffset{};

    /// The user wants to be known to contacts and Friend VOS alone.
    bool contactsOnly = false;
    /// People of ours: contacts, those asked, those we keep for or who keep for us, and whoever a
    /// letter of ours waits for. Set once.
    std::function<bool(const NodeId&)> isOurs;
    /// Who keeps messages for our contacts: their records are kept. Set once.
    std::function<std::set<NodeId>()> holdersOfContacts;
    /// May it learn who we are, and where?
    bool mayKnowUs(const NodeId& id) const { return !contactsOnly || isOurs(id); }

    /// The clock used for record numbers alone.
    WallTime networkTime() const { return now.wall + clockOffset; }
    const NodeId& self() const { return identity.id(); }

    void emit(Event event) { m_outputs.emplace_back(std::move(event)); }
    /// What goes by a relay; set once.
    std::function<void(const Endpoint& flow, Bytes datagram)> carry;
    void transmit(const Endpoint& to, SocketIndex socket, Bytes datagram)
    {
        if (socket == RelaySocket) {
            carry(to, std::move(datagram));
            return;
        }
        m_sentBytes += datagram.size();
        m_outputs.emplace_back(Transmit{to, socket, std::move(datagram)});
    }
    void findWork(FindWork work) { m_outputs.emplace_back(work); }
    void loadHeld(LoadHeld load) { m_outputs.emplace_back(std::move(load)); }
    void log(LogLine::Level level, std::string text) { emit(LogLine{level, std::move(text)}); }

    void answer(RequestId request, AnswerValue value)
    {
        if (request != 0)
            emit(Answer{request, std::move(value)});
    }
    void fail(RequestId request, ErrorCode code, std::string message)
    {
        if (request != 0)
            emit(Answer{request, NodeError{code, std::move(message)}});
    }

    /// Adds a change to the batch being collected.
    void store(StoreOperation operation) { m_batch.push_back(std::move(operation)); }
    /// Runs `continuation` when everything stored so far in this batch is durable. With nothing
    /// stored since the last drain it runs at the next drain.
    void afterStore(Continuation continuation)
    {
        m_continuations.push_back(std::move(continuation));
    }

    /// A choice that is true or false; `standard` where the user has made none.
    bool choice(const std::string& key, bool standard) const
    {
        const auto place = settings.find(key);
        return place == settings.end() ? standard : place->second == "true";
    }

    /// Adds what has happened for good and must not be lost with a batch the disk refused: it is
    /// stored again once the disk takes data. `done` runs when it is durable.
    void owe(std::vector<StoreOperation> operations, std::function<void()> done = {});
    /// The disk takes data again.
    void storeOwed();

    /// The answer of a command whose only effect is what it stored.
    void answerWhenStored(RequestId request)
    {
        afterStore([this, request](bool durable) {
            if (durable)
                answer(request, std::monostate{});
            else
                fail(request, ErrorCode::Storage, "The disk is full or cannot be written.");
        });
    }

    /// Closes the batch: it becomes a Store output, its continuations wait for the ticket.
    void flushStore();
    /// The store's word on a batch.
    void handleStored(std::uint64_t ticket, bool durable);

    bool hasOutput() const { return !m_outputs.empty(); }
    std::optional<Output> takeOutput();
    std::uint64_t sentBytes() const { return m_sentBytes; }

private:
    std::deque<Output> m_outputs;
    std::vector<StoreOperation> m_batch;
    std::vector<Continuation> m_continuations;
    std::unordered_map<std::uint64_t, std::vector<Continuation>> m_waiting;
    struct Owed {
        std::vector<StoreOperation> operations;
        std::function<void()> done;
    };
    std::vector<Owed> m_owed;
    std::uint64_t m_nextTicket = 1;
    std::uint64_t m_sentBytes = 0;
};

}  // namespace vos::engine
