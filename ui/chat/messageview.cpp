#include "ui/chat/messageview.h"

#include "ui/widgets/jumpbutton.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QScrollBar>

#include <algorithm>

namespace vos::ui {

namespace {

using Row = model::MessageModel;

/// Distance to the end, in pixels, that still counts as standing there.
constexpr int NearEnd = 4;
/// Screens left above or below when the next page is asked for.
constexpr int FetchScreens = 2;
constexpr int ScrollStep = 54;  ///< three lines

bool isMessage(const QModelIndex& index)
{
    return index.isValid() &&
           index.data(Row::RowKindRole).value<Row::RowKind>() == Row::RowKind::Message;
}

}  // namespace

MessageView::MessageView(Theme& theme, QWidget* parent)
    : QListView(parent), m_delegate(new BubbleDelegate(theme, this)),
      m_jump(new JumpButton(theme, this))
{
    setObjectName(QStringLiteral("messageList"));
    setAccessibleName(tr("Messages"));
    setItemDelegate(m_delegate);
    setFrameShape(QFrame::NoFrame);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    theme.bindGround(this, Color::Base);
    verticalScrollBar()->setSingleStep(ScrollStep);
    m_jump->hide();
    connect(m_jump, &JumpButton::clicked, this, &MessageView::scrollToLatest);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, this, &MessageView::onScrolled);
    connect(&theme, &Theme::changed, this, [this] {
        m_delegate->forgetAll();
        scheduleDelayedItemsLayout();
    });
}

void MessageView::setConversation(model::MessageModel* conversation)
{
    if (m_model != nullptr)
        disconnect(m_model, nullptr, this, nullptr);
    m_model = conversation;
    m_anchor = QPersistentModelIndex();
    m_sticky = true;
    m_toOldest = false;
    m_opened = false;
    m_reveal.reset();
    m_delegate->forgetAll();
    setModel(conversation);
    m_jump->hide();
    if (m_model == nullptr)
        return;
    connect(m_model, &QAbstractItemModel::dataChanged, this, &MessageView::onRowsChanged);
    connect(m_model, &Row::loaded, this, &MessageView::open);
    connect(m_model, &Row::latestShown, this, [this] {
        m_sticky = true;
        scheduleDelayedItemsLayout();
    });
    connect(m_model, &Row::located, this, &MessageView::onLocated);
    connect(m_model, &Row::unreadBelowChanged, this,
            [this](int count) { m_jump->setCount(count); });
    if (m_model->isLoaded())
        open();
}

void MessageView::open()
{
    if (m_opened || m_model == nullptr)
        return;
    m_opened = true;
    const int line = m_model->unreadLineRow();
    if (line >= 0) {
        // The unread line stands in the upper third, unless all that follows fits below it anyway.
        m_sticky = false;
        m_anchor = model()->index(line, 0);
        m_anchorTop = height() / 4;
    }
    doItemsLayout();
    if (line >= 0)
        rememberPlace();
    m_jump->setCount(m_model->unreadBelow());
    reportSeen();
}

void MessageView::onRowsChanged(const QModelIndex& first, const QModelIndex& last)
{
    for (int row = first.row(); row <= last.row(); ++row)
        m_delegate->forget(first.sibling(row, 0));
    scheduleDelayedItemsLayout();
}

void MessageView::doItemsLayout()
{
    m_delegate->setWidth(width());
    m_moving = true;
    QListView::doItemsLayout();
    updateGap();
    restorePlace();
    m_moving = false;
    fetchIfNear();
    placeJumpButton();
    reportSeen();
}

void MessageView::updateGap()
{
    // Few messages stand at the bottom, next to the composer, as in every chat.
    const int gap = std::max(0, height() - contentsSize().height());
    if (viewportMargins().top() != gap)
        setViewportMargins(0, gap, 0, 0);
}

void MessageView::updateGeometries()
{
    QListView::updateGeometries();
    // Rows are as wide as the view, so that a scroll bar that comes changes no line break.
    horizontalScrollBar()->setRange(0, 0);
}

void MessageView::rememberPlace()
{
    QScrollBar* bar = verticalScrollBar();
    m_sticky = m_model != nullptr && m_model->atEnd() && bar->value() >= bar->maximum() - NearEnd;
    const int row = firstMessageRowFrom(0);
    m_anchor = row >= 0 ? model()->index(row, 0) : QModelIndex();
    m_anchorTop = row >= 0 ? visualRect(m_anchor).top() : 0;
}

void MessageView::restorePlace()
{
    QScrollBar* bar = verticalScrollBar();
    if (m_reveal) {
        const int row = m_model->rowOf(*m_reveal);
        m_reveal.reset();
        if (row >= 0) {
            QListView::scrollTo(model()->index(row, 0), PositionAtCenter);
            rememberPlace();
            return;
        }
    }
    if (m_toOldest)
        bar->setValue(0);
    else if (m_sticky)
        bar->setValue(bar->maximum());
    else if (m_anchor.isValid())
        bar->setValue(bar->value() + visualRect(m_anchor).top() - m_anchorTop);
}

