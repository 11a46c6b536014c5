// The Chinese texts are complete: every text of the sources is in the file, translated, with the
// same placeholders; and the program finds them.

#include "tests/gui/stage.h"
#include "tests/support/testprogram.h"

#include <QApplication>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace vos::tests;

namespace {

struct Entry {
    QString source;
    QStringList translations;
    bool finished = true;
};

/// By context, source and comment.
QMap<QString, Entry> read(const QString& path)
{
    QMap<QString, Entry> entries;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return entries;
    QXmlStreamReader xml(&file);
    QString context;
    QString comment;
    Entry entry;
    while (!xml.atEnd()) {
        xml.readNext();
        const auto name = xml.name();
        if (xml.isStartElement()) {
            if (name == u"name") {
                context = xml.readElementText();
            } else if (name == u"message") {
                entry = {};
                comment.clear();
            } else if (name == u"source") {
                entry.source = xml.readElementText();
            } else if (name == u"comment") {
                comment = xml.readElementText();
            } else if (name == u"translation") {
                entry.finished = !xml.attributes().hasAttribute(QStringLiteral("type"));
                const QString whole = xml.readElementText(QXmlStreamReader::IncludeChildElements);
                entry.translations.append(whole.trimmed());
            }
        } else if (xml.isEndElement() && name == u"message") {
            entries.insert(context + u'|' + entry.source + u'|' + comment, entry);
        }
    }
    return entries;
}

QStringList placeholders(const QString& text)
{
    static const QRegularExpression pattern(QStringLiteral("%(\\d|n)"));
    QStringList found;
    auto it = pattern.globalMatch(text);
    while (it.hasNext()) {
        const QString match = it.next().captured();
        if (!found.contains(match))
            found.append(match);
    }
    found.sort();
    return found;
}

const QString Chinese = QStringLiteral(VOS_SOURCE "/translations/vos_zh_CN.ts");

}  // namespace

class TranslationsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTextIsTranslated();
    void placeholdersMatch();
    void fileFollowsTheSources();
    void theProgramFindsThem();
};

void TranslationsTest::everyTextIsTranslated()
{
    const auto entries = read(Chinese);
    QVERIFY(entries.size() > 300);
    for (auto it = entries.begin(); it != entries.end(); ++it) {
        QVERIFY2(it->finished, qPrintable(it.key()));
        for (const QString& text : it->translations)
            QVERIFY2(!text.isEmpty(), qPrintable(it.key()));
    }
}

void TranslationsTest::placeholdersMatch()
{
    const auto entries = read(Chinese);
    for (auto it = entries.begin(); it != entries.end(); ++it) {
        for (const QString& text : it->translations)
            QVERIFY2(placeholders(text) == placeholders(it->source), qPrintable(it.key()));
    }
}

void TranslationsTest::fileFollowsTheSources()
{
    QTemporaryDir folder;
    const QString fresh = folder.filePath(QStringLiteral("fresh.ts"));
    QProcess lupdate;
    lupdate.setWorkingDirectory(QStringLiteral(VOS_SOURCE));
    lupdate.start(QStringLiteral(VOS_LUPDATE),
                  {QStringLiteral("-silent"), QStringLiteral("-I"), QStringLiteral(VOS_SOURCE),
                   QStringLiteral("-extensions"), QStringLiteral("h,cpp"),
                   QStringLiteral("-locations"), QStringLiteral("none"), QStringLiteral("model"),
                   QStringLiteral("ui"), QStringLiteral("app/messenger"), QStringLiteral("-ts"),
                   fresh});
    QVERIFY(lupdate.waitForFinished(60'000));
    QCOMPARE(lupdate.exitCode(), 0);
    const auto wanted = read(fresh);
    const auto kept = read(Chinese);
    QVERIFY(!wanted.isEmpty());
    for (const QString& key : wanted.keys())
        QVERIFY2(kept.contains(key), qPrintable(key + QStringLiteral(": run update_translations")));
}

void TranslationsTest::theProgramFindsThem()
{
    look();
    const auto translated = [] {
        return QCoreApplication::translate("vos::ui::MainWindow", "Friend details");
    };
    look().language.set(QStringLiteral("zh_CN"));
    QCOMPARE(translated(), QString::fromUtf8("好友详情"));
    QCOMPARE(QLocale().language(), QLocale::Chinese);
    look().language.set(QStringLiteral("en"));
    QCOMPARE(translated(), QStringLiteral("Friend details"));
    // English has plural forms of its own.
    const auto count = [](int n) {
        return QCoreApplication::translate("vos::ui::RequestNotice", "%n friend requests", nullptr,
                                           n);
    };
    QCOMPARE(count(1), QStringLiteral("1 friend request"));
    QCOMPARE(count(2), QStringLiteral("2 friend requests"));
}

VOS_TEST_WIDGETS(TranslationsTest)
#include "gui_translations.moc"
