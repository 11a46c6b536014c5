#include "ui/map/mappage.h"

#include "p2p/qt/address.h"
#include "ui/map/legendmark.h"
#include "ui/map/nodecard.h"
#include "ui/map/nodedelegate.h"
#include "ui/map/nodegraph.h"
#include "ui/theme/stylesheet.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/segments.h"
#include "ui/widgets/tableheader.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFrame>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

#include <array>

namespace vos::ui {

namespace {

constexpr int CardWidth = 236;
/// Below this the head of the page does not fit with all its words.
constexpr int WideEnough = 900;
/// Below this card and legend do not fit one above the other.
constexpr int HighEnough = 560;
/// Hours of the choices; 0: any time.
constexpr std::array<int, 4> HeardHours = {1, 24, 24 * 7, 0};
const QString ViewKey = QStringLiteral("map/view");
const QString TableWord = QStringLiteral("table");

}  // namespace

MapPage::MapPage(Theme& theme, model::Models& models, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_models(models)
    , m_map(models.map())
    , m_title(lineLabel(theme, Type::Title, Color::Text, this))
    , m_show(new Segments(theme, 4, this))
    , m_heardLabel(lineLabel(theme, Type::Body, Color::TextSoft, this))
    , m_heard(new QComboBox(this))
    , m_view(new Segments(theme, 2, this))
    , m_state(label(theme, Type::Body, Color::Text, this))
    , m_stack(new QStackedWidget(this))
    , m_graph(new NodeGraph(theme, models.map(), this))
    , m_table(new QTableView(this))
    , m_empty(new EmptyState(theme, QStringLiteral("map"), Color::TextSoft, this))
    , m_card(new NodeCard(theme, models, this))
    , m_facts(lineLabel(theme, Type::Caption, Color::TextSoft, this))
    , m_rings(lineLabel(theme, Type::Caption, Color::TextSoft, this))
{
    setObjectName(QStringLiteral("mapPage"));
    m_state->setObjectName(QStringLiteral("mapState"));
    m_heard->setObjectName(QStringLiteral("mapHeard"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHead());
    column->addWidget(buildBody(), 1);
    column->addWidget(buildFoot());
    connect(m_show, &Segments::chosen, this,
            [this](int index) { m_map.setShow(static_cast<model::MapShow>(index)); });
    connect(m_heard, &QComboBox::activated, this, [this](int index) {
        const int hours = HeardHours[static_cast<std::size_t>(index)];
        m_map.setHeardWithin(hours > 0 ? std::optional(std::chrono::hours(hours)) : std::nullopt);
    });
    connect(m_view, &Segments::chosen, this, [this](int index) {
        m_models.locals().set(ViewKey, index == 1 ? TableWord : QString());
        setView(static_cast<View>(index));
    });
    connect(m_graph, &NodeGraph::nodeChosen, this, &MapPage::choose);
    connect(m_graph, &NodeGraph::nodeActivated, this, &MapPage::openNode);
    connect(m_card, &NodeCard::openChatRequested, this, &MapPage::openChatRequested);
    connect(m_card, &NodeCard::addFriendRequested, this, &MapPage::addFriendRequested);
    connect(m_card, &NodeCard::askToHoldRequested, this, &MapPage::askToHoldRequested);
    connect(&m_map, &model::MapModel::arranged, this, &MapPage::onArranged);
    connect(&models.status(), &model::NodeStatus::changed, this, &MapPage::updateFacts);
    connect(&models, &model::Models::loaded, this, [this] {
        showTable(m_models.locals().value(ViewKey) == TableWord);
        m_graph->setOwn(m_models.status().ownId());
    });
    m_show->setCurrent(0);
    m_view->setCurrent(0);
    retranslate();
    m_heard->setCurrentIndex(static_cast<int>(HeardHours.size()) - 1);
    setView(View::Graph);
}

QWidget* MapPage::buildHead()
{
    QWidget* head = pageHead(m_theme, this);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(space::Xl, 0, space::Xl, 0);
    row->setSpacing(space::L);
    row->addWidget(m_title);
    row->addWidget(m_show);
    row->addStretch();
    auto* heard = new QHBoxLayout;
    heard->setSpacing(space::S);
    heard->addWidget(m_heardLabel);
    heard->addWidget(m_heard);
    row->addLayout(heard);
    row->addWidget(m_view);
    m_view->button(0)->setIcon(m_theme.icon(QStringLiteral("map")));
    m_view->button(1)->setIcon(m_theme.icon(QStringLiteral("table")));
    return head;
}

QWidget* MapPage::buildBody()
{
    m_stack->addWidget(m_graph);
    m_stack->addWidget(buildTable());
    m_stack->addWidget(m_empty);
    auto* left = new QVBoxLayout;
    left->setContentsMargins(0, space::M, 0, 0);
    left->setSpacing(0);
    auto* sentence = new QHBoxLayout;
    sentence->setContentsMargins(space::Xl, 0, space::Xl, 0);
    sentence->addWidget(m_state);
    left->addLayout(sentence);
    left->addWidget(m_stack, 1);
    auto* side = new QVBoxLayout;
    side->setContentsMargins(0, space::L, space::L, space::L);
    side->addWidget(m_card);
    side->addStretch();
    side->addWidget(buildLegend());
    auto* body = new QWidget(this);
    auto* row = new QHBoxLayout(body);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addLayout(left, 1);
    row->addLayout(side);
    const auto fit = [this] {
        m_card->setFixedWidth(m_theme.scaled(CardWidth));
        m_legend->setFixedWidth(m_theme.scaled(CardWidth));
    };
    fit();
    connect(&m_theme, &Theme::changed, body, fit);
    return body;
}

QWidget* MapPage::buildTable()
{
    m_table->setObjectName(QStringLiteral("nodeTable"));
    m_table->setModel(&m_map);
    m_table->setItemDelegate(new NodeDelegate(m_theme, m_table));
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setTabKeyNavigation(false);
    m_table->setMouseTracking(true);
    m_table->setHorizontalHeader(new TableHeader(m_theme, m_table));
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->viewport()->installEventFilter(this);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->sortByColumn(static_cast<int>(model::MapColumn::Node), Qt::AscendingOrder);
    m_table->setSortingEnabled(true);
    const auto fit = [this] {
        m_table->verticalHeader()->setDefaultSectionSize(m_theme.scaled(metric::TableRowHeight));
    };
    fit();
    connect(&m_theme, &Theme::changed, m_table, fit);
    connect(m_table, &QTableView::customContextMenuRequested, this, &MapPage::showMenu);
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) {
        if (const model::MapNode* node = nodeAt(index))
            openNode(node->id);
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& now) {
                if (const model::MapNode* node = nodeAt(now))
                    choose(node->id);
            });
    auto* card = new QFrame(this);
    card->setProperty(KindProperty, QStringLiteral("card"));
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(1, space::Xs, 1, space::Xs);
    inside->addWidget(m_table);
    auto* around = new QWidget(this);
    auto* margins = new QVBoxLayout(around);
    margins->setContentsMargins(space::Xl, space::M, space::L, space::L);
    margins->addWidget(card);
    return around;
}

QWidget* MapPage::buildLegend()
{
    m_legend = new QFrame(this);
    m_legend->setObjectName(QStringLiteral("mapLegend"));
    m_legend->setProperty(KindProperty, QStringLiteral("card"));
    auto* grid = new QGridLayout(m_legend);
    grid->setContentsMargins(space::M, space::M, space::M, space::M);
    grid->setSpacing(space::S);
    using Mark = LegendMark::Mark;
    int place = 0;
    for (const Mark mark :
         {Mark::Friend, Mark::Direct, Mark::FriendVos, Mark::Through, Mark::Node, Mark::Silent}) {
        const int column = place % 2 * 2;
        grid->addWidget(new LegendMark(m_theme, mark, m_legend), place / 2, column);
        m_legendTexts.append(lineLabel(m_theme, Type::Caption, Color::TextSoft, m_legend));
        grid->addWidget(m_legendTexts.back(), place / 2, column + 1);
        ++place;
    }
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(3, 1);
    return m_legend;
}

QWidget* MapPage::buildFoot()
{
    auto* foot = new QFrame(this);
    foot->setProperty(KindProperty, QStringLiteral("bar"));
    auto* row = new QHBoxLayout(foot);
    row->setContentsMargins(space::Xl, space::S, space::Xl, space::S);
    row->addWidget(m_facts);
    row->addStretch();
    row->addWidget(m_rings);
    return foot;
}

void MapPage::retranslate()
{
    m_title->setText(tr("VOS Map"));
    m_show->setText(0, tr("All"));
    m_show->setText(1, tr("Friends"));
    m_show->setText(2, tr("Friend VOS"));
    m_show->setText(3, tr("Reachable"));
    m_view->setText(0, tr("Graph"));
    m_view->setText(1, tr("Table"));
    m_heardLabel->setText(tr("Heard within"));
    m_heard->setAccessibleName(tr("Heard within"));
    retranslateHeard();
    m_graph->setAccessibleName(tr("VOS Map"));
    m_graph->setAccessibleDescription(
        tr("A picture of the nodes around you. The table has the same nodes as rows."));
    m_table->setAccessibleName(tr("Known nodes"));
    const QStringList legend = {tr("Friend"),         tr("Direct"),     tr("Friend VOS"),
                                tr("Through others"), tr("Other node"), tr("Not reachable")};
    for (int i = 0; i < legend.size(); ++i)
        m_legendTexts[i]->setText(legend[i]);
    m_rings->setText(tr("Inner ring: connected · middle: reachable · outer: not reachable"));
    m_card->retranslate();
    updateFacts();
}

void MapPage::retranslateHeard()
{
    const QStringList words = {tr("1 hour"), tr("24 hours"), tr("7 days"), tr("Any time")};
    for (int i = 0; i < words.size(); ++i) {
        if (m_heard->count() <= i)
            m_heard->addItem(words[i]);
        else
            m_heard->setItemText(i, words[i]);
    }
}

void MapPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void MapPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    m_map.setWatched(true);
}

