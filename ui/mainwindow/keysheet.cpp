#include "ui/mainwindow/keysheet.h"

#include <QGridLayout>
#include <QLabel>

namespace vos::ui {

namespace {

QString native(const QList<QKeySequence>& sequences)
{
    QStringList texts;
    for (const QKeySequence& sequence : sequences)
        texts.append(sequence.toString(QKeySequence::NativeText));
    return texts.join(QStringLiteral(" / "));
}

struct PlainRow {
    QString keys;
    QString text;
};

/// Keys that belong to the composer or the message list itself.
QList<PlainRow> listKeys()
{
    const auto key = [](QKeyCombination keys) {
        return QKeySequence(keys).toString(QKeySequence::NativeText);
    };
    const auto plain = [](Qt::Key keys) {
        return QKeySequence(keys).toString(QKeySequence::NativeText);
    };
    return {
        {plain(Qt::Key_Return), KeySheet::tr("Send")},
        {key(Qt::SHIFT | Qt::Key_Return), KeySheet::tr("New line")},
        {plain(Qt::Key_Up), KeySheet::tr("Last own message (from an empty composer)")},
        {key(Qt::CTRL | Qt::Key_C), KeySheet::tr("Copy the message")},
        {key(Qt::CTRL | Qt::Key_R), KeySheet::tr("Answer the message")},
        {key(Qt::CTRL | Qt::SHIFT | Qt::Key_R), KeySheet::tr("React to the message")},
        {plain(Qt::Key_F2), KeySheet::tr("Edit the message")},
        {plain(Qt::Key_Delete), KeySheet::tr("Delete the message")},
        {key(Qt::SHIFT | Qt::Key_Delete), KeySheet::tr("Delete the message for both")},
        {key(Qt::CTRL | Qt::Key_B) + QStringLiteral(" / ") + plain(Qt::Key_I) +
             QStringLiteral(" / ") + plain(Qt::Key_E),
         KeySheet::tr("Bold, italic, code (while writing)")},
        {plain(Qt::Key_Menu), KeySheet::tr("Menu of the message")},
        {plain(Qt::Key_PageUp) + QStringLiteral(" / ") + plain(Qt::Key_PageDown),
         KeySheet::tr("Scroll the messages")},
        {key(Qt::CTRL | Qt::Key_Home), KeySheet::tr("Oldest message")},
        {key(Qt::CTRL | Qt::Key_End), KeySheet::tr("Latest message")},
        {plain(Qt::Key_Escape),
         KeySheet::tr("Close the panel, then clear the search, then latest")},
    };
}

}  // namespace

QList<KeyRow> windowKeys()
{
    const auto ctrlShift = Qt::CTRL | Qt::SHIFT;
    const auto altShift = Qt::ALT | Qt::SHIFT;
    using K = WindowKey;
    return {
        {K::FindFriend, {Qt::CTRL | Qt::Key_K}, KeySheet::tr("Find a friend or chat")},
        {K::SearchChat, {Qt::CTRL | Qt::Key_F}, KeySheet::tr("Search this chat")},
        {K::AddFriend, {Qt::CTRL | Qt::Key_N}, KeySheet::tr("Add a friend")},
        {K::NextChat, {Qt::ALT | Qt::Key_Down}, KeySheet::tr("Next chat")},
        {K::PreviousChat, {Qt::ALT | Qt::Key_Up}, KeySheet::tr("Previous chat")},
        {K::NextUnread, {altShift | Qt::Key_Down}, KeySheet::tr("Next unread chat")},
        {K::PreviousUnread, {altShift | Qt::Key_Up}, KeySheet::tr("Previous unread chat")},
        {K::GoChats, {Qt::CTRL | Qt::Key_1}, KeySheet::tr("Chats")},
        {K::GoFriendVos, {Qt::CTRL | Qt::Key_2}, KeySheet::tr("Friend VOS")},
        {K::GoMap, {Qt::CTRL | Qt::Key_3}, KeySheet::tr("VOS Map")},
        {K::GoNetwork, {Qt::CTRL | Qt::Key_4}, KeySheet::tr("Network")},
        {K::GoSettings, {Qt::CTRL | Qt::Key_Comma}, KeySheet::tr("Settings")},
        {K::FocusComposer, {Qt::CTRL | Qt::Key_L}, KeySheet::tr("Write")},
        {K::Details, {Qt::CTRL | Qt::Key_D}, KeySheet::tr("Details of the message")},
        {K::FriendDetails, {Qt::CTRL | Qt::Key_I}, KeySheet::tr("Friend details")},
        {K::Queue, {ctrlShift | Qt::Key_Q}, KeySheet::tr("Queue")},
        {K::NextZone, {Qt::Key_F6}, KeySheet::tr("Next part of the window")},
        {K::PreviousZone, {Qt::SHIFT | Qt::Key_F6}, KeySheet::tr("Previous part of the window")},
        {K::ZoomIn,
         {Qt::CTRL | Qt::Key_Plus, Qt::CTRL | Qt::Key_Equal},
         KeySheet::tr("Larger text")},
        {K::ZoomOut, {Qt::CTRL | Qt::Key_Minus}, KeySheet::tr("Smaller text")},
        {K::ZoomReset, {Qt::CTRL | Qt::Key_0}, KeySheet::tr("Normal text")},
        {K::Lock, {ctrlShift | Qt::Key_L}, KeySheet::tr("Lock")},
        {K::Keys, {Qt::Key_F1, Qt::CTRL | Qt::Key_Slash}, KeySheet::tr("This sheet")},
        {K::Close, {Qt::CTRL | Qt::Key_W}, KeySheet::tr("Close the window")},
        {K::Quit, {Qt::CTRL | Qt::Key_Q}, KeySheet::tr("Quit")},
    };
}

KeySheet::KeySheet(Theme& theme, QWidget* parent) : QDialog(parent)
{
    setObjectName(QStringLiteral("keySheet"));
    setWindowTitle(tr("Keys"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(space::Xl, space::L, space::Xl, space::Xl);
    grid->setHorizontalSpacing(space::L);
    grid->setVerticalSpacing(6);
    QList<PlainRow> rows;
    for (const KeyRow& row : windowKeys())
        rows.append({native(row.sequences), row.text});
    rows.append(listKeys());
    const qsizetype half = (rows.size() + 1) / 2;
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const int column = i < half ? 0 : 3;
        const int line = static_cast<int>(i % half);
        auto* text = new QLabel(rows[i].text, this);
        auto* keys = new QLabel(rows[i].keys, this);
        theme.bind(text, Type::Body, Color::Text);
        theme.bind(keys, Type::Caption, Color::TextSoft);
        grid->addWidget(text, line, column);
        grid->addWidget(keys, line, column + 1, Qt::AlignTrailing | Qt::AlignVCenter);
    }
    grid->setColumnMinimumWidth(2, space::Xl);
}

}  // namespace vos::ui
