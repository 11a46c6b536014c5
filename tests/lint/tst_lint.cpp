// Plants each violation the lint program looks for, and the harmless line that looks most like it.

#include "tests/lint/lint.h"
#include "tests/support/testprogram.h"

#include <QTest>

#include <string>

using vos::lint::check;
using vos::lint::Finding;

class TestLint : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsPlanted_data();
    void findsPlanted();
    void namesTheLine();
    void findsOverlongFile();
    void passesCleanFile();
};

void TestLint::findsPlanted_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("rule");  // empty: nothing must be found

    const auto row = [](const char* name, const char* path, const QByteArray& text,
                        const char* rule) {
        QTest::newRow(name) << QByteArray(path) << text << QByteArray(rule);
    };
    const char* const wire = "p2p/wire/x.cpp";
    const char* const chat = "ui/chat/x.cpp";
    const char* const node = "p2p/qt/x.cpp";

    row("core includes up", wire, "#include \"p2p/identity/link.h\"\n", "include-arrow");
    row("core includes engine", "p2p/map/x.h", "#include \"p2p/engine/engine.h\"\n",
        "include-arrow");
    row("core includes base", wire, "#include \"p2p/base/bytes.h\"\n", "");
    row("qt includes model", node, "#include \"model/models.h\"\n", "include-arrow");
    row("model includes ui", "model/x.cpp", "#include \"ui/mainwindow.h\"\n", "include-arrow");
    row("model includes core", "model/x.cpp", "#include \"p2p/session/session.h\"\n",
        "include-arrow");
    row("ui includes engine", chat, "#include \"p2p/engine/engine.h\"\n", "include-arrow");
    row("ui includes value structs", chat, "#include \"p2p/engine/types.h\"\n", "");
    row("model includes text forms", "model/x.cpp", "#include \"p2p/identity/link.h\"\n", "");
    row("model includes cards", "model/x.cpp", "#include \"p2p/identity/card.h\"\n",
        "include-arrow");
    row("ui includes model", chat, "#include \"model/messagemodel.h\"\n", "");
    row("theme includes chat", "ui/theme/x.cpp", "#include \"ui/chat/view.h\"\n", "include-arrow");
    row("ui includes app", chat, "#include \"app/control/server.h\"\n", "include-arrow");
    row("product includes tests", wire, "#include \"tests/support/simnet.h\"\n", "include-arrow");
    row("tests include all", "tests/sim/x.cpp", "#include \"p2p/engine/engine.h\"\n", "");
    row("include in a comment", wire, "// #include \"p2p/identity/link.h\"\n", "");
    row("not from the root", wire, "#include \"reader.h\"\n", "include-root");
    row("generated moc", "tests/unit/tst_x.cpp", "#include \"tst_x.moc\"\n", "");

    row("Qt in the core", wire, "#include <QRect>\n", "core-qt");
    row("Qt module in the core", wire, "#include <QtCore/QRect>\n", "core-qt");
    row("QObject in the core", wire, "class QObject;\n", "core-code");
    row("Qt at the edge", node, "#include <QString>\n", "");
    row("wall clock", wire, "auto t = std::chrono::system_clock::now();\n", "core-code");
    row("steady clock", wire, "auto t = std::chrono::steady_clock::now();\n", "core-code");
    row("C time", wire, "auto t = time(nullptr);\n", "core-code");
    row("std time", wire, "auto t = std::time(nullptr);\n", "core-code");
    row("own time member", wire, "auto t = message.time();\nWallTime time() const;\n", "");
    row("clock named in a comment", wire, "// unlike std::chrono::steady_clock\n", "");
    row("clock at the edge", node, "auto t = std::chrono::steady_clock::now();\n", "");
    row("thread in the core", wire, "#include <thread>\n", "core-system");
    row("lock in the core", wire, "#include <mutex>\n", "core-system");
    row("lock of the secret pool", "p2p/crypto/secret.cpp", "#include <mutex>\n", "");
    row("socket in the core", wire, "#include <sys/socket.h>\n", "core-system");
    row("exception in the core", wire, "throw 1;\n", "core-code");
    row("system randomness", wire, "std::random_device d;\n", "core-code");
    row("sodium outside crypto", wire, "#include <sodium.h>\n", "sodium");
    row("sodium at the edge", node, "#include <sodium.h>\n", "sodium");
    row("sodium in crypto", "p2p/crypto/x.cpp", "#include <sodium.h>\n", "");
    row("SQL in a model", "model/x.cpp", "#include <QSqlQuery>\n", "model-layer");
    row("widget in a model", "model/x.cpp", "#include <QWidget>\n", "model-layer");

    row("connect without context", chat,
        "connect(a, &A::b,\n    [this](std::map<int, int> x) { f(x, 1); });\n", "connect-context");
    row("connect with context", chat, "connect(a, &A::b, this, [this] { f(1, 2); });\n", "");
    row("connect to a slot", chat, "connect(a, &A::b, &C::d);\n", "");
    row("overloaded signal", chat,
        "connect(a, qOverload<int, int>(&A::b), this, [this](int x, int y) { f(x, y); });\n", "");
    row("single shot without context", chat, "QTimer::singleShot(0, [] { f(); });\n",
        "connect-context");
    row("single shot with context", chat, "QTimer::singleShot(0, this, [] { f(); });\n", "");
    row("old connect", chat, "connect(a, SIGNAL(b()), c, SLOT(d()));\n", "forbidden");
    row("blocking connection", chat, "f(Qt::BlockingQueuedConnection);\n", "forbidden");
    row("event loop by hand", chat, "QCoreApplication::processEvents();\n", "forbidden");
    row("sleep", node, "QThread::msleep(5);\n", "forbidden");
    row("sleep in a test", "tests/unit/tst_x.cpp", "QTest::qSleep(50);\n", "forbidden");
    row("form", "ui/chat/view.ui", "<ui/>\n", "forbidden");

    row("colour", chat,
        "const QColor c(QStringLiteral(\"#12"
        "ab9f\"));\n",
        "colour");
    row("colour in the theme", "ui/theme/x.cpp",
        "const char* c = \"#12"
        "ab9f\";\n",
        "");
    row("number sign", chat, "const char* c = \"#1234\";\n", "");
    row("text without tr", chat, "label->setText(QStringLiteral(\"Hello\"));\n", "untranslatable");
    row("tool tip without tr", chat, "b->setToolTip(QString::fromUtf8(\"Send\"));\n",
        "untranslatable");
    row("tab text without tr", chat, "b->setPlaceholderText(u\"Name\"_qs);\n", "untranslatable");
    row("text with tr", chat, "label->setText(tr(\"Hello\"));\n", "");
    row("sign without letters", chat, "label->setText(QStringLiteral(\"12 %\"));\n", "");
    row("text in a test", "tests/gui/x.cpp", "edit->setText(QStringLiteral(\"Hello\"));\n", "");
    row("unfinished entry", "translations/x.ts",
        "<translation type=\"unfinished\"></translation>\n", "untranslated");
    row("finished entry", "translations/x.ts", "<translation>好</translation>\n", "");

    row("unfinished mark", wire,
        "// TO"
        "DO later\n",
        "unfinished");
    row("unfinished mark in a script", "tests/x",
        "#!/bin/sh\n# FIX"
        "ME\n",
        "unfinished");
    row("mark in a literal", wire,
        "f(\"FIX"
        "ME\");\n",
        "");
    row("mark inside a word", wire,
        "// a XX"
        "XX name\n",
        "");
    row("tab", wire, "\tint x;\n", "tab");
    row("trailing blank", wire, "int x; \n", "trailing-blank");
    row("workplace", "README.md",
        "see /wo"
        "rk/x\n",
        "workplace");
    row("label with the same letters", wire,
        "f(\"VOS/wo"
        "rk/1\");\n",
        "");
    row("long line", wire, "// " + QByteArray(98, 'x') + "\n", "long-line");
    row("100 columns of two bytes", wire, "// " + QByteArray("ü").repeated(97) + "\n", "");
}

