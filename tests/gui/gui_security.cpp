// The passphrase and the lock, as a person meets them.

#include "tests/gui/stage.h"
#include "tests/support/testprogram.h"

#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace vos;
using namespace vos::tests;

class SecurityTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_world.reset(); }
    void protectionInWords();
    void passphraseIsSet();
    void twoThatDiffer();
    void wrongOldPassphrase();
    void keychainOutOfReach();
    void keychainIsOfferedWhereItIs();
    void lockNeedsAPassphrase();
    void lockAndUnlockByKeyboard();
    void wrongPassphraseStaysLocked();
    void keysDoNothingBehindTheLock();
    void lockClosesDialogs();
    void messagesArriveBehindTheLock();
    void quitFromTheLock();
    void lockByItself();
    void backUpInWords();
    void restoreFromSettings();
    void damageIsSaid();

private:
    ui::MainWindow& window() { return m_world->window; }
    void openSettings()
    {
        QTest::keyClick(&window(), Qt::Key_Comma, Qt::ControlModifier);
        QVERIFY(settle([this] { return isShown(window(), "settingsPage"); }));
    }
    void openDialog()
    {
        openSettings();
        click(find(window(), "changeProtection"));
        QVERIFY(settle([this] { return isShown(window(), "protectionDialog"); }));
    }
    QString buttonText(const char* name) { return find<QPushButton>(window(), name)->text(); }
    QString labelText(const char* name) { return find<QLabel>(window(), name)->text(); }
    void lock()
    {
        m_world->node.setProtection(Protection::Passphrase, "sesame");
        QTest::keyClick(&window(), Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
        QVERIFY(settle([this] { return isShown(window(), "lockPage"); }));
    }

    std::unique_ptr<WindowWorld> m_world;
};

void SecurityTest::backUpInWords()
{
    openSettings();
    click(find(window(), "backUpButton"));
    QVERIFY(settle([this] { return isShown(window(), "backupDialog"); }));
    auto* begin = find<QPushButton>(window(), "beginBackup");
    QVERIFY(!begin->isEnabled());
    QVERIFY(find<QLineEdit>(window(), "backupFile")->text().endsWith(
        QStringLiteral(".vosbackup")));
    QTest::keyClicks(find(window(), "backupPassphrase"), QStringLiteral("sesame"));
    QVERIFY(labelText("backupHint").contains(QStringLiteral("not the same")));
    QTest::keyClicks(find(window(), "backupPassphraseAgain"), QStringLiteral("sesame"));
    QVERIFY(begin->isEnabled());
    // What goes wrong is said, and nothing typed is lost.
    m_world->node.setBackupFault(BackupFault::Disk);
    QTest::keyClick(find(window(), "backupPassphraseAgain"), Qt::Key_Return);
    QVERIFY(settle([this] { return isShown(window(), "backupError"); }));
    QVERIFY(labelText("backupError").contains(QStringLiteral("disk is full")));
    QVERIFY(begin->isEnabled());
    m_world->node.setBackupFault(std::nullopt);
    click(begin);
    QVERIFY(settle([this] { return isShown(window(), "backupResult"); }));
    QVERIFY(labelText("backupResult").contains(QStringLiteral("read back")));
    QTest::keyClick(find(window(), "cancelButton"), Qt::Key_Escape);
    QVERIFY(settle([this] { return !isShown(window(), "backupDialog"); }));
}

void SecurityTest::restoreFromSettings()
{
    openSettings();
    click(find(window(), "restoreButton"));
    QVERIFY(settle([this] { return isShown(window(), "backupDialog"); }));
    QVERIFY(!isShown(window(), "backupPassphraseAgain"));
    QTest::keyClicks(find(window(), "backupFile"), QStringLiteral("/media/stick/me.vosbackup"));
    QTest::keyClicks(find(window(), "backupPassphrase"), QStringLiteral("sesame"));
    m_world->node.setBackupFault(BackupFault::Passphrase);
    click(find(window(), "beginBackup"));
    QVERIFY(settle([this] { return isShown(window(), "backupError"); }));
    QVERIFY(labelText("backupError").contains(QStringLiteral("not the passphrase")));
    m_world->node.setBackupFault(std::nullopt);
    QSignalSpy staged(&m_world->node, &model::NodeSource::restoreStaged);
    click(find(window(), "beginBackup"));
    QVERIFY(settle([&staged] { return staged.size() == 1; }));
    QVERIFY(isShown(window(), "backupResult"));
}

