#include "ui/mainwindow/statusbar.h"

#include "ui/widgets/statuschip.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QPainter>

namespace vos::ui {

StatusBar::StatusBar(Theme& theme, model::Models& models, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_models(models), m_network(new StatusChip(theme, this)),
      m_queue(new StatusChip(theme, this)), m_holding(new StatusChip(theme, this))
{
    m_network->setObjectName(QStringLiteral("networkChip"));
    m_queue->setObjectName(QStringLiteral("queueChip"));
    m_holding->setObjectName(QStringLiteral("holdingChip"));
    m_queue->setCheckable(true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(space::Xs, metric::Hairline, space::Xs, 0);
    row->setSpacing(metric::Hairline);
    row->addWidget(m_network);
    row->addWidget(m_queue);
    row->addWidget(m_holding);
    row->addStretch();
    const auto fit = [this] { setFixedHeight(m_theme.scaled(metric::StatusBarHeight)); };
    fit();
    connect(&theme, &Theme::changed, this, fit);
    connect(&models.status(), &model::NodeStatus::changed, this, &StatusBar::refresh);
    connect(&models.friendVos(), &model::FriendVosModel::changed, this, &StatusBar::refresh);
    connect(&models, &model::Models::retranslated, this, &StatusBar::refresh);
    connect(m_queue, &StatusChip::toggled, m_queue, &QWidget::updateGeometry);
    refresh();
}

void StatusBar::refresh()
{
    const model::NodeStatus& status = m_models.status();
    const bool connected = status.connection() == model::Connection::Connected;
    const bool offline = status.connection() == model::Connection::Offline;
    m_network->setChipIcon(connected ? QStringLiteral("presence-online")
                           : offline ? QStringLiteral("presence-offline")
                                     : QStringLiteral("presence-pending"),
                           connected ? Color::Online : Color::Offline);
    m_network->setText(status.connectionText());
    m_network->setAccessibleName(status.connectionName());
    m_queue->setChipIcon(QStringLiteral("receipt-queued"), Color::TextSoft);
    m_queue->setText(status.queueText());
    m_queue->setAccessibleName(status.queueText());
    const model::FriendVosModel& friendVos = m_models.friendVos();
    const int holding = friendVos.holding();
    m_holding->setVisible(holding > 0 || friendVos.ownerCount() > 0);
    m_holding->setChipIcon(QStringLiteral("receipt-held"), Color::Held);
    m_holding->setText(holding > 0 ? tr("Holding %n for friends", nullptr, holding)
                                   : tr("Holding nothing at present"));
    m_holding->setAccessibleName(tr("Holding: %n messages", nullptr, holding));
    m_holding->setToolTip(tr("Show for whom you hold messages"));
    for (StatusChip* chip : {m_network, m_queue, m_holding})
        chip->updateGeometry();
    m_network->setToolTip(tr("Show how you are connected"));
    m_queue->setToolTip(tr("Show the queue (%1)")
                            .arg(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Q)
                                     .toString(QKeySequence::NativeText)));
    update();
}

void StatusBar::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QWidget::changeEvent(event);
}

void StatusBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QColor divider = m_theme.color(Color::Divider);
    painter.fillRect(rect(), m_theme.color(Color::Sidebar));
    painter.fillRect(QRect(0, 0, width(), metric::Hairline), divider);
    for (const StatusChip* chip : {m_network, m_queue}) {
        if (chip == m_queue && !m_holding->isVisible())
            continue;
        const int x = chip->geometry().right() + 1;
        painter.fillRect(QRect(x, space::S, metric::Hairline, height() - 2 * space::S + 1),
                         divider);
    }
}

}  // namespace vos::ui
