#include "ui/widgets/toast.h"

#include "ui/widgets/buttons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

namespace vos::ui {

Toast::Toast(Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_text(new QLabel(this)), m_undo(pushButton("link", this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(space::L, space::Xs, space::S, space::Xs);
    row->setSpacing(space::S);
    m_text->setTextFormat(Qt::PlainText);
    row->addWidget(m_text);
    row->addWidget(m_undo);
    theme.bindFont(m_text, Type::Body);
    m_undo->setObjectName(QStringLiteral("undoButton"));
    m_timer.setSingleShot(true);
    m_timer.setInterval(ShownMs);
    connect(&m_timer, &QTimer::timeout, this, &Toast::finish);
    connect(m_undo, &QPushButton::clicked, this, [this] {
        m_timer.stop();
        hide();
        Q_EMIT undone();
    });
    connect(&theme, &Theme::changed, this, &Toast::recolour);
    recolour();
    parent->installEventFilter(this);
    hide();
}

void Toast::showText(const QString& text, const QString& undo)
{
    m_text->setText(text);
    m_undo->setText(undo);
    adjustSize();
    place();
    show();
    raise();
    m_timer.start();
}

void Toast::finish()
{
    if (isHidden())
        return;
    m_timer.stop();
    hide();
    Q_EMIT finished();
}

void Toast::recolour()
{
    // Light text on dark in the light scheme and the other way round.
    QPalette p = m_text->palette();
    p.setColor(QPalette::WindowText, m_theme.color(Color::Base));
    m_text->setPalette(p);
    m_undo->setStyleSheet(QStringLiteral("color: %1; font-weight: 600;")
                              .arg(m_theme.color(Color::Base).name()));
    update();
}

void Toast::place()
{
    const QWidget* area = parentWidget();
    move((area->width() - width()) / 2, area->height() - height() - space::Xl);
}

bool Toast::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        place();
    return false;
}

void Toast::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Color::Text));
    painter.drawRoundedRect(rect(), radius::Card, radius::Card);
}

}  // namespace vos::ui
