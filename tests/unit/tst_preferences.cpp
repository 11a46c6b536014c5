#include "model/preferences.h"
#include "tests/support/testprogram.h"
#include "tests/unit/modelfixture.h"

#include <QSignalSpy>
#include <QTest>

using namespace vos;
using namespace vos::model;
using namespace vos::tests;

class PreferencesTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void changesApplyAtOnceAndReachTheNode();
    void refusedChangesAreTakenBack();
    void changesFromElsewhereAreShown();
    void notifyModes();
};

void PreferencesTest::changesApplyAtOnceAndReachTheNode()
{
    World world;
    QVERIFY(world.start());
    Preferences& preferences = world.models.preferences();
    QSignalSpy theme(&preferences, &Preferences::themeChanged);
    QCOMPARE(preferences.theme(), Theme::System);
    preferences.setTheme(Theme::Dark);
    QCOMPARE(preferences.theme(), Theme::Dark);
    QCOMPARE(theme.size(), 1);
    Preferences again(world.node);
    again.load();
    QVERIFY(settle([&] { return again.isLoaded(); }));
    QCOMPARE(again.theme(), Theme::Dark);
    QCOMPARE(theme.size(), 1);
}

void PreferencesTest::refusedChangesAreTakenBack()
{
    World world;
    QVERIFY(world.start());
    Preferences& preferences = world.models.preferences();
    QSignalSpy refused(&preferences, &Preferences::refused);
    world.node.refuseNext({ErrorCode::Storage, "full"});
    preferences.setReadReceipts(false);
    QVERIFY(!preferences.readReceipts());
    QVERIFY(refused.wait());
    QVERIFY(preferences.readReceipts());
}

void PreferencesTest::changesFromElsewhereAreShown()
{
    World world;
    QVERIFY(world.start());
    Preferences& preferences = world.models.preferences();
    QSignalSpy language(&preferences, &Preferences::languageChanged);
    world.node.setSettings({{QStringLiteral("appearance.language"), QStringLiteral("zh_CN")}},
                           this, [](const auto&) {});
    QVERIFY(language.wait());
    QCOMPARE(preferences.language(), QStringLiteral("zh_CN"));
}

void PreferencesTest::notifyModes()
{
    World world;
    QVERIFY(world.start());
    Preferences& preferences = world.models.preferences();
    QCOMPARE(preferences.notifyMode(), NotifyMode::NameAndText);
    for (const NotifyMode mode : {NotifyMode::NameOnly, NotifyMode::ThatSomethingCame,
                                  NotifyMode::Nothing, NotifyMode::NameAndText}) {
        preferences.setNotifyMode(mode);
        QCOMPARE(preferences.notifyMode(), mode);
    }
    preferences.setTextSize(10'000);
    QCOMPARE(preferences.textSize(), Preferences::TextSizeMax);
}

VOS_TEST_CORE(PreferencesTest)
#include "tst_preferences.moc"
