#include "ui/chat/emojipicker.h"

#include <QGridLayout>
#include <QKeyEvent>
#include <QToolButton>

namespace vos::ui {

namespace {

constexpr int Columns = 10;
constexpr int Cell = 32;
constexpr double EmojiPixels = 20;

QStringList offered()
{
    return QStringLiteral("😀 😄 😁 😂 🤣 😊 😉 😍 🥰 😘 😎 🤩 🤔 🙂 🙃 😅 😇 😋 😜 🤗 "
                          "😏 😴 😢 😭 😤 😡 😱 😳 🥺 😬 👍 👎 👌 ✌️ 🤞 👏 🙏 💪 👋 🤝 "
                          "❤️ 💔 💯 ✨ 🎉 🎁 🎂 🌹 🌟 🔥 ☕ 🍵 🍜 🍎 🍺 ⚽ 🎵 📷 📎 📌 "
                          "✅ ❌ ❓ ❗ 💡 🌞 🌧️ ❄️ 🌈 🐱 🐶 🐼 🚆 ✈️ 🚗 🏠 ⏰ 💻 📱 🔒")
        .split(u' ');
}

}  // namespace

EmojiPicker::EmojiPicker(Theme& theme, QWidget* parent) : QFrame(parent, Qt::Popup)
{
    setObjectName(QStringLiteral("emojiPicker"));
    setAccessibleName(tr("Emoji"));
    setFrameShape(QFrame::StyledPanel);
    theme.bindGround(this, Color::Base);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(space::S, space::S, space::S, space::S);
    grid->setSpacing(0);
    QFont font = theme.font(Type::Emoji);
    font.setPixelSize(static_cast<int>(EmojiPixels));
    int place = 0;
    for (const QString& emoji : offered()) {
        auto* button = new QToolButton(this);
        button->setText(emoji);
        button->setFont(font);
        button->setFixedSize(Cell, Cell);
        grid->addWidget(button, place / Columns, place % Columns);
        ++place;
        m_buttons.append(button);
        connect(button, &QToolButton::clicked, this, [this, emoji] {
            Q_EMIT picked(emoji);
            close();
        });
    }
    m_buttons.first()->setFocus();
}

void EmojiPicker::keyPressEvent(QKeyEvent* event)
{
    const auto at = static_cast<int>(m_buttons.indexOf(focusWidget()));
    int to = at;
    switch (event->key()) {
    case Qt::Key_Left:
        to = at - 1;
        break;
    case Qt::Key_Right:
        to = at + 1;
        break;
    case Qt::Key_Up:
        to = at - Columns;
        break;
    case Qt::Key_Down:
        to = at + Columns;
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (auto* button = qobject_cast<QToolButton*>(focusWidget()))
            button->click();
        return;
    default:
        QFrame::keyPressEvent(event);
        return;
    }
    if (to >= 0 && to < m_buttons.size())
        m_buttons.at(to)->setFocus(Qt::TabFocusReason);
}

}  // namespace vos::ui
