#pragma once

// The whole node as one machine without sockets, clock, threads or disk. Its owner
//   1. changes it by inputs: a handle…() or a command; several that are there already are given
//      one after the other, so that a burst shares its store batches, receipts and packets,
//   2. drains pollOutput() until it yields nothing, performing each effect,
//   3. sleeps until nextTimeout() or the next input.
// Two engines fed the same inputs, times and random bytes do the same things; simulation lives on
// that.
//
// Commands that can fail or take time end in exactly one Answer event. Nothing is acknowledged to
// a peer, and no command answers success, before the Store output behind it was reported durable.

#include "p2p/base/rng.h"
#include "p2p/engine/config.h"
#include "p2p/engine/output.h"
#include "p2p/identity/identity.h"

#include <memory>
#include <optional>

namespace vos {

class Engine {
public:
    /// `rng` must outlive the engine.
    Engine(Config config, identity::Identity identity, StoredState state, Rng& rng);
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    // -- the outside world, in --

    /// Once, before any other input. `local`: addresses and ports the sockets are bound to.
    void start(Now now, std::vector<Endpoint> local);
    void handleDatagram(Now now, const Endpoint& from, SocketIndex socket, ByteView datagram);
    /// `durable` false: the store refused the batch (disk full); nothing of it was kept.
    void handleStored(Now now, std::uint64_t ticket, bool durable);
    void handleWork(Now now, std::uint64_t ticket, std::uint64_t nonce);
    void handleTimeout(Now now);
    /// What LoadHeld asked for; ids that are not there are left out.
    void handleLoaded(Now now, std::uint64_t ticket,
                      std::vector<std::pair<LetterId, Bytes>> letters);
    /// A question for everybody in the own network, to be sent to a multicast group at once:
    /// whoever answers within 5 s is connected with.
    Bytes askNeighbours(Now now);
    /// The machine's addresses changed.
    void handleInterfaces(Now now, std::vector<Endpoint> local);
    /// What the router does for us has changed.
    void handlePortMapping(Now now, const PortMapping& mapping);
    /// The machine slept, or its network changed in a way its addresses do not show: all paths are
    /// looked at anew.
    void handleNetworkChanged(Now now);
    /// The free space or the disk came back, or vanished, without a batch saying so.
    void handleStorageTrouble(Now now, bool failing);
    /// Little room is left on the disk: what is free is kept for our own messages.
    void handleStorageTight(Now now, bool tight);
    /// Once, after start(): what the engine was given comes from a copy, or from a damaged store of
    /// which not all could be read. Keys are made anew and contacts asked to seal to them.
    void handleRestored(Now now);

    // -- the application, in --

