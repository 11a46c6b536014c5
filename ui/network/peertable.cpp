#include "ui/network/peertable.h"

#include "ui/network/peerdelegate.h"
#include "ui/widgets/tableheader.h"

#include <QHeaderView>

#include <algorithm>
#include <array>

namespace vos::ui {

namespace {

/// More are scrolled: the page has other things below.
constexpr int PeerRowsMax = 12;
/// Of the whole width in hundredths; the rest is for the last column.
constexpr std::array<int, 6> PeerShares = {19, 16, 21, 10, 10, 10};

}  // namespace

PeerTable::PeerTable(Theme& theme, model::NetworkModel& network, QWidget* parent)
    : QTableView(parent)
    , m_theme(theme)
{
    setObjectName(QStringLiteral("peerTable"));
    setModel(&network);
    setItemDelegate(new PeerDelegate(theme, this));
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(QAbstractItemView::SelectRows);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTabKeyNavigation(false);
    setMouseTracking(true);
    setHorizontalHeader(new TableHeader(theme, this));
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    horizontalHeader()->setStretchLastSection(true);
    sortByColumn(static_cast<int>(model::PeerColumn::Rtt), Qt::AscendingOrder);
    setSortingEnabled(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, &PeerTable::fit);
    connect(&network, &QAbstractItemModel::rowsInserted, this, [this] { updateGeometry(); });
    connect(&network, &QAbstractItemModel::rowsRemoved, this, [this] { updateGeometry(); });
    fit();
}

void PeerTable::fit()
{
    verticalHeader()->setDefaultSectionSize(m_theme.scaled(metric::TableRowHeight));
    updateGeometry();
}

QSize PeerTable::sizeHint() const
{
    const int rows = std::clamp(model()->rowCount(), 1, PeerRowsMax);
    return {m_theme.scaled(metric::WindowWidthMin) / 2,
            horizontalHeader()->sizeHint().height() +
                rows * m_theme.scaled(metric::TableRowHeight)};
}

void PeerTable::resizeEvent(QResizeEvent* event)
{
    QTableView::resizeEvent(event);
    const int whole = viewport()->width();
    for (std::size_t i = 0; i < PeerShares.size(); ++i)
        setColumnWidth(static_cast<int>(i), whole * PeerShares[i] / 100);
}

}  // namespace vos::ui
