#include "p2p/engine/types.h"

namespace vos {

const char* reasonWord(ErrorCode code)
{
    switch (code) {
    case ErrorCode::InvalidParams: return "invalid-params";
    case ErrorCode::UnknownAddress: return "unknown-address";
    case ErrorCode::InvalidAddress: return "invalid-address";
    case ErrorCode::NotAContact: return "not-a-contact";
    case ErrorCode::TooLarge: return "too-large";
    case ErrorCode::NotFound: return "not-found";
    case ErrorCode::NotAllowed: return "not-allowed";
    case ErrorCode::Storage: return "storage";
    case ErrorCode::Unreachable: return "unreachable";
    case ErrorCode::Busy: return "busy";
    case ErrorCode::Blocked: return "blocked";
    }
    return "";
}

const char* wordFor(MessageState state)
{
    switch (state) {
    case MessageState::Queued: return "queued";
    case MessageState::Sent: return "sent";
    case MessageState::Held: return "held";
    case MessageState::Delivered: return "delivered";
    case MessageState::Read: return "read";
    case MessageState::Failed: return "failed";
    case MessageState::Received: return "received";
    }
    return "";
}

const char* wordFor(FailReason reason)
{
    switch (reason) {
    case FailReason::None: return "";
    case FailReason::Expired: return "expired";
    case FailReason::Declined: return "declined";
    case FailReason::Blocked: return "blocked";
    case FailReason::Cancelled: return "cancelled";
    case FailReason::Offline: return "offline";
    case FailReason::TooLarge: return "too-large";
    }
    return "";
}

const char* wordFor(ContactState state)
{
    switch (state) {
    case ContactState::None: return "none";
    case ContactState::PendingOut: return "pending-out";
    case ContactState::PendingIn: return "pending-in";
    case ContactState::Accepted: return "accepted";
    case ContactState::Blocked: return "blocked";
    }
    return "";
}

const char* wordFor(PathKind path)
{
    switch (path) {
    case PathKind::None: return "";
    case PathKind::Direct: return "direct";
    case PathKind::Relay: return "relay";
    }
    return "";
}

const char* wordFor(NatKind nat)
{
    switch (nat) {
    case NatKind::Unknown: return "unknown";
    case NatKind::Public: return "public";
    case NatKind::FullCone: return "full-cone";
    case NatKind::AddressRestricted: return "address-restricted";
    case NatKind::PortRestricted: return "port-restricted";
    case NatKind::Symmetric: return "symmetric";
    case NatKind::Blocked: return "blocked";
    }
    return "";
}

const char* wordFor(LetterKind kind)
{
    switch (kind) {
    case LetterKind::ContactRequest:
    case LetterKind::ContactAccept:
    case LetterKind::ContactDecline: return "contact";
    case LetterKind::Text: return "message";
    case LetterKind::Data: return "data";
    case LetterKind::ReadMark:
    case LetterKind::Profile:
    case LetterKind::KeyRefresh:
    case LetterKind::Gone: return "";
    }
    return "";
}

}  // namespace vos
