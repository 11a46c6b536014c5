#include "ui/chat/searchhits.h"

#include "ui/widgets/painting.h"

#include <QAbstractItemView>
#include <QPainter>

namespace vos::ui {

namespace {

/// Characters shown before the match, so that it stands in sight.
constexpr int ContextBefore = 14;
constexpr int ContextAfter = 80;
constexpr int RowHeight = 48;

}  // namespace

SearchHits::SearchHits(model::Models& models, QObject* parent)
    : QAbstractListModel(parent), m_models(models)
{
}

void SearchHits::set(std::vector<Message> messages, const QString& term)
{
    // Removed and inserted rather than reset: assistive tools may be walking the list.
    if (!m_messages.empty()) {
        beginRemoveRows({}, 0, rowCount() - 1);
        m_messages.clear();
        endRemoveRows();
    }
    m_term = term;
    if (messages.empty())
        return;
    beginInsertRows({}, 0, static_cast<int>(messages.size()) - 1);
    m_messages = std::move(messages);
    endInsertRows();
}

int SearchHits::rowCount(const QModelIndex& parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_messages.size());
}

QVariant SearchHits::data(const QModelIndex& index, int role) const
{
    if (!index.isValid())
        return {};
    const Message& message = m_messages[static_cast<std::size_t>(index.row())];
    const QString text = QString::fromStdString(message.text).simplified();
    const qsizetype at = std::max(qsizetype{0}, text.indexOf(m_term, 0, Qt::CaseInsensitive));
    const WallTime when = message.receivedAt.value_or(message.sentAt);
    switch (role) {
    case IdRole:
        return QVariant::fromValue(message.id);
    case WhoRole:
        return message.outgoing ? tr("You") : m_models.friends().nameOf(message.peer);
    case WhenRole:
        return model::words::dateAndTime(when);
    case BeforeRole: {
        const qsizetype from = std::max(qsizetype{0}, at - ContextBefore);
        const QString before = text.mid(from, at - from);
        return from > 0 ? QChar(0x2026) + before : before;
    }
    case MatchRole:
        return text.mid(at, m_term.size());
    case AfterRole:
        return text.mid(at + m_term.size(), ContextAfter);
    case Qt::DisplayRole:
        return text;
    case Qt::AccessibleTextRole:
        //: A found message read aloud: who, when, text.
        return tr("%1, %2: %3").arg(data(index, WhoRole).toString(),
                                    data(index, WhenRole).toString(), text);
    default:
        return {};
    }
}

SearchHitDelegate::SearchHitDelegate(const Theme& theme, QObject* parent)
    : QStyledItemDelegate(parent), m_theme(theme)
{
}

QSize SearchHitDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const
{
    return {0, m_theme.scaled(RowHeight)};
}

void SearchHitDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                              const QModelIndex& index) const
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect row = option.rect;
    painter->setPen(Qt::NoPen);
    if (option.state.testFlag(QStyle::State_Selected)) {
        painter->setBrush(m_theme.color(Color::Selection));
        painter->drawRoundedRect(row, radius::Card, radius::Card);
    } else if (option.state.testFlag(QStyle::State_MouseOver)) {
        painter->setBrush(m_theme.hovered(m_theme.color(Color::Window)));
        painter->drawRoundedRect(row, radius::Card, radius::Card);
    }
    const QRect inner = row.adjusted(space::S, space::Xs, -space::S, -space::Xs);
    const QRect first(inner.left(), inner.top(), inner.width(), inner.height() / 2);
    QRect second(inner.left(), first.bottom() + 1, inner.width(), inner.height() / 2);
    const QColor soft = m_theme.color(Color::TextSoft);
    const auto text = [&index](int role) { return index.data(role).toString(); };
    paintElided(*painter, m_theme, Type::Caption, soft, first, Qt::AlignLeft,
                text(SearchHits::WhoRole));
    paintElided(*painter, m_theme, Type::Caption, soft, first, Qt::AlignRight,
                text(SearchHits::WhenRole));
    const auto piece = [&](Type type, int role) {
        const QString words = text(role);
        paintElided(*painter, m_theme, type, m_theme.color(Color::Text), second, Qt::AlignLeft,
                    words);
        second.setLeft(second.left() + textWidth(m_theme, type, words));
    };
    piece(Type::Body, SearchHits::BeforeRole);
    piece(Type::BodyStrong, SearchHits::MatchRole);
    if (second.width() > 0)
        piece(Type::Body, SearchHits::AfterRole);
    painter->restore();
}

}  // namespace vos::ui
