// A thief with the files and without the passphrase: after real use no byte of a profile, its logs,
// copies and key box among them, tells a text, a name or an address.

#include "tests/support/testprogram.h"
#include "tests/system/stories.h"

#include "p2p/qt/convert.h"
#include "p2p/qt/keybox.h"
#include "p2p/qt/node.h"
#include "p2p/qt/nodestore.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QStringEncoder>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos::test;

namespace {

/// A thing that must not be found, as the bytes it might stand in.
struct Needle {
    QString name;
    QByteArray bytes;
};

void addText(QList<Needle>& needles, const QString& text)
{
    needles << Needle{text + u" (UTF-8)"_s, text.toUtf8()};
    for (const auto encoding : {QStringConverter::Utf16LE, QStringConverter::Utf16BE}) {
        const QByteArray bytes = QStringEncoder(encoding).encode(text);
        needles << Needle{text + u" (UTF-16)"_s, bytes};
    }
}

void addAddress(QList<Needle>& needles, const QString& address)
{
    addText(needles, address);
    // Without its prefix and the end that checks it, as another encoding might begin.
    addText(needles, address.mid(4, 40));
    const auto id = vos::Node::parse(address);
    if (id)
        needles << Needle{address + u" (bytes)"_s, vos::qt::toByteArray(id->view())};
}

QStringList filesBelow(const QString& folder)
{
    QStringList files;
    QDirIterator it(folder, QDir::Files | QDir::Hidden | QDir::System,
                    QDirIterator::Subdirectories);
    while (it.hasNext())
        files << it.next();
    return files;
}

/// "needle in file" for each that is there; names of files count as bytes too.
QStringList findIn(const QString& folder, const QList<Needle>& needles)
{
    QStringList found;
    const QStringList files = filesBelow(folder);
    for (const QString& path : files) {
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QByteArray bytes = path.mid(folder.size()).toUtf8() + file.readAll();
        for (const Needle& needle : needles)
            if (bytes.contains(needle.bytes))
                found << needle.name + u" in "_s + path;
    }
    return found;
}

}  // namespace

class AtRestStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void use();
    void whileItRuns();
    void afterItWasKilled();
    void dailyCopy();
    void afterTheEnd();
    void theSearchFinds_data();
    void theSearchFinds();
    void unsealedItIsFound();

private:
    QStringList textsOfUse() const;
    QString findAnywhere() const
    {
        return (findIn(m_alice->profile(), m_needles) + findIn(m_bob->profile(), m_needles))
            .join(u'\n');
    }

    QTemporaryDir m_folder;
    std::unique_ptr<RunningNode> m_alice;
    std::unique_ptr<RunningNode> m_bob;
    QList<Needle> m_needles;
};

QStringList AtRestStory::textsOfUse() const
{
    return {u"Treffpunkt Sternwarte um elf"_s,
            u"老地方见，别忘了带伞"_s,
            u"Antwort: Sternwarte passt"_s,
            u"for a program's eyes only"_s,
            u"waits for somebody who is away"_s,
            u"Rosalind Ashworth"_s,
            u"Benedikt 李四"_s,
            u"my own note: Benny"_s,
            u"hello from the observatory"_s,
            u"correct horse battery"_s,
            u"another good passphrase"_s};
}

void AtRestStory::initTestCase()
{
    const QStringList texts = textsOfUse();
    m_alice =
        std::make_unique<RunningNode>(RunningNode::Setup{.profile = m_folder.filePath(u"alice"_s),
                                                         .arguments = {u"--log"_s, u"debug"_s},
                                                         .passphrase = texts[9].toUtf8()});
    m_bob = std::make_unique<RunningNode>(RunningNode::Setup{.profile = m_folder.filePath(u"bob"_s),
                                                             .passphrase = texts[10].toUtf8()});
    QVERIFY(m_alice->start({u"--name"_s, texts[5]}));
    QVERIFY(m_bob->start({u"--name"_s, texts[6], u"--join"_s, m_alice->link()}));
    for (const QString& text : texts)
        addText(m_needles, text);
    addAddress(m_needles, m_alice->address());
    addAddress(m_needles, m_bob->address());
}

void AtRestStory::use()
{
    const QStringList texts = textsOfUse();
    m_alice->ask(u"contact.add"_s,
                 {{u"address"_s, m_bob->link()}, {u"name"_s, texts[7]}, {u"note"_s, texts[8]}});
    QVERIFY(m_bob->waitForEvent(u"contact.request"_s, {{u"note"_s, texts[8]}}));
    m_bob->ask(u"contact.accept"_s, {{u"address"_s, m_alice->address()}});
    QVERIFY(m_alice->waitForEvent(u"contact.changed"_s, {{u"state"_s, u"accepted"_s}}));
    for (const QString& text : {texts[0], texts[1]})
        QVERIFY(waitForState(*m_alice, sendText(*m_alice, *m_bob, text), u"delivered"_s));
    QVERIFY(waitForState(*m_bob, sendText(*m_bob, *m_alice, texts[2]), u"delivered"_s));
    m_alice->ask(u"data.send"_s, {{u"to"_s, m_bob->address()},
                                  {u"data"_s, QString::fromLatin1(texts[3].toUtf8().toBase64())}});
    QVERIFY(m_bob->waitForEvent(u"data.received"_s));
    const QJsonArray history =
        m_bob->ask(u"message.list"_s, {{u"peer"_s, m_alice->address()}})["messages"_L1].toArray();
    QCOMPARE(history.size(), 3);
    m_bob->ask(u"message.read"_s,
               {{u"peer"_s, m_alice->address()}, {u"up_to"_s, history[1][u"id"_s]}});
    m_alice->ask(u"message.search"_s, {{u"text"_s, u"Sternwarte"_s}});
    m_bob->ask(u"map.list"_s);
    QVERIFY(m_bob->stop());
    // One that stays in the queue, with its body.
    sendText(*m_alice, *m_bob, texts[4]);
    QVERIFY(m_bob->start());
    QVERIFY(m_bob->waitForEvent(u"message.received"_s, {{u"text"_s, texts[4]}}));
    m_bob->kill();
    sendText(*m_alice, *m_bob, texts[4]);
}