void MessageView::onScrolled()
{
    if (m_moving || m_model == nullptr)
        return;
    m_toOldest = m_toOldest && verticalScrollBar()->value() == 0;
    rememberPlace();
    fetchIfNear();
    placeJumpButton();
    reportSeen();
}

void MessageView::fetchIfNear()
{
    if (m_model == nullptr || !m_opened)
        return;
    const QScrollBar* bar = verticalScrollBar();
    const int near = FetchScreens * viewport()->height();
    if (bar->value() < near && !m_model->atStart())
        m_model->fetchOlder();
    if (bar->maximum() - bar->value() < near && !m_model->atEnd())
        m_model->fetchNewer();
    if (m_toOldest && m_model->atStart())
        m_toOldest = false;
}

void MessageView::reportSeen()
{
    if (m_model == nullptr || !m_opened || !isVisible() || !window()->isActiveWindow() ||
        window()->isMinimized())
        return;
    const int bottom = viewport()->height() - 1;
    QModelIndex last = indexAt(QPoint(viewport()->width() / 2, bottom));
    if (!last.isValid() && model()->rowCount() > 0)
        last = model()->index(model()->rowCount() - 1, 0);
    if (last.isValid())
        m_model->markSeen(last.row());
}

void MessageView::placeJumpButton()
{
    if (m_model == nullptr)
        return;
    const QScrollBar* bar = verticalScrollBar();
    const int below = bar->maximum() - bar->value();
    const bool far = m_opened && (!m_model->atEnd() || below > viewport()->height());
    m_jump->setVisible(far);
    m_jump->move(width() - m_jump->width() - space::L, height() - m_jump->height() - space::M);
    m_jump->raise();
}

void MessageView::scrollToLatest()
{
    if (m_model == nullptr)
        return;
    m_toOldest = false;
    m_sticky = true;
    m_anchor = QPersistentModelIndex();
    if (!m_model->atEnd()) {
        m_model->showLatest();
        return;
    }
    doItemsLayout();
}

void MessageView::scrollToOldest()
{
    if (m_model == nullptr)
        return;
    m_sticky = false;
    m_toOldest = true;
    verticalScrollBar()->setValue(0);
    fetchIfNear();
    placeJumpButton();
}

void MessageView::pageUp()
{
    verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepSub);
}

void MessageView::pageDown()
{
    verticalScrollBar()->triggerAction(QAbstractSlider::SliderPageStepAdd);
}

void MessageView::reveal(const MessageId& id)
{
    if (m_model != nullptr)
        m_model->locate(id);
}

void MessageView::onLocated(const MessageId& id)
{
    const int row = m_model->rowOf(id);
    if (row < 0)
        return;
    m_sticky = false;
    m_toOldest = false;
    m_reveal = id;
    selectionModel()->setCurrentIndex(model()->index(row, 0), QItemSelectionModel::ClearAndSelect);
    m_reveal = id;
    doItemsLayout();
}

std::optional<MessageId> MessageView::idAt(const QModelIndex& index) const
{
    if (!isMessage(index))
        return std::nullopt;
    return index.data(Row::IdRole).value<MessageId>();
}

std::optional<MessageId> MessageView::currentMessage() const
{
    return idAt(currentIndex());
}

void MessageView::setMark(const QString& term)
{
    m_delegate->setMark(term);
    viewport()->update();
}

int MessageView::firstMessageRowFrom(int y) const
{
    if (model() == nullptr)
        return -1;
    const QModelIndex top = indexAt(QPoint(viewport()->width() / 2, y));
    for (int row = top.isValid() ? top.row() : 0; row < model()->rowCount(); ++row) {
        if (isMessage(model()->index(row, 0)))
            return row;
    }
    return -1;
}

void MessageView::resizeEvent(QResizeEvent* event)
{
    QListView::resizeEvent(event);
    // The viewport keeps the size of its contents, so its own resizes (by the gap) come here too.
    if (!m_moving)
        doItemsLayout();
}

void MessageView::showEvent(QShowEvent* event)
{
    QListView::showEvent(event);
    window()->installEventFilter(this);
    reportSeen();
}

bool MessageView::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == window() && event->type() == QEvent::WindowActivate)
        reportSeen();
    return QListView::eventFilter(watched, event);
}

void MessageView::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange) {
        setAccessibleName(tr("Messages"));
        m_delegate->forgetAll();
        scheduleDelayedItemsLayout();
    }
    QListView::changeEvent(event);
}

}  // namespace vos::ui