void TestLint::findsPlanted()
{
    QFETCH(QByteArray, path);
    QFETCH(QByteArray, text);
    QFETCH(QByteArray, rule);
    QByteArrayList rules;
    for (const Finding& finding : check(path.toStdString(), text.toStdString())) {
        const auto name = QByteArray::fromStdString(finding.rule);
        if (!rules.contains(name))
            rules.append(name);
    }
    QCOMPARE(rules.join(' '), rule);
}

void TestLint::namesTheLine()
{
    const auto findings = check("p2p/wire/x.cpp", "/* one\n two */ R\"(\n)\" three\n\tfour\n");
    QCOMPARE(findings.size(), std::size_t{1});
    QCOMPARE(findings[0].line, 4);
    QCOMPARE(findings[0].path, std::string("p2p/wire/x.cpp"));
}

void TestLint::findsOverlongFile()
{
    std::string text;
    for (int i = 0; i < 800; ++i)
        text += "\n";
    QVERIFY(check("p2p/wire/x.cpp", text).empty());
    const auto findings = check("p2p/wire/x.cpp", text + "\n");
    QCOMPARE(findings.size(), std::size_t{1});
    QCOMPARE(findings[0].rule, std::string("long-file"));
}

void TestLint::passesCleanFile()
{
    const char* text =
        "#pragma once\n\n"
        "#include \"p2p/base/bytes.h\"\n\n"
        "namespace vos::wire {\n\n"
        "/// Says \"throw time( QObject\" in a literal only.\n"
        "inline const char* words() { return \"throw time( 'QObject' \\\" #include\"; }\n"
        "inline char quote() { return '\"'; }\n"
        "constexpr int million = 1'000'000;\n\n"
        "}  // namespace vos::wire\n";
    for (const Finding& finding : check("p2p/wire/x.h", text))
        QFAIL(finding.text.c_str());
}

VOS_TEST(TestLint)
#include "tst_lint.moc"