void AtRestStory::whileItRuns()
{
    QVERIFY(QFile::exists(m_alice->profile() + u"/vos.db-wal"_s));
    QCOMPARE(findAnywhere(), QString());
    // What it printed may go to a file.
    for (const Needle& needle : m_needles)
        QVERIFY2(!m_alice->errors().toUtf8().contains(needle.bytes), qPrintable(needle.name));
    QVERIFY(m_alice->errors().contains(u"ready"_s));
}

void AtRestStory::afterItWasKilled()
{
    m_alice->kill();
    QVERIFY(QFile::exists(m_alice->profile() + u"/vos.db-wal"_s));
    QCOMPARE(findAnywhere(), QString());
}

void AtRestStory::dailyCopy()
{
    QVERIFY(m_alice->start());
    const auto copies = [this] { return filesBelow(m_alice->profile() + u"/copies"_s); };
    QVERIFY(waitUntil([&] { return copies().size() == 1 && copies().first().endsWith(u".db"_s); },
                      60'000));
    QCOMPARE(findAnywhere(), QString());
}

void AtRestStory::afterTheEnd()
{
    QVERIFY(m_alice->stop());
    QCOMPARE(findAnywhere(), QString());
    const qsizetype files = filesBelow(m_alice->profile()).size();
    QVERIFY2(files >= 4, qPrintable(QString::number(files)));
}

void AtRestStory::theSearchFinds_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("database") << u"vos.db"_s;
    QTest::newRow("key box") << u"key.box"_s;
    QTest::newRow("copy") << u"copies/vos-2024-05-01.db"_s;
    QTest::newRow("file nobody knows") << u"some/where/.else"_s;
}

void AtRestStory::theSearchFinds()
{
    QFETCH(QString, file);
    // Every needle, put between the bytes of a profile as a leak would be.
    const QString folder = m_folder.filePath(u"control"_s);
    for (const Needle& needle : m_needles) {
        QDir(folder).removeRecursively();
        const QString path = folder + u'/' + file;
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile sealed(m_alice->profile() + u"/vos.db"_s);
        QVERIFY(sealed.open(QIODevice::ReadOnly));
        QByteArray bytes = sealed.readAll();
        bytes.insert(bytes.size() / 2 + 1, needle.bytes);
        QFile leak(path);
        QVERIFY(leak.open(QIODevice::WriteOnly));
        leak.write(bytes);
        leak.close();
        QVERIFY2(!findIn(folder, m_needles).isEmpty(), qPrintable(needle.name));
    }
}

/// The same rows in a database that is not sealed: the search finds them there, so they are what
/// the profile really holds, and a row that forgot its seal would be found.
void AtRestStory::unsealedItIsFound()
{
    using namespace vos::qt;
    QVERIFY(vos::crypto::initialize());
    const QStringList texts = textsOfUse();
    const auto box = readKeyBox(m_alice->profile() + u"/key.box"_s, texts[9].toUtf8());
    QVERIFY(box);
    auto store = NodeStore::open(m_alice->profile() + u"/vos.db"_s, box->box.dataKey,
                                 box->box.identity.id());
    QVERIFY(store);
    const auto state = (*store)->load();
    QVERIFY(state);
    const auto bob = *vos::Node::parse(m_bob->address());
    const auto page = (*store)->messages().before(bob, std::nullopt, 100);
    QVERIFY(page);

    const QString folder = m_folder.filePath(u"unsealed"_s);
    QVERIFY(QDir().mkpath(folder));
    auto plain = Database::open(folder + u"/vos.db"_s);
    QVERIFY(plain && (*plain)->execute(u"CREATE TABLE leak (body)"_s));
    const auto put = [&](const std::string& text) {
        QVERIFY((*plain)->run("INSERT INTO leak VALUES (?)", {toQString(text)}));
    };
    for (const vos::Message& message : page->messages)
        put(message.text);
    for (const vos::ContactRow& contact : state->contacts) {
        put(contact.name);
        put(contact.note);
    }
    const QString found = findIn(folder, m_needles).join(u'\n');
    for (const int text : {0, 1, 2, 4, 6, 7})
        QVERIFY2(found.contains(texts[text]), qPrintable(texts[text] + u" not in:\n"_s + found));
}

VOS_TEST_CORE(AtRestStory)
#include "sys_atrest.moc"
