#include "ui/chat/stepview.h"

#include "ui/widgets/buttons.h"

#include <QApplication>
#include <QClipboard>
#include <QGridLayout>
#include <QPainter>
#include <QPushButton>

namespace vos::ui {

namespace {

constexpr int Disc = 28;
constexpr int StepIcon = 16;
constexpr int BubblePaddingY = 7;

}  // namespace

TextBubble::TextBubble(const Theme& theme, QWidget* parent) : QLabel(parent), m_theme(theme)
{
    setContentsMargins(space::M, BubblePaddingY, space::M, BubblePaddingY);
}

void TextBubble::setOutgoing(bool outgoing)
{
    m_outgoing = outgoing;
    update();
}

void TextBubble::paintEvent(QPaintEvent* event)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(m_outgoing ? Color::BubbleOut : Color::BubbleIn));
    painter.drawRoundedRect(rect(), radius::Bubble, radius::Bubble);
    painter.end();
    QLabel::paintEvent(event);
}

StepRow::StepRow(Theme& theme, const DetailStep& step, bool last, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_step(step)
    , m_last(last)
{
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(Disc + space::M, space::Xs, 0, last ? 0 : space::L);
    grid->setHorizontalSpacing(space::S);
    grid->setVerticalSpacing(2);
    QLabel* title = label(step.title, Type::BodyStrong, Color::Text);
    title->setWordWrap(true);
    grid->addWidget(title, 0, 0);
    grid->addWidget(label(step.time, Type::Caption, Color::TextSoft), 0, 1,
                    Qt::AlignTrailing | Qt::AlignTop);
    grid->setColumnStretch(0, 1);
    QLabel* detail = label(step.detail, Type::Caption, Color::TextSoft);
    detail->setWordWrap(true);
    grid->addWidget(detail, 1, 0, 1, 2);
    if (!step.proof.isEmpty())
        grid->addWidget(proofLine(), 2, 0, 1, 2);
}

QWidget* StepRow::proofLine()
{
    auto* proof = new QWidget(this);
    auto* row = new QHBoxLayout(proof);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::Xs);
    auto* icon = new QLabel(proof);
    icon->setPixmap(m_theme.pixmap(QStringLiteral("verified"), Color::Online, metric::Receipt,
                                   devicePixelRatioF()));
    row->addWidget(icon);
    QLabel* words = label(m_step.proof, Type::Caption, Color::Text);
    words->setWordWrap(true);
    row->addWidget(words, 1);
    if (m_step.signedWord.isEmpty())
        return proof;
    QPushButton* copy = pushButton("link", proof);
    copy->setObjectName(QStringLiteral("copyProofButton"));
    copy->setText(tr("Copy"));
    //: %1 is a step of a message's way, such as Held by Bob
    copy->setAccessibleName(tr("Copy the proof of: %1").arg(m_step.title));
    copy->setToolTip(tr("Copies the signed word as base64"));
    connect(copy, &QPushButton::clicked, this, [word = m_step.signedWord] {
        QApplication::clipboard()->setText(QString::fromLatin1(word.toBase64()));
    });
    row->addWidget(copy);
    return proof;
}

QLabel* StepRow::label(const QString& text, Type type, Color color)
{
    auto* made = new QLabel(this);
    made->setTextFormat(Qt::PlainText);
    made->setText(text);
    m_theme.bind(made, type, color);
    return made;
}

void StepRow::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (!m_last) {
        painter.fillRect(QRect(Disc / 2, Disc, metric::Hairline, height() - Disc),
                         m_theme.color(Color::Border));
    }
    const bool held = m_step.ink == Color::Held;
    painter.setPen(QPen(m_theme.color(Color::Divider), metric::Hairline));
    painter.setBrush(m_theme.color(held ? Color::HeldGround : Color::Base));
    painter.drawEllipse(QRectF(0.5, 0.5, Disc - 1, Disc - 1));
    const int at = (Disc - StepIcon) / 2;
    painter.drawPixmap(at, at,
                       m_theme.pixmap(m_step.icon, m_step.ink, StepIcon, devicePixelRatioF()));
}

}  // namespace vos::ui
