#include "model/addressinput.h"
#include "p2p/qt/address.h"
#include "tests/support/testprogram.h"
#include "tests/unit/modelfixture.h"

#include <QTest>

using namespace vos;
using namespace vos::model;
using namespace vos::tests;
using State = AddressInput::State;

class AddressInputTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyStartOfAnAddressIsIncomplete();
    void goodWithSpacesAndLines();
    void linkGivesName();
    void typingMistakeNamesTheCharacter();
    void wrongOnes_data();
    void wrongOnes();
    void ownAndKnown();

private:
    World m_world;
};

void AddressInputTest::everyStartOfAnAddressIsIncomplete()
{
    const QString address = addressOf(Wang);
    QCOMPARE(judgeAddress(QString(), Me, m_world.models.friends()).state, State::Empty);
    for (int length = 1; length < address.size(); ++length) {
        const AddressInput input = judgeAddress(address.left(length), Me, m_world.models.friends());
        QCOMPARE(input.state, State::Incomplete);
        QCOMPARE(input.words, QStringLiteral("This address is too short"));
    }
}

void AddressInputTest::goodWithSpacesAndLines()
{
    QString address = addressOf(Wang);
    const QString plain = address;
    address.insert(30, QStringLiteral("\n  "));
    const AddressInput input =
        judgeAddress(QStringLiteral(" %1\n").arg(address), Me, m_world.models.friends());
    QVERIFY(input.isGood());
    QCOMPARE(input.id, Wang);
    QCOMPARE(input.cleaned, plain);
}

void AddressInputTest::linkGivesName()
{
    const QString link =
        QStringLiteral("vos:%1?at=127.0.0.1:4000&name=Wang%20Xiaoming").arg(addressOf(Wang));
    const AddressInput input = judgeAddress(link, Me, m_world.models.friends());
    QVERIFY(input.isGood());
    QCOMPARE(input.name, QStringLiteral("Wang Xiaoming"));
}

void AddressInputTest::typingMistakeNamesTheCharacter()
{
    QString address = addressOf(Wang);
    address[10] = address[10] == u'q' ? u'p' : u'q';
    const AddressInput input = judgeAddress(address, Me, m_world.models.friends());
    QCOMPARE(input.state, State::Wrong);
    QVERIFY2(input.words.startsWith(QStringLiteral("This address has a typing mistake")),
             qPrintable(input.words));
    QVERIFY2(input.words.contains(QStringLiteral("11")), qPrintable(input.words));
}

void AddressInputTest::wrongOnes_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("words");
    const QString address = addressOf(Wang);
    QTest::newRow("prefix") << "bc1qw508d6" << "An address begins with “vos1”";
    QTest::newRow("long") << address + u'q' << "This address is too long";
    QTest::newRow("case") << QString(address).replace(20, 1, address.mid(20, 1).toUpper())
                                 .replace(21, 1, address.mid(21, 1).toUpper())
                                 .replace(22, 1, address.mid(22, 1).toUpper())
                          << "This address mixes capital and small letters";
    QTest::newRow("link") << QStringLiteral("vos:%1?name=%zz").arg(address)
                          << "This link is damaged";
}

void AddressInputTest::wrongOnes()
{
    QFETCH(QString, text);
    const AddressInput input = judgeAddress(text, Me, m_world.models.friends());
    QCOMPARE(input.state, State::Wrong);
    QTEST(input.words, "words");
}

void AddressInputTest::ownAndKnown()
{
    World world;
    world.node.putContact(contact(Bob, "Bob"));
    world.node.putContact(contact(Carol, "Carol", ContactState::Blocked));
    QVERIFY(world.start());
    FriendModel& friends = world.models.friends();
    QCOMPARE(judgeAddress(addressOf(Me), Me, friends).state, State::Own);
    QCOMPARE(judgeAddress(addressOf(Bob), Me, friends).words,
             QStringLiteral("Bob is your friend already"));
    QCOMPARE(judgeAddress(addressOf(Carol), Me, friends).words,
             QStringLiteral("You blocked Carol"));
}

VOS_TEST_CORE(AddressInputTest)
#include "tst_addressinput.moc"
