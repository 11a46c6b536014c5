#pragma once

// The people and messages of the gallery, in English or Chinese: enough to show every state of
// every row. All of it is made up.

#include "ui/gallery/memorynode.h"

namespace vos::ui {

/// 22 November 2026, 10:53, in the local time zone.
WallTime galleryNow();

/// The made-up key number `number`.
NodeId galleryId(int number);

/// Numbers whose identicons differ well.
namespace person {
inline constexpr int Self = 46308;
inline constexpr int Wang = 19800;
inline constexpr int Alice = 9901;
inline constexpr int Bob = 19593;
inline constexpr int Mei = 726;
inline constexpr int Carol = 12637;
inline constexpr int Dora = 9271;
inline constexpr int Emil = 10768;
inline constexpr int Farid = 1818;
inline constexpr int Hana = 2064;
inline constexpr int Lin = 596;
}  // namespace person

/// Ourselves, without anybody else.
void seedSelf(MemoryNode& node, bool chinese);
/// Friends in every kind of presence, with their last messages, and the map around them.
void seedFriends(MemoryNode& node, bool chinese);
/// The chat with Wang: every receipt, an answer, emoji, a link, and two unread.
void seedChat(MemoryNode& node, bool chinese);
/// The message to Wang that Bob holds, and the first that was read.
MessageId heldMessageId();
MessageId readMessageId();
/// Who holds for us, for whom we hold, and one who asks.
void seedFriendVos(MemoryNode& node, bool chinese);
/// Every state of an agreement, on both sides.
void seedAgreementStates(MemoryNode& node, bool chinese);
/// The way of both messages named above, with proofs.
void seedWays(MemoryNode& node);
/// A message of Wang that came before two earlier ones.
void seedGap(MemoryNode& node, bool chinese);
/// What the friends answer to a fire drill.
void seedDrill(MemoryNode& node);
/// Sessions, relays and router; `indirect`: others cannot reach this computer.
void seedNetwork(MemoryNode& node, bool indirect);
/// A stranger who asks to be a friend.
void seedRequest(MemoryNode& node, bool chinese);
/// Long words, right-to-left text, many lines, many emoji: in the chat with Alice.
void seedHardTexts(MemoryNode& node);
/// Answers, edits, reactions, marks and deleted messages in the chat with Carol.
void seedTalk(MemoryNode& node, bool chinese);
/// An own message in it.
MessageId editedMessageId();
/// `count` messages with Bob, a year of talk.
void seedHistory(MemoryNode& node, int count);

}  // namespace vos::ui