void MapPage::hideEvent(QHideEvent* event)
{
    m_map.setWatched(false);
    QWidget::hideEvent(event);
}

void MapPage::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    fitParts();
}

/// What does not fit a small window is left out: the title, which the rail says too, words beside
/// signs, and the legend below the card.
void MapPage::fitParts()
{
    const bool wide = width() >= m_theme.scaled(WideEnough);
    const bool picture = m_stack->currentWidget() == m_graph;
    m_title->setVisible(wide);
    m_heardLabel->setVisible(wide);
    for (const int part : {0, 1})
        m_view->button(part)->setToolButtonStyle(wide ? Qt::ToolButtonTextBesideIcon
                                                      : Qt::ToolButtonIconOnly);
    m_rings->setVisible(picture && wide);
    const bool high = height() >= m_theme.scaled(HighEnough);
    m_legend->setVisible(picture && (high || !m_card->isVisibleTo(this)));
}

bool MapPage::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table->viewport() && event->type() == QEvent::Resize)
        fitColumns();
    return QWidget::eventFilter(watched, event);
}

void MapPage::showTable(bool table)
{
    m_view->setCurrent(table ? 1 : 0);
    setView(table ? View::Table : View::Graph);
}

void MapPage::setView(View view)
{
    const bool none = m_map.counts().known == 0;
    if (none)
        m_stack->setCurrentWidget(m_empty);
    else
        m_stack->setCurrentIndex(static_cast<int>(view));
    fitParts();
}

