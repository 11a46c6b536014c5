#include "app/messenger/language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace vos::messenger {

QString Language::resolved(const QString& choice)
{
    if (choice == QStringLiteral("en") || choice == QStringLiteral("zh_CN"))
        return choice;
    const bool chinese = QLocale::system().language() == QLocale::Chinese;
    return chinese ? QStringLiteral("zh_CN") : QStringLiteral("en");
}

void Language::set(const QString& choice)
{
    const QString wanted = resolved(choice);
    if (wanted == m_current)
        return;
    m_current = wanted;
    // Dates and numbers follow the language; the system's own habits where it speaks the same.
    const QLocale system = QLocale::system();
    const QLocale plain(wanted == QStringLiteral("en") ? QStringLiteral("en_GB") : wanted);
    QLocale::setDefault(system.language() == plain.language() ? system : plain);
    QCoreApplication::removeTranslator(&m_qt);
    QCoreApplication::removeTranslator(&m_ours);
    if (m_qt.load(QStringLiteral("qtbase_") + wanted,
                  QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        QCoreApplication::installTranslator(&m_qt);
    if (m_ours.load(QStringLiteral(":/i18n/vos_") + wanted))
        QCoreApplication::installTranslator(&m_ours);
}

}  // namespace vos::messenger
