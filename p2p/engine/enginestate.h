#pragma once

// The inside of the engine: all its parts, and who hears what in which order. Internal to Engine.

#include "p2p/engine/contactbook.h"
#include "p2p/engine/custodian.h"
#include "p2p/engine/depositor.h"
#include "p2p/engine/engine.h"
#include "p2p/engine/friendbook.h"
#include "p2p/engine/inbox.h"
#include "p2p/engine/introducing.h"
#include "p2p/engine/keepalives.h"
#include "p2p/engine/keyring.h"
#include "p2p/engine/mailbox.h"
#include "p2p/engine/mapkeeper.h"
#include "p2p/engine/natkeeper.h"
#include "p2p/engine/outbox.h"
#include "p2p/engine/peers.h"
#include "p2p/engine/presence.h"
#include "p2p/engine/punching.h"
#include "p2p/engine/relaying.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace vos {

/// The longest a question "is this address online" may take.
inline constexpr Duration OnlinePatience = 5s;
/// Requests one session may make in a second, and letters it may leave; over that they are dropped.
inline constexpr unsigned RequestsPerSecond = 200;
inline constexpr unsigned DepositsPerSecond = 400;
static_assert(engine::Depositor::QuestionsPerSecond < RequestsPerSecond &&
              engine::Depositor::LettersPerSecond < DepositsPerSecond);
/// Letters of a session with somebody who is no contact; each costs two key exchanges to open.
inline constexpr unsigned StrangerLettersPerSecond = 20;
/// The life clock is written down this often, and when the wall clock was set by more than that
/// much: a start after a crash counts from there.
inline constexpr Duration ClockEvery = 1h;
inline constexpr WallClock::duration ClockJump = 1min;

/// Joins the parts: each tells its news here, and the order of who hears what is decided in one
/// place.
struct Engine::State final : engine::PeerListener, engine::MapKeeper::Listener {
    struct OnlineQuestion {
        RequestId request = 0;
        NodeId id;
        Instant deadline{};
        std::uint64_t token = 0;
    };
    struct Budget {
        Instant window{};
        unsigned count = 0;
    };

    State(Config config, identity::Identity identity, Rng& rng)
        : context(std::move(config), std::move(identity), rng)
        , map(context.self(), context.config.stampBits)
        , peers(context, map, *this)
        , nat(context, peers)
        , relaying(context, peers, map)
        , presence(context, peers)
        , keeper(context, map, peers, presence, *this)
        , punching(context, peers, map, [this](const NodeId& peer) { return ownSide(peer); })
        , introducing(context, peers, map)
        , keepalives(context, peers)
        , keyring(context)
        , contacts(context, map, keeper, peers, presence, keyring)
        , outbox(context, map, keeper, peers, keyring, contacts)
        , inbox(context, map, keeper, peers, keyring, contacts, outbox)
        , guestNews(*this)
        , guests(context, map, guestNews, engine::Peers::Mode::AsGuest)
        , friends(context, map, keeper, peers, presence, contacts)
        , custodian(context, peers, friends)
        , depositor(context, map, keeper, peers, guests, contacts)
        , mailbox(context, peers, contacts, friends)
    {
        context.isOurs = [this](const NodeId& id) {
            const ContactState state = contacts.stateOf(id);
            return state == ContactState::Accepted || state == ContactState::PendingOut ||
                   friends.knows(id) || outbox.waitsFor(id);
        };
        context.holdersOfContacts = [this] { return contacts.holders(); };
        peers.setRelays(relaying);
        guests.setRelays(relaying);
        relaying.setGuests(guests);
        contacts.setParts(outbox, friends);
        outbox.setParts(depositor, friends);
        inbox.setFriends(friends);
        inbox.setMailbox(mailbox);
        friends.setParts(outbox, custodian);
        depositor.setParts(outbox, friends);
        mailbox.setParts(inbox, outbox);
    }

    // -- news of sessions --

