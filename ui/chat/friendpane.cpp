#include "ui/chat/friendpane.h"

#include "ui/chat/frienddelegate.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/searchfield.h"

#include <QApplication>
#include <QClipboard>
#include <QKeyEvent>
#include <QKeySequence>
#include <QLabel>
#include <QListView>
#include <QPainter>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace vos::ui {

FriendPane::FriendPane(Theme& theme, model::Models& models, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_models(models), m_search(new SearchField(theme, this)),
      m_list(new QListView(this)), m_body(new QWidget(this)),
      m_stack(new QStackedLayout(m_body)),
      m_empty(new EmptyState(theme, QString(), Color::TextSoft, this)),
      m_noHit(new QLabel(this)), m_emptyAdd(pushButton("primary", this)),
      m_emptyCopy(iconTextButton(theme, {}, QStringLiteral("copy"), this)),
      m_add(iconTextButton(theme, {}, QStringLiteral("add-friend"), this)),
      m_notices(new QVBoxLayout)
{
    m_search->setObjectName(QStringLiteral("friendSearch"));
    m_search->setKeyHint(QKeySequence(Qt::CTRL | Qt::Key_K).toString(QKeySequence::NativeText));
    m_add->setObjectName(QStringLiteral("addFriendButton"));
    m_emptyAdd->setObjectName(QStringLiteral("emptyAddFriendButton"));
    m_emptyCopy->setObjectName(QStringLiteral("emptyCopyAddressButton"));

    m_list->setObjectName(QStringLiteral("friendList"));
    m_list->setModel(&models.friendList());
    m_list->setItemDelegate(new FriendDelegate(theme, m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_list->setMouseTracking(true);
    m_list->setTabKeyNavigation(false);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->setContextMenuPolicy(Qt::CustomContextMenu);
    m_search->installEventFilter(this);
    connect(&theme, &Theme::changed, m_list, [this] { m_list->doItemsLayout(); });

    theme.bind(m_noHit, Type::Body, Color::TextSoft);
    m_noHit->setAlignment(Qt::AlignCenter);
    m_empty->addButton(m_emptyAdd);
    m_empty->addButton(m_emptyCopy);
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_noHit);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, space::M, 0, space::M);
    column->setSpacing(space::Xs);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(space::M, 0, space::M, 0);
    top->addWidget(m_search);
    column->addLayout(top);
    m_notices->setContentsMargins(space::M, 0, space::M, 0);
    column->addLayout(m_notices);
    column->addWidget(m_body, 1);
    auto* bottom = new QVBoxLayout;
    bottom->setContentsMargins(space::M, space::S, space::M, 0);
    bottom->addWidget(m_add);
    column->addLayout(bottom);

    connect(m_search, &QLineEdit::textChanged, this, [this](const QString& text) {
        m_models.friendList().setSearch(text);
        updateEmpty();
    });
    connect(m_search, &QLineEdit::returnPressed, this, &FriendPane::onSearchEntered);
    connect(m_list->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &FriendPane::onCurrentChanged);
    connect(m_list, &QListView::clicked, this, &FriendPane::onCurrentChanged);
    connect(m_list, &QListView::customContextMenuRequested, this, &FriendPane::onMenu);
    connect(m_add, &QPushButton::clicked, this, &FriendPane::addRequested);
    connect(m_emptyAdd, &QPushButton::clicked, this, &FriendPane::addRequested);
    connect(m_emptyCopy, &QPushButton::clicked, this, [this] {
        QApplication::clipboard()->setText(m_models.status().ownAddress());
    });
    for (const auto signal : {&QAbstractItemModel::rowsInserted, &QAbstractItemModel::rowsRemoved})
        connect(&models.friendList(), signal, this, &FriendPane::updateEmpty);
    connect(&models, &model::Models::loaded, this, &FriendPane::updateEmpty);
    connect(&models.status(), &model::NodeStatus::changed, this, &FriendPane::updateEmpty);
    retranslate();
}

void FriendPane::retranslate()
{
    m_search->setPlaceholderText(tr("Search"));
    m_search->setAccessibleName(tr("Search friends"));
    m_list->setAccessibleName(tr("Friends"));
    m_add->setText(tr("Add friend"));
    m_add->setAccessibleName(tr("Add friend"));
    m_add->setToolTip(tr("Add a friend (Ctrl+N)"));
    m_emptyAdd->setText(tr("Add friend…"));
    m_emptyAdd->setAccessibleName(tr("Add the first friend"));
    m_emptyCopy->setText(tr("Copy"));
    m_emptyCopy->setAccessibleName(tr("Copy my address"));
    m_empty->setText(tr("No friends yet. Share your address or add theirs."));
    m_noHit->setText(tr("No friend found."));
    updateEmpty();
}

void FriendPane::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

void FriendPane::updateEmpty()
{
    const bool none = m_models.friendList().rowCount() == 0;
    const bool searching = !m_models.friendList().search().isEmpty();
    m_empty->setDetail(m_models.status().ownAddress(), true);
    if (none && searching)
        m_stack->setCurrentWidget(m_noHit);
    else if (none && m_models.friends().isLoaded())
        m_stack->setCurrentWidget(m_empty);
    else
        m_stack->setCurrentWidget(m_list);
    m_add->setVisible(m_stack->currentWidget() != m_empty);
}

void FriendPane::setCurrent(const std::optional<NodeId>& id)
{
    m_following = true;
    if (id)
        m_list->setCurrentIndex(m_models.friendList().indexOf(*id));
    else
        m_list->selectionModel()->clear();
    m_following = false;
}

void FriendPane::insertNotice(QWidget* notice)
{
    m_notices->addWidget(notice);
}

void FriendPane::onCurrentChanged(const QModelIndex& index)
{
    // While rows come and go the view moves its current row; the person did not choose then.
    if (m_following || !m_list->hasFocus())
        return;
    if (const auto id = m_models.friendList().idAt(index))
        Q_EMIT chosen(*id);
}

void FriendPane::onSearchEntered()
{
    model::FriendList& list = m_models.friendList();
    for (int row = 0; row < list.rowCount(); ++row) {
        if (const auto id = list.idAt(list.index(row))) {
            m_search->clear();
            Q_EMIT found(*id);
            return;
        }
    }
}

void FriendPane::onMenu(const QPoint& at)
{
    QModelIndex index = m_list->indexAt(at);
    if (!index.isValid())
        index = m_list->currentIndex();
    if (const auto id = m_models.friendList().idAt(index))
        Q_EMIT menuRequested(*id, m_list->viewport()->mapToGlobal(at));
}

bool FriendPane::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_search && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Down) {
        m_list->setFocus(Qt::TabFocusReason);
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void FriendPane::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), m_theme.color(Color::Window));
    if (m_add->isVisible()) {
        const int y = m_add->geometry().top() - space::S - 1;
        painter.fillRect(QRect(0, y, width(), metric::Hairline), m_theme.color(Color::Divider));
    }
}

}  // namespace vos::ui
