#include "p2p/friendvos/custody.h"

#include "p2p/crypto/hash.h"
#include "p2p/wire/reader.h"
#include "p2p/wire/writer.h"

namespace vos::friendvos {

namespace {

constexpr std::string_view CustodyLabel = "VOS/custody/1";
constexpr std::string_view RefusalLabel = "VOS/refuse/1";
constexpr std::string_view ListLabel = "VOS/list/1";
constexpr std::string_view RecallLabel = "VOS/recalled/1";
constexpr std::string_view RevocationLabel = "VOS/revoke/1";

// One body() for each: what is signed, all but the signature.

Bytes body(const CustodyReceipt& word)
{
    wire::Writer writer(CustodyReceipt::Size);
    writer.id(word.friendId);
    writer.id(word.owner);
    writer.id(word.letter);
    writer.u32(word.size);
    writer.u64(word.storedAt);
    writer.u64(word.keepUntil);
    return writer.take();
}

Bytes body(const Refusal& word)
{
    wire::Writer writer(Refusal::Size);
    writer.id(word.friendId);
    writer.id(word.owner);
    writer.id(word.letter);
    writer.u8(static_cast<std::uint8_t>(word.reason));
    writer.u64(word.at);
    return writer.take();
}

Bytes body(const CustodyList& word)
{
    wire::Writer writer(CustodyList::Size);
    writer.id(word.friendId);
    writer.id(word.owner);
    writer.u64(word.at);
    writer.u32(word.count);
    writer.bytes(word.hash);
    return writer.take();
}

Bytes body(const RecallAnswer& word)
{
    wire::Writer writer(RecallAnswer::Size);
    writer.id(word.friendId);
    writer.id(word.owner);
    writer.id(word.letter);
    writer.u8(static_cast<std::uint8_t>(word.outcome));
    writer.u64(word.at);
    return writer.take();
}

Bytes body(const Revocation& word)
{
    wire::Writer writer(Revocation::Size);
    writer.id(word.owner);
    writer.id(word.friendId);
    writer.id(word.grant);
    writer.u8(static_cast<std::uint8_t>(word.by));
    writer.u64(word.at);
    return writer.take();
}

template <typename Word>
Signature signedBy(std::string_view label, const Word& word, const crypto::SigningKey& key,
                   const NodeId& signer)
{
    VOS_ASSERT(key.publicKey() == signer);
    return crypto::sign(label, body(word), key);
}

template <typename Word>
ByteArray<Word::Size> encoded(const Word& word)
{
    wire::Writer writer(body(word));
    writer.id(word.signature);
    VOS_ASSERT(writer.size() == Word::Size);
    ByteArray<Word::Size> bytes;
    std::copy(writer.view().begin(), writer.view().end(), bytes.begin());
    return bytes;
}

/// An enumerator from 1 to `last`.
template <typename Enum>
Enum readEnum(wire::Reader& reader, Enum last)
{
    const std::uint8_t value = reader.u8();
    if (value == 0 || value > static_cast<std::uint8_t>(last))
        reader.fail();
    return static_cast<Enum>(value);
}

/// Reads the signature, which ends every word.
template <typename Word>
std::optional<Word> finished(wire::Reader& reader, Word word)
{
    word.signature = reader.id<Signature>();
    return reader.finished() ? std::optional(std::move(word)) : std::nullopt;
}

}  // namespace

// ---- custody receipt --------------------------------------------------------------------------

void CustodyReceipt::sign(const crypto::SigningKey& key)
{
    signature = signedBy(CustodyLabel, *this, key, friendId);
}

bool CustodyReceipt::verify() const
{
    return crypto::verify(CustodyLabel, body(*this), signature, friendId);
}

ByteArray<CustodyReceipt::Size> CustodyReceipt::encode() const
{
    return encoded(*this);
}

std::optional<CustodyReceipt> CustodyReceipt::decode(ByteView bytes)
{
    wire::Reader reader(bytes);
    CustodyReceipt word;
    word.friendId = reader.id<NodeId>();
    word.owner = reader.id<NodeId>();
    word.letter = reader.id<LetterId>();
    word.size = reader.u32();
    word.storedAt = reader.u64();
    word.keepUntil = reader.u64();
    return finished(reader, word);
}

// ---- refusal ----------------------------------------------------------------------------------

void Refusal::sign(const crypto::SigningKey& key)
{
    signature = signedBy(RefusalLabel, *this, key, friendId);
}

bool Refusal::verify() const
{
    return crypto::verify(RefusalLabel, body(*this), signature, friendId);
}

ByteArray<Refusal::Size> Refusal::encode() const
{
    return encoded(*this);
}

std::optional<Refusal> Refusal::decode(ByteView bytes)
{
    wire::Reader reader(bytes);
    Refusal word;
    word.friendId = reader.id<NodeId>();
    word.owner = reader.id<NodeId>();
    word.letter = reader.id<LetterId>();
    word.reason = readEnum(reader, RefusalReason::Storage);
    word.at = reader.u64();
    return finished(reader, word);
}

// ---- list -------------------------------------------------------------------------------------

ByteArray<32> CustodyList::hashOf(std::span<const LetterId> ids)
{
    Bytes all;
    all.reserve(ids.size() * LetterId::Size);
    for (const LetterId& id : ids)
        append(all, id.view());
    return crypto::hash256("VOS/list-ids/1", all);
}

void CustodyList::sign(const crypto::SigningKey& key)
{
    signature = signedBy(ListLabel, *this, key, friendId);
}

bool CustodyList::verify() const
{
    return crypto::verify(ListLabel, body(*this), signature, friendId);
}

ByteArray<CustodyList::Size> CustodyList::encode() const
{
    return encoded(*this);
}

std::optional<CustodyList> CustodyList::decode(ByteView bytes)
{
    wire::Reader reader(bytes);
    CustodyList word;
    word.friendId = reader.id<NodeId>();
    word.owner = reader.id<NodeId>();
    word.at = reader.u64();
    word.count = reader.u32();
    const ByteView hash = reader.bytes(word.hash.size());
    std::copy(hash.begin(), hash.end(), word.hash.begin());
    return finished(reader, word);
}

// ---- recall -----------------------------------------------------------------------------------

void RecallAnswer::sign(const crypto::SigningKey& key)
{
    signature = signedBy(RecallLabel, *this, key, friendId);
}

bool RecallAnswer::verify() const
{
    return crypto::verify(RecallLabel, body(*this), signature, friendId);
}

ByteArray<RecallAnswer::Size> RecallAnswer::encode() const
{
    return encoded(*this);
}

std::optional<RecallAnswer> RecallAnswer::decode(ByteView bytes)
{
    wire::Reader reader(bytes);
    RecallAnswer word;
    word.friendId = reader.id<NodeId>();
    word.owner = reader.id<NodeId>();
    word.letter = reader.id<LetterId>();
    word.outcome = readEnum(reader, RecallOutcome::Unknown);
    word.at = reader.u64();
    return finished(reader, word);
}

ByteArray<32> recallHash(const RecallSecret& secret)
{
    return crypto::hash256("VOS/recall/1", secret);
}

// ---- revocation -------------------------------------------------------------------------------

void Revocation::sign(const crypto::SigningKey& key)
{
    signature = signedBy(RevocationLabel, *this, key, signer());
}

bool Revocation::verify() const
{
    return crypto::verify(RevocationLabel, body(*this), signature, signer());
}

ByteArray<Revocation::Size> Revocation::encode() const
{
    return encoded(*this);
}

std::optional<Revocation> Revocation::decode(ByteView bytes)
{
    wire::Reader reader(bytes);
    Revocation word;
    word.owner = reader.id<NodeId>();
    word.friendId = reader.id<NodeId>();
    word.grant = reader.id<identity::GrantId>();
    word.by = readEnum(reader, Party::Friend);
    word.at = reader.u64();
    return finished(reader, word);
}

}  // namespace vos::friendvos
