#pragma once

// The node's database: every row the engine keeps, the history, and small private values of the
// window. A group of Store batches becomes durable in one transaction or not at all. Lives on the
// store's thread.

#include "p2p/engine/output.h"
#include "p2p/engine/storage.h"
#include "p2p/qt/database.h"
#include "p2p/qt/mapfile.h"
#include "p2p/qt/messagestore.h"
#include "p2p/qt/rowcodec.h"
#include "p2p/qt/sealedcell.h"

#include <QMap>

#include <memory>
#include <span>

namespace vos::qt {

class NodeStore {
public:
    /// Opens or makes the file and brings its tables up to date.
    static Expected<std::unique_ptr<NodeStore>, StoreError> open(
        const QString& path, const crypto::Secret<32>& masterKey, const NodeId& own);

    /// All rows the engine starts from. Rows that do not open are left out and counted in
    /// unreadable() (but for the map, which is fetched anew); an error means the file itself cannot
    /// be read.
    Expected<StoredState, StoreError> load();

    struct Applied {
        bool durable = false;
        std::vector<MessageStateChange> readByPeer;  ///< what MarkReadByPeer changed
        std::vector<Message> changed;                ///< what ChangeMessage changed, as it is now
    };
    /// One transaction over all of `batches`.
    Applied apply(std::span<const Store> batches);
    /// Writes and takes back as much as a few messages need. True: the disk takes data.
    bool probe();

    /// The bytes of held letters, or the receipts that settled them; ids that are not there, or do
    /// not open, are left out.
    std::vector<std::pair<LetterId, Bytes>> loadHeld(const std::vector<LetterId>& ids,
                                                     bool receipts);
    /// The way of a message so far, oldest step first; empty where nothing is known of it.
    Expected<std::vector<MessageStep>, NodeError> steps(const MessageId& id);

    MessageStore& messages() { return m_messages; }
    bool markTaken(const std::vector<MessageId>& ids);

    bool putLocal(const std::string& key, const std::string& value);
    std::vector<LocalRow> locals(std::string_view prefix);
    std::optional<std::string> local(const std::string& key);

    /// Takes every row of `damaged`, a file of ours with the same keys, that can still be read and
    /// opened; rows already here are replaced. The number taken; nothing if they cannot be kept.
    std::optional<int> takeOver(Database& damaged);

    /// Rows met since the start whose cells do not open: damaged or moved.
    int unreadable() const { return m_unreadable + m_messages.unreadable(); }
    const StoreError& lastError() const { return m_database->lastError(); }

private:
    NodeStore(std::unique_ptr<Database> database, std::unique_ptr<MapFile> map,
              const crypto::Secret<32>& masterKey, const NodeId& own);

    /// Seals `plain` and wipes it.
    bool put(const char* sql, std::string_view table, ByteView name, Bytes plain);
    template <typename Row>
    bool loadAll(const char* sql, std::string_view table, std::vector<Row>& rows);
    /// The map of others, from its own file. Rows of the table in which it was kept before are
    /// taken over once; what cannot be read is dropped and fetched anew.
    bool loadRecords(std::vector<RecordRow>& records);
    bool erase(const char* sql, std::string_view table, ByteView name);
    bool opens(std::string_view table, const QByteArray& key, const QSqlQuery& row);
    QByteArray keyOf(std::string_view table, ByteView name) const;

    // One overload for each StoreOperation.
    bool perform(const SelfRow& row);
    bool perform(const PrekeyRow& row);
    bool perform(const ContactRow& row);
    /// Written to the map's file when the transaction is committed.
    bool perform(const RecordRow& row);
    bool perform(const OutboxRow& row);
    bool perform(const SeenLetterRow& row);
    bool perform(const SettingRow& row);
    bool perform(const PutMessage& put) { return m_messages.put(put.message); }
    bool perform(const SetMessageState& change) { return m_messages.setState(change); }
    bool perform(const MarkReadByPeer& mark);
    bool perform(const MarkReadHere& mark) { return m_messages.markReadHere(mark); }
    bool perform(const ChangeMessage& change) { return m_messages.change(change); }
    bool perform(const DeleteMessage& gone);
    bool perform(const DeletePrekey& gone);
    bool perform(const DeleteContact& gone);
    bool perform(const DeleteOutbox& gone);
    bool perform(const DeleteSeenLetters& gone);
    bool perform(const DeleteRecord& gone);
    bool perform(const ClockRow& row);
    bool perform(const FriendRow& row);
    bool perform(const OwnerRow& row);
    bool perform(const HeldLetterRow& row);
    bool perform(const CustodyNoteRow& row);
    bool perform(const PutHeldLetter& held);
    bool perform(const SettleHeldLetter& settle);
    bool perform(const DeleteHeldLetter& gone);
    bool perform(const DeleteFriend& gone);
    bool perform(const DeleteOwner& gone);
    bool perform(const DeleteCustodyNote& gone);
    bool perform(const PutStep& put);
    bool perform(const RevocationRow& row);
    bool perform(const DeleteRevocation& gone);

    std::unique_ptr<Database> m_database;
    std::unique_ptr<MapFile> m_map;
    std::vector<RecordRow> m_mapRows;  ///< of the transaction under way
    SealedCells m_cells;
    MessageStore m_messages;
    std::vector<MessageStateChange> m_readByPeer;  ///< of the transaction under way
    int m_unreadable = 0;
};

}  // namespace vos::qt
