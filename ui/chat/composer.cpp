#include "ui/chat/composer.h"

#include "model/messagemodel.h"
#include "ui/chat/emojipicker.h"
#include "ui/chat/replybar.h"
#include "ui/widgets/buttons.h"

#include <QAbstractTextDocumentLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QPushButton>
#include <QTextDocument>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace vos::ui {

namespace {

constexpr int LinesMax = 8;
constexpr int LimitBytes = model::MessageModel::TextSizeMax;
constexpr int CounterFrom = LimitBytes / 10 * 9;
constexpr int FieldPadding = 11;

/// The frame around editor and emoji button, marked when the editor has the keyboard.
class Field : public QWidget {
public:
    Field(const Theme& theme, QWidget* parent) : QWidget(parent), m_theme(theme) {}
    void setEdit(const QWidget* edit) { m_edit = edit; }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const bool focused = m_edit != nullptr && m_edit->hasFocus();
        const int width = focused ? metric::FocusRing : metric::Hairline;
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(m_theme.color(focused ? Color::Accent : Color::Border), width));
        painter.setBrush(m_theme.color(Color::Base));
        const double half = width / 2.0;
        painter.drawRoundedRect(QRectF(rect()).adjusted(half, half, -half, -half), radius::Field,
                                radius::Field);
    }

private:
    const Theme& m_theme;
    const QWidget* m_edit = nullptr;
};

}  // namespace

Composer::Composer(Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_field(new Field(theme, this)),
      m_edit(new ComposerEdit(m_field)),
      m_emoji(iconButton(theme, QStringLiteral("emoji"), Color::TextSoft, m_field)),
      m_send(iconTextButton(theme, "primary", QStringLiteral("send"), this)),
      m_counter(new QLabel(this)), m_reply(new ReplyBar(theme, this))
{
    static_cast<Field*>(m_field)->setEdit(m_edit);
    m_edit->setObjectName(QStringLiteral("composer"));
    m_send->setObjectName(QStringLiteral("sendButton"));
    m_emoji->setObjectName(QStringLiteral("emojiButton"));
    m_counter->setObjectName(QStringLiteral("lengthCounter"));
    theme.bind(m_counter, Type::Caption, Color::TextSoft);
    theme.bindFont(m_edit, Type::Body);
    m_counter->setAlignment(Qt::AlignTrailing | Qt::AlignVCenter);
    m_counter->hide();

    auto* field = new QHBoxLayout(m_field);
    field->setContentsMargins(FieldPadding, 0, space::Xs, 0);
    field->setSpacing(space::Xs);
    field->addWidget(m_edit, 1);
    auto* corner = new QVBoxLayout;
    corner->setContentsMargins(0, 0, 0, space::Xs);
    corner->addStretch();
    corner->addWidget(m_emoji);
    field->addLayout(corner);

    auto* row = new QHBoxLayout;
    row->setSpacing(space::S);
    row->addWidget(m_field, 1);
    row->addWidget(m_send, 0, Qt::AlignBottom);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::L, 10, space::M, 9);
    column->setSpacing(space::Xs);
    column->addWidget(m_reply);
    column->addLayout(row);
    column->addWidget(m_counter);
    setTabOrder(m_edit, m_emoji);
    setTabOrder(m_emoji, m_send);

    connect(m_edit, &QPlainTextEdit::textChanged, this, &Composer::onTextChanged);
    connect(m_edit, &ComposerEdit::sendRequested, this, &Composer::send);
    connect(m_edit, &ComposerEdit::lastOwnRequested, this, &Composer::lastOwnRequested);
    connect(m_edit, &ComposerEdit::focusChanged, m_field, qOverload<>(&QWidget::update));
    connect(m_send, &QPushButton::clicked, this, &Composer::send);
    connect(m_emoji, &QToolButton::clicked, this, &Composer::showEmoji);
    connect(m_reply->closeButton(), &QToolButton::clicked, this, &Composer::replyDismissed);
    connect(&theme, &Theme::changed, this, &Composer::fitHeight);
    retranslate();
    fitHeight();
    updateSend();
}

