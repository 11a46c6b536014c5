#include "p2p/engine/engine.h"

#include "p2p/base/utf8.h"
#include "p2p/engine/contactbook.h"
#include "p2p/engine/custodian.h"
#include "p2p/engine/depositor.h"
#include "p2p/engine/friendbook.h"
#include "p2p/engine/inbox.h"
#include "p2p/engine/keyring.h"
#include "p2p/engine/mailbox.h"
#include "p2p/engine/mapkeeper.h"
#include "p2p/engine/outbox.h"
#include "p2p/engine/peers.h"
#include "p2p/engine/presence.h"
#include "p2p/identity/address.h"
#include "p2p/identity/link.h"
#include "p2p/identity/name.h"
#include "p2p/letters/body.h"

#include <algorithm>
#include <utility>

namespace vos {

namespace {

/// The longest a question "is this address online" may take.
constexpr Duration OnlinePatience = 5s;
/// Requests one session may make in a second; over that they are dropped.
constexpr unsigned RequestsPerSecond = 400;
/// Letters of a session with somebody who is no contact; each costs two key exchanges to open.
constexpr unsigned StrangerLettersPerSecond = 20;
/// The life clock is written down this often, and when the wall clock was set by more than that
/// much: a start after a crash counts from there.
constexpr Duration ClockEvery = 1h;
constexpr WallClock::duration ClockJump = 1min;

}  // namespace

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
        : context(std::move(config), std::move(identity), rng),
          map(context.self(), context.config.stampBits), peers(context, map, *this),
          presence(context, peers), keeper(context, map, peers, presence, *this), keyring(context),
          contacts(context, map, keeper, peers, presence, keyring),
          outbox(context, map, keeper, peers, keyring, contacts),
          inbox(context, map, keeper, peers, keyring, contacts, outbox), guestNews(*this),
          guests(context, map, guestNews, engine::Peers::Mode::AsGuest),
          friends(context, map, keeper, peers, presence, contacts), custodian(context, peers, friends),
          depositor(context, map, keeper, peers, guests, contacts),
          mailbox(context, peers, contacts, friends)
    {
        contacts.setParts(outbox, friends);
        outbox.setDepositor(depositor);
        inbox.setFriends(friends);
        inbox.setMailbox(mailbox);
        friends.setParts(outbox, custodian);
        depositor.setOutbox(outbox);
        mailbox.setParts(inbox, outbox);
    }

    // -- news of sessions --

