#pragma once

// What stands between a damaged database and a lost history: a check after each start, daily copies
// of which the two newest are kept, and the way back from them. Nothing damaged is deleted, it is
// moved aside; and an empty history is never put silently in the place of one that was there.

#include "p2p/qt/nodestore.h"
#include "p2p/qt/nodetypes.h"

#include <QDate>
#include <QString>

#include <memory>

namespace vos::qt {

struct StorePlace {
    QString database;
    QString copies;  ///< folder of the daily copies; exists
};

struct OpenedStore {
    std::unique_ptr<NodeStore> store;
    StoredState state;
    QString repair;  ///< what was damaged and what was done; empty: nothing
};

/// Opens the database and loads the rows; where it is damaged, gone, or marked as damaged, sets it
/// aside, restores the newest good copy and takes over all rows that can still be read.
Expected<OpenedStore, StartError> openStore(const StorePlace& place,
                                            const crypto::Secret<32>& masterKey, const NodeId& own);

/// True if there is a database or a copy of one.
bool storeExists(const StorePlace& place);

// For a background thread, while the store is open elsewhere.

/// SQLite's quick_check. Empty: sound; else what is wrong, and the file is then marked so that the
/// next start repairs it.
QString checkStore(const StorePlace& place);
/// A sound copy of `database` as it is now (VACUUM INTO), on the disk as `target` (0600). False,
/// and no target, if there is no room for it, or writing failed.
bool snapshotStore(const QString& database, const QString& target);
/// True while there is no copy of `today`.
bool copyDue(const StorePlace& place, const QDate& today);
/// Copies the database (VACUUM INTO) where there is no copy of `today` yet, and drops all but the
/// two newest. False if there is no room for it, or writing failed.
bool copyStore(const StorePlace& place, const QDate& today);

}  // namespace vos::qt
