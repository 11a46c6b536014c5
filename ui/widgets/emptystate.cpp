#include "ui/widgets/emptystate.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

constexpr int DiscSize = 48;
constexpr int TextWidthMax = 320;

class IconDisc : public QWidget {
public:
    IconDisc(const Theme& theme, QString icon, Color ink, QWidget* parent)
        : QWidget(parent), m_theme(theme), m_icon(std::move(icon)), m_ink(ink)
    {
        setFixedSize(DiscSize, DiscSize);
        connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(m_theme.color(Color::BubbleIn));
        painter.drawEllipse(rect());
        const int at = (DiscSize - metric::RailIcon) / 2;
        painter.drawPixmap(
            at, at, m_theme.pixmap(m_icon, m_ink, metric::RailIcon, devicePixelRatioF()));
    }

private:
    const Theme& m_theme;
    QString m_icon;
    Color m_ink;
};

}  // namespace

EmptyState::EmptyState(Theme& theme, const QString& icon, Color ink, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_column(new QVBoxLayout(this)),
      m_buttons(new QHBoxLayout), m_text(new QLabel(this)), m_detail(new QLabel(this))
{
    m_column->setSpacing(space::M);
    m_column->setContentsMargins(space::L, space::L, space::L, space::L);
    m_column->addStretch();
    if (!icon.isEmpty())
        m_column->addWidget(new IconDisc(theme, icon, ink, this), 0, Qt::AlignHCenter);
    for (QLabel* label : {m_text, m_detail}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
        label->setMaximumWidth(TextWidthMax);
        label->hide();
        auto* row = new QHBoxLayout;
        row->addStretch();
        row->addWidget(label, 1000);
        row->addStretch();
        m_column->addLayout(row);
    }
    theme.bind(m_text, Type::Body);
    m_buttons->setSpacing(space::S);
    m_buttons->setAlignment(Qt::AlignCenter);
    m_column->addLayout(m_buttons);
    m_column->addStretch();
}

void EmptyState::setText(const QString& text)
{
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
}

void EmptyState::setDetail(const QString& text, bool address)
{
    m_theme.bind(m_detail, address ? Type::FixedCaption : Type::Caption, Color::TextSoft);
    // An address has no place to break at: two lines of equal length.
    const qsizetype half = (text.size() + 1) / 2;
    m_detail->setText(address && !text.isEmpty() ? text.left(half) + u'\n' + text.mid(half)
                                                 : text);
    m_detail->setAccessibleName(text);
    m_detail->setVisible(!text.isEmpty());
}

void EmptyState::setPicture(QWidget* picture)
{
    m_column->insertWidget(1, picture, 0, Qt::AlignHCenter);
}

void EmptyState::addButton(QPushButton* button)
{
    m_buttons->addWidget(button);
}

}  // namespace vos::ui