    void onSessionUp(const NodeId& peer, bool fresh) override
    {
        contacts.sessionUp(peer);
        presence.sessionUp(peer);
        keeper.onSessionUp(peer, fresh);
        outbox.peerChanged(peer);
        friends.sessionUp(peer);
        custodian.sessionUp(peer, fresh);
        mailbox.sessionUp(peer);
        for (OnlineQuestion& question : questions) {
            if (question.id == peer)
                question.token = peers.ping(peer);
        }
    }
    void onSessionDown(const NodeId& peer, bool goodbye) override
    {
        keeper.onSessionDown(peer);
        contacts.sessionDown(peer);
        presence.sessionDown(peer, goodbye);
        friends.sessionDown(peer);
        custodian.sessionDown(peer);
        mailbox.sessionDown(peer);
        requests.erase(peer);
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
    void onPathMoved(const NodeId& peer) override { presence.refresh(peer); }
    void onRecord(const Endpoint& from, ByteView part, bool isCard) override
    {
        keeper.onRecord(from, part, isCard);
    }
    void onDialSlow(const NodeId& peer) override { keeper.seek(peer); }
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
        } else if (admit(requests, peer, RequestsPerSecond)) {
            if (!handleCustody(peer, *message) && !handleOwner(peer, *message))
                keeper.handleMessage(peer, *message);
        }
    }
    void onGuestMessage(const NodeId& guest, ByteView bytes) override
    {
        const auto message = wire::decodeMessage(bytes);
        if (!message) {
            peers.closePeer(guest, transport::CloseReason::BadContent);
            return;
        }
        if (!admit(requests, guest, RequestsPerSecond))
            return;
        // A guest may ask for records, deposit letters, ask after and recall them; nothing else.
        const bool asksRecord = std::holds_alternative<wire::Find>(*message) ||
                                std::holds_alternative<wire::CardRequest>(*message);
        if (!handleCustody(guest, *message) && asksRecord)
            keeper.handleMessage(guest, *message);
    }
    void onGuestGone(const NodeId& guest) override
    {
        requests.erase(guest);
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
        void onSessionDown(const NodeId& peer, bool) override { state.depositor.sessionDown(peer); }
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
                    state.keeper.onRecord(from, announce->records.front().whereabouts, false);
            }
        }
        void onWritable(const NodeId& peer) override { state.depositor.writable(peer); }
        void onDialFailed(const NodeId& peer) override { state.depositor.dialFailed(peer); }
        void onDialSlow(const NodeId&) override {}
        void onPingAnswered(const NodeId&, std::uint64_t, Duration) override {}
        void onRecord(const Endpoint& from, ByteView part, bool isCard) override
        {
            state.keeper.onRecord(from, part, isCard);
        }
        void onPathMoved(const NodeId&) override {}
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
    void onUsedTwice(const NodeId& id) override { contacts.setDoubt(id, Doubt::UsedTwice); }
    void onOldProfile() override
    {
        mailbox.forgetNotes();
        inbox.refreshAll();
    }

    // -- helpers --

    using Budgets = std::unordered_map<NodeId, Budget>;

    bool admit(Budgets& budgets, const NodeId& peer, unsigned perSecond)
    {
        Budget& budget = budgets[peer];
        if (budget.count == 0 || context.now.mono - budget.window >= Duration(1s))
            budget = {context.now.mono, 0};
        return ++budget.count <= perSecond;
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
            peers.drain();
            guests.drain();
            inbox.drain();
            outbox.drain();
            custodian.drain();
            depositor.drain();
            context.flushStore();
            peers.drain();
            guests.drain();
        } while (outbox.hasWork() || depositor.hasWork());
        keeper.drain();
    }

    engine::Context context;
    map::VosMap map;
    engine::Peers peers;
    engine::Presence presence;
    engine::MapKeeper keeper;
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
    Budgets strangerLetters;
    std::vector<Endpoint> local;
    Instant startedAt{};
    Instant nextClock{};
    WallClock::duration clockAhead{};  ///< wall clock before life clock, as written down
    bool started = false;
    bool stopped = false;
    bool dirty = false;
};

Engine::Engine(Config config, identity::Identity identity, StoredState state, Rng& rng)
    : m_state(std::make_unique<State>(std::move(config), std::move(identity), rng))
{
    for (const SettingRow& row : state.settings)
        m_state->context.settings[row.key] = row.value;
    if (state.clock)
        m_state->context.life.restore(std::pair(state.clock->life, state.clock->wall));
    m_state->keeper.load(state);
    m_state->keyring.load(state.prekeys);
    m_state->contacts.load(state.contacts);
    m_state->outbox.load(state.outbox);
    m_state->inbox.load(state.seenLetters);
    m_state->friends.load(state.friends, state.owners);
    m_state->custodian.load(state.held);
    m_state->mailbox.load(state.notes);
}

Engine::~Engine() = default;

Engine::State& Engine::enter(Now now)
{
    // The monotonic clock never goes back; a caller that mixes up two readings must not harm us.
    m_state->context.now = {std::max(now.mono, m_state->context.now.mono), now.wall};
    m_state->context.life.advance(m_state->context.now);
    m_state->dirty = true;
    return *m_state;
}

void Engine::start(Now now, std::vector<Endpoint> local)
{
    State& s = enter(now);
    VOS_ASSERT(!s.started);
    s.started = true;
    s.startedAt = now.mono;
    s.local = local;
    s.keeper.start(std::move(local));
    s.contacts.start();
    s.outbox.start();
    s.friends.start();
    s.custodian.start();
    s.keepClock(true);
}

void Engine::handleDatagram(Now now, const Endpoint& from, SocketIndex socket, ByteView datagram)
{
    State& s = enter(now);
    if (!s.started || s.stopped)
        return;
    (socket == GuestSocket ? s.guests : s.peers).handleDatagram(from, socket, datagram);
}

