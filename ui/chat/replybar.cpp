#include "ui/chat/replybar.h"

#include "ui/widgets/buttons.h"
#include "ui/widgets/elidedlabel.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

constexpr int EdgeWidth = 3;
constexpr double EdgeRadius = 1.5;

}  // namespace

ReplyBar::ReplyBar(Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme),
      m_title(new ElidedLabel(theme, Type::CaptionStrong, Color::Link, this)),
      m_text(new ElidedLabel(theme, Type::Caption, Color::TextSoft, this)),
      m_close(iconButton(theme, QStringLiteral("close"), Color::TextSoft, this))
{
    setObjectName(QStringLiteral("replyBar"));
    m_close->setObjectName(QStringLiteral("replyClose"));
    auto* lines = new QVBoxLayout;
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(0);
    lines->addWidget(m_title);
    lines->addWidget(m_text);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(EdgeWidth + space::S, 0, 0, 0);
    row->setSpacing(space::S);
    row->addLayout(lines, 1);
    row->addWidget(m_close);
    hide();
}

void ReplyBar::showQuote(const QString& title, const QString& text, const QString& closeName)
{
    setVisible(!title.isEmpty());
    m_title->setText(title);
    m_text->setText(text);
    setIconName(m_close, closeName,
                QKeySequence(Qt::Key_Escape).toString(QKeySequence::NativeText));
    // Read by assistive tools when the bar comes.
    setAccessibleName(title);
    setAccessibleDescription(text);
}

void ReplyBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Color::Accent));
    painter.drawRoundedRect(QRectF(0, 1, EdgeWidth, height() - 2), EdgeRadius, EdgeRadius);
}

}  // namespace vos::ui
