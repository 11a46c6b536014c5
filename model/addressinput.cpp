#include "model/addressinput.h"

#include "model/friendmodel.h"
#include "p2p/identity/link.h"

#include <QCoreApplication>

namespace vos::model {

namespace {

struct AddressWords {
    Q_DECLARE_TR_FUNCTIONS(AddressWords)
};

constexpr QLatin1StringView AddressStart("vos1");
constexpr QLatin1StringView LinkStart("vos:");

/// Addresses arrive broken over lines by mails and pictures; white space is never part of one.
QString withoutSpaces(const QString& text)
{
    QString kept;
    for (const QChar c : text) {
        if (!c.isSpace())
            kept.append(c);
    }
    return kept;
}

AddressInput wrong(const QString& words) { return {AddressInput::State::Wrong, {}, {}, {}, words}; }

AddressInput incomplete()
{
    return {AddressInput::State::Incomplete, {}, {}, {},
            AddressWords::tr("This address is too short")};
}

AddressInput typingMistake(const identity::AddressError& error)
{
    if (error.position && !error.character.empty()) {
        return wrong(AddressWords::tr("This address has a typing mistake: “%1” at place %2")
                         .arg(QString::fromStdString(error.character))
                         .arg(*error.position + 1));
    }
    return wrong(AddressWords::tr("This address has a typing mistake"));
}

AddressInput judgeError(const identity::AddressError& error, const QString& text)
{
    using Kind = identity::AddressError::Kind;
    switch (error.kind) {
    case Kind::Empty:
    case Kind::TooShort:
        return incomplete();
    case Kind::WrongPrefix:
        if (AddressStart.startsWith(text, Qt::CaseInsensitive) ||
            LinkStart.startsWith(text, Qt::CaseInsensitive))
            return incomplete();
        return wrong(AddressWords::tr("An address begins with “vos1”"));
    case Kind::TooLong:
        return wrong(AddressWords::tr("This address is too long"));
    case Kind::MixedCase:
        return wrong(AddressWords::tr("This address mixes capital and small letters"));
    case Kind::BadCharacter:
    case Kind::Checksum:
    case Kind::BadKey:
        return typingMistake(error);
    }
    return {};
}

QString knownWords(const Friend& known)
{
    switch (known.contact.state) {
    case ContactState::PendingOut:
        return AddressWords::tr("You have asked %1 already").arg(known.name());
    case ContactState::PendingIn:
        return AddressWords::tr("%1 has asked you: answer under Requests").arg(known.name());
    case ContactState::Blocked:
        return AddressWords::tr("You blocked %1").arg(known.name());
    case ContactState::Accepted:
    case ContactState::None:
        break;
    }
    return AddressWords::tr("%1 is your friend already").arg(known.name());
}

}  // namespace

AddressInput judgeAddress(const QString& text, const NodeId& own, const FriendModel& friends)
{
    const QString cleaned = withoutSpaces(text);
    if (cleaned.isEmpty())
        return {};
    const auto link = identity::parseLink(cleaned.toStdString());
    if (!link) {
        if (link.error().kind == identity::LinkError::Kind::Address)
            return judgeError(link.error().address, cleaned);
        return wrong(AddressWords::tr("This link is damaged"));
    }
    const QString name = QString::fromStdString(link->name);
    if (link->id == own)
        return {AddressInput::State::Own, own, cleaned, name,
                AddressWords::tr("This is your own address")};
    if (const Friend* known = friends.find(link->id))
        return {AddressInput::State::Known, link->id, cleaned, known->name(), knownWords(*known)};
    return {AddressInput::State::Good, link->id, cleaned, name,
            AddressWords::tr("This address is complete.")};
}

}  // namespace vos::model
