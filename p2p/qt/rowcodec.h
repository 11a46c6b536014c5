#pragma once

// Rows of the store as bytes, before they are sealed. What a decoder takes comes out of an
// authenticated cell, so a failure means another version or a bug, never an attack; it is still
// checked whole: all or nothing. A row written before a field existed ends before it; what is
// missing there keeps its default.

#include "p2p/engine/storage.h"

#include <optional>

namespace vos::qt {

/// What becomes of a message on its way, as against what it says.
struct MessageStatus {
    MessageState state = MessageState::Queued;
    FailReason reason = FailReason::None;
    std::optional<WallTime> deliveredAt;
    std::optional<WallTime> readAt;
    std::vector<NodeId> heldBy;
    std::optional<WallTime> heldSince;
};

inline MessageStatus statusOf(const Message& message)
{
    return {message.state,  message.reason, message.deliveredAt,
            message.readAt, message.heldBy, message.heldSince};
}

/// A small private value of the window.
struct LocalRow {
    std::string key;
    std::string value;
};

Bytes encodeRow(const SelfRow& row);
Bytes encodeRow(const PrekeyRow& row);
Bytes encodeRow(const ContactRow& row);
Bytes encodeRow(const RecordRow& row);
Bytes encodeRow(const OutboxRow& row);
Bytes encodeRow(const SeenLetterRow& row);
Bytes encodeRow(const SettingRow& row);
Bytes encodeRow(const LocalRow& row);
/// Without the parts MessageStatus has.
Bytes encodeRow(const Message& row);
Bytes encodeRow(const MessageStatus& row);
Bytes encodeRow(const ClockRow& row);
Bytes encodeRow(const FriendRow& row);
Bytes encodeRow(const OwnerRow& row);
Bytes encodeRow(const HeldLetterRow& row);
Bytes encodeRow(const CustodyNoteRow& row);
Bytes encodeRow(const MessageStep& row);
Bytes encodeRow(const RevocationRow& row);
Bytes encodeRow(const ChangeMessage& row);

bool decodeRow(ByteView bytes, SelfRow& row);
bool decodeRow(ByteView bytes, PrekeyRow& row);
bool decodeRow(ByteView bytes, ContactRow& row);
bool decodeRow(ByteView bytes, RecordRow& row);
bool decodeRow(ByteView bytes, OutboxRow& row);
bool decodeRow(ByteView bytes, SeenLetterRow& row);
bool decodeRow(ByteView bytes, SettingRow& row);
bool decodeRow(ByteView bytes, LocalRow& row);
bool decodeRow(ByteView bytes, Message& row);
bool decodeRow(ByteView bytes, MessageStatus& row);
bool decodeRow(ByteView bytes, ClockRow& row);
bool decodeRow(ByteView bytes, FriendRow& row);
bool decodeRow(ByteView bytes, OwnerRow& row);
bool decodeRow(ByteView bytes, HeldLetterRow& row);
bool decodeRow(ByteView bytes, CustodyNoteRow& row);
bool decodeRow(ByteView bytes, MessageStep& row);
bool decodeRow(ByteView bytes, RevocationRow& row);
bool decodeRow(ByteView bytes, ChangeMessage& row);

}  // namespace vos::qt
