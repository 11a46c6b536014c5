#include "ui/security/backupdialog.h"

#include "model/words.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"

#include <QDate>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

constexpr int BackupDialogWidth = 460;
constexpr int BackupPassphraseLength = 250;  ///< characters: at most 1000 bytes, as elsewhere
constexpr int BarSteps = 1000;

QString documentsFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
}

}  // namespace

BackupDialog::BackupDialog(Task task, Theme& theme, model::Models& models, QWidget* parent)
    : QDialog(parent)
    , m_task(task)
    , m_theme(theme)
    , m_models(models)
    , m_intro(label(theme, Type::Body, Color::TextSoft, this))
    , m_file(field("backupFile", false))
    , m_choose(pushButton({}, this))
    , m_passphrase(field("backupPassphrase", true))
    , m_again(field("backupPassphraseAgain", true))
    , m_bar(new QProgressBar(this))
    , m_result(label(theme, Type::Body, Color::Text, this))
    , m_error(label(theme, Type::Caption, Color::Danger, this))
    , m_hint(label(theme, Type::Caption, Color::TextSoft, this))
    , m_cancel(pushButton({}, this))
    , m_begin(pushButton("primary", this))
{
    setObjectName(QStringLiteral("backupDialog"));
    m_choose->setObjectName(QStringLiteral("chooseBackupFile"));
    m_bar->setObjectName(QStringLiteral("backupBar"));
    m_result->setObjectName(QStringLiteral("backupResult"));
    m_error->setObjectName(QStringLiteral("backupError"));
    m_hint->setObjectName(QStringLiteral("backupHint"));
    m_cancel->setObjectName(QStringLiteral("cancelButton"));
    m_begin->setObjectName(QStringLiteral("beginBackup"));
    m_bar->setRange(0, BarSteps);
    m_bar->setTextVisible(false);
    m_bar->hide();
    m_result->hide();
    m_error->hide();
    m_begin->setDefault(true);
    m_choose->setAutoDefault(false);
    m_cancel->setAutoDefault(false);
    if (writes()) {
        m_file.edit->setText(QDir::toNativeSeparators(
            documentsFolder() +
            QStringLiteral("/VOS %1.vosbackup").arg(QDate::currentDate().toString(Qt::ISODate))));
    }
    m_again.label->setVisible(writes());
    m_again.edit->setVisible(writes());
    buildLayout();
    for (const Field& each : {m_file, m_passphrase, m_again})
        connect(each.edit, &QLineEdit::textChanged, this, &BackupDialog::judge);
    connect(m_choose, &QPushButton::clicked, this, &BackupDialog::choose);
    connect(m_cancel, &QPushButton::clicked, this, &BackupDialog::reject);
    connect(m_begin, &QPushButton::clicked, this, &BackupDialog::begin);
    connect(&models.source(), &model::NodeSource::backupProgress, this,
            &BackupDialog::showProgress);
    retranslate();
    (writes() ? m_passphrase : m_file).edit->setFocus();
}

BackupDialog::Field BackupDialog::field(const char* name, bool secret)
{
    const Field made{lineLabel(m_theme, Type::BodyStrong, Color::Text, this), new QLineEdit(this)};
    made.edit->setObjectName(QString::fromLatin1(name));
    if (secret) {
        made.edit->setEchoMode(QLineEdit::Password);
        made.edit->setMaxLength(BackupPassphraseLength);
    }
    made.label->setBuddy(made.edit);
    return made;
}

void BackupDialog::buildLayout()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::Xl, space::Xl, space::Xl, space::L);
    column->setSpacing(space::S);
    column->addWidget(m_intro);
    column->addSpacing(space::S);
    column->addWidget(m_file.label);
    auto* file = new QHBoxLayout;
    file->setSpacing(space::S);
    file->addWidget(m_file.edit, 1);
    file->addWidget(m_choose);
    column->addLayout(file);
    for (const Field& each : {m_passphrase, m_again}) {
        column->addSpacing(space::S);
        column->addWidget(each.label);
        column->addWidget(each.edit);
    }
    column->addSpacing(space::S);
    column->addWidget(m_bar);
    column->addWidget(m_result);
    column->addWidget(m_error);
    column->addStretch();
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::S);
    buttons->addWidget(m_hint, 1);
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_begin);
    column->addLayout(buttons);
    const auto fit = [this] {
        setMinimumWidth(m_theme.scaled(BackupDialogWidth));
        for (const Field& each : {m_file, m_passphrase, m_again})
            each.edit->setMinimumHeight(m_theme.scaled(metric::FieldHeight));
    };
    fit();
    connect(&m_theme, &Theme::changed, this, fit);
}

