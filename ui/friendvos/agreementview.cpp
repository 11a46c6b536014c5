#include "ui/friendvos/agreementview.h"

#include "ui/person.h"
#include "ui/widgets/painting.h"
#include "ui/widgets/storagebar.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QWheelEvent>

namespace vos::ui {

using List = model::AgreementList;

namespace {

constexpr int AgreementRowHeight = 65;
constexpr int NameHeight = 20;
constexpr int DetailHeight = 16;
constexpr int MenuSide = 32;
constexpr int ButtonPadding = 14;

}  // namespace

AgreementDelegate::AgreementDelegate(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent)
    , m_theme(theme)
{
}

QString AgreementDelegate::word(AgreementAction action)
{
    switch (action) {
    case AgreementAction::Withdraw:
        return tr("Withdraw");
    case AgreementAction::AskAgain:
        return tr("Ask again");
    case AgreementAction::LetAskAgain:
        return tr("Let it ask again");
    case AgreementAction::None:
    case AgreementAction::Menu:
        break;
    }
    return {};
}

AgreementAction AgreementDelegate::offered(const QModelIndex& index)
{
    const auto* list = qobject_cast<const List*>(index.model());
    const model::Agreement& row = list->at(index.row());
    if (!row.mine)
        return row.doNotAsk ? AgreementAction::LetAskAgain : AgreementAction::None;
    switch (row.state) {
    case AgreementState::Pending:
        return AgreementAction::Withdraw;
    case AgreementState::Declined:
    case AgreementState::Revoked:
    case AgreementState::Expired:
        return AgreementAction::AskAgain;
    default:
        return AgreementAction::None;
    }
}

QSize AgreementDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {0, m_theme.scaled(AgreementRowHeight)};
}

QRect AgreementDelegate::menuRect(const QRect& row) const
{
    return {row.right() + 1 - space::S - MenuSide, row.center().y() - MenuSide / 2, MenuSide,
            MenuSide};
}

QRect AgreementDelegate::barRect(const QRect& row) const
{
    const QRect menu = menuRect(row);
    return {menu.left() - space::M - StorageBarWidth, row.top(), StorageBarWidth, row.height()};
}

QRect AgreementDelegate::buttonRect(const QRect& row, AgreementAction action) const
{
    const int wide = textWidth(m_theme, Type::Body, word(action)) + 2 * ButtonPadding;
    const int high = m_theme.scaled(metric::ButtonHeight);
    return {menuRect(row).left() - space::M - wide, row.center().y() - high / 2, wide, high};
}

void AgreementDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect row = option.rect;
    QColor ground = m_theme.color(Color::Base);
    if (option.state.testFlag(QStyle::State_MouseOver))
        ground = m_theme.hovered(ground);
    painter->fillRect(row, ground);
    if (index.row() + 1 < index.model()->rowCount())
        painter->fillRect(row.left(), row.bottom(), row.width(), metric::Hairline,
                          m_theme.color(Color::Divider));
    const int side = metric::AvatarList;
    const QRect avatar(row.left() + space::L, row.center().y() - side / 2, side, side);
    paintAvatar(*painter, avatar, identiconSeed(index.data(List::IdRole).value<NodeId>()));
    paintBadge(*painter, m_theme, avatar,
               badgeFor(index.data(List::PresenceRole).value<model::Presence>()), ground);

    const AgreementAction action = offered(index);
    const bool storage = !index.data(List::StorageTextRole).toString().isEmpty();
    int right = menuRect(row).left();
    if (action != AgreementAction::None) {
        paintButton(*painter, row, action);
        right = buttonRect(row, action).left();
    } else if (storage) {
        paintStorage(*painter, barRect(row), index);
        right = barRect(row).left();
    }
    const int left = avatar.right() + 1 + space::M;
    paintWords(*painter, QRect(left, row.top(), right - space::S - left, row.height()), index);
    const QRect menu = menuRect(row);
    const int dots = metric::Icon;
    painter->drawPixmap(menu.center().x() - dots / 2, menu.center().y() - dots / 2,
                        m_theme.pixmap(QStringLiteral("more"), Color::TextSoft, dots,
                                       painter->device()->devicePixelRatio()));
    const auto* view = qobject_cast<const QAbstractItemView*>(option.widget);
    if (view != nullptr && view->hasFocus() && view->currentIndex() == index)
        paintFocusRing(*painter, m_theme, row.adjusted(2, 2, -2, -2), radius::Button);
    painter->restore();
}

