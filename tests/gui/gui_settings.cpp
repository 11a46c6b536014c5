#include "p2p/qt/address.h"
#include "tests/gui/stage.h"
#include "tests/support/testprogram.h"
#include "ui/settings/settingspage.h"
#include "ui/startup/loginstart.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QScopeGuard>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace vos;
using namespace vos::tests;

class SettingsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cleanup() { m_world.reset(); }
    void themeAppliesAtOnce();
    void languageAppliesAtOnce();
    void textSize();
    void nameIsKept();
    void ctrlEnterSends();
    void choicesReachTheNode();
    void refusedChoiceIsTakenBack();
    void search();
    void copyAddress();
    void startAtLogin();

private:
    QVariant stored(const QString& key)
    {
        QVariantMap values;
        bool answered = false;
        m_world->node.settings({key}, this, [&](const auto& result) {
            values = *result;
            answered = true;
        });
        settle([&] { return answered; });
        return values.value(key);
    }

    std::unique_ptr<WindowWorld> m_world;
};

void SettingsTest::init()
{
    m_world = std::make_unique<WindowWorld>();
    m_world->node.putContact(contact(Bob, "Bob"));
    QVERIFY(m_world->open());
    QTest::keyClick(&m_world->window, Qt::Key_Comma, Qt::ControlModifier);
    QVERIFY(settle([this] { return isShown(m_world->window, "settingsPage"); }));
}

void SettingsTest::themeAppliesAtOnce()
{
    const QImage light = m_world->window.grab().toImage();
    click(find(m_world->window, "themeDark"));
    QVERIFY(look().theme.isDark());
    const QImage dark = m_world->window.grab().toImage();
    // A corner of the page: its ground follows without a restart.
    const QPoint corner(m_world->window.width() - 20, m_world->window.height() - 60);
    QVERIFY(light.pixelColor(corner).lightness() > 200);
    QVERIFY(dark.pixelColor(corner).lightness() < 60);
    click(find(m_world->window, "themeLight"));
    QVERIFY(!look().theme.isDark());
    QCOMPARE(stored(QStringLiteral("appearance.theme")).toString(), QStringLiteral("light"));
}

void SettingsTest::languageAppliesAtOnce()
{
    QComboBox* language = find<QComboBox>(m_world->window, "languageChoice");
    language->setFocus();
    const int chinese = language->findData(QStringLiteral("zh_CN"));
    while (language->currentIndex() != chinese)
        QTest::keyClick(language, Qt::Key_Down);
    QVERIFY(settle([this] {
        return find(m_world->window, "navChats")->accessibleName() ==
               QString::fromUtf8("聊天");
    }));
    QCOMPARE(find<QPushButton>(m_world->window, "addFriendButton")->text().trimmed(),
             QString::fromUtf8("添加好友"));
    QVERIFY(rowsOf(find<QAbstractItemView>(m_world->window, "friendList"))
                .contains(QString::fromUtf8("离线 (1)")));
    while (language->currentIndex() != language->findData(QStringLiteral("en")))
        QTest::keyClick(language, Qt::Key_Up);
    QVERIFY(settle([this] {
        return find(m_world->window, "navChats")->accessibleName() ==
               QStringLiteral("Chats");
    }));
}

void SettingsTest::textSize()
{
    const int before = QApplication::font().pixelSize() + QApplication::font().pointSize();
    click(find(m_world->window, "textLarger"));
    click(find(m_world->window, "textLarger"));
    QCOMPARE(find<QLabel>(m_world->window, "textSize")->text(), QStringLiteral("120 %"));
    QVERIFY(QApplication::font().pixelSize() + QApplication::font().pointSize() > before);
    QTest::keyClick(&m_world->window, Qt::Key_0, Qt::ControlModifier);
    QVERIFY(settle([this] {
        return find<QLabel>(m_world->window, "textSize")->text() == QStringLiteral("100 %");
    }));
}

void SettingsTest::nameIsKept()
{
    QLineEdit* name = find<QLineEdit>(m_world->window, "profileName");
    QCOMPARE(name->text(), QStringLiteral("Lin Yue"));
    typeInto(name, QStringLiteral("Yue "));
    QTest::keyClick(name, Qt::Key_Return);
    QVERIFY(settle([this] { return m_world->models.status().ownName() == QStringLiteral("Yue"); }));
    // A name that cannot be used is not sent, and the old one comes back.
    typeInto(name, QString(60, u'x'));
    QTest::keyClick(name, Qt::Key_Return);
    QCOMPARE(name->text(), QStringLiteral("Yue"));
}

