#include "ui/startup/loginstart.h"

#include "tests/support/testprogram.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace vos::ui;

/// The XDG form, in a configuration folder of its own.
class LoginStartTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void onAndOff();
    void commandSurvivesQuoting();
    void switchedOffByTheDesktop();
    void renewFollowsTheProgram();
    void refusalIsTold();

private:
    QString path() const { return m_config->filePath(u"autostart/vos-messenger.desktop"_s); }
    QString text() const
    {
        QFile file(path());
        return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
    }
    void put(const QString& text) const
    {
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text.toUtf8());
    }

    std::unique_ptr<QTemporaryDir> m_config;
};

namespace {

LoginStart starting(const QStringList& command)
{
    return {u"vos-messenger"_s, command};
}

/// The arguments of an Exec line as the Desktop Entry specification reads them.
QStringList execOf(const QString& entry)
{
    const qsizetype start = entry.indexOf("\nExec="_L1) + 6;
    const QString line = entry.mid(start, entry.indexOf(u'\n', start) - start);
    QString value;
    for (qsizetype i = 0; i < line.size(); ++i) {
        // Every value: \\ is a backslash.
        if (line[i] == u'\\')
            ++i;
        value += line[i];
    }
    QStringList arguments;
    bool quoted = false;
    for (qsizetype i = 0; i < value.size(); ++i) {
        const QChar c = value[i];
        if (c == u'"') {
            quoted = !quoted;
            if (quoted)
                arguments << QString();
        } else if (quoted) {
            // Within quotation marks a backslash keeps what follows; %% is one per cent sign.
            if (c == u'\\' || c == u'%')
                ++i;
            arguments.last() += value[i];
        }
    }
    return arguments;
}

}  // namespace

void LoginStartTest::init()
{
#if defined(Q_OS_WIN) || defined(Q_OS_MACOS)
    QSKIP("starts at login by other means here");
#endif
    m_config = std::make_unique<QTemporaryDir>();
    qputenv("XDG_CONFIG_HOME", m_config->path().toUtf8());
}

void LoginStartTest::onAndOff()
{
    const LoginStart start = starting({u"/usr/bin/vos-messenger"_s, u"--background"_s});
    QVERIFY(!start.isOn());
    QVERIFY(start.set(false));
    QVERIFY(start.set(true));
    QVERIFY(start.isOn());
    QVERIFY(text().startsWith("[Desktop Entry]\nType=Application\n"_L1));
    QCOMPARE(execOf(text()), (QStringList{u"/usr/bin/vos-messenger"_s, u"--background"_s}));
    const QString validator = QStandardPaths::findExecutable(u"desktop-file-validate"_s);
    if (!validator.isEmpty())
        QCOMPARE(QProcess::execute(validator, {path()}), 0);
    QVERIFY(start.set(false));
    QVERIFY(!start.isOn());
    QVERIFY(!QFile::exists(path()));
}

void LoginStartTest::commandSurvivesQuoting()
{
    const QStringList command{u"/home/某人/my \"$HOME\" `x` \\ 100%f/vos"_s, u"--profile"_s,
                              u"a b"_s};
    QVERIFY(starting(command).set(true));
    QCOMPARE(execOf(text()), command);
}

void LoginStartTest::switchedOffByTheDesktop()
{
    const LoginStart start = starting({u"vos-messenger"_s});
    QVERIFY(start.set(true));
    for (const auto& line : {u"Hidden=true\n"_s, u"X-GNOME-Autostart-enabled=false\n"_s}) {
        put(u"[Desktop Entry]\nExec=x\n"_s + line);
        QVERIFY(!start.isOn());
        // Nor is it switched on behind the person's back.
        start.renew();
        QVERIFY(!start.isOn());
    }
}

void LoginStartTest::renewFollowsTheProgram()
{
    QVERIFY(starting({u"/old/place"_s}).set(true));
    starting({u"/new/place"_s}).renew();
    QCOMPARE(execOf(text()), QStringList{u"/new/place"_s});
    QVERIFY(starting({u"/new/place"_s}).set(false));
    starting({u"/new/place"_s}).renew();
    QVERIFY(!QFile::exists(path()));
}

void LoginStartTest::refusalIsTold()
{
    // A file where the folder should be.
    QFile file(m_config->filePath(u"autostart"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    const auto refused = starting({u"vos-messenger"_s}).set(true);
    QVERIFY(!refused);
    QVERIFY(refused.error().startsWith(path()));
}

VOS_TEST_CORE(LoginStartTest)
#include "tst_loginstart.moc"
