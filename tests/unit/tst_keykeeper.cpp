// The keys of a running node under another protection: the old passphrase is asked for, nothing is
// changed by halves, and a keychain out of reach is an error in every direction.

#include "p2p/crypto/systemrng.h"
#include "p2p/qt/files.h"
#include "p2p/qt/keykeeper.h"
#include "p2p/qt/threads.h"
#include "tests/support/testprogram.h"
#include "tests/unit/fixture.h"

#include <QFile>
#include <QMap>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace vos;
using namespace vos::qt;
using namespace vos::test;

namespace {

/// What the keychain of a test holds; outlives the keepers that use it.
struct Shelf {
    std::map<QString, KeychainKey> keys;
    bool running = true;
    bool forgets = false;  ///< takes what it is given, and loses it
};

class ShelfKeychain final : public Keychain {
public:
    explicit ShelfKeychain(Shelf& shelf) : m_shelf(shelf) {}

    void read(const QString& entry, QObject* context, Found reply) override
    {
        post(context, [this, entry, reply] {
            const auto found = m_shelf.keys.find(entry);
            if (!m_shelf.running)
                reply(Unexpected{QStringLiteral("no keyring is running")});
            else if (found == m_shelf.keys.end())
                reply(Unexpected{QStringLiteral("no such key")});
            else
                reply(found->second.clone());
        });
    }
    void write(const QString& entry, const KeychainKey& key, QObject* context, Kept reply) override
    {
        if (m_shelf.running && !m_shelf.forgets)
            m_shelf.keys.insert_or_assign(entry, key.clone());
        post(context, [this, reply] {
            if (m_shelf.running)
                reply(std::monostate{});
            else
                reply(Unexpected{QStringLiteral("no keyring is running")});
        });
    }
    void remove(const QString& entry) override { m_shelf.keys.erase(entry); }

private:
    Shelf& m_shelf;
};

const QByteArray nobody;

}  // namespace

class KeyKeeperTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QVERIFY(crypto::initialize()); }
    void init();
    void cleanup();
    void setChangeRemove();
    void oldPassphraseIsAskedFor();
    void checks();
    void keychainOnAndOff();
    void keychainToKeychain();
    void keychainOutOfReach();
    void keychainThatForgets();
    void keychainGoneAtTheStart();
    void oneAtATime();
    void fullDiskChangesNothing();
    void systemKeychainAnswers();

private:
    void makeKeeper()
    {
        m_keeper = std::make_unique<KeyKeeper>(std::make_unique<ShelfKeychain>(m_shelf), nullptr,
                                               crypto::PassphraseMemoryMin);
    }
    /// A keeper of the next start; its error or nothing.
    std::optional<StartError> reopen(const QByteArray& passphrase = {});
    std::optional<NodeError> change(Protection to, const QByteArray& old = {},
                                    const QByteArray& fresh = {});
    std::optional<NodeError> check(const QByteArray& passphrase);
    QByteArray file() const { return readWhole(m_path, 4096).value_or(QByteArray()); }
    QByteArray copy() const
    {
        return readWhole(m_path + QStringLiteral(".bak"), 4096).value_or(QByteArray());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
    Shelf m_shelf;
    std::unique_ptr<KeyKeeper> m_keeper;
    NodeId m_own;
};

void KeyKeeperTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(QStringLiteral("key.box"));
    m_shelf = {};
    SeededRng rng(42);
    const KeyBox box = makeKeyBox(rng, 8);
    m_own = box.identity.id();
    QVERIFY(writeKeyBox(m_path, box, {}));
    QVERIFY(!reopen());
}

void KeyKeeperTest::cleanup()
{
    m_keeper.reset();
}

std::optional<StartError> KeyKeeperTest::reopen(const QByteArray& passphrase)
{
    makeKeeper();
    std::optional<std::optional<StartError>> answer;
    m_keeper->open(m_path, passphrase,
                   [&](const std::optional<StartError>& error) { answer = error; });
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, 10'000))
        return StartError{StartError::Kind::BadOption, QStringLiteral("no answer")};
    if (!*answer && m_keeper->box().identity.id() != m_own)
        return StartError{StartError::Kind::BadOption, QStringLiteral("other keys")};
    return *answer;
}