void AgreementDelegate::paintWords(QPainter& painter, const QRect& rect,
                                   const QModelIndex& index) const
{
    const int high = m_theme.scaled(NameHeight);
    const int low = m_theme.scaled(DetailHeight);
    const int top = rect.top() + (rect.height() - high - low) / 2;
    paintElided(painter, m_theme, Type::Section, m_theme.color(Color::Text),
                {rect.left(), top, rect.width(), high}, Qt::AlignLeft,
                index.data(List::NameRole).toString());
    paintElided(painter, m_theme, Type::Caption, m_theme.color(Color::TextSoft),
                {rect.left(), top + high, rect.width(), low}, Qt::AlignLeft,
                index.data(List::DetailRole).toString());
}

void AgreementDelegate::paintStorage(QPainter& painter, const QRect& rect,
                                     const QModelIndex& index) const
{
    const auto* list = qobject_cast<const List*>(index.model());
    const model::Agreement& row = list->at(index.row());
    const int high = m_theme.scaled(NameHeight);
    const int low = m_theme.scaled(DetailHeight);
    const int top = rect.top() + (rect.height() - high - low) / 2;
    // A little that is used is still seen.
    const int percent = row.usedBytes > 0 ? std::max(1, row.usedPercent()) : 0;
    paintStorageBar(painter, m_theme, {rect.left(), top, rect.width(), high}, percent,
                    row.isNearFull());
    paintElided(painter, m_theme, Type::Caption, m_theme.color(Color::TextSoft),
                {rect.left(), top + high, rect.width(), low}, Qt::AlignLeft,
                index.data(List::StorageTextRole).toString());
}

void AgreementDelegate::paintButton(QPainter& painter, const QRect& row,
                                    AgreementAction action) const
{
    const QRect rect = buttonRect(row, action);
    painter.setPen(QPen(m_theme.color(Color::Divider), metric::Hairline));
    painter.setBrush(m_theme.color(Color::BubbleIn));
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius::Button,
                            radius::Button);
    paintElided(painter, m_theme, Type::Body, m_theme.color(Color::Text), rect, Qt::AlignHCenter,
                word(action));
}

AgreementAction AgreementDelegate::actionAt(const QRect& row, const QModelIndex& index,
                                            const QPoint& point) const
{
    if (menuRect(row).contains(point))
        return AgreementAction::Menu;
    const AgreementAction action = offered(index);
    if (action != AgreementAction::None && buttonRect(row, action).contains(point))
        return action;
    return AgreementAction::None;
}

AgreementView::AgreementView(Theme& theme, List& list, QWidget* parent)
    : QListView(parent)
    , m_delegate(new AgreementDelegate(theme, this))
{
    setModel(&list);
    setItemDelegate(m_delegate);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setTabKeyNavigation(false);
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&list, &QAbstractItemModel::rowsInserted, this, &AgreementView::fit);
    connect(&list, &QAbstractItemModel::rowsRemoved, this, &AgreementView::fit);
    connect(&theme, &Theme::changed, this, &AgreementView::fit);
    fit();
}

void AgreementView::fit()
{
    const int row = m_delegate->sizeHint({}, {}).height();
    setFixedHeight(row * model()->rowCount());
    doItemsLayout();
}

void AgreementView::request(const QModelIndex& index, AgreementAction action, const QPoint& at)
{
    Q_EMIT actionRequested(index.data(List::IdRole).value<NodeId>(), action,
                           viewport()->mapToGlobal(at));
}

void AgreementView::mouseReleaseEvent(QMouseEvent* event)
{
    QListView::mouseReleaseEvent(event);
    const QPoint point = event->position().toPoint();
    const QModelIndex index = indexAt(point);
    if (event->button() != Qt::LeftButton || !index.isValid())
        return;
    const AgreementAction action = m_delegate->actionAt(visualRect(index), index, point);
    if (action != AgreementAction::None)
        request(index, action, point);
}

void AgreementView::keyPressEvent(QKeyEvent* event)
{
    const bool opens = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter ||
                       event->key() == Qt::Key_Space;
    if (opens && currentIndex().isValid()) {
        request(currentIndex(), AgreementAction::Menu, visualRect(currentIndex()).center());
        return;
    }
    QListView::keyPressEvent(event);
}

void AgreementView::contextMenuEvent(QContextMenuEvent* event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    if (index.isValid())
        request(index, AgreementAction::Menu, byKey ? visualRect(index).center() : event->pos());
}

void AgreementView::focusInEvent(QFocusEvent* event)
{
    QListView::focusInEvent(event);
    if (!currentIndex().isValid() && model()->rowCount() > 0)
        setCurrentIndex(model()->index(0, 0));
}

void AgreementView::wheelEvent(QWheelEvent* event)
{
    event->ignore();  // the page scrolls, never the list in it
}

}  // namespace vos::ui