    void onSessionUp(const NodeId& peer, bool fresh) override
    {
        nat.sessionUp(peer);
        relaying.sessionUp(peer);
        contacts.sessionUp(peer);
        presence.sessionUp(peer);
        keeper.onSessionUp(peer, fresh);
        outbox.peerChanged(peer);
        friends.sessionUp(peer);
        custodian.sessionUp(peer, fresh);
        mailbox.sessionUp(peer);
        punching.sessionUp(peer);
        for (OnlineQuestion& question : questions) {
            if (question.id == peer)
                question.token = peers.ping(peer);
        }
    }
    void onSessionDown(const NodeId& peer, bool goodbye) override
    {
        nat.sessionDown(peer);
        relaying.sessionDown(peer);
        punching.sessionDown(peer);
        introducing.sessionDown(peer);
        keepalives.sessionDown(peer);
        keeper.onSessionDown(peer);
        contacts.sessionDown(peer);
        presence.sessionDown(peer, goodbye);
        friends.sessionDown(peer);
        custodian.sessionDown(peer);
        mailbox.sessionDown(peer);
        requests.erase(peer);
        deposits.erase(peer);
        strangerLetters.erase(peer);
    }
    void onLinkLost(const NodeId& peer, std::uint64_t link) override
    {
        inbox.linkLost(peer, link);
        outbox.linkLost(peer, link);
        custodian.linkLost(peer, link);
        if (isAsked(peer))
            peers.dial(peer);
    }
    void onWritable(const NodeId& peer) override
    {
        outbox.pump(peer);
        custodian.writable(peer);
    }
    void onPathMoved(const NodeId& peer) override
    {
        presence.refresh(peer);
        keeper.onPathMoved(peer);
        punching.pathMoved(peer);
    }
    void onCarried(const NodeId& peer, std::uint32_t flow, ByteView datagram) override
    {
        relaying.handleCarried(peer, flow, datagram);
    }
    void onProbe(const engine::Route& from, const wire::ProbeToken& token) override
    {
        if (keepalives.handleProbe(token))
            return;
        punching.handleProbe(from, token);
        nat.onProbe(from, token);
    }
    void onRecord(const Endpoint& from, const engine::WhoAnswer& answer) override
    {
        keeper.onRecord(from, answer);
    }
    void onDialStarted(const NodeId& peer) override
    {
        // Of strangers nobody asks why they are not there.
        if (context.contacts.contains(peer) || context.friendVos.contains(peer))
            keeper.noteDial(peer);
    }
    void onDialSlow(const NodeId& peer) override
    {
        introducing.seek(peer);
        keeper.seek(peer);
    }
    void onDialFailed(const NodeId& peer) override
    {
        keeper.onDialFailed(peer);
        presence.silent(peer);
        outbox.dialFailed(peer);
        answerQuestions(peer, false);
    }
    void onPingAnswered(const NodeId& peer, std::uint64_t token, Duration) override
    {
        const bool asked = std::any_of(questions.begin(), questions.end(), [&](const auto& q) {
            return q.id == peer && q.token == token;
        });
        if (asked)
            answerQuestions(peer, true);
    }
    void onUnverified(const NodeId& claimed, const Endpoint& from, ByteView bytes) override
    {
        if (const auto message = wire::decodeMessage(bytes))
            keeper.onUnverified(claimed, from, *message);
    }
    void onMessage(const NodeId& peer, ByteView bytes) override
    {
        const auto message = wire::decodeMessage(bytes);
        if (!message) {
            peers.closePeer(peer, transport::CloseReason::BadContent);
            return;
        }
        if (const auto* letter = std::get_if<wire::Letter>(&*message)) {
            const bool holder = friends.mayHold(peer);
            if (holder)
                friends.noteActivity(peer);
            if (holder || context.contacts.contains(peer) ||
                admit(strangerLetters, peer, StrangerLettersPerSecond))
                inbox.handleLetter(peer, *letter);
        } else if (const auto* receipt = std::get_if<wire::Receipt>(&*message)) {
            outbox.handleReceipt(receipt->receipt);
            custodian.handleReceipt(peer, receipt->receipt);
        } else if (const auto* offer = std::get_if<wire::Offer>(&*message)) {
            inbox.handleOffer(peer, *offer);
        } else if (admits(peer, *message)) {
            if (const auto* hello = std::get_if<wire::Hello>(&*message))
                nat.onHello(peer, *hello);
            if (const auto* candidates = std::get_if<wire::Candidates>(&*message))
                punching.handleCandidates(peer, *candidates);
            else if (!nat.handleMessage(peer, *message) &&
                     !relaying.handleMessage(peer, *message) &&
                     !introducing.handleMessage(peer, *message) &&
                     !keepalives.handleMessage(peer, *message) &&
                     !handleCustody(peer, *message) && !handleOwner(peer, *message))
                keeper.handleMessage(peer, *message, bytes.size());
        }
    }
    void onCall(const engine::Route& from) override { nat.onCall(from); }
    void onGuestMessage(const NodeId& guest, ByteView bytes) override
    {
        const auto message = wire::decodeMessage(bytes);
        if (!message) {
            peers.closePeer(guest, transport::CloseReason::BadContent);
            return;
        }
        if (!admits(guest, *message))
            return;
        // A guest may ask for records, deposit letters, ask after and recall them; nothing else.
        const bool asksRecord = std::holds_alternative<wire::Find>(*message) ||
                                std::holds_alternative<wire::CardRequest>(*message);
        if (!handleCustody(guest, *message) && asksRecord)
            keeper.handleMessage(guest, *message, bytes.size());
    }
    void onGuestGone(const NodeId& guest) override
    {
        requests.erase(guest);
        deposits.erase(guest);
        custodian.guestGone(guest);
    }