void Composer::retranslate()
{
    m_edit->setPlaceholderText(tr("Write a message…"));
    m_edit->setAccessibleName(tr("Message"));
    m_send->setText(tr("Send"));
    m_send->setAccessibleName(tr("Send"));
    setIconName(m_emoji, tr("Emoji"));
    updateSend();
}

void Composer::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

QString Composer::text() const
{
    return m_edit->toPlainText();
}

void Composer::setText(const QString& text)
{
    if (text == m_edit->toPlainText())
        return;
    m_edit->setPlainText(text);
    m_edit->moveCursor(QTextCursor::End);
}

void Composer::setEnterSends(bool on)
{
    m_edit->setEnterSends(on);
}

void Composer::setReply(const QString& name, const QString& text)
{
    //: Above the composer while a message is being answered: whose it is.
    m_reply->showQuote(name.isEmpty() ? QString() : tr("Answer to %1").arg(name), text,
                       tr("Do not answer this message"));
    m_send->setText(tr("Send"));
    m_send->setAccessibleName(tr("Send"));
}

void Composer::setEditing(const QString& text)
{
    m_reply->showQuote(tr("Editing"), text, tr("Leave the message as it was"));
    m_send->setText(tr("Save"));
    m_send->setAccessibleName(tr("Save the message"));
}

void Composer::setBlocked(const QString& reason)
{
    m_blocked = reason;
    updateSend();
}

void Composer::onTextChanged()
{
    const QString now = text();
    m_size = now.toUtf8().size();
    fitHeight();
    updateSend();
    m_counter->setVisible(m_size >= CounterFrom);
    if (m_size >= CounterFrom) {
        const QLocale locale;
        const bool over = m_size > LimitBytes;
        m_counter->setText(over ? tr("Too long: %1 of %2 bytes")
                                      .arg(locale.toString(m_size), locale.toString(LimitBytes))
                                : tr("%1 of %2 bytes")
                                      .arg(locale.toString(m_size), locale.toString(LimitBytes)));
        QPalette p = m_counter->palette();
        p.setColor(QPalette::WindowText, m_theme.color(over ? Color::Danger : Color::TextSoft));
        m_counter->setPalette(p);
    }
    Q_EMIT textChanged(now);
}

void Composer::fitHeight()
{
    // QPlainTextEdit's document measures its height in lines.
    const double lines = m_edit->document()->documentLayout()->documentSize().height();
    const int shown = std::clamp(static_cast<int>(std::lround(lines)), 1, LinesMax);
    const int one = QFontMetrics(m_edit->font()).lineSpacing();
    const int least = m_theme.scaled(metric::ComposerField);
    const int high = least + (shown - 1) * one;
    m_edit->setTopPadding((least - one) / 2);
    m_field->setFixedHeight(high);
    m_emoji->setFixedSize(metric::HitArea, least - 2 * space::Xs);
    m_send->setFixedHeight(least);
}

void Composer::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitHeight();
}

void Composer::updateSend()
{
    m_send->setEnabled(m_size <= LimitBytes && m_blocked.isEmpty());
    m_send->setToolTip(m_blocked);
}

void Composer::send()
{
    const QString written = text();
    if (written.trimmed().isEmpty())
        m_edit->setFocus();
    else if (m_send->isEnabled())
        Q_EMIT sendRequested(written);
}

void Composer::showEmoji()
{
    auto* picker = new EmojiPicker(m_theme, this);
    picker->setAttribute(Qt::WA_DeleteOnClose);
    connect(picker, &EmojiPicker::picked, m_edit, [this](const QString& emoji) {
        m_edit->insertPlainText(emoji);
        m_edit->setFocus();
    });
    picker->adjustSize();
    const QPoint corner = m_emoji->mapToGlobal(QPoint(m_emoji->width(), 0));
    picker->move(corner - QPoint(picker->width(), picker->height() + space::S));
    picker->show();
}

void Composer::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Color::Base));
    painter.fillRect(QRect(0, 0, width(), metric::Hairline), m_theme.color(Color::Divider));
}

}  // namespace vos::ui
