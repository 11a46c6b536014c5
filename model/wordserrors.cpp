#include "model/words.h"

#include <QCoreApplication>

namespace vos::model::words {

namespace {

struct Errors {
    Q_DECLARE_TR_FUNCTIONS(Errors)
};

}  // namespace

QString failure(FailReason reason, const QString& peerName)
{
    switch (reason) {
    case FailReason::None:
        return {};
    case FailReason::Expired:
        return Errors::tr("%1 could not be reached in time.").arg(peerName);
    case FailReason::Declined:
        return Errors::tr("%1 does not take messages from you.").arg(peerName);
    case FailReason::Blocked:
        return Errors::tr("You blocked %1.").arg(peerName);
    case FailReason::Cancelled:
        return Errors::tr("You cancelled it.");
    case FailReason::Offline:
        return Errors::tr("%1 was offline and it was not to wait.").arg(peerName);
    case FailReason::TooLarge:
        return Errors::tr("It is too long. Send it in parts.");
    }
    return {};
}

QString backupFault(BackupFault fault)
{
    switch (fault) {
    case BackupFault::NoFile:
        return Errors::tr("The file cannot be opened.");
    case BackupFault::NoBackup:
        return Errors::tr("This file is not a backup of VOS Messenger.");
    case BackupFault::Passphrase:
        return Errors::tr("That is not the passphrase of this backup.");
    case BackupFault::Damaged:
        return Errors::tr("The backup is damaged or not complete. Use another one.");
    case BackupFault::TooNew:
        return Errors::tr("The backup was made by a newer version of VOS Messenger. Install that "
                          "version first.");
    case BackupFault::Disk:
        return Errors::tr("It could not be written. Look whether the disk is full or protected.");
    case BackupFault::Memory:
        return Errors::tr("This computer has too little free memory. Close other programs.");
    case BackupFault::Cancelled:
        return Errors::tr("It was stopped. Nothing was changed.");
    }
    return {};
}

QString error(const NodeError& error)
{
    switch (error.code) {
    case ErrorCode::InvalidParams:
        return Errors::tr("That value cannot be used.");
    case ErrorCode::UnknownAddress:
        return Errors::tr("Nobody knows this address at present.");
    case ErrorCode::InvalidAddress:
        return Errors::tr("This is not a VOS address.");
    case ErrorCode::NotAContact:
        return Errors::tr("This is not a friend of yours yet.");
    case ErrorCode::TooLarge:
        return Errors::tr("It is too long. Send it in parts.");
    case ErrorCode::NotFound:
        return Errors::tr("It is not there any more.");
    case ErrorCode::NotAllowed:
        return Errors::tr("This is not possible now.");
    case ErrorCode::Storage:
        return Errors::tr("It could not be saved. Is the disk full? Nothing was sent.");
    case ErrorCode::Unreachable:
        return Errors::tr("Nobody answered there.");
    case ErrorCode::Busy:
        return Errors::tr("Too much is going on. Try again in a moment.");
    case ErrorCode::Blocked:
        return Errors::tr("You blocked this person.");
    }
    return {};
}

StartErrorWords startError(StartError::Kind kind)
{
    using Kind = StartError::Kind;
    switch (kind) {
    case Kind::PortTaken:
        return {
            Errors::tr("The network port is taken"),
            Errors::tr("Another program uses the port VOS Messenger was told to use. Close that "
                       "program, or choose another port with --listen.")};
    case Kind::ProfileLocked:
        return {Errors::tr("This profile is in use"),
                Errors::tr("Another VOS Messenger or vosd has this profile open. Use that one, or "
                           "close it and try again.")};
    case Kind::ProfileUnreadable:
        return {Errors::tr("The profile cannot be read"),
                Errors::tr("You may not read or write the profile's folder. Check its owner and "
                           "rights, or choose another folder with --profile.")};
    case Kind::KeyBoxDamaged:
        return {Errors::tr("The key file is damaged"),
                Errors::tr("Your address lives in this file, so nothing was changed. Restore "
                           "“key.box” from a backup, then try again.")};
    case Kind::PassphraseNeeded:
        return {Errors::tr("A passphrase is needed"),
                Errors::tr("This profile is protected by a passphrase.")};
    case Kind::PassphraseWrong:
        return {Errors::tr("The passphrase is wrong"),
                Errors::tr("Check capital letters and the keyboard's language, then try again.")};
    case Kind::KeychainUnreachable:
        return {Errors::tr("The keychain cannot be reached"),
                Errors::tr("The key of this profile is kept by the keychain of your system. Start "
                           "or unlock it, then try again. Nothing was changed.")};
    case Kind::DatabaseDamaged:
        return {
            Errors::tr("The message store is damaged"),
            Errors::tr("Nothing was deleted. Restore the profile's folder from a backup, or move "
                       "the damaged database away to begin with an empty history.")};
    case Kind::DiskFull:
        return {Errors::tr("The disk is full"),
                Errors::tr("VOS Messenger cannot save anything. Free some space, then try again.")};
    case Kind::BadOption:
        return {
            Errors::tr("An option is wrong"),
            Errors::tr("VOS Messenger was started with an option it cannot use. The details say "
                       "which one.")};
    case Kind::NoNetwork:
        return {Errors::tr("No network connection could be opened"),
                Errors::tr("This computer does not let VOS Messenger use the network. Check its "
                           "network settings and firewall, then try again.")};
    }
    return {};
}

}  // namespace vos::model::words