void SettingsTest::ctrlEnterSends()
{
    click(find(m_world->window, "ctrlEnterSends"));
    m_world->window.openChat(Bob);
    QWidget* composer = find<QPlainTextEdit>(m_world->window, "composer");
    composer->setFocus();
    QTest::keyClicks(composer, QStringLiteral("one"));
    QTest::keyClick(composer, Qt::Key_Return);
    QTest::keyClicks(composer, QStringLiteral("two"));
    QCOMPARE(m_world->node.calls().count(QStringLiteral("send")), 0);
    QTest::keyClick(composer, Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(settle([this] { return m_world->node.calls().count(QStringLiteral("send")) == 1; }));
    const auto* list = find<QAbstractItemView>(m_world->window, "messageList");
    QVERIFY(settle([&] { return rowsOf(list).size() == 2; }));
    QVERIFY(rowsOf(list).last().contains(QStringLiteral("one\ntwo")));
}

void SettingsTest::choicesReachTheNode()
{
    // Clicked at its left, where the box is.
    QCheckBox* receipts = find<QCheckBox>(m_world->window, "readReceipts");
    QVERIFY(receipts->isChecked());
    QTest::mouseClick(receipts, Qt::LeftButton, Qt::NoModifier, {8, receipts->height() / 2});
    QCOMPARE(stored(QStringLiteral("privacy.read_receipts")).toBool(), false);
    const std::map<const char*, std::pair<const char*, bool>> boxes = {
        {"publicName", {"privacy.public_name", false}},
        {"publicFriendVos", {"privacy.public_friend_vos", false}},
        {"contactsOnly", {"privacy.contacts_only", true}},
        {"findLan", {"network.lan", false}}};
    for (const auto& [name, wanted] : boxes) {
        QCheckBox* box = find<QCheckBox>(m_world->window, name);
        QCOMPARE(box->isChecked(), !wanted.second);
        box->setFocus();
        QTest::keyClick(box, Qt::Key_Space);
        QCOMPARE(stored(QString::fromLatin1(wanted.first)).toBool(), wanted.second);
        QCOMPARE(box->isChecked(), wanted.second);
    }
    QComboBox* budget = find<QComboBox>(m_world->window, "mapBudget");
    QCOMPARE(budget->currentText(), QStringLiteral("Normal"));
    budget->setFocus();
    QTest::keyClick(budget, Qt::Key_Down);
    QCOMPARE(stored(QStringLiteral("map.budget")).toString(), QStringLiteral("high"));
    QTest::keyClick(budget, Qt::Key_Home);
    QCOMPARE(stored(QStringLiteral("map.budget")).toString(), QStringLiteral("low"));
    QCheckBox* tray = find<QCheckBox>(m_world->window, "closeToTray");
    QTest::mouseClick(tray, Qt::LeftButton, Qt::NoModifier, {8, tray->height() / 2});
    QCOMPARE(stored(QStringLiteral("window.close_to_tray")).toBool(), false);
    QComboBox* notify = find<QComboBox>(m_world->window, "notifyChoice");
    notify->setFocus();
    QTest::keyClick(notify, Qt::Key_Down);
    QCOMPARE(stored(QStringLiteral("notifications.detail")).toString(), QStringLiteral("sender"));
}

void SettingsTest::refusedChoiceIsTakenBack()
{
    m_world->node.refuseNext({ErrorCode::Storage, "disk full"});
    QCheckBox* receipts = find<QCheckBox>(m_world->window, "readReceipts");
    QTest::mouseClick(receipts, Qt::LeftButton, Qt::NoModifier, {8, receipts->height() / 2});
    QVERIFY(settle([this] { return isShown(m_world->window, "settingsTrouble"); }));
    QVERIFY(receipts->isChecked());
}

void SettingsTest::search()
{
    QWidget* field = find(m_world->window, "searchSettings");
    typeInto(field, QStringLiteral("tray"));
    QVERIFY(isShown(m_world->window, "closeToTray"));
    QVERIFY(!isShown(m_world->window, "notifyChoice"));
    QVERIFY(!isShown(m_world->window, "themeChoice"));
    typeInto(field, QStringLiteral("zebra"));
    QVERIFY(isShown(m_world->window, "settingsNothing"));
    typeInto(field, QString());
    QVERIFY(isShown(m_world->window, "themeChoice"));
    QVERIFY(!isShown(m_world->window, "settingsNothing"));
}

void SettingsTest::copyAddress()
{
    QApplication::clipboard()->clear();
    QWidget* copy = find(m_world->window, "profileCopyAddress");
    QCOMPARE(copy->accessibleName(), QStringLiteral("Copy my address"));
    copy->setFocus();
    QTest::keyClick(copy, Qt::Key_Space);
    QVERIFY(QApplication::clipboard()->text().contains(addressOf(Me)));
}

void SettingsTest::startAtLogin()
{
    // Where nobody offers it, there is no dead switch.
    QVERIFY(m_world->window.findChild<QWidget*>(QStringLiteral("startAtLogin")) == nullptr);
    QTemporaryDir config;
    const QByteArray before = qgetenv("XDG_CONFIG_HOME");
    qputenv("XDG_CONFIG_HOME", config.path().toUtf8());
    const auto restore = qScopeGuard([&] { qputenv("XDG_CONFIG_HOME", before); });
    const ui::LoginStart start(QStringLiteral("vos-messenger"), {QStringLiteral("vos-messenger")});
    ui::SettingsPage page(look().theme, m_world->models);
    page.setLoginStart(start);
    page.resize(900, 700);
    page.show();
    QCheckBox* box = find<QCheckBox>(page, "startAtLogin");
    QVERIFY(!box->isChecked());
    QVERIFY(!box->accessibleName().isEmpty());
    box->setFocus();
    QTest::keyClick(box, Qt::Key_Space);
    QVERIFY(start.isOn());
    QTest::keyClick(box, Qt::Key_Space);
    QVERIFY(!start.isOn());
    // What the system refuses is told, and the switch stays as it was.
    QVERIFY(QDir(config.filePath(QStringLiteral("autostart"))).removeRecursively());
    QFile inTheWay(config.filePath(QStringLiteral("autostart")));
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    QTest::keyClick(box, Qt::Key_Space);
    QVERIFY(isShown(page, "settingsTrouble"));
    QVERIFY(!box->isChecked());
}

VOS_TEST_WIDGETS(SettingsTest)
#include "gui_settings.moc"
