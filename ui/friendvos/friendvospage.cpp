#include "ui/friendvos/friendvospage.h"

#include "ui/friendvos/drillpanel.h"
#include "ui/friendvos/keepcard.h"
#include "ui/theme/stylesheet.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/countpill.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/segments.h"
#include "ui/widgets/toast.h"

#include <QEvent>
#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QTimer>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

constexpr int SegmentCount = 4;
/// Below this the two sides stand one above the other.
constexpr int TwoColumnsFrom = 760;

}  // namespace

FriendVosPage::FriendVosPage(Theme& theme, model::Models& models, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_models(models)
    , m_nobody(new Banner(theme, BannerKind::Held, this))
    , m_trouble(new Banner(theme, BannerKind::Danger, this))
    , m_sides(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_toast(new Toast(theme, this))
{
    setObjectName(QStringLiteral("friendVosPage"));
    m_nobody->setObjectName(QStringLiteral("nobodyBanner"));
    m_nobody->actionButton()->setObjectName(QStringLiteral("nobodyAskButton"));
    m_trouble->setObjectName(QStringLiteral("friendVosTrouble"));
    m_trouble->setDismissible(true);
    QWidget* head = buildHead();
    QVBoxLayout* content = nullptr;
    m_area = pageArea(metric::PageContentMax, content, this);
    content->setSpacing(space::Xl);
    buildRequests(content);
    QWidget* inner = content->parentWidget();
    m_mine = buildSide(models.friendVos().holdForMe(), "holdForMeList", inner);
    m_others = buildSide(models.friendVos().holdFor(), "holdForList", inner);
    m_ask = iconTextButton(theme, {}, QStringLiteral("plus"), m_mine.whole);
    m_ask->setObjectName(QStringLiteral("askFriendButton"));
    m_mine.column->addWidget(m_ask, 0, Qt::AlignLeading);
    m_mine.column->addStretch();
    m_others.column->addStretch();
    m_sides->setSpacing(space::Xl);
    m_sides->addWidget(m_mine.whole, 1);
    m_sides->addWidget(m_others.whole, 1);
    content->addLayout(m_sides);
    m_drill = new DrillPanel(theme, models, inner);
    content->addWidget(m_drill);
    content->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head);
    column->addWidget(m_trouble);
    column->addWidget(m_nobody);
    column->addWidget(m_area, 1);
    connectParts();
    retranslate();
}

QWidget* FriendVosPage::buildHead()
{
    QWidget* head = pageHead(m_theme, this);
    m_title = lineLabel(m_theme, Type::Title, Color::Text, head);
    m_segments = new Segments(m_theme, SegmentCount, head);
    m_segments->setObjectName(QStringLiteral("friendVosSegments"));
    m_segments->setCurrent(0);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(space::Xl, 0, space::Xl, 0);
    row->addWidget(m_title, 1);
    row->addWidget(m_segments);
    return head;
}

FriendVosPage::Heading FriendVosPage::buildHeading(bool asks, QWidget* parent)
{
    Heading made;
    made.row = new QWidget(parent);
    made.title = lineLabel(m_theme, Type::Section, Color::Text, made.row);
    made.count = new CountPill(m_theme, asks, made.row);
    auto* row = new QHBoxLayout(made.row);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::S);
    row->addWidget(made.title);
    row->addWidget(made.count);
    row->addStretch();
    return made;
}

void FriendVosPage::buildRequests(QVBoxLayout* content)
{
    m_requests = new QWidget(content->parentWidget());
    m_requestsHeading = buildHeading(true, m_requests);
    m_cardsBox = new KeepList(m_requests);
    m_cardColumn = new QVBoxLayout(m_cardsBox);
    m_cardColumn->setContentsMargins(0, 0, 0, 0);
    m_cardColumn->setSpacing(space::M);
    m_noRequests = new EmptyState(m_theme, QStringLiteral("friend-vos"), Color::Held, m_requests);
    m_noRequests->setObjectName(QStringLiteral("noFriendVosRequests"));
    m_declined = buildSide(m_models.friendVos().declined(), "declinedList", m_requests);
    auto* column = new QVBoxLayout(m_requests);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::S);
    column->addWidget(m_requestsHeading.row);
    column->addWidget(m_cardsBox);
    column->addWidget(m_noRequests);
    m_declined.column->setContentsMargins(0, space::L, 0, 0);
    column->addWidget(m_declined.whole);
    content->addWidget(m_requests);
}

