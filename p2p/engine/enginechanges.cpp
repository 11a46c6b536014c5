// Commands that do something to a message after it was sent.

#include "p2p/base/utf8.h"
#include "p2p/engine/enginestate.h"
#include "p2p/letters/body.h"

#include <utility>

namespace vos {

namespace {

/// Rises with every change, and with the time where the clock allows.
std::uint64_t revisionAbove(std::uint64_t revision, Now now)
{
    const auto ms = static_cast<std::uint64_t>(std::max<std::int64_t>(0, toMillis(now.wall)));
    return std::min(std::max(revision + 1, ms), letters::CounterMax);
}

/// Whether a waiting letter of this kind is about the same message.
template <typename Body>
engine::Outbox::Bodies about(const MessageId& id)
{
    return [id](const Bytes& bytes) {
        const auto body = Body::decode(bytes);
        return body && body->target == id;
    };
}

}  // namespace

void Engine::editMessage(Now now, RequestId request, const NodeId& peer, const MessageId& id,
                         std::uint64_t revision, std::string text)
{
    State& s = enter(now);
    if (text.size() > letters::TextSizeMax) {
        s.context.fail(request, ErrorCode::TooLarge, "A message has at most 60 000 bytes.");
        return;
    }
    if (text.empty() || !isUtf8(text)) {
        s.context.fail(request, ErrorCode::InvalidParams, "A message is UTF-8 text and not empty.");
        return;
    }
    if (!mayWrite(request, peer))
        return;
    const letters::EditBody body{id, revisionAbove(revision, now), std::move(text)};
    s.context.store(ChangeMessage{peer,
                                  true,
                                  id,
                                  ChangeMessage::What::Edit,
                                  body.revision,
                                  body.text,
                                  {},
                                  s.context.life.now()});
    s.outbox.enqueueChange(request, peer, LetterKind::Edit, body.encode(),
                           about<letters::EditBody>(id));
}

void Engine::react(Now now, RequestId request, const NodeId& peer, const MessageId& id,
                   std::uint64_t revision, std::vector<std::string> emoji)
{
    State& s = enter(now);
    if (!letters::areReactions(emoji)) {
        s.context.fail(request, ErrorCode::InvalidParams,
                       "Reactions are at most 8 different emoji.");
        return;
    }
    if (!mayWrite(request, peer))
        return;
    const letters::ReactionBody body{id, revisionAbove(revision, now), std::move(emoji)};
    s.context.store(ChangeMessage{peer,
                                  true,
                                  id,
                                  ChangeMessage::What::React,
                                  body.revision,
                                  {},
                                  body.emoji,
                                  s.context.life.now()});
    s.outbox.enqueueChange(request, peer, LetterKind::Reaction, body.encode(),
                           about<letters::ReactionBody>(id));
}

void Engine::takeBack(Now now, RequestId request, const NodeId& peer, const MessageId& id)
{
    State& s = enter(now);
    if (!mayWrite(request, peer))
        return;
    // What still waits need not go any more; what may have gone is followed by the word.
    s.outbox.remove(id);
    s.outbox.dropOwn(peer, LetterKind::Edit, about<letters::EditBody>(id));
    s.outbox.dropOwn(peer, LetterKind::Reaction, about<letters::ReactionBody>(id));
    s.context.store(ChangeMessage{
        peer, true, id, ChangeMessage::What::TakeBack, 0, {}, {}, s.context.life.now()});
    s.outbox.enqueueChange(request, peer, LetterKind::TakeBack, letters::TakeBackBody{id}.encode(),
                           about<letters::TakeBackBody>(id));
}

}  // namespace vos
