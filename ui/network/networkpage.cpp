#include "ui/network/networkpage.h"

#include "p2p/qt/convert.h"
#include "ui/network/carryingsection.h"
#include "ui/network/peertable.h"
#include "ui/network/relaylist.h"
#include "ui/theme/stylesheet.h"
#include "ui/widgets/avatarview.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/countpill.h"
#include "ui/widgets/labels.h"

#include <QApplication>
#include <QClipboard>
#include <QEvent>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

constexpr int StandingSign = 24;

QString endpointLines(const std::vector<Endpoint>& endpoints)
{
    QStringList lines;
    for (const Endpoint& endpoint : endpoints) {
        if (!endpoint.isLoopback() || endpoints.size() == 1)
            lines << qt::toQString(endpoint.toString());
    }
    return lines.join(u'\n');
}

Color colorOf(model::NetworkMood mood)
{
    switch (mood) {
    case model::NetworkMood::Good:
        return Color::Online;
    case model::NetworkMood::Fair:
        return Color::Warn;
    case model::NetworkMood::Bad:
        break;
    }
    return Color::Danger;
}

}  // namespace

FigureTile::FigureTile(Theme& theme, const QString& icon, Color color, QWidget* parent)
    : QFrame(parent)
    , m_title(lineLabel(theme, Type::Caption, Color::TextSoft, this))
    , m_figure(lineLabel(theme, Type::Title, Color::Text, this))
    , m_remark(lineLabel(theme, Type::Caption, Color::TextSoft, this))
{
    setProperty(KindProperty, QStringLiteral("card"));
    auto* head = new QHBoxLayout;
    head->setSpacing(space::S);
    head->addWidget(iconLabel(theme, icon, color, metric::IconSmall, this));
    head->addWidget(m_title, 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::L, space::M, space::L, space::M);
    column->setSpacing(space::Xs);
    column->addLayout(head);
    column->addWidget(m_figure);
    column->addWidget(m_remark);
}

void FigureTile::set(const QString& title, const QString& figure, const QString& remark)
{
    m_title->setText(title);
    m_figure->setText(figure);
    m_remark->setText(remark);
    setAccessibleName(title);
    setAccessibleDescription(figure + QStringLiteral(", ") + remark);
}

NetworkPage::NetworkPage(Theme& theme, model::Models& models, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_models(models)
    , m_network(models.network())
{
    setObjectName(QStringLiteral("networkPage"));
    QVBoxLayout* content = nullptr;
    QWidget* head = buildHead();
    QScrollArea* area = pageArea(metric::PageContentMax, content, this);
    content->setSpacing(space::M);
    content->addWidget(buildStanding());
    content->addWidget(buildTiles());
    content->addSpacing(space::S);
    content->addWidget(buildPeers());
    content->addSpacing(space::S);
    content->addWidget(buildRelays());
    content->addSpacing(space::S);
    m_carrying = new CarryingSection(theme, models, content->parentWidget());
    content->addWidget(m_carrying);
    content->addSpacing(space::S);
    content->addWidget(buildDetails());
    content->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head);
    column->addWidget(area, 1);
    connect(&m_network, &model::NetworkModel::changed, this, &NetworkPage::refresh);
    connect(&theme, &Theme::changed, this, &NetworkPage::refresh);
    setDetailsOpen(false);
    retranslate();
}

QWidget* NetworkPage::buildHead()
{
    QWidget* head = pageHead(m_theme, this);
    m_title = lineLabel(m_theme, Type::Title, Color::Text, head);
    m_copy = iconTextButton(m_theme, {}, QStringLiteral("copy"), head);
    m_copy->setObjectName(QStringLiteral("copyDiagnostics"));
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(space::Xl, 0, space::Xl, 0);
    row->addWidget(m_title, 1);
    row->addWidget(m_copy);
    connect(m_copy, &QPushButton::clicked, this, &NetworkPage::copyDiagnostics);
    return head;
}

QWidget* NetworkPage::buildStanding()
{
    m_standing = new QFrame(this);
    m_standing->setProperty(KindProperty, QStringLiteral("card"));
    m_sign = new QLabel(m_standing);
    m_sentence = label(m_theme, Type::Section, Color::Text, m_standing);
    m_sentence->setObjectName(QStringLiteral("networkSentence"));
    m_advice = label(m_theme, Type::Body, Color::TextSoft, m_standing);
    m_advice->setObjectName(QStringLiteral("networkAdvice"));
    m_check = iconTextButton(m_theme, {}, QStringLiteral("retry"), m_standing);
    m_check->setObjectName(QStringLiteral("checkNetwork"));
    auto* words = new QVBoxLayout;
    words->setSpacing(space::Xs);
    words->addWidget(m_sentence);
    words->addWidget(m_advice);
    auto* row = new QHBoxLayout(m_standing);
    row->setContentsMargins(space::L, space::L, space::L, space::L);
    row->setSpacing(space::M);
    row->addWidget(m_sign, 0, Qt::AlignTop);
    row->addLayout(words, 1);
    row->addWidget(m_check, 0, Qt::AlignVCenter);
    connect(m_check, &QPushButton::clicked, &m_network, &model::NetworkModel::checkAgain);
    return m_standing;
}