void Engine::handleStored(Now now, std::uint64_t ticket, bool durable)
{
    State& s = enter(now);
    if (!durable)
        handleStorageTrouble(now, true);
    s.context.handleStored(ticket, durable);
}

void Engine::handleWork(Now now, std::uint64_t ticket, std::uint64_t nonce)
{
    enter(now).outbox.handleWork(ticket, nonce);
}

void Engine::handleTimeout(Now now)
{
    State& s = enter(now);
    if (!s.started || s.stopped)
        return;
    s.peers.handleTimeout();
    s.keeper.handleTimeout();
    s.contacts.handleTimeout();
    s.outbox.handleTimeout();
    s.inbox.handleTimeout();
    s.guests.handleTimeout();
    s.friends.handleTimeout();
    s.custodian.handleTimeout();
    s.depositor.handleTimeout();
    s.mailbox.handleTimeout();
    s.handleQuestionTimeouts();
    s.keepClock(false);
}

void Engine::handleInterfaces(Now now, std::vector<Endpoint> local)
{
    State& s = enter(now);
    if (s.local == local)
        return;
    s.local = local;
    s.keeper.setLocal(std::move(local));
    for (const Contact& contact : s.contacts.all()) {
        if (contact.state == ContactState::Accepted)
            s.peers.dial(contact.id);
    }
}

void Engine::handleStorageTrouble(Now now, bool failing)
{
    State& s = enter(now);
    if (std::exchange(s.context.storageFailing, failing) != failing)
        s.context.emit(StorageTrouble{failing});
}

void Engine::handleStorageTight(Now now, bool tight)
{
    enter(now).context.storageTight = tight;
}

// ---- commands ---------------------------------------------------------------------------------

void Engine::join(Now now, RequestId request, std::optional<NodeId> id, std::vector<Endpoint> at)
{
    enter(now).keeper.join(request, id, std::move(at));
}

void Engine::rename(Now now, RequestId request, std::string name)
{
    State& s = enter(now);
    if (identity::checkName(name)) {
        s.context.fail(request, ErrorCode::InvalidParams,
                       "A name has at most 48 bytes and no control or invisible characters.");
        return;
    }
    s.keeper.rename(request, std::move(name));
}

void Engine::setSetting(Now now, RequestId request, std::string key, std::string value)
{
    State& s = enter(now);
    s.context.settings[key] = value;
    s.friends.settingChanged(key);
    s.context.store(SettingRow{std::move(key), std::move(value)});
    s.context.answerWhenStored(request);
}

void Engine::findRecord(Now now, RequestId request, const NodeId& id)
{
    enter(now).keeper.findRecord(request, id);
}

void Engine::retire(Now now, RequestId request)
{
    State& s = enter(now);
    s.keeper.retire();
    s.context.answerWhenStored(request);
}

void Engine::askOnline(Now now, RequestId request, const NodeId& id, std::vector<Endpoint> at)
{
    State& s = enter(now);
    if (id == s.context.self()) {
        PeerPresence self;
        self.id = id;
        self.online = true;
        s.context.answer(request, self);
        return;
    }
    State::OnlineQuestion question{request, id, now.mono + OnlinePatience, 0};
    if (s.peers.isUp(id))
        question.token = s.peers.ping(id);
    s.questions.push_back(question);
    if (question.token != 0)
        return;
    if (!s.peers.dial(id, at)) {
        for (const Endpoint& e : at)
            s.peers.askWho(e, id);
        s.keeper.seek(id);
    }
}

void Engine::addContact(Now now, RequestId request, const NodeId& id, std::string note,
                        std::string message, std::vector<std::string> hints,
                        std::vector<Endpoint> at)
{
    enter(now).contacts.add(request, id, std::move(note), std::move(message), std::move(hints), at);
}

void Engine::acceptContact(Now now, RequestId request, const NodeId& id)
{
    enter(now).contacts.accept(request, id);
}

void Engine::declineContact(Now now, RequestId request, const NodeId& id)
{
    enter(now).contacts.decline(request, id);
}

void Engine::blockContact(Now now, RequestId request, const NodeId& id)
{
    enter(now).contacts.block(request, id);
}

