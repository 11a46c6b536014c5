#include "ui/friendvos/keepcard.h"

#include "p2p/qt/address.h"
#include "ui/friendvos/quotachoice.h"
#include "ui/person.h"
#include "ui/theme/stylesheet.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

constexpr int EdgeWidth = 3;

}  // namespace

KeepList::KeepList(QWidget* parent) : QWidget(parent)
{
    setObjectName(QStringLiteral("requestList"));
}

KeepCard::KeepCard(Theme& theme, model::Models& models, const NodeId& id, QWidget* parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_models(models)
    , m_id(id)
    , m_avatar(new AvatarView(theme, metric::AvatarList, this))
    , m_title(label(theme, Type::Section, Color::Text, this))
    , m_facts(lineLabel(theme, Type::FixedCaption, Color::TextSoft, this))
    , m_verified(new QWidget(this))
    , m_verifiedText(lineLabel(theme, Type::Caption, Color::TextSoft, m_verified))
    , m_asked(lineLabel(theme, Type::Caption, Color::TextSoft, this))
    , m_message(label(theme, Type::Body, Color::Text, this))
    , m_answer(pushButton("link", this))
    , m_limits(buildLimits())
    , m_answers(buildAnswers())
{
    setObjectName(QStringLiteral("keepCard"));
    setProperty(KindProperty, QStringLiteral("card"));
    m_message->setObjectName(QStringLiteral("keepMessage"));
    m_answer->setObjectName(QStringLiteral("answerButton"));
    m_avatar->setSurface(Color::Base);
    m_avatar->setSeed(identiconSeed(id));
    buildLayout();
    connect(m_allow, &QPushButton::clicked, this,
            [this] { Q_EMIT allowClicked(m_id, m_quota->bytes()); });
    connect(m_decline, &QPushButton::clicked, this,
            [this] { Q_EMIT declineClicked(m_id, m_doNotAsk->isChecked()); });
    connect(m_notNow, &QPushButton::clicked, this, [this] { m_models.friendVos().postpone(m_id); });
    connect(m_answer, &QPushButton::clicked, this, [this] { m_models.friendVos().resume(m_id); });
    refresh();
}

QWidget* KeepCard::buildLimits()
{
    auto* limits = new QWidget(this);
    m_upTo = lineLabel(m_theme, Type::Body, Color::Text, limits);
    m_quota = new QuotaChoice(m_theme, limits);
    m_quota->setObjectName(QStringLiteral("limitChoice"));
    m_each = lineLabel(m_theme, Type::Body, Color::Text, limits);
    m_sealed = label(m_theme, Type::Body, Color::TextSoft, limits);
    auto* row = new QHBoxLayout(limits);
    row->setContentsMargins(0, space::Xs, 0, 0);
    row->setSpacing(space::S);
    row->addWidget(m_upTo);
    row->addWidget(m_quota);
    row->addWidget(m_each);
    row->addSpacing(space::S);
    row->addWidget(
        iconLabel(m_theme, QStringLiteral("lock"), Color::TextSoft, metric::IconSmall, limits));
    row->addWidget(m_sealed, 1);
    return limits;
}

QWidget* KeepCard::buildAnswers()
{
    auto* answers = new QWidget(this);
    m_allow = pushButton("primary", answers);
    m_allow->setObjectName(QStringLiteral("allowButton"));
    m_decline = pushButton({}, answers);
    m_decline->setObjectName(QStringLiteral("declineKeepButton"));
    m_notNow = pushButton("link", answers);
    m_notNow->setObjectName(QStringLiteral("notNowButton"));
    m_doNotAsk = new QCheckBox(answers);
    m_doNotAsk->setObjectName(QStringLiteral("doNotAskBox"));
    auto* row = new QHBoxLayout(answers);
    row->setContentsMargins(0, space::S, 0, 0);
    row->setSpacing(space::S);
    row->addWidget(m_allow);
    row->addWidget(m_decline);
    row->addWidget(m_notNow);
    row->addStretch();
    row->addWidget(m_doNotAsk);
    return answers;
}

void KeepCard::buildLayout()
{
    auto* mark = new QHBoxLayout(m_verified);
    mark->setContentsMargins(0, 0, 0, 0);
    mark->setSpacing(space::Xs);
    mark->addWidget(iconLabel(m_theme, QStringLiteral("verified"), Color::TextSoft, metric::Receipt,
                              m_verified));
    mark->addWidget(m_verifiedText);
    auto* facts = new QHBoxLayout;
    facts->setSpacing(space::M);
    facts->addWidget(m_facts);
    facts->addWidget(m_verified);
    facts->addWidget(m_asked, 1);
    auto* words = new QVBoxLayout;
    words->setSpacing(space::Xs);
    words->addWidget(m_title);
    words->addLayout(facts);
    words->addWidget(m_message);
    words->addWidget(m_limits);
    words->addWidget(m_answers);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(space::L + EdgeWidth, space::L, space::L, space::L);
    row->setSpacing(space::M);
    row->addWidget(m_avatar, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    row->addWidget(m_answer, 0, Qt::AlignTop);
}

void KeepCard::refresh()
{
    model::FriendVosModel& friendVos = m_models.friendVos();
    const model::AgreementList& requests = friendVos.requests();
    const QModelIndex index = requests.indexOf(m_id);
    if (!index.isValid())
        return;
    using List = model::AgreementList;
    const model::Agreement& asking = requests.at(index.row());
    const QString name = index.data(List::NameRole).toString();
    const bool later = friendVos.isPostponed(m_id);
    m_avatar->setBadge(badgeFor(index.data(List::PresenceRole).value<model::Presence>()));
    m_title->setText(tr("%1 asks you to keep messages while they are offline").arg(name));
    m_facts->setText(shortAddressOf(m_id));
    m_verified->setVisible(index.data(List::VerifiedRole).toBool());
    m_verifiedText->setText(tr("Verified"));
    m_asked->setText(index.data(List::DetailRole).toString());
    //: What somebody wrote with a request, in quotation marks
    m_message->setText(tr("“%1”").arg(asking.message));
    m_message->setVisible(!asking.message.isEmpty() && !later);
    m_limits->setVisible(!later);
    m_answers->setVisible(!later);
    m_answer->setVisible(later);
    if (std::exchange(m_offered, asking.quotaBytes) != asking.quotaBytes)
        m_quota->offer(asking.quotaBytes,
                       asking.quotaBytes > 0 ? asking.quotaBytes : QuotaChoice::Usual);
    m_quota->retranslate();
    nameParts(name);
}

void KeepCard::nameParts(const QString& name)
{
    //: Before the choice of a size: "Up to 50 MB, each at most 30 days."
    m_upTo->setText(tr("Up to"));
    //: Behind the choice of a size: "Up to 50 MB, each at most 30 days."
    m_each->setText(tr("each at most 30 days"));
    m_sealed->setText(tr("They are sealed: you cannot read them."));
    m_quota->setAccessibleName(tr("Limit for %1").arg(name));
    m_allow->setText(tr("Allow"));
    m_allow->setAccessibleName(tr("Allow %1").arg(name));
    m_decline->setText(tr("Decline"));
    m_decline->setAccessibleName(tr("Decline %1").arg(name));
    m_notNow->setText(tr("Not now"));
    m_notNow->setAccessibleName(tr("Not now %1").arg(name));
    m_doNotAsk->setText(tr("Don't ask again from this node"));
    m_doNotAsk->setAccessibleName(tr("Don't ask again from %1").arg(name));
    m_answer->setText(tr("Answer…"));
    m_answer->setAccessibleName(tr("Answer %1").arg(name));
}

void KeepCard::setAnswered(bool answered)
{
    m_answers->setEnabled(!answered);
}

void KeepCard::paintEvent(QPaintEvent* event)
{
    QFrame::paintEvent(event);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Color::Held));
    // The left edge of the card, with its corners.
    painter.setClipRect(QRect(0, 0, EdgeWidth, height()));
    painter.drawRoundedRect(rect(), radius::Card, radius::Card);
}

}  // namespace vos::ui