    void join(Now now, RequestId request, std::optional<NodeId> id, std::vector<Endpoint> at);
    void rename(Now now, RequestId request, std::string name);
    void setSetting(Now now, RequestId request, std::string key, std::string value);
    void findRecord(Now now, RequestId request, const NodeId& id);
    void askOnline(Now now, RequestId request, const NodeId& id, std::vector<Endpoint> at);
    void addContact(Now now, RequestId request, const NodeId& id, std::string note,
                    std::string message, std::vector<std::string> hints, std::vector<Endpoint> at);
    /// Of a request; of a friend in doubt (UsedTwice): goes on with it all the same.
    void acceptContact(Now now, RequestId request, const NodeId& id);
    void declineContact(Now now, RequestId request, const NodeId& id);
    void blockContact(Now now, RequestId request, const NodeId& id);
    void removeContact(Now now, RequestId request, const NodeId& id);
    void setContactNote(Now now, RequestId request, const NodeId& id, std::string note);
    void setVerified(Now now, RequestId request, const NodeId& id, bool verified);
    struct Outgoing {
        NodeId to;
        LetterKind kind = LetterKind::Text;  ///< Text or Data
        Bytes body;                          ///< at most 60 000 bytes
        bool queue = true;
        std::optional<std::chrono::seconds> expiresAfter;  ///< default and most: 30 days
        std::optional<MessageId> replyTo;
    };
    /// Answers MessageId once it is durable.
    void send(Now now, RequestId request, Outgoing message);
    /// Gives this identity up for ever.
    void retire(Now now, RequestId request);
    void cancel(Now now, RequestId request, const MessageId& id);
    void retry(Now now, RequestId request, const MessageId& id);
    /// What our user does to a message of the conversation with `peer`; what it is the caller has
    /// looked up. An edit or a reaction goes above `revision`, the one the message stands at.
    void editMessage(Now now, RequestId request, const NodeId& peer, const MessageId& id,
                     std::uint64_t revision, std::string text);
    void react(Now now, RequestId request, const NodeId& peer, const MessageId& id,
               std::uint64_t revision, std::vector<std::string> emoji);
    /// Deletes one of our own messages for both.
    void takeBack(Now now, RequestId request, const NodeId& peer, const MessageId& id);
    /// Removes one message from the history (and from the queue, where it waits there).
    void deleteMessage(Now now, RequestId request, const MessageId& id);
    /// Our user has read the messages of `peer` up to this sequence.
    void markRead(Now now, RequestId request, const NodeId& peer, std::uint64_t sequence);
    /// A chat was opened: ask now whether its peer is online.
    void refreshPresence(Now now, const NodeId& peer);

    // -- Friend VOS --

    /// Asks `id`, contact or not, to keep messages for us. `quotaKib` 0: as it likes. Answers once
    /// the request is durable.
    void requestFriendVos(Now now, RequestId request, const NodeId& id, std::uint32_t quotaKib,
                          std::string message, std::vector<std::string> hints,
                          std::vector<Endpoint> at);
    /// Agrees to keep messages for `id`, or changes the limit of an agreement; without a quota what
    /// was asked for, within our own limits. NotFound where nobody asked.
    void approveFriendVos(Now now, RequestId request, const NodeId& id,
                          std::optional<std::uint32_t> quotaKib);
    /// `doNotAsk`: its further requests are declined without telling the user; false for a node
    /// declined before lets it ask again.
    void declineFriendVos(Now now, RequestId request, const NodeId& id, bool doNotAsk);
    /// Ends the agreement, whichever side asked; withdraws a request not answered yet; takes what
    /// has ended out of the list. Where each keeps for the other, `side` tells which of the two.
    void revokeFriendVos(Now now, RequestId request, const NodeId& id,
                         AgreementSide side = AgreementSide::Either);
    /// Answers GrantVerdict, from the owner's newest card; asks other nodes where we hold none.
    void verifyFriendVos(Now now, RequestId request, const NodeId& owner, const NodeId& friendId);
    /// Asks each of our Friend VOS whether a message would reach us; answers within 5 s.
    void drillFriendVos(Now now, RequestId request);

    /// Says goodbye to peers; drain the outputs once more, then destroy.
    void stop(Now now);

    // -- effects, out --

    std::optional<Output> pollOutput();
    std::optional<Instant> nextTimeout() const;

    // -- getters --

    NodeInfo info(Now now) const;
    std::vector<Contact> contacts(Now now) const;
    std::vector<MapEntry> mapEntries(Now now) const;
    /// What was tried to reach `id`, oldest first: who was asked, when, and with which result.
    std::vector<SeekStep> trail(const NodeId& id) const;
    std::vector<QueueEntry> queue(Now now) const;
    NetStatus netStatus(Now now) const;
    Agreements agreements(Now now) const;
    /// Sequences of `peer` that have not come although later ones have, rising.
    std::vector<std::uint64_t> gaps(const NodeId& peer) const;
    std::string setting(const std::string& key) const;

private:
    struct State;
    State& enter(Now now);
    bool mayWrite(RequestId request, const NodeId& to);

    std::unique_ptr<State> m_state;
};

}  // namespace vos
