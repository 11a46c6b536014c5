#include "ui/chat/reactionstrip.h"

#include "ui/chat/bubblelayout.h"
#include "ui/widgets/buttons.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QScreen>
#include <QToolButton>

#include <algorithm>

namespace vos::ui {

namespace {

constexpr int StripCell = 36;
constexpr int StripEmojiPixels = 22;

/// Those offered first, with the name they are read by.
struct Offered {
    QString emoji;
    QString name;
};
QList<Offered> quickReactions()
{
    return {{QStringLiteral("👍"), ReactionStrip::tr("Thumbs up")},
            {QStringLiteral("❤️"), ReactionStrip::tr("Heart")},
            {QStringLiteral("😂"), ReactionStrip::tr("Laughing")},
            {QStringLiteral("😮"), ReactionStrip::tr("Surprised")},
            {QStringLiteral("😢"), ReactionStrip::tr("Sad")},
            {QStringLiteral("🙏"), ReactionStrip::tr("Thank you")}};
}

}  // namespace

ReactionStrip::ReactionStrip(Theme& theme, const QStringList& chosen, QWidget* parent)
    : QFrame(parent, Qt::Popup)
{
    setObjectName(QStringLiteral("reactionStrip"));
    setAccessibleName(tr("Reactions"));
    setFrameShape(QFrame::StyledPanel);
    theme.bindGround(this, Color::Base);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(space::Xs, space::Xs, space::Xs, space::Xs);
    row->setSpacing(2);
    QFont font = chipFont(theme);
    font.setPixelSize(StripEmojiPixels);
    QStringList known;
    const auto offer = [&](const QString& emoji, const QString& name) {
        auto* button = new QToolButton(this);
        button->setText(emoji);
        button->setFont(font);
        button->setFixedSize(StripCell, StripCell);
        button->setCheckable(true);
        button->setChecked(chosen.contains(emoji));
        button->setAccessibleName(name);
        button->setToolTip(name.toHtmlEscaped());
        connect(button, &QToolButton::clicked, this, [this, emoji] {
            Q_EMIT picked(emoji);
            close();
        });
        known.append(emoji);
        add(button);
    };
    for (const Offered& one : quickReactions())
        offer(one.emoji, one.name);
    for (const QString& emoji : chosen) {
        if (!known.contains(emoji))
            offer(emoji, emoji);
    }
    QToolButton* more = iconButton(theme, QStringLiteral("plus"), Color::TextSoft, this);
    more->setObjectName(QStringLiteral("moreReactions"));
    more->setFixedSize(StripCell, StripCell);
    setIconName(more, tr("Another emoji"));
    connect(more, &QToolButton::clicked, this, [this] {
        close();
        Q_EMIT moreRequested();
    });
    add(more);
    m_buttons.first()->setFocus();
}

void ReactionStrip::add(QToolButton* button)
{
    layout()->addWidget(button);
    m_buttons.append(button);
}

void ReactionStrip::open(const QPoint& at)
{
    adjustSize();
    QPoint place = at + QPoint(0, space::Xs);
    if (const QScreen* on = screen()) {
        const QRect room = on->availableGeometry();
        place.setX(std::clamp(place.x(), room.left(), std::max(room.left(), room.right() - width())));
        place.setY(
            std::clamp(place.y(), room.top(), std::max(room.top(), room.bottom() - height())));
    }
    move(place);
    show();
}

void ReactionStrip::keyPressEvent(QKeyEvent* event)
{
    const bool left = event->key() == Qt::Key_Left;
    if (left || event->key() == Qt::Key_Right) {
        const qsizetype to = m_buttons.indexOf(focusWidget()) + (left ? -1 : 1);
        if (to >= 0 && to < m_buttons.size())
            m_buttons[to]->setFocus(Qt::TabFocusReason);
    } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        if (auto* button = qobject_cast<QToolButton*>(focusWidget()))
            button->click();
    } else {
        QFrame::keyPressEvent(event);
    }
}

}  // namespace vos::ui
