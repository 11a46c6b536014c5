// How FriendDetails is laid out.

#include "ui/contacts/frienddetails.h"

#include "ui/theme/stylesheet.h"
#include "ui/widgets/avatarview.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/qrview.h"

#include <QCheckBox>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

constexpr int QrSize = 166;
constexpr int FactLabelWidth = 140;
constexpr int FactHeight = 37;
constexpr int OwnNameWidth = 240;

QFrame* card(QWidget* parent)
{
    auto* frame = new QFrame(parent);
    frame->setProperty(KindProperty, QStringLiteral("card"));
    return frame;
}

void addFact(Theme& theme, QVBoxLayout* facts, QLabel* name, QWidget* value, QWidget* button)
{
    if (facts->count() > 0)
        facts->addWidget(hairline(theme, facts->parentWidget()));
    auto* row = new QHBoxLayout;
    name->setMinimumSize(theme.scaled(FactLabelWidth), theme.scaled(FactHeight));
    row->addWidget(name);
    row->addWidget(value, qobject_cast<QLabel*>(value) != nullptr ? 1 : 0);
    if (button != nullptr)
        row->addWidget(button);
    else
        row->addStretch();
    facts->addLayout(row);
}

}  // namespace

QWidget* FriendDetails::buildHead()
{
    QWidget* head = pageHead(m_theme, this);
    m_back = iconButton(m_theme, QStringLiteral("chevron-left"), Color::TextSoft, head);
    m_back->setObjectName(QStringLiteral("friendDetailsBack"));
    m_title = lineLabel(m_theme, Type::Section, Color::Text, head);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(space::S, 0, space::L, 0);
    row->addWidget(m_back);
    row->addWidget(m_title, 1);
    return head;
}

QWidget* FriendDetails::buildPerson()
{
    auto* person = new QWidget(this);
    m_avatar = new AvatarView(m_theme, metric::AvatarProfile, person);
    m_name = lineLabel(m_theme, Type::Title, Color::Text, person);
    m_name->setObjectName(QStringLiteral("friendDetailsName"));
    m_verified = new QWidget(person);
    m_verified->setObjectName(QStringLiteral("verifiedMark"));
    m_verifiedText = lineLabel(m_theme, Type::Caption, Color::Online, m_verified);
    auto* mark = new QHBoxLayout(m_verified);
    mark->setContentsMargins(0, 0, 0, 0);
    mark->setSpacing(space::Xs);
    mark->addWidget(iconLabel(m_theme, QStringLiteral("verified"), Color::Online,
                              metric::IconSmall, m_verified));
    mark->addWidget(m_verifiedText);
    m_short = lineLabel(m_theme, Type::Fixed, Color::TextSoft, person);
    m_presenceIcon = new QLabel(person);
    m_presence = lineLabel(m_theme, Type::Body, Color::TextSoft, person);
    m_write = iconTextButton(m_theme, "primary", QStringLiteral("chats"), person);
    m_write->setObjectName(QStringLiteral("writeButton"));

    m_askToHold = iconTextButton(m_theme, {}, QStringLiteral("friend-vos"), person);
    m_askToHold->setObjectName(QStringLiteral("askToHoldButton"));

    auto* first = new QHBoxLayout;
    first->setSpacing(space::S);
    first->addWidget(m_name);
    first->addWidget(m_verified);
    first->addStretch();
    auto* presence = new QHBoxLayout;
    presence->setSpacing(space::Xs);
    presence->addWidget(m_presenceIcon);
    presence->addWidget(m_presence, 1);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addStretch();
    words->addLayout(first);
    words->addWidget(m_short);
    words->addLayout(presence);
    words->addStretch();
    auto* row = new QHBoxLayout(person);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::Xl);
    row->addWidget(m_avatar);
    row->addLayout(words, 1);
    auto* buttons = new QVBoxLayout;
    buttons->setSpacing(space::S);
    buttons->addWidget(m_write);
    buttons->addWidget(m_askToHold);
    buttons->addStretch();
    row->addLayout(buttons);
    return person;
}

