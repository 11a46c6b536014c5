#include "p2p/qt/keychain.h"

#include "p2p/qt/convert.h"
#include "p2p/qt/threads.h"

#include <QCoreApplication>
#include <QThread>

#ifdef VOS_HAVE_KEYCHAIN
// The same header under the names of Qt 6 builds.
#include <qt6keychain/keychain.h>
#endif

namespace vos::qt {

namespace {

#ifdef VOS_HAVE_KEYCHAIN

QString serviceName()
{
    return QStringLiteral("VOS Messenger");
}

QString faultOf(const QKeychain::Job& job)
{
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return QStringLiteral("The system keychain has no key for this profile");
    case QKeychain::AccessDeniedByUser:
    case QKeychain::AccessDenied:
        return QStringLiteral("The system keychain does not give the key: access was denied");
    default:
        return QStringLiteral("The system keychain cannot be reached (%1)")
            .arg(job.errorString().isEmpty() ? QStringLiteral("no keyring is running")
                                             : job.errorString());
    }
}

/// qtkeychain queues all jobs of a process through one object, which belongs to the thread of the
/// first job and must outlive them all: the application's.
template <typename Finished>
void run(QKeychain::Job* job, const QString& entry, QObject* context, Finished finished)
{
    job->setAutoDelete(false);
    job->setInsecureFallback(false);
    job->setKey(entry);
    QObject::connect(job, &QKeychain::Job::finished, context, [job, finished] {
        finished();
        job->deleteLater();
    });
    QObject::connect(context, &QObject::destroyed, job, &QObject::deleteLater);
    job->moveToThread(QCoreApplication::instance()->thread());
    post(job, [job] { job->start(); });
}

class SystemKeychain final : public Keychain {
public:
    void read(const QString& entry, QObject* context, Found reply) override
    {
        auto* job = new QKeychain::ReadPasswordJob(serviceName());
        run(job, entry, context, [job, reply] {
            QByteArray bytes = job->binaryData();
            if (job->error() != QKeychain::NoError)
                reply(Unexpected{faultOf(*job)});
            else if (bytes.size() != qsizetype{KeychainKey::Size})
                reply(Unexpected{QStringLiteral("The key in the system keychain is damaged")});
            else
                reply(KeychainKey::copyOf(viewOf(bytes)));
            bytes.fill('\0');
        });
    }

    void write(const QString& entry, const KeychainKey& key, QObject* context, Kept reply) override
    {
        auto* job = new QKeychain::WritePasswordJob(serviceName());
        job->setBinaryData(toByteArray(key.view()));
        run(job, entry, context, [job, reply] {
            if (job->error() == QKeychain::NoError)
                reply(std::monostate{});
            else
                reply(Unexpected{faultOf(*job)});
        });
    }

    void remove(const QString& entry) override
    {
        run(new QKeychain::DeletePasswordJob(serviceName()), entry, QCoreApplication::instance(),
            [] {});
    }
};

#else

class SystemKeychain final : public Keychain {
public:
    void read(const QString&, QObject* context, Found reply) override
    {
        post(context, [reply] { reply(Unexpected{missing()}); });
    }
    void write(const QString&, const KeychainKey&, QObject* context, Kept reply) override
    {
        post(context, [reply] { reply(Unexpected{missing()}); });
    }
    void remove(const QString&) override {}

private:
    static QString missing()
    {
        return QStringLiteral("This program was built without support for the system keychain");
    }
};

#endif

}  // namespace

bool keychainSupported()
{
#ifdef VOS_HAVE_KEYCHAIN
    return true;
#else
    return false;
#endif
}

std::unique_ptr<Keychain> systemKeychain()
{
    return std::make_unique<SystemKeychain>();
}

}  // namespace vos::qt
