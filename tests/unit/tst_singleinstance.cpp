#include "app/messenger/singleinstance.h"

#include "tests/support/testprogram.h"

#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace Qt::StringLiterals;
using vos::messenger::SingleInstance;

class SingleInstanceTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nobodyThere();
    void raisesAndHandsOverTheLink();
    void otherProfilesAreNotAsked();

private:
    QTemporaryDir m_folder;
};

namespace {

/// Another program's part, while this one's event loop runs.
bool raiseFrom(const QString& profile, const QString& link)
{
    bool answered = false;
    std::thread other([&] { answered = SingleInstance(profile).raiseOther(link); });
    // The answer comes after the link; the loop runs until both are through.
    QTest::qWait(200);
    other.join();
    return answered;
}

}  // namespace

void SingleInstanceTest::nobodyThere()
{
    QVERIFY(!SingleInstance(m_folder.filePath(u"empty"_s)).raiseOther(u"vos:x"_s));
}

void SingleInstanceTest::raisesAndHandsOverTheLink()
{
    const QString profile = m_folder.filePath(u"a"_s);
    SingleInstance first(profile);
    first.listen();
    QSignalSpy raised(&first, &SingleInstance::raiseRequested);
    QSignalSpy links(&first, &SingleInstance::linkGiven);
    QVERIFY(raiseFrom(profile, {}));
    QTRY_COMPARE(raised.size(), 1);
    QCOMPARE(links.size(), 0);
    const QString link = u"vos:vos1abc?name=鲍勃"_s;
    QVERIFY(raiseFrom(profile, link));
    QTRY_COMPARE(links.size(), 1);
    QCOMPARE(links[0][0].toString(), link);
    QCOMPARE(raised.size(), 2);
    // As long as a link can be.
    const QString longest = u"vos:"_s + QString(4092, u'x');
    QVERIFY(raiseFrom(profile, longest));
    QTRY_COMPARE(links.size(), 2);
    QCOMPARE(links[1][0].toString(), longest);
}

void SingleInstanceTest::otherProfilesAreNotAsked()
{
    SingleInstance first(m_folder.filePath(u"a"_s));
    first.listen();
    QVERIFY(!SingleInstance(m_folder.filePath(u"b"_s)).raiseOther(u"vos:x"_s));
}

VOS_TEST_CORE(SingleInstanceTest)
#include "tst_singleinstance.moc"