void BackupDialog::retranslate()
{
    setWindowTitle(writes() ? tr("Back up everything") : tr("Restore a backup"));
    m_intro->setText(
        writes() ? tr("Your address, your friends and all messages go into one encrypted file. "
                      "Keep it on another disk: whoever has it and its passphrase is you.")
                 : tr("Your address, friends and messages come back as they were in the backup. "
                      "What is in this profile now is set aside in its folder, not deleted. Do not "
                      "go on using the same address on two computers."));
    m_file.label->setText(tr("File"));
    m_choose->setText(tr("Choose…"));
    m_choose->setAccessibleName(tr("Choose the file"));
    m_passphrase.label->setText(writes() ? tr("Passphrase for this backup")
                                         : tr("Passphrase of the backup"));
    m_again.label->setText(tr("The same passphrase again"));
    for (const Field& each : {m_file, m_passphrase, m_again})
        each.edit->setAccessibleName(each.label->text());
    m_bar->setAccessibleName(tr("Progress"));
    m_begin->setText(writes() ? tr("Back up") : tr("Restore"));
    judge();
}

void BackupDialog::judge()
{
    QString missing;
    if (m_file.edit->text().trimmed().isEmpty())
        missing = writes() ? tr("Choose where the backup goes.") : tr("Choose the backup.");
    else if (m_passphrase.edit->text().isEmpty())
        missing = writes() ? tr("Type a passphrase. Nobody can recover it for you.")
                           : tr("Type the passphrase it was made with.");
    else if (writes() && m_passphrase.edit->text() != m_again.edit->text())
        missing = tr("The two are not the same yet.");
    m_hint->setText(m_running || m_done ? QString() : missing);
    m_cancel->setText(m_done ? tr("Close") : tr("Cancel"));
    m_begin->setVisible(!m_done);
    m_begin->setEnabled(!m_running && missing.isEmpty());
    for (const Field& each : {m_file, m_passphrase, m_again})
        each.edit->setEnabled(!m_running && !m_done);
    m_choose->setEnabled(!m_running && !m_done);
}

void BackupDialog::choose()
{
    const QString now = QDir::fromNativeSeparators(m_file.edit->text());
    auto* dialog =
        new QFileDialog(this, windowTitle(), now.isEmpty() ? documentsFolder() : now,
                        tr("Backups (*.vosbackup)") + QStringLiteral(";;") + tr("All files (*)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setDefaultSuffix(QStringLiteral("vosbackup"));
    dialog->setAcceptMode(writes() ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
    dialog->setFileMode(writes() ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& file) { m_file.edit->setText(QDir::toNativeSeparators(file)); });
    dialog->open();
}

void BackupDialog::begin()
{
    m_running = true;
    m_error->hide();
    m_bar->setValue(0);
    m_bar->show();
    judge();
    const QString file = QFileInfo(m_file.edit->text().trimmed()).absoluteFilePath();
    const QByteArray passphrase = m_passphrase.edit->text().toUtf8();
    const auto reply = [this](const Outcome<BackupFault>& result) { finish(result); };
    if (writes())
        m_models.source().backUp(file, passphrase, this, reply);
    else
        m_models.source().restore(file, passphrase, this, reply);
}

void BackupDialog::showProgress(quint64 done, quint64 total)
{
    if (m_running && total > 0) {
        const double share = static_cast<double>(done) / static_cast<double>(total);
        m_bar->setValue(static_cast<int>(share * BarSteps));
    }
}

void BackupDialog::finish(const Outcome<BackupFault>& result)
{
    m_running = false;
    m_done = bool(result);
    m_bar->hide();
    m_result->setVisible(m_done);
    m_error->setVisible(!m_done);
    if (!result)
        m_error->setText(model::words::backupFault(result.error()));
    else if (writes())
        m_result->setText(tr("The backup is complete (%1) and was read back without a fault.")
                              .arg(model::words::megabytes(static_cast<quint64>(
                                  QFileInfo(m_file.edit->text().trimmed()).size()))));
    else
        m_result->setText(tr("The backup is good. VOS Messenger starts again with it; type its "
                             "passphrase then."));
    judge();
    m_cancel->setFocus();
}

void BackupDialog::reject()
{
    if (m_running)
        m_models.source().cancelBackup();
    QDialog::reject();
}

void BackupDialog::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QDialog::changeEvent(event);
}

}  // namespace vos::ui