QWidget* FriendDetails::buildSafety()
{
    QFrame* safety = card(this);
    m_qr = new QrView(m_theme, QrSize, safety);
    m_qr->setObjectName(QStringLiteral("safetyCode"));
    m_safetyTitle = lineLabel(m_theme, Type::Section, Color::Text, safety);
    m_safetyHint = label(m_theme, Type::Body, Color::TextSoft, safety);
    m_number = lineLabel(m_theme, Type::Fixed, Color::Text, safety);
    m_number->setObjectName(QStringLiteral("safetyNumber"));
    m_number->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_compared = new QCheckBox(safety);
    m_compared->setObjectName(QStringLiteral("comparedBox"));
    m_copyNumber = iconTextButton(m_theme, {}, QStringLiteral("copy"), safety);
    m_copyNumber->setObjectName(QStringLiteral("copySafetyNumber"));

    auto* last = new QHBoxLayout;
    last->addWidget(m_compared, 1);
    last->addWidget(m_copyNumber);
    auto* words = new QVBoxLayout;
    words->setSpacing(space::S);
    words->addWidget(m_safetyTitle);
    words->addWidget(m_safetyHint);
    words->addWidget(m_number);
    words->addStretch();
    words->addLayout(last);
    auto* row = new QHBoxLayout(safety);
    row->setContentsMargins(space::L + space::Xs, space::L, space::L + space::Xs, space::L);
    row->setSpacing(space::L + space::Xs);
    row->addWidget(m_qr);
    row->addLayout(words, 1);
    return safety;
}

QWidget* FriendDetails::buildFacts()
{
    QFrame* frame = card(this);
    auto* facts = new QVBoxLayout(frame);
    facts->setContentsMargins(space::L + space::Xs, 0, space::L + space::Xs, 0);
    facts->setSpacing(0);
    const auto soft = [&] { return lineLabel(m_theme, Type::Body, Color::TextSoft, frame); };
    m_ownNameLabel = soft();
    m_ownName = new QLineEdit(frame);
    m_ownName->setObjectName(QStringLiteral("ownNameField"));
    m_ownName->setMinimumWidth(OwnNameWidth);
    const auto fit = [this] { m_ownName->setFixedHeight(m_theme.scaled(metric::ComboHeight)); };
    fit();
    connect(&m_theme, &Theme::changed, m_ownName, fit);
    m_ownNameLabel->setBuddy(m_ownName);
    m_addressLabel = soft();
    m_address = addressLabel(m_theme, frame);
    m_address->setObjectName(QStringLiteral("friendFullAddress"));
    m_copyAddress = iconButton(m_theme, QStringLiteral("copy"), Color::TextSoft, frame);
    m_copyAddress->setObjectName(QStringLiteral("copyFriendAddress"));
    m_seenLabel = soft();
    m_seen = lineLabel(m_theme, Type::Body, Color::Text, frame);
    m_pathLabel = soft();
    m_path = label(m_theme, Type::Body, Color::Text, frame);
    m_path->setObjectName(QStringLiteral("friendPath"));
    m_sinceLabel = soft();
    m_since = lineLabel(m_theme, Type::Body, Color::Text, frame);
    m_holdsLabel = soft();
    m_holds = label(m_theme, Type::Body, Color::Text, frame);
    m_holds->setObjectName(QStringLiteral("holdsForMe"));
    m_heldByLabel = soft();
    m_heldBy = label(m_theme, Type::Body, Color::Text, frame);
    m_heldBy->setObjectName(QStringLiteral("heldByFriends"));
    addFact(m_theme, facts, m_ownNameLabel, m_ownName, nullptr);
    addFact(m_theme, facts, m_addressLabel, m_address, m_copyAddress);
    addFact(m_theme, facts, m_holdsLabel, m_holds, nullptr);
    addFact(m_theme, facts, m_heldByLabel, m_heldBy, nullptr);
    addFact(m_theme, facts, m_seenLabel, m_seen, nullptr);
    addFact(m_theme, facts, m_pathLabel, m_path, nullptr);
    addFact(m_theme, facts, m_sinceLabel, m_since, nullptr);
    return frame;
}

QWidget* FriendDetails::buildEnd()
{
    auto* end = new QWidget(this);
    m_block = pushButton("danger", end);
    m_block->setObjectName(QStringLiteral("blockFriendButton"));
    m_remove = pushButton("danger", end);
    m_remove->setObjectName(QStringLiteral("removeFriendButton"));
    auto* row = new QHBoxLayout(end);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::S);
    row->addWidget(m_block);
    row->addWidget(m_remove);
    row->addStretch();
    return end;
}

}  // namespace vos::ui