    /// What anybody may ask of a holder.
    bool handleCustody(const NodeId& from, const wire::Message& message)
    {
        if (const auto* deposit = std::get_if<wire::Deposit>(&message))
            custodian.handleDeposit(from, *deposit);
        else if (const auto* ask = std::get_if<wire::AskNews>(&message))
            custodian.handleAskNews(from, *ask);
        else if (const auto* recall = std::get_if<wire::Recall>(&message))
            custodian.handleRecall(from, *recall);
        else
            return false;
        return true;
    }

    /// What passes between an owner and its Friend VOS, and between two people.
    bool handleOwner(const NodeId& from, const wire::Message& message)
    {
        if (const auto* list = std::get_if<wire::CustodyList>(&message))
            mailbox.handleList(from, *list);
        else if (const auto* ids = std::get_if<wire::HeldIds>(&message))
            mailbox.handleHeldIds(from, *ids);
        else if (const auto* missing = std::get_if<wire::Missing>(&message))
            mailbox.handleMissing(from, *missing);
        else if (const auto* ask = std::get_if<wire::AskCustody>(&message))
            friends.handleAskCustody(from, *ask);
        else if (const auto* state = std::get_if<wire::CustodyState>(&message))
            friends.handleCustodyState(from, *state);
        else if (const auto* revoked = std::get_if<wire::Revoked>(&message))
            friends.handleRevoked(from, *revoked);
        else
            return false;
        return true;
    }

    // -- news of the sessions we have as a guest --

