#include "ui/widgets/searchfield.h"

#include "ui/widgets/painting.h"

#include <QKeyEvent>
#include <QPainter>
#include <QStyle>

namespace vos::ui {

namespace {

constexpr int IconLeft = 12;
constexpr int IconSize = 16;
constexpr int TextLeft = 25;   ///< beside the inset every field has
constexpr int HintRight = 11;
constexpr int HintGap = 4;

}  // namespace

SearchField::SearchField(Theme& theme, QWidget* parent) : QLineEdit(parent), m_theme(theme)
{
    theme.bindFont(this, Type::Body);
    connect(&theme, &Theme::changed, this, &SearchField::fit);
    connect(this, &QLineEdit::textChanged, this, &SearchField::fit);
    fit();
}

void SearchField::setKeyHint(const QString& key)
{
    m_hint = key;
    fit();
}

void SearchField::fit()
{
    const bool hinted = !m_hint.isEmpty() && text().isEmpty();
    const int hint = hinted ? textWidth(m_theme, Type::Caption, m_hint) + HintGap : 0;
    setTextMargins(TextLeft, 0, hint, 0);
    setFixedHeight(m_theme.scaled(metric::FieldHeight));
}

void SearchField::keyPressEvent(QKeyEvent* event)
{
    if (event->key() != Qt::Key_Escape) {
        QLineEdit::keyPressEvent(event);
        return;
    }
    if (text().isEmpty())
        Q_EMIT left();
    else
        clear();
}

void SearchField::paintEvent(QPaintEvent* event)
{
    QLineEdit::paintEvent(event);
    QPainter painter(this);
    const QRect icon(IconLeft, (height() - IconSize) / 2, IconSize, IconSize);
    painter.drawPixmap(QStyle::visualRect(layoutDirection(), rect(), icon).topLeft(),
                       m_theme.pixmap(QStringLiteral("search"), Color::TextSoft, IconSize,
                                      devicePixelRatioF()));
    if (m_hint.isEmpty() || !text().isEmpty())
        return;
    const QRect hint = QStyle::visualRect(layoutDirection(), rect(),
                                          rect().adjusted(IconLeft, 0, -HintRight, 0));
    paintElided(painter, m_theme, Type::Caption, m_theme.color(Color::TextSoft), hint,
                QStyle::visualAlignment(layoutDirection(), Qt::AlignTrailing), m_hint);
}

}  // namespace vos::ui
