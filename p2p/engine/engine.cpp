#include "p2p/engine/enginestate.h"

#include "p2p/base/utf8.h"
#include "p2p/identity/address.h"
#include "p2p/identity/link.h"
#include "p2p/identity/name.h"
#include "p2p/letters/body.h"

#include <algorithm>
#include <utility>

namespace vos {

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
    m_state->friends.load(state.friends, state.owners, state.revocations);
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
    s.nat.start(std::move(local));
    s.keeper.start(s.nat.endpoints());
    s.relaying.start();
    s.keepalives.start();
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
    if (socket != engine::RelaySocket)
        (socket == GuestSocket ? s.guests : s.peers).handleDatagram({from, socket}, datagram);
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
    s.nat.handleTimeout();
    s.relaying.handleTimeout();
    s.punching.handleTimeout();
    s.introducing.handleTimeout();
    s.keepalives.handleTimeout();
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
    s.nat.setLocal(std::move(local));
    s.keeper.networkChanged();
    s.lookAnew();
}

void Engine::handlePortMapping(Now now, const PortMapping& mapping)
{
    State& s = enter(now);
    s.portMapping = mapping;
    s.nat.setPortMapping(mapping);
}

void Engine::handleNetworkChanged(Now now)
{
    State& s = enter(now);
    s.nat.networkChanged();
    s.keeper.networkChanged();
    s.lookAnew();
}

void Engine::handleStorageTrouble(Now now, bool failing)
{
    State& s = enter(now);
    if (std::exchange(s.context.storageFailing, failing) != failing)
        s.context.emit(StorageTrouble{failing});
    if (!failing)
        s.context.storeOwed();
}

void Engine::handleStorageTight(Now now, bool tight)
{
    enter(now).context.storageTight = tight;
}

void Engine::handleRestored(Now now)
{
    enter(now).keeper.renewKeys();
}

// ---- commands ---------------------------------------------------------------------------------

Bytes Engine::askNeighbours(Now now)
{
    return enter(now).peers.askNeighbours();
}

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
    s.contacts.tellProfiles();
}

void Engine::setSetting(Now now, RequestId request, std::string key, std::string value)
{
    State& s = enter(now);
    s.context.settings[key] = value;
    s.keeper.settingChanged(key);
    s.friends.settingChanged(key);
    s.relaying.settingChanged(key);
    s.contacts.tellProfiles();
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

/// False: the command has failed.
bool Engine::mayWrite(RequestId request, const NodeId& to)
{
    const ContactState state = m_state->contacts.stateOf(to);
    if (state == ContactState::Accepted || state == ContactState::PendingOut)
        return true;
    if (state == ContactState::Blocked)
        m_state->context.fail(request, ErrorCode::Blocked, "This contact is blocked.");
    else
        m_state->context.fail(request, ErrorCode::NotAContact, "This address is not a contact.");
    return false;
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
    if (!mayWrite(request, message.to))
        return;
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
    consider(s.nat.nextTimeout());
    consider(s.relaying.nextTimeout());
    consider(s.punching.nextTimeout());
    consider(s.introducing.nextTimeout());
    consider(s.keepalives.nextTimeout());
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
    info.observed = s.nat.observed();
    info.nat = s.nat.kind();
    info.map = s.keeper.summary();
    info.figures = s.keeper.figures();
    info.uptime = now.mono - s.startedAt;
    identity::Link link{info.id, {}, info.name};
    for (const Endpoint& e : s.keeper.own().endpoints())
        link.at.push_back(e.toString());
    info.link = identity::encodeLink(link);
    return info;
}

std::vector<Contact> Engine::contacts(Now) const
{
    return m_state->contacts.all();
}

std::vector<MapEntry> Engine::mapEntries(Now) const
{
    std::vector<MapEntry> entries;
    m_state->map.forEach([&](const NodeId& id, const map::Entry& entry) {
        entries.push_back(m_state->keeper.describe(id, entry));
    });
    return entries;
}

std::vector<SeekStep> Engine::trail(const NodeId& id) const
{
    return m_state->keeper.trail(id);
}

std::vector<QueueEntry> Engine::queue(Now) const
{
    return m_state->outbox.entries();
}

NetStatus Engine::netStatus(Now) const
{
    NetStatus status;
    for (const NodeId& peer : m_state->peers.up()) {
        if (const auto traffic = m_state->peers.trafficOf(peer))
            status.peers.push_back(*traffic);
    }
    status.nat = m_state->nat.kind();
    status.observed = m_state->nat.observed();
    status.portMapping = m_state->portMapping;
    status.relays = m_state->relaying.uses();
    status.relaysForOthers = m_state->relaying.carries();
    status.relayedBytes = m_state->relaying.carriedBytes();
    status.relayedPairs = m_state->relaying.activePairs();
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