QWidget* NetworkPage::buildTiles()
{
    auto* tiles = new QWidget(this);
    auto* row = new QHBoxLayout(tiles);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(space::M);
    struct Look {
        const char* icon;
        Color color;
    };
    const std::array<Look, 4> looks = {{{"map", Color::TextSoft},
                                        {"arrow-up", Color::TextSoft},
                                        {"download", Color::TextSoft},
                                        {"through", Color::Held}}};
    for (std::size_t i = 0; i < looks.size(); ++i) {
        m_tiles[i] =
            new FigureTile(m_theme, QString::fromLatin1(looks[i].icon), looks[i].color, tiles);
        row->addWidget(m_tiles[i], 1);
    }
    return tiles;
}

QWidget* NetworkPage::buildPeers()
{
    auto* peers = new QWidget(this);
    m_peersTitle = lineLabel(m_theme, Type::Section, Color::Text, peers);
    m_peersCount = new CountPill(m_theme, false, peers);
    m_nobody = label(m_theme, Type::Body, Color::TextSoft, peers);
    auto* head = new QHBoxLayout;
    head->setSpacing(space::S);
    head->addWidget(m_peersTitle);
    head->addWidget(m_peersCount);
    head->addStretch();
    m_tableCard = new QFrame(peers);
    m_tableCard->setProperty(KindProperty, QStringLiteral("card"));
    auto* inside = new QVBoxLayout(m_tableCard);
    inside->setContentsMargins(1, space::Xs, 1, space::Xs);
    m_table = new PeerTable(m_theme, m_network, m_tableCard);
    inside->addWidget(m_table);
    connect(m_table, &QTableView::activated, this, &NetworkPage::openPeer);
    auto* column = new QVBoxLayout(peers);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::S);
    column->addLayout(head);
    column->addWidget(m_nobody);
    column->addWidget(m_tableCard);
    return peers;
}

QWidget* NetworkPage::buildRelays()
{
    auto* relays = new QWidget(this);
    m_relaysTitle = lineLabel(m_theme, Type::Section, Color::Text, relays);
    m_relays = new RelayList(m_theme, m_models, relays);
    auto* column = new QVBoxLayout(relays);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::S);
    column->addWidget(m_relaysTitle);
    column->addWidget(m_relays);
    return relays;
}

QWidget* NetworkPage::buildDetails()
{
    auto* card = new QFrame(this);
    card->setProperty(KindProperty, QStringLiteral("card"));
    m_fold = new QToolButton(card);
    m_fold->setObjectName(QStringLiteral("networkDetails"));
    m_fold->setCheckable(true);
    m_fold->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_fold->setMinimumHeight(metric::HitArea);
    m_theme.bindFont(m_fold, Type::BodyStrong);
    m_foldHint = lineLabel(m_theme, Type::Body, Color::TextSoft, card);
    auto* head = new QHBoxLayout;
    head->setSpacing(space::S);
    head->addWidget(m_fold);
    head->addWidget(m_foldHint, 1);
    m_facts = new QWidget(card);
    auto* grid = new QGridLayout(m_facts);
    grid->setContentsMargins(0, space::M, 0, 0);
    grid->setHorizontalSpacing(space::Xl);
    grid->setVerticalSpacing(space::S);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(3, 1);
    for (int i = 0; i < 4; ++i)
        m_factValues[static_cast<std::size_t>(i)] =
            addFact(grid, i, m_factNames[static_cast<std::size_t>(i)]);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(space::L, space::S, space::L, space::M);
    column->setSpacing(0);
    column->addLayout(head);
    column->addWidget(m_facts);
    connect(m_fold, &QToolButton::toggled, this, &NetworkPage::setDetailsOpen);
    return card;
}

QLabel* NetworkPage::addFact(QGridLayout* grid, int place, QLabel*& name)
{
    name = lineLabel(m_theme, Type::Body, Color::TextSoft, m_facts);
    QLabel* value = label(m_theme, Type::Body, Color::Text, m_facts);
    value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    value->setObjectName(QStringLiteral("networkFact%1").arg(place));
    const int column = place % 2 * 2;
    grid->addWidget(name, place / 2, column, Qt::AlignTop);
    grid->addWidget(value, place / 2, column + 1, Qt::AlignTop);
    return value;
}