FriendVosPage::Side FriendVosPage::buildSide(model::AgreementList& list, const char* name,
                                             QWidget* parent)
{
    Side side;
    side.whole = new QWidget(parent);
    side.heading = buildHeading(false, side.whole);
    side.hint = label(m_theme, Type::Caption, Color::TextSoft, side.whole);
    auto* card = new QFrame(side.whole);
    card->setProperty(KindProperty, QStringLiteral("card"));
    side.card = card;
    side.view = new AgreementView(m_theme, list, card);
    side.view->setObjectName(QString::fromLatin1(name));
    side.nobody = label(m_theme, Type::Body, Color::TextSoft, card);
    side.nobody->setMargin(space::L);
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(metric::Hairline, metric::Hairline + 1, metric::Hairline,
                               metric::Hairline + 1);
    inside->addWidget(side.view);
    inside->addWidget(side.nobody);
    side.warnings = new QVBoxLayout;
    side.warnings->setSpacing(space::Xs);
    side.column = new QVBoxLayout(side.whole);
    side.column->setContentsMargins(0, 0, 0, 0);
    side.column->setSpacing(space::S);
    side.column->addWidget(side.heading.row);
    side.column->addWidget(side.hint);
    side.column->addWidget(card);
    side.column->addLayout(side.warnings);
    connect(side.view, &AgreementView::actionRequested, this,
            [this, &list](const NodeId& id, AgreementAction action, const QPoint& at) {
                onAction(list, id, action, at);
            });
    return side;
}

void FriendVosPage::connectParts()
{
    model::FriendVosModel& friendVos = m_models.friendVos();
    connect(&friendVos, &model::FriendVosModel::changed, this, &FriendVosPage::refresh);
    connect(&friendVos, &model::FriendVosModel::loaded, this, &FriendVosPage::refresh);
    // The answers may be longer than what there is room for.
    connect(m_drill, &DrillPanel::answered, this, [this] {
        QTimer::singleShot(0, this, [this] { m_area->ensureWidgetVisible(m_drill); });
    });
    connect(&friendVos.requests(), &QAbstractItemModel::dataChanged, this,
            &FriendVosPage::syncCards);
    connect(&friendVos, &model::FriendVosModel::actionFailed, this, [this](const NodeError& error) {
        m_trouble->setText(model::words::error(error));
        for (const auto& [id, card] : m_cards)
            card->setAnswered(false);
    });
    connect(m_trouble, &Banner::dismissed, this, [this] { m_trouble->setText(QString()); });
    connect(m_nobody, &Banner::actionTriggered, this, [this] { askFriend(); });
    connect(m_ask, &QPushButton::clicked, this, [this] { askFriend(); });
    connect(m_segments, &Segments::chosen, this,
            [this](int index) { showPart(static_cast<FriendVosPart>(index)); });
    connect(m_toast, &Toast::undone, this, [this] {
        if (m_undo)
            m_models.friendVos().letAskAgain(*m_undo);
        m_undo.reset();
    });
    connect(m_toast, &Toast::finished, this, [this] { m_undo.reset(); });
}

void FriendVosPage::showPart(FriendVosPart part)
{
    m_part = part;
    m_segments->setCurrent(static_cast<int>(part));
    arrange();
}

