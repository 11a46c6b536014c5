#pragma once

// The history of the database's tables: a list of steps, each of which makes the next version out
// of the one before. A database is brought up to date when it is opened, in one transaction.

#include "p2p/qt/database.h"

#include <span>

namespace vos::qt {

struct Migration {
    int version;
    bool (*apply)(Database&);
};

/// In rising order, from 1, without gaps.
std::span<const Migration> migrations();
/// What this program reads and writes.
int schemaVersion();
/// Runs what is missing. A database of a newer version is left alone (TooNew).
Outcome<StoreError> migrate(Database& database);

}  // namespace vos::qt