    struct GuestNews final : engine::PeerListener {
        explicit GuestNews(State& owner) : state(owner) {}
        void onSessionUp(const NodeId& peer, bool) override { state.depositor.sessionUp(peer); }
        void onSessionDown(const NodeId& peer, bool goodbye) override
        {
            state.depositor.sessionDown(peer, goodbye);
        }
        void onLinkLost(const NodeId& peer, std::uint64_t link) override
        {
            state.depositor.linkLost(peer, link);
        }
        void onMessage(const NodeId& peer, ByteView bytes) override
        {
            if (const auto message = wire::decodeMessage(bytes))
                state.depositor.handleMessage(peer, *message);
        }
        void onUnverified(const NodeId&, const Endpoint& from, ByteView bytes) override
        {
            // The holder's own record, newer than ours: its signature is all it needs.
            if (const auto message = wire::decodeMessage(bytes)) {
                if (const auto* announce = std::get_if<wire::Announce>(&*message))
                    state.keeper.onOwnerRecord(from, announce->records.front().whereabouts);
            }
        }
        void onWritable(const NodeId& peer) override { state.depositor.writable(peer); }
        void onDialFailed(const NodeId& peer) override { state.depositor.dialFailed(peer); }
        void onDialSlow(const NodeId&) override {}
        void onPingAnswered(const NodeId&, std::uint64_t, Duration) override {}
        void onDialStarted(const NodeId&) override {}
        void onRecord(const Endpoint& from, const engine::WhoAnswer& answer) override
        {
            state.keeper.onRecord(from, answer);
        }
        void onPathMoved(const NodeId&) override {}
        void onCall(const engine::Route&) override {}
        void onCarried(const NodeId&, std::uint32_t, ByteView) override {}
        void onProbe(const engine::Route&, const wire::ProbeToken&) override {}
        void onGuestMessage(const NodeId&, ByteView) override {}
        void onGuestGone(const NodeId&) override {}

        State& state;
    };

    // -- news of the map --

    void onRecordChanged(const NodeId& id) override
    {
        contacts.recordChanged(id);
        outbox.peerChanged(id);
        guests.recordChanged(id);
        punching.recordChanged(id);
        depositor.recordChanged(id);
        // A contact that announces itself is called at once: what waits for it goes out now.
        if (context.contacts.contains(id) || outbox.waitsFor(id) || friends.wants(id) ||
            isAsked(id))
            peers.dial(id);
    }
    void onCardChanged(const NodeId& id) override
    {
        contacts.cardChanged(id);
        friends.cardChanged(id);
        inbox.cardChanged(id);
        outbox.peerChanged(id);
        depositor.cardChanged(id);
    }
    void onSeekDone(const NodeId& id, bool found) override
    {
        outbox.seekDone(id, found);
        if (!found && !peers.isDialling(id) && !peers.isUp(id))
            answerQuestions(id, false);
    }
    void onOwnPrekey(const PrekeyRow& prekey) override { keyring.addPublic(prekey); }
    void onUsedTwice(const NodeId& id, std::uint64_t sequence, std::uint32_t card) override
    {
        contacts.usedTwice(id, sequence, card);
    }
    void onOldProfile() override
    {
        mailbox.forgetNotes();
        inbox.refreshAll();
    }

    // -- helpers --

    /// One of the two that bring others to us may be left idle for a while.
    void lookAtKeepalive()
    {
        const auto& relays = relaying.introducers();
        const bool behindNat = nat.needsIntroducer() && nat.kind() != NatKind::Unknown;
        const bool open = !nat.observed().empty() && !nat.needsIntroducer();
        const auto seen = behindNat ? nat.observed() : std::vector<Endpoint>();
        keepalives.look(seen.empty() ? 0 : seen.front().network(), open,
                        relays.size() > 1 ? std::optional(relays[1]) : std::nullopt);
    }

    /// Where we may be reached. Addresses of the own network are for people of ours alone.
    nat::PunchSide ownSide(const NodeId& peer) const
    {
        nat::PunchSide side;
        nat.describe(side);
        if (context.isOurs(peer)) {
            for (const Endpoint& e : local) {
                if (std::find(side.endpoints.begin(), side.endpoints.end(), e) ==
                    side.endpoints.end())
                    side.endpoints.push_back(e);
            }
        }
        return side;
    }

    /// The network may be another one: all paths are tried, and whoever matters is called.
    void lookAnew()
    {
        peers.networkChanged();
        punching.networkChanged();
        for (const Contact& contact : contacts.all()) {
            if (contact.state == ContactState::Accepted)
                peers.dial(contact.id);
        }
    }

