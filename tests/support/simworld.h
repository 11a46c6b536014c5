#pragma once

// Whole nodes in one virtual world. Time jumps from event to event; the same seed gives the same
// run to the last byte. A story is told by calling commands, letting time pass, and looking at
// disks.

#include "p2p/engine/engine.h"
#include "tests/support/simdisk.h"
#include "tests/support/simnet.h"
#include "tests/support/simroutes.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace vos::sim {

class World;

/// Something else at an address of its own, as a hostile or hand-made peer.
class Actor {
public:
    virtual ~Actor() = default;
    virtual Endpoint endpoint() const = 0;
    /// The box it is behind; none: it is in the internet itself.
    virtual SimNat* network() const { return nullptr; }
    virtual void handleDatagram(const Endpoint& from, ByteView bytes) = 0;
    virtual void handleTimeout() = 0;
    virtual std::optional<Instant> next() const = 0;
};

/// One person's node: identity and disk live on, the engine comes and goes.
class SimNode {
public:
    SimNode(World& world, std::string name, const Endpoint& endpoint, std::uint64_t seed);

    /// The same identity in another place, with an empty disk.
    std::unique_ptr<SimNode> twin(const Endpoint& endpoint) const;

    void start();
    /// Says goodbye and ends.
    void stop();
    /// Ends as kill -9 does: what was not durable is lost, unless it became so just now.
    void kill();
    /// Ends as when the power goes: all that was not told to be durable is lost.
    void die();
    bool running() const { return m_engine != nullptr; }
    /// Into the internet, at this address; its programs see it change.
    void move(const Endpoint& endpoint);
    /// Into the network behind `box`, with an address of that network (and an IPv6 address where
    /// the box lets IPv6 pass). The port stays.
    void move(SimNat& box);

    Engine& engine() { return *m_engine; }
    const NodeId& id() const { return m_identity.id(); }
    const identity::Identity& identity() const { return m_identity; }
    SimDisk& disk() { return m_disk; }
    const SimDisk& disk() const { return m_disk; }
    /// Of its main socket, as the node itself knows it.
    const Endpoint& endpoint() const { return m_local.front(); }
    /// All its addresses; the index is the SocketIndex.
    const std::vector<Endpoint>& local() const { return m_local; }
    SimNat* network() const { return m_network; }
    /// Where what it does as a guest comes from.
    Endpoint guestEndpoint() const;
    /// Where what leaves by `socket` for an address of `family` comes from, if it can.
    std::optional<Endpoint> socketEndpoint(SocketIndex socket, IpFamily family) const;
    /// The socket that listens at `to`.
    std::optional<SocketIndex> socketAt(const Endpoint& to) const;
    /// Hands it a datagram that has come to its socket at `to`; ignored where none listens there.
    void receive(const Endpoint& from, const Endpoint& to, ByteView datagram);
    const std::string& name() const { return m_name; }

    // Commands with their answers collected in `answers`.
    RequestId join(const SimNode& through);
    RequestId add(const SimNode& other, const std::string& note = {});
    RequestId accept(const SimNode& other);
    RequestId send(const SimNode& to, const std::string& text, bool queue = true,
                   std::optional<std::chrono::seconds> expires = {});
    template <typename Command>
    RequestId command(Command run)
    {
        const RequestId request = m_nextRequest++;
        run(*m_engine, now(), request);
        drain();
        return request;
    }
    Now now() const;

    std::map<RequestId, Answer> answers;
    std::vector<Event> events;
    /// Called with each event as it happens.
    std::function<void(const Event&)> onEvent;
    /// Texts of message events in the order they were told, of all lives of the node.
    std::vector<std::string> heard;
    /// The node's wall clock is this far off.
    WallClock::duration clockError{};

    /// A moment at which the program may end.
    struct Moment {
        enum class Kind {
            BeforeCommit,  ///< of `operations`
            AfterCommit,   ///< of `operations`; the engine has not been told
            AfterTransmit,
        } kind;
        const std::vector<StoreOperation>& operations;
        const Transmit* transmit = nullptr;
    };
    /// Asked at each of them; true: it dies there.
    std::function<bool(const Moment&)> diesAt;
    std::size_t deaths = 0;

    // A host that lies follows the protocol and tampers with what its engine keeps.
    /// Changes what is to be stored; the engine hears that all of it was.
    std::function<void(std::vector<StoreOperation>&)> tamperStore;
    /// Changes what is read of held letters; false: the engine gets no answer.
    std::function<bool(const LoadHeld&, std::vector<std::pair<LetterId, Bytes>>&)> tamperLoad;

private:
    friend class World;
    struct PendingBatch {
        Instant due;
        std::uint64_t ticket;
        std::vector<StoreOperation> operations;
        std::optional<LoadHeld> load;  ///< then it is a question, not a batch
    };

    void plugInto(SimNat& box);
    void drain();
    void perform(Output output);
    void completeBatches();
    bool endsAt(Moment::Kind kind, const std::vector<StoreOperation>& operations,
                const Transmit* transmit);
    std::optional<Instant> next() const;

    World& m_world;
    std::string m_name;
    std::vector<Endpoint> m_local;
    SimNat* m_network = nullptr;
    std::map<SocketIndex, Instant> m_spares;  ///< open ones, with their last use
    std::uint64_t m_seed;
    SimRng m_rng;
    identity::Identity m_identity;
    SimDisk m_disk;
    std::unique_ptr<Engine> m_engine;
    std::vector<PendingBatch> m_pending;
    std::optional<Instant> m_timeout;  ///< the engine's, as of the last drain
    RequestId m_nextRequest = 1;
};

class World {
public:
    explicit World(std::uint64_t seed);

    /// In the internet.
    SimNode& add(const std::string& name);
    SimNode& add(const std::string& name, SimNat& behind);
    /// In the internet, or in the network behind another box.
    SimNat& addNat(const NatOptions& options, SimNat* outside = nullptr);
    /// The provider gives the box (one in the internet) another address.
    void renumber(SimNat& box) { box.renumber(freshEndpoint()); }
    /// Lets this much time pass.
    void run(Duration time);
    /// Runs until `done`, at most `limit`; false if it never was.
    bool runUntil(const std::function<bool()>& done, Duration limit);
    Instant now() const { return m_now; }
    WallTime wall() const
    {
        return m_wallStart + std::chrono::duration_cast<WallClock::duration>(m_now - Instant{});
    }
    Endpoint freshEndpoint();

    SimNet net;
    SimRoutes routes{net};
    SimRng rng;
    /// A batch is durable after this long.
    Duration commitTime = 2ms;
    Config config;
    std::vector<std::unique_ptr<SimNode>> nodes;
    std::vector<Actor*> actors;  ///< live at least as long as time passes

    /// Two nodes that know each other and are contacts; ends when both have accepted.
    bool befriend(SimNode& a, SimNode& b);

private:
    bool step(Instant limit);

    Instant m_now{};
    WallTime m_wallStart;
    std::uint16_t m_nextHost = 1;
};

}  // namespace vos::sim
