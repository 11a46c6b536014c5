// Two nodes in this process, and the disk below them.

#include "tests/bench/figures.h"
#include "tests/system/waiting.h"

#include "p2p/qt/node.h"

#include <QElapsedTimer>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTemporaryDir>

namespace vos::bench {

using namespace Qt::StringLiterals;
using vos::test::waitUntil;

namespace {

class Pair {
public:
    bool start()
    {
        for (Node* node : {&m_alice, &m_bob}) {
            QObject::connect(node, &Node::ready, &m_context, [this] { ++m_ready; tell(); });
            node->start();
        }
        QObject::connect(&m_alice, &Node::messageStatesChanged, &m_context,
                         [this](const auto& changes) {
                             for (const MessageStateChange& change : changes)
                                 m_delivered += change.state == MessageState::Delivered ? 1 : 0;
                             tell();
                         });
        return waitUntil([this] { return m_ready == 2; }) && befriend();
    }

    /// Sends `count` texts of `size` bytes with at most `openMax` without a receipt.
    bool send(int count, int size, int openMax)
    {
        const int first = m_delivered;
        OutgoingMessage message;
        message.to = m_bob.identity().id;
        message.text = QString(size, u'x');
        int sent = 0;
        return waitUntil(
            [&] {
                for (; sent < count && sent - (m_delivered - first) < openMax; ++sent)
                    m_alice.sendMessage(message, &m_context,
                                        [](const Expected<MessageId, NodeError>&) {});
                return m_delivered - first == count;
            },
            300'000);
    }

private:
    static void tell() { Q_EMIT vos::test::Activity::instance().happened(); }

    bool befriend()
    {
        bool accepted = false;
        QObject::connect(&m_bob, &Node::contactsRequested, &m_context,
                         [this](const auto& requests) {
                             for (const Contact& contact : requests)
                                 m_bob.acceptContact(contact.id, &m_context,
                                                     [](const Expected<Done, NodeError>&) {});
                         });
        QObject::connect(&m_alice, &Node::contactsChanged, &m_context,
                         [&accepted](const auto& contacts) {
                             for (const Contact& contact : contacts)
                                 accepted = accepted || contact.state == ContactState::Accepted;
                             tell();
                         });
        m_alice.addContact(m_bob.identity().link, {}, {}, &m_context,
                           [](const Expected<Done, NodeError>&) {});
        const bool done = waitUntil([&] { return accepted; });
        QObject::disconnect(&m_alice, &Node::contactsChanged, &m_context, nullptr);
        return done;
    }

    NodeOptions options(const QString& name) const
    {
        NodeOptions options;
        options.profile = m_folder.filePath(name);
        options.listen = QStringList{u"127.0.0.1:0"_s};
        options.lan = false;
        options.portMapping = false;
        return options;
    }

    QTemporaryDir m_folder;
    Node m_alice{options(u"alice"_s)};
    Node m_bob{options(u"bob"_s)};
    QObject m_context;
    int m_ready = 0;
    int m_delivered = 0;
};

}  // namespace

/// The floor: one small row a commit, WAL and synchronous=FULL.
void measureDisk()
{
    constexpr int count = 1000;
    const QTemporaryDir folder;
    QList<double> times;
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(u"QSQLITE"_s, u"floor"_s);
        database.setDatabaseName(folder.filePath(u"floor.db"_s));
        database.open();
        QSqlQuery query(database);
        query.exec(u"PRAGMA journal_mode=WAL"_s);
        query.exec(u"PRAGMA synchronous=FULL"_s);
        query.exec(u"CREATE TABLE rows (id INTEGER PRIMARY KEY, cell BLOB)"_s);
        query.prepare(u"INSERT INTO rows (cell) VALUES (?)"_s);
        for (int i = 0; i < count; ++i) {
            QElapsedTimer timer;
            timer.start();
            query.bindValue(0, QByteArray(500, 'x'));
            query.exec();
            times << microseconds(timer);
        }
    }
    QSqlDatabase::removeDatabase(u"floor"_s);
    reportTimes(u"disk.commit"_s, times);
}

void measureNodes()
{
    Pair pair;
    if (!pair.start()) {
        qCritical("two nodes in one process did not become friends");
        return;
    }
    constexpr int warmUp = 50;
    constexpr int trips = 1000;
    QList<double> times;
    for (int i = 0; i < warmUp + trips; ++i) {
        QElapsedTimer timer;
        timer.start();
        if (!pair.send(1, 100, 1))
            return;
        if (i >= warmUp)
            times << microseconds(timer);
    }
    reportTimes(u"message.receipt.node"_s, times);
    for (const int size : {100, 1000}) {
        constexpr int count = 20'000;
        constexpr int openMax = 512;
        QElapsedTimer timer;
        timer.start();
        if (!pair.send(count, size, openMax))
            return;
        report({u"message.rate.node.%1B"_s.arg(size), count * 1e6 / microseconds(timer), u"1/s"_s,
                count});
    }
}

}  // namespace vos::bench
