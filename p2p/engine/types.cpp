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

const char* wordFor(AgreementState state)
{
    switch (state) {
    case AgreementState::None: return "none";
    case AgreementState::Pending: return "pending";
    case AgreementState::Asked: return "asked";
    case AgreementState::Active: return "active";
    case AgreementState::Declined: return "declined";
    case AgreementState::Revoked: return "revoked";
    case AgreementState::Expired: return "expired";
    }
    return "";
}

const char* wordFor(MessageStep::Kind kind)
{
    switch (kind) {
    case MessageStep::Kind::Written: return "written";
    case MessageStep::Kind::Sent: return "sent";
    case MessageStep::Kind::Held: return "held";
    case MessageStep::Kind::Refused: return "refused";
    case MessageStep::Kind::HandedOver: return "handed-over";
    case MessageStep::Kind::Erased: return "erased";
    case MessageStep::Kind::NotErased: return "not-erased";
    case MessageStep::Kind::Lost: return "lost";
    case MessageStep::Kind::SealedAnew: return "sealed-anew";
    case MessageStep::Kind::Delivered: return "delivered";
    case MessageStep::Kind::Read: return "read";
    case MessageStep::Kind::Failed: return "failed";
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

const char* wordFor(PortMapping::State state)
{
    switch (state) {
    case PortMapping::State::Off: return "off";
    case PortMapping::State::Asking: return "asking";
    case PortMapping::State::Mapped: return "mapped";
    case PortMapping::State::Unavailable: return "unavailable";
    case PortMapping::State::NotNeeded: return "not-needed";
    }
    return "";
}

const char* wordFor(PortMapping::Protocol protocol)
{
    switch (protocol) {
    case PortMapping::Protocol::None: return "";
    case PortMapping::Protocol::Pcp: return "pcp";
    case PortMapping::Protocol::NatPmp: return "nat-pmp";
    case PortMapping::Protocol::UpnpIgd: return "upnp-igd";
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
    case LetterKind::FriendRequest:
    case LetterKind::FriendAnswer:
    case LetterKind::FriendGrant:
    case LetterKind::FriendEnd: return "friend-vos";
    case LetterKind::Slots:
    case LetterKind::Edit:
    case LetterKind::TakeBack:
    case LetterKind::Reaction:
    case LetterKind::ReadMark:
    case LetterKind::Profile:
    case LetterKind::KeyRefresh:
    case LetterKind::Gone: return "";
    }
    return "";
}

}  // namespace vos