std::optional<NodeError> KeyKeeperTest::change(Protection to, const QByteArray& old,
                                               const QByteArray& fresh)
{
    std::optional<Outcome<NodeError>> answer;
    m_keeper->change({to, old, fresh}, [&](const Outcome<NodeError>& result) { answer = result; });
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, 30'000))
        return NodeError{ErrorCode::Unreachable, "no answer"};
    return *answer ? std::nullopt : std::optional(answer->error());
}

std::optional<NodeError> KeyKeeperTest::check(const QByteArray& passphrase)
{
    std::optional<Outcome<NodeError>> answer;
    m_keeper->check(passphrase, [&](const Outcome<NodeError>& result) { answer = result; });
    if (!QTest::qWaitFor([&] { return answer.has_value(); }, 30'000))
        return NodeError{ErrorCode::Unreachable, "no answer"};
    return *answer ? std::nullopt : std::optional(answer->error());
}

void KeyKeeperTest::setChangeRemove()
{
    const QSignalSpy told(m_keeper.get(), &KeyKeeper::protectionChanged);
    QVERIFY(m_keeper->protection() == Protection::None);
    QVERIFY(!change(Protection::Passphrase, nobody, "one"));
    QVERIFY(m_keeper->protection() == Protection::Passphrase);
    QCOMPARE(copy(), file());
    QVERIFY(!change(Protection::Passphrase, "one", "two"));
    QCOMPARE(told.size(), 2);
    QVERIFY(reopen("one")->kind == StartError::Kind::PassphraseWrong);
    QVERIFY(reopen()->kind == StartError::Kind::PassphraseNeeded);
    QVERIFY(!reopen("two"));
    QVERIFY(!change(Protection::None, "two"));
    QCOMPARE(copy(), file());
    QVERIFY(!reopen());
}

void KeyKeeperTest::oldPassphraseIsAskedFor()
{
    QVERIFY(!change(Protection::Passphrase, nobody, "one"));
    const QByteArray before = file();
    for (const QByteArray& wrong : {QByteArray("other"), QByteArray()}) {
        QVERIFY(change(Protection::Passphrase, wrong, "two")->code == ErrorCode::NotAllowed);
        QVERIFY(change(Protection::None, wrong)->code == ErrorCode::NotAllowed);
        QVERIFY(change(Protection::Keychain, wrong)->code == ErrorCode::NotAllowed);
    }
    QVERIFY(change(Protection::Passphrase, "one", {})->code == ErrorCode::InvalidParams);
    QCOMPARE(file(), before);
    QVERIFY(m_shelf.keys.empty());
    QVERIFY(m_keeper->protection() == Protection::Passphrase);
}

void KeyKeeperTest::checks()
{
    QVERIFY(check("one")->code == ErrorCode::NotAllowed);
    QVERIFY(!change(Protection::Passphrase, nobody, "one"));
    QVERIFY(!check("one"));
    QVERIFY(check("two")->code == ErrorCode::NotAllowed);
    QVERIFY(check({})->code == ErrorCode::NotAllowed);
    // The box is damaged while the node runs: its copy answers.
    QVERIFY(writeDurably(m_path, "rubbish"));
    QVERIFY(!check("one"));
    // Box and copy are gone: no passphrase can be called wrong.
    QVERIFY(QFile::remove(m_path) && QFile::remove(m_path + QStringLiteral(".bak")));
    QVERIFY(check("one")->code == ErrorCode::Storage);
}

void KeyKeeperTest::keychainOnAndOff()
{
    QVERIFY(!change(Protection::Keychain));
    QCOMPARE(m_shelf.keys.size(), std::size_t{1});
    QCOMPARE(copy(), file());
    QVERIFY(!reopen());
    QVERIFY(m_keeper->protection() == Protection::Keychain);
    QVERIFY(check("any")->code == ErrorCode::NotAllowed);
    QVERIFY(!change(Protection::Passphrase, nobody, "one"));
    QVERIFY(m_shelf.keys.empty());
    QVERIFY(!change(Protection::Keychain, "one"));
    QCOMPARE(m_shelf.keys.size(), std::size_t{1});
    QVERIFY(!change(Protection::None));
    QVERIFY(m_shelf.keys.empty());
    QVERIFY(!reopen());
}

void KeyKeeperTest::keychainToKeychain()
{
    QVERIFY(!change(Protection::Keychain));
    const QString first = m_shelf.keys.begin()->first;
    QVERIFY(!change(Protection::Keychain));
    QCOMPARE(m_shelf.keys.size(), std::size_t{1});
    QVERIFY(m_shelf.keys.begin()->first != first);
    QVERIFY(!reopen());
}

void KeyKeeperTest::keychainOutOfReach()
{
    m_shelf.running = false;
    const QByteArray before = file();
    const auto error = change(Protection::Keychain);
    QVERIFY(error->code == ErrorCode::NotAllowed);
    QVERIFY(error->message.find("no keyring is running") != std::string::npos);
    QCOMPARE(file(), before);
    QVERIFY(m_keeper->protection() == Protection::None);
}

void KeyKeeperTest::keychainThatForgets()
{
    m_shelf.forgets = true;
    const QByteArray before = file();
    QVERIFY(change(Protection::Keychain)->code == ErrorCode::NotAllowed);
    QCOMPARE(file(), before);
    QVERIFY(!reopen());
}

void KeyKeeperTest::keychainGoneAtTheStart()
{
    QVERIFY(!change(Protection::Keychain));
    const QByteArray before = file();
    m_shelf.running = false;
    const auto error = reopen();
    QVERIFY(error && error->kind == StartError::Kind::KeychainUnreachable);
    QVERIFY(error->message.contains(QStringLiteral("no keyring is running")));
    QVERIFY(reopen("passphrase")->kind == StartError::Kind::KeychainUnreachable);
    QCOMPARE(file(), before);
    QCOMPARE(copy(), before);
    m_shelf.running = true;
    QVERIFY(!reopen());
}

void KeyKeeperTest::oneAtATime()
{
    int answers = 0;
    int refused = 0;
    const auto count = [&](const Outcome<NodeError>& result) {
        ++answers;
        refused += !result && result.error().code == ErrorCode::Busy ? 1 : 0;
    };
    m_keeper->change({Protection::Passphrase, {}, "one"}, count);
    m_keeper->change({Protection::Passphrase, {}, "two"}, count);
    QVERIFY(QTest::qWaitFor([&] { return answers == 2; }, 30'000));
    QCOMPARE(refused, 1);
    QVERIFY(!reopen("one"));
    // One that goes away in the middle has written the box whole.
    m_keeper->change({Protection::Passphrase, "one", "three"}, count);
    m_keeper.reset();
    QVERIFY(!reopen("one") || !reopen("three"));
    QCOMPARE(answers, 2);
}

void KeyKeeperTest::fullDiskChangesNothing()
{
    // Nothing can be written where a folder stands in the way of the temporary file.
    QVERIFY(QDir(m_folder->path()).mkpath(QStringLiteral("key.box.new/x")));
    const QByteArray before = file();
    QVERIFY(change(Protection::Passphrase, nobody, "one")->code == ErrorCode::Storage);
    QVERIFY(change(Protection::Keychain)->code == ErrorCode::Storage);
    QCOMPARE(file(), before);
    QVERIFY(m_shelf.keys.empty());
    QVERIFY(m_keeper->protection() == Protection::None);
    QVERIFY(!reopen());
}

void KeyKeeperTest::systemKeychainAnswers()
{
    // Whatever the machine has: an answer comes, and never a key nobody put there.
    const auto keychain = systemKeychain();
    std::optional<Expected<KeychainKey, QString>> found;
    keychain->read(QStringLiteral("vos test: no such entry"), this,
                   [&](Expected<KeychainKey, QString> result) { found = std::move(result); });
    QVERIFY(!found);
    QVERIFY(QTest::qWaitFor([&] { return found.has_value(); }, 30'000));
    QVERIFY(!*found);
    QVERIFY2(found->error().contains(QStringLiteral("keychain")), qPrintable(found->error()));
}

VOS_TEST_CORE(KeyKeeperTest)
#include "tst_keykeeper.moc"
