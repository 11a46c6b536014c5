#include "ui/settings/securitysection.h"

#include "model/words.h"
#include "ui/security/backupdialog.h"
#include "ui/security/protectiondialog.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace vos::ui {

SecuritySection::SecuritySection(Theme& theme, model::Models& models, QWidget* parent)
    : SettingsSection(theme, parent)
    , m_models(models)
    , m_change(pushButton({}, this))
    , m_lock(pushButton({}, this))
    , m_backUp(pushButton({}, this))
    , m_restore(pushButton({}, this))
    , m_after(new QComboBox(this))
    , m_trouble(label(theme, Type::Caption, Color::Danger, this))
{
    m_change->setObjectName(QStringLiteral("changeProtection"));
    m_lock->setObjectName(QStringLiteral("lockNow"));
    m_after->setObjectName(QStringLiteral("lockAfter"));
    m_trouble->setObjectName(QStringLiteral("lockTrouble"));
    for (const int minutes : model::Preferences::LockAfterChoices)
        m_after->addItem(QString(), minutes);
    addRow(m_change);
    addRow(m_lock);
    addRow(m_after);
    m_backUp->setObjectName(QStringLiteral("backUpButton"));
    m_restore->setObjectName(QStringLiteral("restoreButton"));
    addRow(m_backUp);
    addRow(m_restore);
    connect(m_backUp, &QPushButton::clicked, this, [this] { openBackup(true); });
    connect(m_restore, &QPushButton::clicked, this, [this] { openBackup(false); });
    layout()->addWidget(m_trouble);
    m_trouble->hide();
    connect(m_change, &QPushButton::clicked, this, [this] {
        auto* dialog = new ProtectionDialog(m_theme, m_models, window());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->open();
    });
    connect(m_lock, &QPushButton::clicked, this, &SecuritySection::lockNow);
    connect(m_after, &QComboBox::activated, this, [this](int index) {
        m_models.preferences().setLockAfterMinutes(m_after->itemData(index).toInt());
    });
    connect(&models.preferences(), &model::Preferences::changed, this, &SecuritySection::refresh);
    connect(&models.source(), &model::NodeSource::protectionChanged, this,
            &SecuritySection::refresh);
}

void SecuritySection::retranslate()
{
    setTitle(tr("Security"));
    m_lock->setText(tr("Lock now"));
    setRow(1, tr("Hide everything until the passphrase is typed"),
           tr("Messages go on arriving. Also Ctrl+Shift+L"));
    m_lock->setAccessibleName(tr("Lock now"));
    setRow(2, tr("Lock by itself"), tr("After a time without keys and mouse"));
    for (int i = 0; i < m_after->count(); ++i) {
        const int minutes = m_after->itemData(i).toInt();
        m_after->setItemText(i,
                             minutes == 0 ? tr("Never") : tr("After %n minutes", nullptr, minutes));
    }
    m_backUp->setText(tr("Back up…"));
    setRow(3, tr("Keep a copy of everything"),
           tr("Address, friends and messages in one encrypted file"));
    m_restore->setText(tr("Restore…"));
    setRow(4, tr("Begin again from a backup"), tr("What is here now is set aside, not deleted"));
    refresh();
}

void SecuritySection::openBackup(bool write)
{
    const auto task = write ? BackupDialog::Task::Write : BackupDialog::Task::Restore;
    auto* dialog = new BackupDialog(task, m_theme, m_models, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void SecuritySection::refresh()
{
    QString now;
    switch (m_models.source().protection()) {
    case Protection::None:
        now = tr("Nothing but the rights of the files: whoever can read them can open your "
                 "messages. A passphrase would prevent that.");
        break;
    case Protection::Passphrase:
        now = tr("A passphrase. Without it nobody can open your messages.");
        break;
    case Protection::Keychain:
        now = tr("The keychain of this system holds the key. It opens when you log in.");
        break;
    }
    const bool has = m_models.source().protection() == Protection::Passphrase;
    setRow(0, tr("What protects this profile"), now);
    m_change->setText(has ? tr("Change passphrase…") : tr("Set passphrase…"));
    m_change->setAccessibleName(m_change->text());
    m_after->setEnabled(has);
    m_after->setCurrentIndex(
        std::max(0, m_after->findData(m_models.preferences().lockAfterMinutes())));
    if (has)
        m_trouble->hide();
}

void SecuritySection::lockNow()
{
    if (m_models.source().protection() != Protection::Passphrase) {
        m_trouble->setText(tr("Set a passphrase first: without one it could not be unlocked."));
        m_trouble->show();
        return;
    }
    m_models.source().lock(this, [this](const Expected<Done, NodeError>& result) {
        m_trouble->setVisible(!result);
        if (!result)
            m_trouble->setText(model::words::error(result.error()));
    });
}

}  // namespace vos::ui