void Engine::removeContact(Now now, RequestId request, const NodeId& id)
{
    enter(now).contacts.remove(request, id);
}

void Engine::setContactNote(Now now, RequestId request, const NodeId& id, std::string note)
{
    enter(now).contacts.setNote(request, id, std::move(note));
}

void Engine::setVerified(Now now, RequestId request, const NodeId& id, bool verified)
{
    enter(now).contacts.setVerified(request, id, verified);
}

void Engine::send(Now now, RequestId request, Outgoing message)
{
    State& s = enter(now);
    const bool text = message.kind == LetterKind::Text;
    VOS_ASSERT(text || message.kind == LetterKind::Data);
    if (message.body.size() > (text ? letters::TextSizeMax : letters::DataSizeMax)) {
        s.context.fail(request, ErrorCode::TooLarge, "A message has at most 60 000 bytes.");
        return;
    }
    if (text && (message.body.empty() || !isUtf8(toText(message.body)))) {
        s.context.fail(request, ErrorCode::InvalidParams, "A message is UTF-8 text and not empty.");
        return;
    }
    const ContactState state = s.contacts.stateOf(message.to);
    if (state == ContactState::Blocked) {
        s.context.fail(request, ErrorCode::Blocked, "This contact is blocked.");
        return;
    }
    if (state != ContactState::Accepted && state != ContactState::PendingOut) {
        s.context.fail(request, ErrorCode::NotAContact, "This address is not a contact.");
        return;
    }
    engine::Outbox::Draft draft;
    draft.to = message.to;
    draft.kind = message.kind;
    draft.text = toText(message.body);
    draft.queue = message.queue;
    draft.replyTo = message.replyTo;
    if (message.expiresAfter)
        draft.expiresAfter = *message.expiresAfter;
    draft.body = text ? letters::TextBody{draft.text, message.replyTo}.encode()
                      : letters::DataBody{std::move(message.body), message.replyTo}.encode();
    s.outbox.enqueue(request, std::move(draft));
}

void Engine::cancel(Now now, RequestId request, const MessageId& id)
{
    enter(now).outbox.cancel(request, id);
}

void Engine::retry(Now now, RequestId request, const MessageId& id)
{
    enter(now).outbox.retry(request, id);
}

void Engine::deleteMessage(Now now, RequestId request, const MessageId& id)
{
    State& s = enter(now);
    s.outbox.remove(id);
    s.context.store(DeleteMessage{id});
    s.context.answerWhenStored(request);
}

void Engine::markRead(Now now, RequestId request, const NodeId& peer, std::uint64_t sequence)
{
    State& s = enter(now);
    ContactRow* contact = s.contacts.find(peer);
    if (!contact) {
        s.context.fail(request, ErrorCode::NotAContact, "This address is not a contact.");
        return;
    }
    if (sequence > contact->readSequence) {
        contact->readSequence = sequence;
        s.context.store(*contact);
        s.context.store(MarkReadHere{peer, sequence, now.wall});
        if (contact->state == ContactState::Accepted &&
            s.context.settings["privacy.read_receipts"] != "false")
            s.outbox.enqueueOwn(peer, LetterKind::ReadMark,
                                letters::ReadMarkBody{sequence}.encode());
    }
    s.context.answerWhenStored(request);
}

void Engine::refreshPresence(Now now, const NodeId& peer)
{
    State& s = enter(now);
    if (s.peers.isUp(peer))
        s.peers.ping(peer);
    else
        s.peers.dial(peer);
}

void Engine::stop(Now now)
{
    State& s = enter(now);
    if (s.stopped || !s.started)
        return;
    s.keepClock(true);
    s.drain();
    s.stopped = true;
    s.guests.closeAll();
    s.peers.closeAll();
}

// ---- effects ----------------------------------------------------------------------------------

std::optional<Output> Engine::pollOutput()
{
    if (std::exchange(m_state->dirty, false) && m_state->started && !m_state->stopped)
        m_state->drain();
    return m_state->context.takeOutput();
}

