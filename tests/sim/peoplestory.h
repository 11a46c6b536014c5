#pragma once

// Two friends and the Friend VOS of one of them, as the stories of messages to people who are away
// use them.

#include "p2p/friendvos/custody.h"
#include "p2p/letters/receipt.h"
#include "tests/support/simworld.h"

#include <algorithm>

namespace vos::sim {

inline MessageState stateOf(SimNode& node, const std::string& text)
{
    for (const auto& [id, message] : node.disk().messages()) {
        if (message.outgoing && message.text == text)
            return message.state;
    }
    return MessageState::Received;
}

inline const Message* find(SimNode& node, const std::string& text)
{
    for (const auto& [id, message] : node.disk().messages()) {
        if (message.text == text)
            return &message;
    }
    return nullptr;
}

inline std::size_t holders(SimNode& node, const std::string& text)
{
    const Message* message = find(node, text);
    return message ? message->heldBy.size() : 0;
}

inline bool heardOnce(SimNode& node, const std::string& text)
{
    return std::count(node.heard.begin(), node.heard.end(), text) == 1;
}

inline std::size_t heldLetters(SimNode& node)
{
    return node.disk().heldLetters().size();
}

inline void cancel(SimNode& node, const std::string& text)
{
    node.command([&](Engine& engine, Now at, RequestId request) {
        engine.cancel(at, request, find(node, text)->id);
    });
}

inline std::vector<MessageStep::Kind> way(SimNode& node, const std::string& text)
{
    std::vector<MessageStep::Kind> kinds;
    if (const Message* message = find(node, text)) {
        for (const MessageStep& step : node.disk().steps(message->id))
            kinds.push_back(step.kind);
    }
    return kinds;
}

inline bool went(SimNode& node, const std::string& text, MessageStep::Kind kind)
{
    const auto kinds = way(node, text);
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

/// Every word on the way of a message that needs a signature has it, of the right signer.
inline bool stepsAreProven(SimNode& from, const NodeId& to)
{
    for (const auto& [id, message] : from.disk().messages()) {
        if (!message.outgoing || message.peer != to)
            continue;
        bool held = false;
        bool delivered = false;
        for (const MessageStep& step : from.disk().steps(id)) {
            if (step.kind == MessageStep::Kind::Held) {
                const auto word = friendvos::CustodyReceipt::decode(step.proof);
                if (!word || !word->verify() || word->owner != to || word->friendId != step.by)
                    return false;
                held = true;
            } else if (step.kind == MessageStep::Kind::Delivered) {
                const auto word = letters::Receipt::decode(step.proof);
                if (!word || !word->verify() || word->recipient != to)
                    return false;
                delivered = true;
            }
        }
        if (message.state == MessageState::Held && !held)
            return false;
        if ((message.state == MessageState::Delivered || message.state == MessageState::Read) &&
            !delivered)
            return false;
    }
    return true;
}

/// Alice and Bob are friends; Carol and Dave keep messages for Bob.
struct PeopleStory {
    explicit PeopleStory(std::uint64_t seed, std::size_t keepers = 2)
        : world(seed)
        , alice(world.add("Alice"))
        , bob(world.add("Bob"))
        , carol(world.add("Carol"))
        , dave(world.add("Dave"))
    {
        world.config.friendPolicy = FriendPolicy::All;
        for (SimNode* node : {&alice, &bob, &carol, &dave}) {
            node->start();
            if (node != &alice)
                node->join(alice);
        }
        ready = world.befriend(alice, bob);
        if (keepers > 0)
            ready = ready && agree(bob, carol);
        if (keepers > 1)
            ready = ready && agree(bob, dave);
        ready = ready && world.runUntil([&] { return known(alice, bob) == keepers; }, 1min);
        world.run(5s);
    }

    bool agree(SimNode& owner, SimNode& keeper)
    {
        const auto active = [&] {
            const auto mine = owner.engine().agreements(owner.now()).mine;
            return std::any_of(mine.begin(), mine.end(), [&](const FriendVos& f) {
                return f.id == keeper.id() && f.state == AgreementState::Active;
            });
        };
        return world.runUntil(
                   [&] {
                       const auto entries = owner.engine().mapEntries(owner.now());
                       return std::any_of(entries.begin(), entries.end(),
                                          [&](const MapEntry& e) { return e.id == keeper.id(); });
                   },
                   30s) &&
               (owner.command([&](Engine& engine, Now at, RequestId request) {
                   engine.requestFriendVos(at, request, keeper.id(), 0, {}, {}, {});
               }),
                world.runUntil(active, 1min));
    }

    static std::size_t known(SimNode& node, SimNode& other)
    {
        for (const Contact& contact : node.engine().contacts(node.now())) {
            if (contact.id == other.id())
                return contact.friendVos.size();
        }
        return 0;
    }

    void leave(SimNode& node)
    {
        node.stop();
        world.run(1s);
    }

    bool becomes(const std::string& text, MessageState state, Duration limit)
    {
        return world.runUntil([&] { return stateOf(alice, text) == state; }, limit);
    }

    World world;
    SimNode& alice;
    SimNode& bob;
    SimNode& carol;
    SimNode& dave;
    bool ready = false;
};

}  // namespace vos::sim
