#include "ui/security/idlelock.h"

#include <QCoreApplication>
#include <QEvent>

namespace vos::ui {

IdleLock::IdleLock(model::Models& models, QObject* parent)
    : QObject(parent)
    , m_models(models)
    , m_timer(this)
{
    setObjectName(QStringLiteral("idleLock"));
    m_timer.setObjectName(QStringLiteral("idleTimer"));
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::VeryCoarseTimer);
    connect(&m_timer, &QTimer::timeout, this, &IdleLock::onIdle);
    connect(&models, &model::Models::loaded, this, &IdleLock::refresh);
    connect(&models.preferences(), &model::Preferences::changed, this, &IdleLock::refresh);
    connect(&models.source(), &model::NodeSource::protectionChanged, this, &IdleLock::refresh);
    connect(&models.source(), &model::NodeSource::lockedChanged, this, &IdleLock::refresh);
    QCoreApplication::instance()->installEventFilter(this);
    refresh();
}

void IdleLock::refresh()
{
    const int minutes = m_models.preferences().lockAfterMinutes();
    const bool wanted = minutes > 0 && !m_models.source().isLocked() &&
                        m_models.source().protection() == Protection::Passphrase;
    if (wanted)
        m_timer.start(std::chrono::minutes(minutes));
    else
        m_timer.stop();
}

void IdleLock::onIdle()
{
    m_models.source().lock(this, [](const auto&) {});
}

bool IdleLock::eventFilter(QObject* watched, QEvent* event)
{
    switch (event->type()) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::MouseMove:
    case QEvent::Wheel:
    case QEvent::TouchBegin:
    case QEvent::InputMethod:
        if (m_timer.isActive())
            m_timer.start();
        break;
    default:
        break;
    }
    return QObject::eventFilter(watched, event);
}

}  // namespace vos::ui