void SecurityTest::init()
{
    m_world = std::make_unique<WindowWorld>();
    m_world->node.putContact(contact(Wang, "Wang Xiaoming", ContactState::Accepted, true));
    m_world->node.putMessage(received(Wang, "The secret of the garden", at(10, 0)));
    QVERIFY(m_world->open());
}

void SecurityTest::protectionInWords()
{
    openSettings();
    const auto words = [this] {
        return find<QPushButton>(window(), "changeProtection")->accessibleDescription();
    };
    const auto says = [&](const char* what) {
        // The row itself shows what the description reads aloud.
        const QList<QLabel*> labels = window().findChildren<QLabel*>();
        return words().contains(QString::fromLatin1(what)) &&
               std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel* label) { return label->text() == words(); });
    };
    QVERIFY(says("rights of the files"));
    QCOMPARE(buttonText("changeProtection"), QStringLiteral("Set passphrase…"));
    m_world->node.setProtection(Protection::Passphrase, "sesame");
    QVERIFY(says("Without it nobody"));
    QCOMPARE(buttonText("changeProtection"), QStringLiteral("Change passphrase…"));
    m_world->node.setProtection(Protection::Keychain);
    QVERIFY(says("keychain"));
}

void SecurityTest::passphraseIsSet()
{
    openDialog();
    QVERIFY(!find<QLineEdit>(window(), "oldPassphrase")->isVisible());
    QVERIFY(!find(window(), "applyProtectionButton")->isEnabled());
    QCOMPARE(find<QLineEdit>(window(), "newPassphrase")->echoMode(), QLineEdit::Password);
    QVERIFY(settle([this] { return find(window(), "newPassphrase")->hasFocus(); }));
    // By keyboard alone.
    QTest::keyClicks(find(window(), "newPassphrase"), QStringLiteral("oak cloud"));
    QTest::keyClick(find(window(), "newPassphrase"), Qt::Key_Tab);
    QVERIFY(find(window(), "newPassphraseAgain")->hasFocus());
    QTest::keyClicks(find(window(), "newPassphraseAgain"), QStringLiteral("oak cloud"));
    QTest::keyClick(find(window(), "newPassphraseAgain"), Qt::Key_Return);
    QVERIFY(settle([this] { return m_world->node.protection() == Protection::Passphrase; }));
    QVERIFY(settle([this] { return window().findChild<QDialog*>() == nullptr; }));
    // And off again, with the old one.
    click(find(window(), "changeProtection"));
    QVERIFY(settle([this] { return isShown(window(), "protectionDialog"); }));
    find(window(), "byNothing")->setFocus();
    QTest::keyClick(find(window(), "byNothing"), Qt::Key_Space);
    QVERIFY(!find<QLineEdit>(window(), "newPassphrase")->isVisible());
    QVERIFY(!find(window(), "applyProtectionButton")->isEnabled());
    typeInto(find(window(), "oldPassphrase"), QStringLiteral("oak cloud"));
    click(find(window(), "applyProtectionButton"));
    QVERIFY(settle([this] { return m_world->node.protection() == Protection::None; }));
}

void SecurityTest::twoThatDiffer()
{
    openDialog();
    typeInto(find(window(), "newPassphrase"), QStringLiteral("one"));
    typeInto(find(window(), "newPassphraseAgain"), QStringLiteral("two"));
    QVERIFY(!find(window(), "applyProtectionButton")->isEnabled());
    QVERIFY(labelText("protectionHint").contains(QStringLiteral("not the same")));
    typeInto(find(window(), "newPassphraseAgain"), QStringLiteral("one"));
    QVERIFY(find(window(), "applyProtectionButton")->isEnabled());
    QCOMPARE(labelText("protectionHint"), QString());
    click(find(window(), "cancelButton"));
    QVERIFY(m_world->node.protection() == Protection::None);
}

