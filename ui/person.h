#pragma once

// What the widgets need to know of a person, from the models' values.

#include "model/words.h"
#include "p2p/base/ids.h"
#include "p2p/qt/identicon.h"
#include "ui/widgets/avatarview.h"

namespace vos::ui {

/// The bytes of any id, for caches. (Pictures are drawn from identiconSeed().)
template <typename Tag, std::size_t N>
QByteArray keyBytes(const Id<Tag, N>& id)
{
    return QByteArray(reinterpret_cast<const char*>(id.bytes.data()), qsizetype{N});
}

inline Badge badgeFor(model::Presence presence)
{
    switch (presence) {
    case model::Presence::Online:
        return Badge::Online;
    case model::Presence::Unknown:
        return Badge::Unknown;
    case model::Presence::Pending:
        return Badge::Pending;
    case model::Presence::Offline:
        break;
    }
    return Badge::Offline;
}

}  // namespace vos::ui