void MapPage::onArranged()
{
    m_graph->refresh();
    setView(static_cast<View>(m_view->current()));
    updateFacts();
    choose(m_chosen);
}

void MapPage::updateFacts()
{
    const model::MapCounts& counts = m_map.counts();
    QStringList facts;
    if (counts.known > 0) {
        facts << tr("%n nodes known", nullptr, counts.known)
              << tr("%n reachable now", nullptr, counts.reachable);
        const QString direct = tr("%n direct", nullptr, counts.linked);
        const QString through = tr("%n through others", nullptr, counts.through);
        //: Two facts side by side: how many nodes are connected directly and through others.
        facts << (counts.through > 0 ? tr("%1, %2").arg(direct, through) : direct);
    }
    m_facts->setText(facts.join(QStringLiteral("     ")));
    m_empty->setText(counts.known == 0 ? tr("Only you so far. Nodes appear as they are found.")
                                       : QString());
    switch (m_models.status().connection()) {
    case model::Connection::Starting:
        m_state->setText(tr("Starting."));
        break;
    case model::Connection::Offline:
        m_state->setText(tr("This computer has no network. The map is as it was when you were "
                            "last connected."));
        break;
    case model::Connection::Searching:
        m_state->setText(counts.known > 0
                             ? tr("No node answers yet. All that are known are tried again.")
                             : tr("No other node is known yet. Add a friend, or join through any "
                                  "node that is online."));
        break;
    case model::Connection::Connected:
        m_state->setText(counts.linked + counts.through > 0
                             ? tr("You are connected with %n nodes. Together they know where "
                                  "everybody is.",
                                  nullptr, counts.linked + counts.through)
                             : tr("You are connected."));
        break;
    }
}