void SecurityTest::wrongOldPassphrase()
{
    m_world->node.setProtection(Protection::Passphrase, "sesame");
    openDialog();
    QVERIFY(settle([this] { return find(window(), "oldPassphrase")->hasFocus(); }));
    typeInto(find(window(), "oldPassphrase"), QStringLiteral("barley"));
    typeInto(find(window(), "newPassphrase"), QStringLiteral("two"));
    typeInto(find(window(), "newPassphraseAgain"), QStringLiteral("two"));
    click(find(window(), "applyProtectionButton"));
    QVERIFY(settle([this] { return isShown(window(), "protectionError"); }));
    QVERIFY(labelText("protectionError").contains(QStringLiteral("not the passphrase")));
    QVERIFY(isShown(window(), "protectionDialog"));
    typeInto(find(window(), "oldPassphrase"), QStringLiteral("sesame"));
    click(find(window(), "applyProtectionButton"));
    QVERIFY(settle([this] { return window().findChild<QDialog*>() == nullptr; }));
}

void SecurityTest::keychainOutOfReach()
{
    openDialog();
    find(window(), "byKeychain")->setFocus();
    QTest::keyClick(find(window(), "byKeychain"), Qt::Key_Space);
    m_world->node.refuseNext({ErrorCode::NotAllowed, "no keyring is running"});
    click(find(window(), "applyProtectionButton"));
    QVERIFY(settle([this] { return isShown(window(), "protectionError"); }));
    QVERIFY(labelText("protectionError").contains(QStringLiteral("keychain cannot be reached")));
    QVERIFY(m_world->node.protection() == Protection::None);
}

void SecurityTest::keychainIsOfferedWhereItIs()
{
    m_world->node.setKeychain(false);
    openDialog();
    QVERIFY(!find<QRadioButton>(window(), "byKeychain")->isVisible());
}

