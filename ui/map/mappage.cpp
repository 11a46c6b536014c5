#include "ui/map/mappage.h"

#include "p2p/qt/address.h"
#include "ui/theme/stylesheet.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/segments.h"
#include "ui/widgets/tableheader.h"

#include <QApplication>
#include <QClipboard>
#include <QFrame>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QStackedLayout>
#include <QTableView>
#include <QToolButton>
#include <QVBoxLayout>

namespace vos::ui {

MapPage::MapPage(Theme& theme, model::Models& models, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_models(models), m_nodes(new NodeTable(models, this)),
      m_filter(new NodeFilter(this)), m_title(new QLabel(this)), m_facts(new QLabel(this)),
      m_show(new Segments(theme, 3, this)), m_table(new QTableView(this)),
      m_stack(new QStackedLayout),
      m_empty(new EmptyState(theme, QStringLiteral("map"), Color::TextSoft, this))
{
    setObjectName(QStringLiteral("mapPage"));
    m_filter->setSourceModel(m_nodes);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(buildHead(theme));
    column->addWidget(buildTable(theme), 1);
    connect(m_show, &Segments::chosen, this, [this](int index) {
        m_filter->setShow(static_cast<NodeFilter::Show>(index));
    });
    connect(m_nodes, &NodeTable::changed, this, &MapPage::updateFacts);
    connect(&models, &model::Models::retranslated, m_nodes, &NodeTable::retranslate);
    m_show->setCurrent(0);
    retranslate();
}

QWidget* MapPage::buildHead(Theme& theme)
{
    auto* head = new QFrame(this);
    head->setProperty(KindProperty, QStringLiteral("head"));
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(space::Xl, 0, space::Xl, 0);
    row->setSpacing(space::L);
    theme.bind(m_title, Type::Title);
    theme.bind(m_facts, Type::Body, Color::TextSoft);
    row->addWidget(m_title);
    row->addWidget(m_show);
    row->addStretch();
    row->addWidget(m_facts);
    const auto fit = [head, &theme] {
        head->setFixedHeight(theme.scaled(metric::HeaderHeight));
    };
    fit();
    connect(&theme, &Theme::changed, head, fit);
    return head;
}

QWidget* MapPage::buildTable(Theme& theme)
{
    m_table->setObjectName(QStringLiteral("nodeTable"));
    m_table->setModel(m_filter);
    m_table->setItemDelegate(new NodeDelegate(theme, m_table));
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setTabKeyNavigation(false);
    m_table->setMouseTracking(true);
    m_table->setHorizontalHeader(new TableHeader(theme, m_table));
    m_table->verticalHeader()->hide();
    m_table->viewport()->installEventFilter(this);
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(NodeTable::NodeColumn, Qt::AscendingOrder);
    const auto fit = [this, &theme] {
        m_table->verticalHeader()->setDefaultSectionSize(theme.scaled(metric::TableRowHeight));
    };
    fit();
    connect(&theme, &Theme::changed, m_table, fit);
    connect(m_table, &QTableView::customContextMenuRequested, this, &MapPage::showMenu);
    connect(m_table, &QTableView::activated, this, &MapPage::openCurrent);

    auto* card = new QFrame(this);
    card->setProperty(KindProperty, QStringLiteral("card"));
    auto* inside = new QVBoxLayout(card);
    inside->setContentsMargins(1, space::Xs, 1, space::Xs);
    inside->addWidget(m_table);
    auto* body = new QWidget(this);
    auto* around = new QWidget(body);
    auto* margins = new QVBoxLayout(around);
    margins->setContentsMargins(space::Xl, space::L + space::Xs, space::Xl, space::Xl);
    margins->addWidget(card);
    body->setLayout(m_stack);
    m_stack->addWidget(around);
    m_stack->addWidget(m_empty);
    return body;
}

void MapPage::retranslate()
{
    m_title->setText(tr("VOS Map"));
    m_show->setText(0, tr("All"));
    m_show->setText(1, tr("Friends"));
    m_show->setText(2, tr("Reachable"));
    m_table->setAccessibleName(tr("Known nodes"));
    m_empty->setText(tr("Only you so far. Nodes appear as they are found."));
    updateFacts();
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
    m_nodes->refresh();
}

bool MapPage::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table->viewport() && event->type() == QEvent::Resize)
        fitColumns();
    return QWidget::eventFilter(watched, event);
}

void MapPage::updateFacts()
{
    const int known = m_nodes->rowCount();
    m_stack->setCurrentIndex(known > 0 ? 0 : 1);
    const QString nodes = tr("%n nodes known", nullptr, known);
    const QString reachable = tr("%n reachable now", nullptr, m_nodes->reachable());
    //: Two facts side by side above the table of nodes.
    m_facts->setText(known > 0 ? tr("%1, %2").arg(nodes, reachable) : QString());
}

void MapPage::fitColumns()
{
    // Shares of the whole width, in hundredths: names and addresses need most.
    static constexpr std::array<int, 5> shares = {26, 10, 17, 18, 11};
    const int whole = m_table->viewport()->width();
    for (std::size_t i = 0; i < shares.size(); ++i)
        m_table->setColumnWidth(static_cast<int>(i), whole * shares[i] / 100);
}

void MapPage::openCurrent(const QModelIndex& index)
{
    if (index.data(NodeTable::FriendRole).toBool())
        Q_EMIT openChatRequested(index.data(NodeTable::IdRole).value<NodeId>());
}

void MapPage::showMenu(const QPoint& at)
{
    QModelIndex index = m_table->indexAt(at);
    if (!index.isValid())
        index = m_table->currentIndex();
    if (!index.isValid())
        return;
    const auto id = index.data(NodeTable::IdRole).value<NodeId>();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (index.data(NodeTable::FriendRole).toBool()) {
        menu->addAction(m_theme.icon(QStringLiteral("chats")), tr("Open chat"), this,
                        [this, id] { Q_EMIT openChatRequested(id); });
    }
    menu->addAction(m_theme.icon(QStringLiteral("copy")), tr("Copy address"), this,
                    [id] { QApplication::clipboard()->setText(addressOf(id)); });
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

}  // namespace vos::ui