/// What the chosen segment shows.
void FriendVosPage::arrange()
{
    const model::FriendVosModel& friendVos = m_models.friendVos();
    const bool all = m_part == FriendVosPart::All;
    const bool requests = m_part == FriendVosPart::Requests;
    const bool mine = all || m_part == FriendVosPart::HoldForMe;
    m_requests->setVisible(requests || (all && !m_cards.empty()));
    m_noRequests->setVisible(requests && m_cards.empty());
    m_requestsHeading.row->setVisible(!m_cards.empty());
    m_declined.whole->setVisible(requests && m_declined.view->model()->rowCount() > 0);
    m_mine.whole->setVisible(mine);
    m_others.whole->setVisible(all || m_part == FriendVosPart::HoldFor);
    m_drill->setVisible(mine && friendVos.hasHolder());
    const bool wide = width() >= m_theme.scaled(TwoColumnsFrom);
    m_sides->setDirection(wide ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void FriendVosPage::refresh()
{
    model::FriendVosModel& friendVos = m_models.friendVos();
    const bool alone = friendVos.isLoaded() && !friendVos.hasHolder();
    m_nobody->setText(alone ? tr("Nobody keeps your messages while you are offline. A friend who "
                                 "keeps them cannot read them.")
                            : QString());
    const auto fill = [](Side& side) {
        const int count = side.view->model()->rowCount();
        side.heading.count->setCount(count);
        side.view->setVisible(count > 0);
        side.nobody->setVisible(count == 0);
    };
    fill(m_mine);
    fill(m_others);
    fill(m_declined);
    m_requestsHeading.count->setCount(friendVos.requestCount());
    const auto text = [](const QString& words, int count) {
        //: A part of the page and how many there are in it
        return count > 0 ? tr("%1 %2").arg(words).arg(count) : words;
    };
    m_segments->setText(0, tr("All"));
    m_segments->setText(1, text(tr("Requests"), friendVos.requestCount()));
    m_segments->setText(2, text(tr("Hold for me"), friendVos.holdForMe().rowCount()));
    m_segments->setText(3, text(tr("I hold for"), friendVos.holdFor().rowCount()));
    syncCards();
    warn(m_mine, warningsOf(friendVos.holdForMe()));
    warn(m_others, warningsOf(friendVos.holdFor()));
    arrange();
}

void FriendVosPage::syncCards()
{
    const model::AgreementList& requests = m_models.friendVos().requests();
    std::map<NodeId, KeepCard*> gone = std::exchange(m_cards, {});
    for (int row = 0; row < requests.rowCount(); ++row) {
        const NodeId id = requests.at(row).id;
        const auto it = gone.find(id);
        KeepCard* card = it == gone.end() ? makeCard(id) : it->second;
        gone.erase(id);
        card->refresh();
        if (m_cardColumn->indexOf(card) != row)
            m_cardColumn->insertWidget(row, card);
        m_cards.emplace(id, card);
    }
    for (const auto& [id, card] : gone) {
        card->hide();
        card->deleteLater();
    }
}

KeepCard* FriendVosPage::makeCard(const NodeId& id)
{
    auto* card = new KeepCard(m_theme, m_models, id, m_cardsBox);
    connect(card, &KeepCard::allowClicked, this,
            [this, card](const NodeId& asking, quint64 quotaBytes) {
                card->setAnswered(true);
                m_models.friendVos().allow(asking, quotaBytes);
            });
    connect(card, &KeepCard::declineClicked, this,
            [this, card](const NodeId& asking, bool doNotAsk) {
                card->setAnswered(true);
                decline(asking, doNotAsk);
            });
    return card;
}

std::vector<FriendVosPage::Warning> FriendVosPage::warningsOf(
    const model::AgreementList& list) const
{
    std::vector<Warning> warnings;
    for (const model::Agreement& row : list.rows()) {
        const QString name = list.nameOf(row);
        if (row.mine && row.lost > 0) {
            warnings.push_back({true,
                                tr("%n messages that %1 had signed for are lost. %1 is used last "
                                   "from now on.",
                                   nullptr, row.lost)
                                    .arg(name),
                                {}});
        }
        if (!row.isNearFull())
            continue;
        if (row.mine)
            warnings.push_back(
                {false,
                 tr("%1 % of your space with %2 is used.").arg(row.usedPercent()).arg(name),
                 {}});
        else
            warnings.push_back({false,
                                tr("%1 % of %2's space is used.").arg(row.usedPercent()).arg(name),
                                row.id});
    }
    return warnings;
}

void FriendVosPage::warn(Side& side, const std::vector<Warning>& warnings)
{
    std::vector<QString> texts;
    for (const Warning& warning : warnings)
        texts.push_back(warning.text);
    if (texts == side.warned)
        return;
    side.warned = texts;
    while (QLayoutItem* item = side.warnings->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    for (const Warning& warning : warnings) {
        auto* banner =
            new Banner(m_theme, warning.lost ? BannerKind::Danger : BannerKind::Warn, side.whole);
        banner->setObjectName(warning.lost ? QStringLiteral("lostBanner")
                                           : QStringLiteral("nearFullBanner"));
        banner->setText(warning.text);
        if (warning.changes) {
            banner->setAction(tr("Change limits"));
            const QString name = m_models.friendVos().nameOf(*warning.changes);
            banner->actionButton()->setAccessibleName(tr("Change limits for %1").arg(name));
            connect(banner, &Banner::actionTriggered, this,
                    [this, id = *warning.changes] { changeLimit(id); });
        }
        side.warnings->addWidget(banner);
    }
}

void FriendVosPage::retranslate()
{
    m_title->setText(tr("Friend VOS"));
    m_nobody->setAction(tr("Ask a friend…"));
    m_nobody->actionButton()->setAccessibleName(tr("Ask a friend to keep your messages"));
    m_cardsBox->setAccessibleName(tr("Friend VOS requests"));
    m_requestsHeading.title->setText(tr("Requests"));
    m_noRequests->setText(tr("No requests."));
    m_declined.heading.title->setText(tr("Declined"));
    m_declined.hint->setText(tr("You did not want to keep messages for these nodes."));
    m_declined.view->setAccessibleName(tr("Declined"));
    m_mine.heading.title->setText(tr("Hold for me"));
    m_mine.hint->setText(tr("These friends keep what others send you while you are offline."));
    m_mine.view->setAccessibleName(tr("Hold for me"));
    m_mine.nobody->setText(tr("Nobody yet."));
    m_others.heading.title->setText(tr("I hold for"));
    m_others.hint->setText(tr("You keep sealed messages for these friends. You cannot read them."));
    m_others.view->setAccessibleName(tr("I hold for"));
    m_others.nobody->setText(tr("Nobody yet. Friends may ask you."));
    m_ask->setText(tr("Ask a friend…"));
    m_drill->retranslate();
    for (Side* side : {&m_mine, &m_others})
        side->warned.clear();
    refresh();
}

void FriendVosPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void FriendVosPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    arrange();
}

}  // namespace vos::ui
