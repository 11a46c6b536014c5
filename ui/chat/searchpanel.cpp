#include "ui/chat/searchpanel.h"

#include "ui/chat/searchhits.h"
#include "ui/widgets/searchfield.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QListView>
#include <QVBoxLayout>

#include <algorithm>

namespace vos::ui {

namespace {

constexpr int TypingPauseMs = 150;

}  // namespace

SearchPanel::SearchPanel(Theme& theme, model::Models& models, QWidget* parent)
    : SidePanel(theme, parent), m_models(models), m_field(new SearchField(theme, this)),
      m_count(new QLabel(this)), m_list(new QListView(this)),
      m_hits(new SearchHits(models, this))
{
    setObjectName(QStringLiteral("searchPanel"));
    m_field->setObjectName(QStringLiteral("messageSearch"));
    m_list->setObjectName(QStringLiteral("searchHits"));
    titleLabel()->hide();
    head()->insertWidget(0, m_field, 1);
    theme.bind(m_count, Type::Caption, Color::TextSoft);
    m_list->setModel(m_hits);
    m_list->setItemDelegate(new SearchHitDelegate(theme, m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->setMouseTracking(true);
    m_list->viewport()->setAutoFillBackground(false);
    body()->setContentsMargins(space::S, space::S, space::S, space::S);
    body()->addWidget(m_count);
    body()->addWidget(m_list, 1);
    m_field->installEventFilter(this);
    m_timer.setSingleShot(true);
    m_timer.setInterval(TypingPauseMs);
    connect(&m_timer, &QTimer::timeout, this, &SearchPanel::search);
    connect(m_field, &QLineEdit::textChanged, &m_timer, qOverload<>(&QTimer::start));
    connect(m_field, &QLineEdit::returnPressed, this, [this] {
        const QModelIndex current = m_list->currentIndex();
        choose(current.isValid() ? current : m_hits->index(0));
    });
    connect(m_field, &SearchField::left, this, &SidePanel::closed);
    connect(m_list, &QListView::clicked, this, &SearchPanel::choose);
    connect(m_list, &QListView::activated, this, &SearchPanel::choose);
    retranslate();
}

SearchPanel::~SearchPanel() = default;

void SearchPanel::retranslate()
{
    setTitle(tr("Search messages"));
    m_field->setPlaceholderText(tr("Search messages"));
    m_field->setAccessibleName(tr("Search messages"));
    m_list->setAccessibleName(tr("Messages found"));
}

void SearchPanel::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    SidePanel::changeEvent(event);
}

void SearchPanel::begin(const NodeId& peer)
{
    m_peer = peer;
    m_field->clear();
    m_hits->set({}, {});
    m_count->clear();
    m_field->setFocus(Qt::ShortcutFocusReason);
}

void SearchPanel::search()
{
    const QString term = m_field->text().trimmed();
    Q_EMIT termChanged(term);
    const int asked = ++m_asked;
    if (term.isEmpty()) {
        m_hits->set({}, {});
        m_count->clear();
        return;
    }
    m_models.source().search(
        term, m_peer, HitsMax, this,
        [this, asked, term](const Expected<std::vector<Message>, NodeError>& found) {
            if (asked != m_asked || !found)
                return;
            const int count = static_cast<int>(found->size());
            m_count->setText(count == 0 ? tr("Nothing found.")
                                        : tr("%n messages found", nullptr, count));
            std::vector<Message> hits = *found;
            std::sort(hits.begin(), hits.end(), [](const Message& a, const Message& b) {
                return a.lamport > b.lamport;
            });
            m_hits->set(std::move(hits), term);
        });
}

void SearchPanel::choose(const QModelIndex& index)
{
    if (index.isValid())
        Q_EMIT chosen(index.data(SearchHits::IdRole).value<MessageId>());
}

bool SearchPanel::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == m_field && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        const int step = key == Qt::Key_Down ? 1 : key == Qt::Key_Up ? -1 : 0;
        const int row = m_list->currentIndex().isValid() ? m_list->currentIndex().row() + step : 0;
        if (step != 0 && row >= 0 && row < m_hits->rowCount()) {
            m_list->setCurrentIndex(m_hits->index(row));
            return true;
        }
    }
    return SidePanel::eventFilter(watched, event);
}

}  // namespace vos::ui