void MapPage::fitColumns()
{
    // Shares of the whole width, in hundredths: names and addresses need most.
    static constexpr std::array<int, 5> shares = {26, 12, 17, 18, 11};
    const int whole = m_table->viewport()->width();
    for (std::size_t i = 0; i < shares.size(); ++i)
        m_table->setColumnWidth(static_cast<int>(i), whole * shares[i] / 100);
}

const model::MapNode* MapPage::nodeAt(const QModelIndex& index) const
{
    if (!index.isValid() || index.row() >= m_map.rowCount())
        return nullptr;
    return &m_map.rows()[static_cast<std::size_t>(index.row())];
}

/// The chosen node is one of picture, table and card at once; it stays while it is shown.
void MapPage::choose(const std::optional<NodeId>& id)
{
    const int row = id ? m_map.rowOf(*id) : -1;
    // What was asked for before the map was read is shown when it is.
    m_chosen = row >= 0 || m_map.rowCount() == 0 ? id : std::nullopt;
    m_graph->choose(row >= 0 ? id : std::nullopt);
    m_card->setNode(row >= 0 ? std::optional(m_map.rows()[static_cast<std::size_t>(row)])
                             : std::nullopt);
    fitParts();
    const QSignalBlocker quiet(m_table->selectionModel());
    if (row < 0)
        m_table->selectionModel()->clear();
    else if (m_table->currentIndex().row() != row)
        m_table->selectionModel()->setCurrentIndex(
            m_map.index(row, 0), QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
    m_table->viewport()->update();
}

void MapPage::openNode(const NodeId& id)
{
    const int row = m_map.rowOf(id);
    if (row >= 0 && m_map.rows()[static_cast<std::size_t>(row)].isFriend)
        Q_EMIT openChatRequested(id);
}

void MapPage::showMenu(const QPoint& at)
{
    QModelIndex index = m_table->indexAt(at);
    if (!index.isValid())
        index = m_table->currentIndex();
    const model::MapNode* node = nodeAt(index);
    if (node == nullptr)
        return;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (node->isFriend) {
        menu->addAction(m_theme.icon(QStringLiteral("chats")), tr("Open chat"), this,
                        [this, id = node->id] { Q_EMIT openChatRequested(id); });
    } else {
        menu->addAction(m_theme.icon(QStringLiteral("add-friend")), tr("Add friend…"), this,
                        [this, id = node->id] { Q_EMIT addFriendRequested(addressOf(id)); });
    }
    menu->addAction(m_theme.icon(QStringLiteral("copy")), tr("Copy address"), this,
                    [id = node->id] { QApplication::clipboard()->setText(addressOf(id)); });
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

}  // namespace vos::ui
