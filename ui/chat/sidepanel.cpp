#include "ui/chat/sidepanel.h"

#include "ui/widgets/buttons.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace vos::ui {

SidePanel::SidePanel(Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_head(new QHBoxLayout), m_body(new QVBoxLayout),
      m_title(new QLabel(this)),
      m_close(iconButton(theme, QStringLiteral("close"), Color::TextSoft, this))
{
    theme.bind(m_title, Type::Section);
    setFixedWidth(metric::SidePanelWidth);
    auto* headBox = new QWidget(this);
    headBox->setLayout(m_head);
    m_head->setContentsMargins(space::L, 0, space::M, 0);
    m_head->addWidget(m_title, 1);
    m_head->addWidget(m_close);
    m_body->setContentsMargins(space::L, space::L, space::L, space::M);
    m_body->setSpacing(space::S);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(metric::Hairline, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(headBox);
    column->addLayout(m_body, 1);
    const auto fit = [this, &theme, headBox] {
        headBox->setFixedHeight(theme.scaled(metric::HeaderHeight));
        update();
    };
    fit();
    connect(&theme, &Theme::changed, this, fit);
    connect(m_close, &QToolButton::clicked, this, &SidePanel::closed);
    retranslate();
}

void SidePanel::setTitle(const QString& title)
{
    m_title->setText(title);
    setAccessibleName(title);
}

void SidePanel::retranslate()
{
    setIconName(m_close, tr("Close panel"), QKeySequence(Qt::Key_Escape).toString());
}

void SidePanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void SidePanel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const QColor divider = m_theme.color(Color::Divider);
    painter.fillRect(rect(), m_theme.color(Color::Window));
    painter.fillRect(QRect(0, 0, metric::Hairline, height()), divider);
    const int y = m_theme.scaled(metric::HeaderHeight) - metric::Hairline;
    painter.fillRect(QRect(0, y, width(), metric::Hairline), divider);
}

}  // namespace vos::ui
