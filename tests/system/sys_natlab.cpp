// The laboratory of networks proves itself: each router is named by a probe that asks three public
// hosts, as those of RFC 5780 do, and everything that can be done to a network has its effect.

#include "tests/support/testprogram.h"
#include "tests/system/natlab.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos::test;
using Nat = NatLab::Nat;

class NatlabStory : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void cleanupTestCase() { m_lab.reset(); }
    void routersAreWhatTheyAreCalled_data();
    void routersAreWhatTheyAreCalled();
    void routersForgetAndAreRenumbered();
    void hostsMove();
    void linksLoseAndAreCut();
    void firewalledHomesHaveIpv6();
    void publicHostsAreSeenAsTheyAre();

private:
    QStringList probe() const;

    std::unique_ptr<NatLab> m_lab;
    std::vector<NatLab::Host> m_asked;
};

void NatlabStory::initTestCase()
{
    m_lab = std::make_unique<NatLab>();
    for (int i = 0; i < 3 && m_lab->isGood(); ++i) {
        const NatLab::Host host = m_lab->addPublic(true);
        m_asked.push_back(host);
        QVERIFY(m_lab->startAnswering(host, m_lab->outerAddress(host) + u":3478"_s));
        QVERIFY(m_lab->startAnswering(host, m_lab->outerV6(host) + u":3478"_s));
    }
    if (!m_lab->isGood())
        QSKIP(m_lab->whyNot().constData());
}

QStringList NatlabStory::probe() const
{
    QStringList line{u"probe"_s};
    for (const NatLab::Host host : m_asked)
        line << m_lab->outerAddress(host) + u":3478"_s;
    return line;
}

void NatlabStory::routersAreWhatTheyAreCalled_data()
{
    QTest::addColumn<int>("nat");
    QTest::addColumn<QString>("named");
    QTest::newRow("full cone") << int(Nat::FullCone) << u"full-cone port-kept"_s;
    QTest::newRow("address-restricted")
        << int(Nat::AddressRestricted) << u"address-restricted port-kept"_s;
    QTest::newRow("port-restricted") << int(Nat::PortRestricted) << u"port-restricted port-kept"_s;
    QTest::newRow("symmetric") << int(Nat::Symmetric) << u"symmetric port-changed"_s;
    QTest::newRow("carrier") << int(Nat::CarrierSymmetric) << u"symmetric port-changed"_s;
    QTest::newRow("firewall") << int(Nat::Firewall) << u"port-restricted port-kept"_s;
    QTest::newRow("no UDP") << int(Nat::NoUdp) << u"blocked"_s;
}

void NatlabStory::routersAreWhatTheyAreCalled()
{
    QFETCH(int, nat);
    QFETCH(QString, named);
    const NatLab::Host host = m_lab->addHome(static_cast<Nat>(nat));
    QVERIFY2(m_lab->isGood(), m_lab->whyNot().constData());
    const QString said = m_lab->runTool(host, probe()).output.trimmed();
    QVERIFY2(said.startsWith(named), qPrintable(said));
    if (nat == int(Nat::NoUdp))
        return;
    // Four times the access delay, and little more.
    const int took = said.section(u' ', 2, 2).toInt();
    QVERIFY2(took >= 4 * NatLab::AccessDelayMs && took < 4 * NatLab::AccessDelayMs + 40,
             qPrintable(said));
    QVERIFY2(said.section(u' ', 4).startsWith(m_lab->outerAddress(host) + u':'), qPrintable(said));
}

void NatlabStory::routersForgetAndAreRenumbered()
{
    const NatLab::Host host = m_lab->addHome(Nat::PortRestricted);
    const QString before = m_lab->outerAddress(host);
    QVERIFY(m_lab->flush(host));
    QVERIFY(m_lab->runTool(host, probe()).output.contains(u' ' + before + u':'));
    QVERIFY(m_lab->renumber(host));
    QVERIFY(m_lab->outerAddress(host) != before);
    const QString said = m_lab->runTool(host, probe()).output;
    QVERIFY2(said.contains(u' ' + m_lab->outerAddress(host) + u':'), qPrintable(said));
}

void NatlabStory::hostsMove()
{
    const NatLab::Host host = m_lab->addHome(Nat::PortRestricted);
    const NatLab::Host other = m_lab->addHome(Nat::Symmetric);
    const NatLab::Host mate = m_lab->addHousemate(other);
    QVERIFY(m_lab->runTool(mate, probe()).output.startsWith(u"symmetric"_s));
    QVERIFY(m_lab->move(host, other));
    const QString said = m_lab->runTool(host, probe()).output;
    QVERIFY2(said.startsWith(u"symmetric"_s), qPrintable(said));
    QVERIFY2(said.contains(u' ' + m_lab->outerAddress(other) + u':'), qPrintable(said));
}

void NatlabStory::linksLoseAndAreCut()
{
    const NatLab::Host host = m_lab->addHome(Nat::PortRestricted);
    m_lab->setCut(host, true);
    QCOMPARE(m_lab->runTool(host, probe()).output, u"blocked\n"_s);
    m_lab->setCut(host, false);
    m_lab->setLoss(host, 1000);
    QCOMPARE(m_lab->runTool(host, probe()).output, u"blocked\n"_s);
    m_lab->setLoss(host, 0);
    m_lab->setMtu(host, 30);
    QCOMPARE(m_lab->runTool(host, probe()).output, u"blocked\n"_s);
    m_lab->setMtu(host, 1500);
    m_lab->setDelay(host, 60);
    const int took = m_lab->runTool(host, probe()).output.section(u' ', 2, 2).toInt();
    QVERIFY(took >= 160 && took < 200);
}

void NatlabStory::firewalledHomesHaveIpv6()
{
    const NatLab::Host host = m_lab->addHome(Nat::Firewall);
    QStringList line{u"probe"_s};
    for (const NatLab::Host asked : m_asked)
        line << m_lab->outerV6(asked) + u":3478"_s;
    const QString said = m_lab->runTool(host, line).output;
    QVERIFY2(said.startsWith(u"port-restricted port-kept"_s), qPrintable(said));
    // Not the router's address but its own.
    QVERIFY2(said.contains(u":1::11]:"_s), qPrintable(said));
}

void NatlabStory::publicHostsAreSeenAsTheyAre()
{
    const NatLab::Host host = m_lab->addPublic();
    const QString said = m_lab->runTool(host, probe()).output;
    QVERIFY2(said.startsWith(u"full-cone port-kept"_s), qPrintable(said));
    QVERIFY2(said.contains(u' ' + m_lab->outerAddress(host) + u':'), qPrintable(said));
}

VOS_TEST_CORE(NatlabStory)
#include "sys_natlab.moc"
