// Backups: written and unpacked on a thread of their own, since a large history takes seconds and
// the passphrase one more.

#include "p2p/qt/node.h"
#include "p2p/qt/nodeprivate.h"

#include <QElapsedTimer>

#include <utility>

namespace vos {

namespace {

constexpr qint64 progressInterval = 50;  ///< ms

}  // namespace

void Node::backUp(const QString& file, const QByteArray& passphrase, QObject* context,
                  BackupReply reply)
{
    d->startBackup(
        [file, passphrase](const QString& folder, const qt::KeyBox& keys,
                           const qt::BackupProgress& progress) {
            return qt::writeBackup({folder, keys.clone()}, file, passphrase, progress);
        },
        context != nullptr ? context : this, std::move(reply));
}

void Node::restore(const QString& file, const QByteArray& passphrase, QObject* context,
                   BackupReply reply)
{
    d->startBackup(
        [file, passphrase](const QString& folder, const qt::KeyBox&,
                           const qt::BackupProgress& progress) {
            return qt::stageBackup(file, passphrase, folder, progress);
        },
        context != nullptr ? context : this,
        [this, reply = std::move(reply)](const Outcome<BackupFault>& result) {
            if (reply)
                reply(result);
            if (result)
                Q_EMIT restoreStaged();
        });
}

void Node::cancelBackup()
{
    d->cancelBackup();
}

void Node::Private::cancelBackup()
{
    backupCancelled = true;
}

void Node::Private::startBackup(BackupWork work, QPointer<QObject> context, Node::BackupReply reply)
{
    const auto tell = [context, reply = std::move(reply)](Outcome<BackupFault> result) {
        if (context && reply)
            reply(std::move(result));
    };
    if (backupRuns || stage != Stage::Running || locked) {
        // On the next turn of the event loop, like every reply.
        qt::post(this, [tell] { tell(Unexpected{BackupFault::Cancelled}); });
        return;
    }
    const auto answer = [this, tell](const Outcome<BackupFault>& result) {
        backupRuns = false;
        tell(result);
    };
    backupRuns = true;
    backupCancelled = false;
    const auto progress = [this, since = std::make_shared<QElapsedTimer>()](quint64 done,
                                                                            quint64 total) {
        if (!since->isValid() || since->elapsed() >= progressInterval || done == total) {
            since->start();
            qt::post(this, [this, done, total] { Q_EMIT q.backupProgress(done, total); });
        }
        return !backupCancelled;
    };
    qt::post(worker, [this, target = worker, work, progress, answer] {
        target->withKeys([&](qt::KeyKeeper* keys) {
            if (keys == nullptr)
                return qt::post(this, [answer] { answer(Unexpected{BackupFault::Cancelled}); });
            auto own = std::make_shared<qt::KeyBox>(keys->box().clone());
            qt::post(this, [this, work, progress, answer, own, folder = target->profileFolder()] {
                if (stage != Stage::Running)
                    return answer(Unexpected{BackupFault::Cancelled});
                backups.start([this, work, progress, answer, own, folder] {
                    const auto result = work(folder, *own, progress);
                    qt::post(this, [answer, result] { answer(result); });
                });
            });
        });
    });
}

}  // namespace vos
