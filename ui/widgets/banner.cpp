#include "ui/widgets/banner.h"

#include "ui/widgets/buttons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>

namespace vos::ui {

namespace {

Color groundOf(BannerKind kind)
{
    switch (kind) {
    case BannerKind::Held:
        return Color::HeldGround;
    case BannerKind::Danger:
        return Color::DangerGround;
    case BannerKind::Warn:
        break;
    }
    return Color::WarnGround;
}

Color inkOf(BannerKind kind)
{
    switch (kind) {
    case BannerKind::Held:
        return Color::Held;
    case BannerKind::Danger:
        return Color::Danger;
    case BannerKind::Warn:
        break;
    }
    return Color::Warn;
}

}  // namespace

Banner::Banner(Theme& theme, BannerKind kind, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_kind(kind), m_text(new QLabel(this)),
      m_action(pushButton("link", this)),
      m_close(iconButton(theme, QStringLiteral("close"), Color::TextSoft, this))
{
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(space::M + metric::IconSmall + 10, space::Xs, space::S, space::Xs);
    row->setSpacing(space::S);
    m_text->setWordWrap(true);
    m_text->setTextFormat(Qt::PlainText);
    theme.bind(m_text, Type::Body);
    row->addWidget(m_text, 1);
    m_action->setFlat(true);
    row->addWidget(m_action);
    m_close->setIconSize({metric::IconSmall, metric::IconSmall});
    row->addWidget(m_close);
    setMinimumHeight(metric::BannerHeight);
    m_action->hide();
    m_close->hide();
    hide();
    connect(m_action, &QPushButton::clicked, this, &Banner::actionTriggered);
    connect(m_close, &QToolButton::clicked, this, &Banner::dismissed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    retranslate();
}

void Banner::setText(const QString& text)
{
    m_text->setText(text);
    setAccessibleName(text);
    setVisible(!text.isEmpty());
}

QString Banner::text() const
{
    return m_text->text();
}

void Banner::setAction(const QString& text)
{
    m_action->setText(text);
    m_action->setVisible(!text.isEmpty());
}

QPushButton* Banner::addButton(const QByteArray& kind)
{
    QPushButton* button = pushButton(kind, this);
    auto* row = qobject_cast<QHBoxLayout*>(layout());
    row->insertWidget(row->count() - 1, button);
    return button;
}

void Banner::setDismissible(bool on)
{
    m_close->setVisible(on);
}

void Banner::retranslate()
{
    setIconName(m_close, tr("Dismiss"));
}

void Banner::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void Banner::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(groundOf(m_kind)));
    const QString icon =
        m_kind == BannerKind::Held ? QStringLiteral("friend-vos") : QStringLiteral("warning");
    const QPoint at(space::M, (height() - metric::IconSmall) / 2);
    painter.drawPixmap(
        at, m_theme.pixmap(icon, inkOf(m_kind), metric::IconSmall, devicePixelRatioF()));
}

}  // namespace vos::ui