void NetworkPage::setDetailsOpen(bool open)
{
    m_fold->setChecked(open);
    m_fold->setIcon(
        m_theme.icon(open ? QStringLiteral("chevron-down") : QStringLiteral("chevron-right")));
    m_facts->setVisible(open);
}

void NetworkPage::retranslate()
{
    m_title->setText(tr("Network"));
    m_copy->setText(tr("Copy diagnostics"));
    m_copy->setAccessibleName(tr("Copy diagnostics"));
    m_copy->setToolTip(tr("For whoever helps you. It holds addresses of this computer, but names "
                          "nobody."));
    m_check->setText(tr("Check again"));
    m_check->setAccessibleName(tr("Check again"));
    m_peersTitle->setText(tr("Linked nodes"));
    m_table->setAccessibleName(tr("Peers"));
    m_nobody->setText(tr("None at present."));
    m_relaysTitle->setText(tr("Nodes that carry for you"));
    m_fold->setText(tr("Details"));
    m_fold->setAccessibleName(tr("Details"));
    m_foldHint->setText(tr("for people who know their network"));
    const QStringList names = {tr("Seen from outside as"), tr("Address translation (NAT)"),
                               tr("Listening on"), tr("Port opened by the router")};
    for (int i = 0; i < names.size(); ++i)
        m_factNames[static_cast<std::size_t>(i)]->setText(names[i]);
    m_relays->retranslate();
    m_carrying->retranslate();
    refresh();
}

void NetworkPage::refresh()
{
    const model::NetworkStanding stands = m_network.standing();
    m_sentence->setText(stands.title);
    m_advice->setText(stands.advice);
    m_advice->setVisible(!stands.advice.isEmpty());
    const QString sign = stands.mood == model::NetworkMood::Good ? QStringLiteral("presence-online")
                                                                 : QStringLiteral("warning");
    m_sign->setPixmap(
        m_theme.pixmap(sign, colorOf(stands.mood), StandingSign, devicePixelRatioF()));
    const int count = m_network.rowCount();
    m_peersCount->setCount(count);
    m_nobody->setVisible(count == 0);
    m_tableCard->setVisible(count > 0);
    refreshTiles();
    refreshDetails();
}

void NetworkPage::refreshTiles()
{
    const NetStatus& figures = m_network.figures();
    const model::NodeStatus& status = m_models.status();
    const model::Preferences& preferences = m_models.preferences();
    m_tiles[0]->set(tr("Map"), tr("%n nodes", nullptr, status.knownNodes()),
                    tr("%n reachable now", nullptr, status.onlineNodes()));
    const auto now = [this](double speed) {
        //: Since the program started, and at present; %1 is a speed as "0.4 kB/s"
        return tr("since the start · %1 now").arg(model::words::speed(speed));
    };
    m_tiles[1]->set(tr("Sent"), model::words::amount(figures.sentBytes),
                    now(m_network.sendingSpeed()));
    m_tiles[2]->set(tr("Received"), model::words::amount(figures.receivedBytes),
                    now(m_network.receivingSpeed()));
    const QString limit = model::words::speedLimit(preferences.relayLimitKib());
    m_tiles[3]->set(tr("Passed on for others"), model::words::amount(figures.relayedBytes),
                    preferences.relayForOthers() ? tr("limit %1").arg(limit) : tr("switched off"));
}

void NetworkPage::refreshDetails()
{
    const NetStatus& figures = m_network.figures();
    const QString outside = endpointLines(figures.observed);
    m_factValues[0]->setText(outside.isEmpty() ? tr("Not known yet") : outside);
    m_factValues[1]->setText(model::words::natKind(figures.nat));
    m_factValues[2]->setText(endpointLines(m_network.listening()));
    m_factValues[3]->setText(model::words::portMapping(figures.portMapping));
}

void NetworkPage::copyDiagnostics()
{
    QApplication::clipboard()->setText(m_network.diagnostics());
}

void NetworkPage::openPeer(const QModelIndex& index)
{
    const NodeId id = index.data(model::NetworkModel::IdRole).value<NodeId>();
    if (index.data(model::NetworkModel::FriendRole).toBool())
        Q_EMIT friendDetailsRequested(id);
}

void NetworkPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void NetworkPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_network.setWatched(true);
}

void NetworkPage::hideEvent(QHideEvent* event)
{
    m_network.setWatched(false);
    QWidget::hideEvent(event);
}

}  // namespace vos::ui