    using Budgets = std::unordered_map<NodeId, Budget>;

    bool admit(Budgets& budgets, const NodeId& peer, unsigned perSecond)
    {
        Budget& budget = budgets[peer];
        if (budget.count == 0 || context.now.mono - budget.window >= Duration(1s))
            budget = {context.now.mono, 0};
        return ++budget.count <= perSecond;
    }

    bool admits(const NodeId& peer, const wire::Message& message)
    {
        return std::holds_alternative<wire::Deposit>(message)
                   ? admit(deposits, peer, DepositsPerSecond)
                   : admit(requests, peer, RequestsPerSecond);
    }

    bool isAsked(const NodeId& id) const
    {
        return std::any_of(questions.begin(), questions.end(),
                           [&](const OnlineQuestion& question) { return question.id == id; });
    }

    void answerQuestions(const NodeId& id, bool online)
    {
        std::erase_if(questions, [&](const OnlineQuestion& question) {
            if (question.id != id)
                return false;
            PeerPresence answer = presence.describe(id);
            answer.online = online;
            if (!online)
                answer.path = PathKind::None;
            context.answer(question.request, answer);
            return true;
        });
    }

    void handleQuestionTimeouts()
    {
        std::vector<NodeId> late;
        for (const OnlineQuestion& question : questions) {
            if (question.deadline <= context.now.mono)
                late.push_back(question.id);
        }
        for (const NodeId& id : late)
            answerQuestions(id, false);
    }

    void keepClock(bool always)
    {
        const WallTime life = context.life.now();
        const auto ahead = context.now.wall - life;
        const bool jumped = ahead - clockAhead > ClockJump || clockAhead - ahead > ClockJump;
        if (!always && !jumped && context.now.mono < nextClock)
            return;
        clockAhead = ahead;
        nextClock = context.now.mono + ClockEvery;
        context.store(ClockRow{life, context.now.wall});
    }

    /// All that was collected turns into outputs; parts may cause work for each other meanwhile.
    void drain()
    {
        do {
            keeper.closePending();
            keeper.setEndpoints(nat.endpoints());
            if (std::exchange(contactsTold, context.contacts.size()) != context.contacts.size())
                punching.contactsChanged();
            relaying.setReachable(!nat.needsIntroducer());
            keeper.setReach(nat.reachable(), relaying.introducers(), relaying.carries());
            lookAtKeepalive();
            peers.drain();
            guests.drain();
            inbox.drain();
            outbox.drain();
            custodian.drain();
            depositor.drain();
            context.flushStore();
            peers.drain();
            guests.drain();
        } while (relaying.deliver() || outbox.hasWork() || depositor.hasWork());
        keeper.drain();
        nat.drain();
    }

    engine::Context context;
    map::VosMap map;
    engine::Peers peers;
    engine::NatKeeper nat;
    engine::Relaying relaying;
    engine::Presence presence;
    engine::MapKeeper keeper;
    engine::Punching punching;
    engine::Introducing introducing;
    engine::Keepalives keepalives;
    engine::Keyring keyring;
    engine::ContactBook contacts;
    engine::Outbox outbox;
    engine::Inbox inbox;
    GuestNews guestNews;
    engine::Peers guests;
    engine::FriendBook friends;
    engine::Custodian custodian;
    engine::Depositor depositor;
    engine::Mailbox mailbox;
    std::vector<OnlineQuestion> questions;
    Budgets requests;
    Budgets deposits;
    Budgets strangerLetters;
    std::vector<Endpoint> local;
    PortMapping portMapping;
    std::size_t contactsTold = 0;
    Instant startedAt{};
    Instant nextClock{};
    WallClock::duration clockAhead{};  ///< wall clock before life clock, as written down
    bool started = false;
    bool stopped = false;
    bool dirty = false;
};

}  // namespace vos
