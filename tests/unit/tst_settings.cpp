// Settings: the stable names, their types, and all or nothing for bad values.

#include "p2p/qt/address.h"
#include "p2p/qt/convert.h"
#include "p2p/qt/settings.h"

#include "tests/support/testprogram.h"

#include <QTest>

using namespace vos;
using namespace vos::qt;

class SettingsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void presetsAreOfTheirType();
    void storedTextsGetTheirType();
    void badValuesAreRefusedByName_data();
    void badValuesAreRefusedByName();
    void goodValuesBecomeTexts();
    void listsOfNodes();
};

void SettingsTest::listsOfNodes()
{
    const SettingRule& rule = *settingRule(QStringLiteral("network.relays_refused"));
    QCOMPARE(settingValue(rule, ""), QStringList());
    NodeId one, other;
    one.bytes[0] = std::byte{1};
    other.bytes[0] = std::byte{2};
    const QString first = addressOf(one);
    const QString second = addressOf(other);
    // Upper case and twice the same, as a person may paste it.
    const auto texts = settingTexts(
        {{QStringLiteral("network.relays_refused"), QVariantList{first.toUpper(), second, first}}});
    QVERIFY(texts);
    const std::string stored = texts->at("network.relays_refused");
    QCOMPARE(toQString(stored), QString(first + u' ' + second));
    QCOMPARE(settingValue(rule, stored), QStringList({first, second}));
    QCOMPARE(settingValue(rule, "something from another version"), QStringList());
    const auto many = settingTexts(
        {{QStringLiteral("network.relays_refused"), QStringList(NodesMax + 1, first)}});
    QVERIFY(!many);
    QVERIFY(settingTexts({{QStringLiteral("network.relays_refused"), QStringList()}}));
}

void SettingsTest::presetsAreOfTheirType()
{
    QCOMPARE(settingRules().size(), std::size_t{22});
    for (const SettingRule& rule : settingRules()) {
        const QVariant preset = settingValue(rule, "");
        QVERIFY2(preset.isValid(), rule.key.data());
        // Whatever is read can be written back.
        QVERIFY2(settingTexts({{QString::fromUtf8(rule.key.data()), preset}}), rule.key.data());
    }
    QCOMPARE(settingValue(*settingRule(QStringLiteral("privacy.read_receipts")), ""), true);
    QCOMPARE(settingValue(*settingRule(QStringLiteral("privacy.contacts_only")), ""), false);
    QCOMPARE(settingValue(*settingRule(QStringLiteral("appearance.zoom")), ""), 100);
    QCOMPARE(settingValue(*settingRule(QStringLiteral("notifications.detail")), ""),
             QStringLiteral("full"));
}

void SettingsTest::storedTextsGetTheirType()
{
    QCOMPARE(settingValue(*settingRule(QStringLiteral("window.close_to_tray")), "false"), false);
    QCOMPARE(settingValue(*settingRule(QStringLiteral("appearance.zoom")), "150"), 150);
    QCOMPARE(settingValue(*settingRule(QStringLiteral("appearance.theme")), "dark"),
             QStringLiteral("dark"));
    // From a version that knew other values.
    QCOMPARE(settingValue(*settingRule(QStringLiteral("appearance.theme")), "sepia"),
             QStringLiteral("system"));
    QCOMPARE(settingValue(*settingRule(QStringLiteral("appearance.zoom")), "9999"), 100);
    QCOMPARE(settingValue(*settingRule(QStringLiteral("privacy.typing")), "yes"), true);
    QVERIFY(settingRule(QStringLiteral("privacy.typ")) == nullptr);
}

void SettingsTest::badValuesAreRefusedByName_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QVariant>("value");
    const auto row = [](const char* name, const char* key, const QVariant& value) {
        QTest::newRow(name) << QString::fromLatin1(key) << value;
    };
    row("unknown key", "privacy.everything", true);
    row("number for bool", "privacy.typing", 1);
    row("text for bool", "privacy.typing", QStringLiteral("true"));
    row("null", "privacy.typing", QVariant());
    row("unknown word", "appearance.theme", QStringLiteral("blue"));
    row("bool for word", "appearance.language", true);
    row("text for number", "appearance.zoom", QStringLiteral("100"));
    row("fraction", "appearance.zoom", 100.5);
    row("too small", "appearance.zoom", 49);
    row("too large", "appearance.zoom", 1e300);
    row("not a number", "appearance.zoom", qQNaN());
    row("list", "appearance.zoom", QVariantList{100});
    row("word for nodes", "network.relays_refused", QStringLiteral("all"));
    row("no addresses", "network.relays_refused", QVariantList{QStringLiteral("vos1x")});
    row("numbers for nodes", "network.relays_refused", QVariantList{1});
    row("nobody relays that much", "network.relay_limit_kib_s", 131073);
    row("no relaying by a limit", "network.relay_daily_mib", 0);
}

void SettingsTest::badValuesAreRefusedByName()
{
    QFETCH(QString, key);
    QFETCH(QVariant, value);
    const auto texts =
        settingTexts({{QStringLiteral("composer.enter_sends"), false}, {key, value}});
    QVERIFY(!texts);
    QVERIFY(texts.error().code == ErrorCode::InvalidParams);
    QVERIFY(QString::fromStdString(texts.error().message).contains(key));
}

void SettingsTest::goodValuesBecomeTexts()
{
    const auto texts =
        settingTexts({{QStringLiteral("composer.enter_sends"), false},
                      {QStringLiteral("appearance.zoom"), 125.0},
                      {QStringLiteral("appearance.language"), QStringLiteral("zh_CN")}});
    QVERIFY(texts);
    QVERIFY(*texts == (std::map<std::string, std::string>{{"composer.enter_sends", "false"},
                                                          {"appearance.zoom", "125"},
                                                          {"appearance.language", "zh_CN"}}));
}

VOS_TEST_CORE(SettingsTest)
#include "tst_settings.moc"
