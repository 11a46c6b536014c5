// The colours keep the contrast that reading and seeing need: 4.5 for text, 3 for shapes (WCAG 2.1,
// 1.4.3 and 1.4.11), in both schemes, on every surface they are used on.

#include "ui/theme/tokens.h"

#include "tests/support/testprogram.h"

#include <QTest>

#include <cmath>

using namespace vos::ui;

namespace {

double linear(int channel)
{
    const double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}

double luminance(const QColor& c)
{
    return 0.2126 * linear(c.red()) + 0.7152 * linear(c.green()) + 0.0722 * linear(c.blue());
}

double contrast(const QColor& a, const QColor& b)
{
    const double one = luminance(a) + 0.05;
    const double other = luminance(b) + 0.05;
    return std::max(one, other) / std::min(one, other);
}

QColor of(const Scheme& scheme, Color color)
{
    return QColor::fromRgb(scheme[static_cast<std::size_t>(color)]);
}

}  // namespace

class TestTokens : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void contrast_data();
    void contrast();
    void mixes();
};

void TestTokens::contrast_data()
{
    QTest::addColumn<int>("ink");
    QTest::addColumn<int>("surface");
    QTest::addColumn<double>("least");
    const auto row = [](Color ink, Color surface, double least) {
        QTest::addRow("%d on %d", static_cast<int>(ink), static_cast<int>(surface))
            << static_cast<int>(ink) << static_cast<int>(surface) << least;
    };
    for (const Color surface : {Color::Window, Color::Base, Color::Sidebar, Color::BubbleIn,
                                Color::BubbleOut, Color::Selection}) {
        row(Color::Text, surface, 4.5);
        row(Color::TextSoft, surface, 4.5);
        row(Color::Link, surface, 4.5);
        row(Color::Accent, surface, 3.0);
        row(Color::Online, surface, 3.0);
        row(Color::Offline, surface, 3.0);
        row(Color::Held, surface, 4.5);
        row(Color::Danger, surface, 4.5);
    }
    for (const Color surface : {Color::Window, Color::Base})
        row(Color::Border, surface, 3.0);
    row(Color::OnAccent, Color::Accent, 4.5);
    row(Color::Held, Color::HeldGround, 4.5);
    row(Color::Warn, Color::WarnGround, 4.5);
    row(Color::Danger, Color::DangerGround, 4.5);
    for (const Color ground : {Color::HeldGround, Color::WarnGround, Color::DangerGround}) {
        row(Color::Text, ground, 4.5);
        row(Color::Link, ground, 4.5);
    }
}

void TestTokens::contrast()
{
    QFETCH(int, ink);
    QFETCH(int, surface);
    QFETCH(double, least);
    for (const Scheme& scheme : {lightScheme(), darkScheme()}) {
        const double found = ::contrast(of(scheme, static_cast<Color>(ink)),
                                        of(scheme, static_cast<Color>(surface)));
        QVERIFY2(found >= least, qPrintable(QString::number(found)));
    }
}

void TestTokens::mixes()
{
    const QColor black(0, 0, 0);
    const QColor white(255, 255, 255);
    QCOMPARE(mixed(black, white, 0), black);
    QCOMPARE(mixed(black, white, 1), white);
    QCOMPARE(mixed(black, white, 0.5).red(), 128);
}

VOS_TEST(TestTokens)
#include "tst_tokens.moc"
