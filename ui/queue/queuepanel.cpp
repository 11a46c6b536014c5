#include "ui/queue/queuepanel.h"

#include "ui/queue/cancelling.h"
#include "ui/queue/queuedelegate.h"
#include "ui/theme/stylesheet.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/tableheader.h"
#include "ui/widgets/labels.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QPushButton>
#include <QStackedLayout>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace vos::ui {

using model::QueueModel;

namespace {

constexpr int SizeWidth = 88;
constexpr int SinceWidth = 132;
constexpr int WhereWidth = 202;
constexpr int NextTryWidth = 190;

}  // namespace

QueuePanel::QueuePanel(Theme& theme, model::Models& models, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_models(models),
      m_title(lineLabel(theme, Type::Section, Color::Text, this)),
      m_summary(lineLabel(theme, Type::Body, Color::TextSoft, this)),
      m_tryNow(pushButton("link", this)), m_cancel(pushButton("link", this)),
      m_tryAll(iconTextButton(theme, {}, QStringLiteral("retry"), this)),
      m_close(iconButton(theme, QStringLiteral("close"), Color::TextSoft, this)),
      m_trouble(new Banner(theme, BannerKind::Danger, this)),
      m_cancelled(new Banner(theme, BannerKind::Held, this)),
      m_cancelling(new Cancelling(theme, models, *m_cancelled, this)), m_table(new QTreeView(this)),
      m_empty(new EmptyState(theme, QStringLiteral("receipt-queued"), Color::TextSoft, this))
{
    setObjectName(QStringLiteral("queuePanel"));
    m_summary->setObjectName(QStringLiteral("queueSummary"));
    m_tryNow->setObjectName(QStringLiteral("tryNowButton"));
    m_cancel->setObjectName(QStringLiteral("cancelMessageButton"));
    m_tryAll->setObjectName(QStringLiteral("tryAllButton"));
    m_close->setObjectName(QStringLiteral("queueCloseButton"));
    m_table->setObjectName(QStringLiteral("queueTable"));
    m_trouble->setObjectName(QStringLiteral("queueTrouble"));
    m_trouble->setDismissible(true);
    m_cancelled->setObjectName(QStringLiteral("queueCancelled"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, metric::Hairline, 0, 0);
    column->setSpacing(0);
    buildHead(column);
    column->addWidget(m_trouble);
    column->addWidget(m_cancelled);
    auto* body = new QWidget(this);
    m_stack = new QStackedLayout(body);
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_empty);
    column->addWidget(body, 1);
    buildTable();

    QueueModel& queue = models.queue();
    connect(m_tryNow, &QPushButton::clicked, this, &QueuePanel::tryNow);
    connect(m_cancel, &QPushButton::clicked, this, &QueuePanel::cancel);
    connect(m_tryAll, &QPushButton::clicked, &queue, &QueueModel::tryAllNow);
    connect(m_close, &QToolButton::clicked, this, &QueuePanel::closed);
    connect(&queue, &QueueModel::countsChanged, this, &QueuePanel::refresh);
    const auto tell = [this](const NodeError& error) {
        m_trouble->setText(model::words::error(error));
    };
    connect(&queue, &QueueModel::actionFailed, this, tell);
    connect(m_cancelling, &Cancelling::failed, this, tell);
    connect(m_trouble, &Banner::dismissed, this, [this] { m_trouble->setText(QString()); });
    connect(&theme, &Theme::changed, this, &QueuePanel::fitColumns);
    retranslate();
}

void QueuePanel::buildHead(QVBoxLayout* column)
{
    auto* head = new QHBoxLayout;
    head->setContentsMargins(space::L, space::S, space::M, space::S);
    head->setSpacing(space::S);
    head->addWidget(m_title);
    head->addWidget(m_summary, 1);
    head->addWidget(m_tryNow);
    head->addWidget(m_cancel);
    head->addWidget(m_tryAll);
    head->addWidget(m_close);
    column->addLayout(head);
}

void QueuePanel::buildTable()
{
    auto* delegate = new QueueDelegate(m_theme, m_table);
    m_table->setModel(&m_models.queue());
    m_table->setItemDelegate(delegate);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setRootIsDecorated(false);
    m_table->setItemsExpandable(false);
    m_table->setIndentation(0);
    m_table->setMouseTracking(true);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setTabKeyNavigation(false);
    m_table->setHeader(new TableHeader(m_theme, m_table));
    m_table->header()->setSectionsMovable(false);
    m_table->header()->setStretchLastSection(false);
    m_table->header()->setHighlightSections(false);
    m_table->viewport()->installEventFilter(this);
    m_table->installEventFilter(this);
    connect(m_table, &QTreeView::customContextMenuRequested, this, &QueuePanel::showMenu);
    connect(m_table, &QTreeView::activated, this, [this] {
        if (const QueueEntry* entry = chosen())
            Q_EMIT messageChosen(entry->to, entry->id);
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            &QueuePanel::refresh);
    const auto span = [this] {
        m_table->expandAll();
        for (int row = 0; row < m_models.queue().rowCount(); ++row)
            m_table->setFirstColumnSpanned(row, {}, true);
        refresh();
    };
    connect(&m_models.queue(), &QAbstractItemModel::rowsInserted, this, span);
    connect(&m_models.queue(), &QAbstractItemModel::rowsRemoved, this, &QueuePanel::refresh);
    fitColumns();
    span();
}

void QueuePanel::fitColumns()
{
    QHeaderView* header = m_table->header();
    header->setMinimumHeight(m_theme.scaled(metric::TableHeadHeight));
    header->setSectionResizeMode(QHeaderView::Fixed);
    header->setSectionResizeMode(QueueModel::MessageColumn, QHeaderView::Stretch);
    header->resizeSection(QueueModel::SizeColumn, m_theme.scaled(SizeWidth));
    header->resizeSection(QueueModel::SinceColumn, m_theme.scaled(SinceWidth));
    header->resizeSection(QueueModel::WhereColumn, m_theme.scaled(WhereWidth));
    header->resizeSection(QueueModel::NextTryColumn, m_theme.scaled(NextTryWidth));
    const auto* delegate = qobject_cast<const QueueDelegate*>(m_table->itemDelegate());
    header->resizeSection(QueueModel::ActionsColumn, delegate->actionsWidth());
    m_table->doItemsLayout();
}

const QueueEntry* QueuePanel::chosen() const
{
    const QModelIndex current = m_table->currentIndex();
    return current.isValid() ? m_models.queue().entryAt(current) : nullptr;
}

void QueuePanel::refresh()
{
    const QueueModel& queue = m_models.queue();
    const int waiting = queue.waiting();
    const int held = queue.held();
    if (waiting > 0 && held > 0)
        m_summary->setText(tr("%1 waiting here, %2 held by friends").arg(waiting).arg(held));
    else if (waiting > 0)
        m_summary->setText(tr("%n waiting here", nullptr, waiting));
    else
        m_summary->setText(held > 0 ? tr("%n held by friends", nullptr, held) : QString());
    const bool empty = queue.rowCount() == 0;
    m_stack->setCurrentWidget(empty ? static_cast<QWidget*>(m_empty) : m_table);
    m_tryAll->setEnabled(!empty);
    m_tryNow->setEnabled(chosen() != nullptr);
    m_cancel->setEnabled(chosen() != nullptr);
}

void QueuePanel::tryNow()
{
    if (const QueueEntry* entry = chosen())
        m_models.queue().tryNow(entry->id);
}

void QueuePanel::cancel()
{
    if (const QueueEntry* entry = chosen())
        m_cancelling->cancel(entry->id);
}

void QueuePanel::showMenu(const QPoint& at)
{
    const QModelIndex index = m_table->indexAt(at);
    const QueueEntry* entry = index.isValid() ? m_models.queue().entryAt(index) : chosen();
    if (entry == nullptr)
        return;
    const MessageId id = entry->id;
    const NodeId peer = entry->to;
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Try now"), this, [this, id] { m_models.queue().tryNow(id); });
    menu->addAction(tr("Show in the chat"), this,
                    [this, peer, id] { Q_EMIT messageChosen(peer, id); });
    QAction* cancelAction =
        menu->addAction(tr("Cancel message"), this, [this, id] { m_cancelling->cancel(id); });
    cancelAction->setShortcut(QKeySequence(Qt::Key_Delete));
    menu->popup(m_table->viewport()->mapToGlobal(at));
}

bool QueuePanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_table->viewport() && event->type() == QEvent::MouseButtonRelease) {
        const auto* mouse = static_cast<QMouseEvent*>(event);
        const QModelIndex index = m_table->indexAt(mouse->position().toPoint());
        const QueueEntry* entry = index.isValid() ? m_models.queue().entryAt(index) : nullptr;
        if (entry != nullptr && index.column() == QueueModel::ActionsColumn &&
            mouse->button() == Qt::LeftButton) {
            const auto* delegate = qobject_cast<const QueueDelegate*>(m_table->itemDelegate());
            const QueueAction action =
                delegate->actionAt(m_table->visualRect(index), mouse->position().toPoint());
            if (action == QueueAction::TryNow)
                m_models.queue().tryNow(entry->id);
            else if (action == QueueAction::Cancel)
                m_cancelling->cancel(entry->id);
        }
    }
    if (watched == m_table && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Delete && chosen() != nullptr) {
        cancel();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void QueuePanel::retranslate()
{
    m_title->setText(tr("Queue"));
    m_table->setAccessibleName(tr("Queue"));
    m_tryNow->setText(tr("Try now"));
    m_cancel->setText(tr("Cancel message"));
    m_tryAll->setText(tr("Try all now"));
    setIconName(m_close, tr("Close the queue"),
                QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Q).toString(QKeySequence::NativeText));
    m_empty->setText(tr("Nothing is waiting."));
    fitColumns();
    refresh();
}

void QueuePanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void QueuePanel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Color::Base));
    painter.fillRect(0, 0, width(), metric::Hairline, m_theme.color(Color::Divider));
}

}  // namespace vos::ui