void SecurityTest::lockNeedsAPassphrase()
{
    QTest::keyClick(&window(), Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(settle([this] { return isShown(window(), "lockTrouble"); }));
    QVERIFY(labelText("lockTrouble").contains(QStringLiteral("passphrase first")));
    QVERIFY(isShown(window(), "settingsPage"));
    QVERIFY(!m_world->node.isLocked());
    QVERIFY(!find<QComboBox>(window(), "lockAfter")->isEnabled());
    m_world->node.setProtection(Protection::Passphrase, "sesame");
    QVERIFY(!isShown(window(), "lockTrouble"));
    click(find(window(), "lockNow"));
    QVERIFY(settle([this] { return isShown(window(), "lockPage"); }));
}

void SecurityTest::lockAndUnlockByKeyboard()
{
    window().openChat(Wang);
    lock();
    QVERIFY(!isShown(window(), "messageList"));
    QVERIFY(!isShown(window(), "friendList"));
    QVERIFY(!isShown(window(), "settingsPage"));
    QWidget* field = find(window(), "lockPassphrase");
    QVERIFY(settle([&] { return field->hasFocus(); }));
    QCOMPARE(field->accessibleName(), QStringLiteral("Passphrase"));
    QVERIFY(!find(window(), "unlockProfileButton")->isEnabled());
    QTest::keyClicks(field, QStringLiteral("sesame"));
    QTest::keyClick(field, Qt::Key_Return);
    QVERIFY(settle([this] { return !m_world->node.isLocked(); }));
    QVERIFY(settle([this] { return isShown(window(), "messageList"); }));
    const QString lockPage = QStringLiteral("lockPage");
    QVERIFY(settle([&] { return window().findChild<QWidget*>(lockPage) == nullptr; }));
    QVERIFY(find(window(), "composer")->hasFocus());
}

void SecurityTest::wrongPassphraseStaysLocked()
{
    lock();
    typeInto(find(window(), "lockPassphrase"), QStringLiteral("barley"));
    click(find(window(), "unlockProfileButton"));
    QVERIFY(settle([this] { return isShown(window(), "lockError"); }));
    QVERIFY(isShown(window(), "lockPage"));
    QCOMPARE(find<QLineEdit>(window(), "lockPassphrase")->text(), QString());
    QVERIFY(find(window(), "lockPassphrase")->hasFocus());
    QVERIFY(m_world->node.isLocked());
}

void SecurityTest::keysDoNothingBehindTheLock()
{
    lock();
    using Keys = std::pair<Qt::Key, Qt::KeyboardModifiers>;
    for (const auto& [key, modifiers] :
         {Keys{Qt::Key_N, Qt::ControlModifier}, Keys{Qt::Key_1, Qt::ControlModifier},
          Keys{Qt::Key_Comma, Qt::ControlModifier}, Keys{Qt::Key_F1, Qt::NoModifier},
          Keys{Qt::Key_K, Qt::ControlModifier}, Keys{Qt::Key_F6, Qt::NoModifier}})
        QTest::keyClick(&window(), key, modifiers);
    QVERIFY(isShown(window(), "lockPage"));
    QVERIFY(window().findChild<QDialog*>() == nullptr);
    QVERIFY(find(window(), "lockPassphrase")->hasFocus());
    // A notification that is clicked opens its chat behind it.
    window().openChat(Wang);
    QVERIFY(isShown(window(), "lockPage"));
    QVERIFY(!isShown(window(), "messageList"));
}

void SecurityTest::lockClosesDialogs()
{
    window().openAddFriend();
    QVERIFY(settle([this] { return isShown(window(), "addFriendDialog"); }));
    m_world->node.setProtection(Protection::Passphrase, "sesame");
    m_world->node.lock(this, [](const auto&) {});
    QVERIFY(settle([this] { return isShown(window(), "lockPage"); }));
    QVERIFY(settle([this] { return window().findChild<QDialog*>() == nullptr; }));
}

void SecurityTest::messagesArriveBehindTheLock()
{
    const auto unread = [this] { return m_world->models.friends().unreadTotal(); };
    window().openChat(Wang);
    QVERIFY(settle([&] { return unread() == 0; }));
    lock();
    m_world->node.putMessage(received(Wang, "Seen by nobody yet", at(11, 0)));
    QVERIFY(settle([&] { return unread() == 1; }));
    QVERIFY(window().windowTitle().contains(u'1'));
    // Nobody has seen it, and nobody is told so.
    QTest::qWait(50);
    QCOMPARE(unread(), 1);
    typeInto(find(window(), "lockPassphrase"), QStringLiteral("sesame"));
    click(find(window(), "unlockProfileButton"));
    const auto* list = find<QAbstractItemView>(window(), "messageList");
    QVERIFY(
        settle([&] { return rowsOf(list).last().contains(QStringLiteral("Seen by nobody yet")); }));
}

void SecurityTest::quitFromTheLock()
{
    lock();
    QSignalSpy quit(&window(), &ui::MainWindow::quitRequested);
    click(find(window(), "lockQuitButton"));
    QVERIFY(settle([&] { return quit.size() == 1; }));
}

void SecurityTest::lockByItself()
{
    auto* timer = window().findChild<QTimer*>(QStringLiteral("idleTimer"));
    QVERIFY(timer != nullptr && !timer->isActive());
    m_world->node.setProtection(Protection::Passphrase, "sesame");
    QVERIFY(!timer->isActive());
    openSettings();
    QComboBox* after = find<QComboBox>(window(), "lockAfter");
    QCOMPARE(after->accessibleName(), QStringLiteral("Lock by itself"));
    QStringList choices;
    for (int i = 0; i < after->count(); ++i)
        choices << after->itemText(i);
    QCOMPARE(choices,
             QStringList({QStringLiteral("Never"), QStringLiteral("After 5 minutes"),
                          QStringLiteral("After 15 minutes"), QStringLiteral("After 60 minutes")}));
    after->setFocus();
    QTest::keyClick(after, Qt::Key_Down);
    QVERIFY(settle([&] { return timer->isActive(); }));
    QCOMPARE(timer->interval(), 5 * 60 * 1000);
    // Keys and mouse begin the time anew.
    timer->start(60'000);
    timer->setInterval(120'000);
    QTest::keyClick(&window(), Qt::Key_Shift);
    QVERIFY(timer->remainingTime() > 60'000);
    timer->start(1);
    QVERIFY(settle([this] { return isShown(window(), "lockPage"); }));
    QVERIFY(!timer->isActive());
}

void SecurityTest::damageIsSaid()
{
    QVERIFY(!isShown(window(), "networkBanner"));
    Q_EMIT m_world->node.damageFound(QStringLiteral("vos.db: <b>restored</b>"));
    QVERIFY(isShown(window(), "networkBanner"));
    QVERIFY(find(window(), "networkBanner")->toolTip().contains(QStringLiteral("&lt;b&gt;")));
}

VOS_TEST_WIDGETS(SecurityTest)
#include "gui_security.moc"