std::optional<Instant> Engine::nextTimeout() const
{
    const State& s = *m_state;
    if (!s.started || s.stopped)
        return std::nullopt;
    std::optional<Instant> next;
    const auto consider = [&next](std::optional<Instant> at) {
        if (at)
            next = next ? std::min(*next, *at) : *at;
    };
    consider(s.peers.nextTimeout());
    consider(s.keeper.nextTimeout());
    consider(s.contacts.nextTimeout());
    consider(s.outbox.nextTimeout());
    consider(s.inbox.nextTimeout());
    consider(s.guests.nextTimeout());
    consider(s.friends.nextTimeout());
    consider(s.custodian.nextTimeout());
    consider(s.depositor.nextTimeout());
    consider(s.mailbox.nextTimeout());
    consider(s.nextClock);
    for (const State::OnlineQuestion& question : s.questions)
        consider(question.deadline);
    return next;
}

// ---- getters ----------------------------------------------------------------------------------

NodeInfo Engine::info(Now now) const
{
    const State& s = *m_state;
    NodeInfo info;
    info.id = s.context.self();
    info.address = identity::encodeAddress(info.id);
    info.name = s.keeper.own().name();
    info.listen = s.local;
    info.observed = s.keeper.observed();
    info.nat = s.keeper.nat();
    info.map = s.keeper.summary();
    info.uptime = now.mono - s.startedAt;
    identity::Link link{info.id, {}, info.name};
    for (const Endpoint& e : s.keeper.own().endpoints())
        link.at.push_back(e.toString());
    info.link = identity::encodeLink(link);
    return info;
}

std::vector<Contact> Engine::contacts(Now) const { return m_state->contacts.all(); }

std::vector<MapEntry> Engine::mapEntries(Now) const
{
    std::vector<MapEntry> entries;
    for (const auto& [id, entry] : m_state->map.entries()) {
        if (entry.whereabouts)
            entries.push_back(m_state->keeper.describe(id, entry));
    }
    return entries;
}

std::vector<QueueEntry> Engine::queue(Now) const { return m_state->outbox.entries(); }

NetStatus Engine::netStatus(Now) const
{
    NetStatus status;
    for (const NodeId& peer : m_state->peers.up()) {
        if (const auto traffic = m_state->peers.trafficOf(peer))
            status.peers.push_back(*traffic);
    }
    status.sentBytes = m_state->context.sentBytes();
    status.receivedBytes = m_state->peers.receivedBytes();
    return status;
}

std::string Engine::setting(const std::string& key) const
{
    const auto place = m_state->context.settings.find(key);
    return place == m_state->context.settings.end() ? std::string() : place->second;
}

// ---- Friend VOS -------------------------------------------------------------------------------

void Engine::handleLoaded(Now now, std::uint64_t ticket,
                          std::vector<std::pair<LetterId, Bytes>> letters)
{
    enter(now).custodian.handleLoaded(ticket, std::move(letters));
}

void Engine::requestFriendVos(Now now, RequestId request, const NodeId& id, std::uint32_t quotaKib,
                              std::string message, std::vector<std::string> hints,
                              std::vector<Endpoint> at)
{
    enter(now).friends.request(request, id, quotaKib, std::move(message), std::move(hints), at);
}

void Engine::approveFriendVos(Now now, RequestId request, const NodeId& id,
                              std::optional<std::uint32_t> quotaKib)
{
    enter(now).friends.approve(request, id, quotaKib);
}

void Engine::declineFriendVos(Now now, RequestId request, const NodeId& id, bool doNotAsk)
{
    enter(now).friends.decline(request, id, doNotAsk);
}

void Engine::revokeFriendVos(Now now, RequestId request, const NodeId& id, AgreementSide side)
{
    enter(now).friends.revoke(request, id, side);
}

void Engine::verifyFriendVos(Now now, RequestId request, const NodeId& owner,
                             const NodeId& friendId)
{
    enter(now).friends.verify(request, owner, friendId);
}

void Engine::drillFriendVos(Now now, RequestId request)
{
    enter(now).friends.drill(request);
}

Agreements Engine::agreements(Now now) const
{
    m_state->context.now = {std::max(now.mono, m_state->context.now.mono), now.wall};
    return m_state->friends.describe();
}

std::vector<std::uint64_t> Engine::gaps(const NodeId& peer) const
{
    return m_state->mailbox.gaps(peer);
}

}  // namespace vos
