#include "ui/map/nodegraph.h"

#include "ui/map/legendmark.h"
#include "ui/person.h"
#include "ui/widgets/painting.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>

#include <algorithm>
#include <cmath>

namespace vos::ui {

namespace {

constexpr int NodeSize = 12;
constexpr int NamedSize = 15;
constexpr int OwnSize = 40;
constexpr int ChosenRing = 34;
constexpr int HitReach = 16;  ///< pixels around a node that count as on it
/// Room around the outer ring for names.
constexpr int SideMargin = 96;
constexpr int EdgeMargin = 32;
constexpr int MinimumSide = 260;
constexpr double LineWidth = 1.4;
constexpr float PlateOpacity = 0.8F;
/// In a picture smaller than this the signs shrink with it, down to a share.
constexpr double FullRadius = 200;
constexpr double SmallestShare = 0.6;
constexpr double HolderLineWidth = 2.2;

}  // namespace

NodeGraph::NodeGraph(Theme& theme, const model::MapModel& map, QWidget* parent)
    : QWidget(parent)
    , m_theme(theme)
    , m_map(map)
{
    setObjectName(QStringLiteral("nodeGraph"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize NodeGraph::minimumSizeHint() const
{
    return {MinimumSide, MinimumSide};
}

void NodeGraph::setOwn(const NodeId& id)
{
    m_ownSeed = identiconSeed(id);
    update();
}

void NodeGraph::refresh()
{
    m_places = layOut(m_map.rows(), m_map.closest());
    m_hovered.reset();
    if (m_chosen && !placeOf(m_chosen))
        chooseByPerson(std::nullopt);
    update();
}

void NodeGraph::choose(const std::optional<NodeId>& id)
{
    m_chosen = id;
    update();
}

void NodeGraph::chooseByPerson(const std::optional<NodeId>& id)
{
    if (m_chosen == id)
        return;
    choose(id);
    Q_EMIT nodeChosen(id);
}

double NodeGraph::radius() const
{
    return std::max(60.0, std::min(width() / 2.0 - SideMargin, height() / 2.0 - EdgeMargin));
}

QPoint NodeGraph::positionOf(const GraphPlace& place) const
{
    return (QPointF(width() / 2.0, height() / 2.0) + place.at * radius()).toPoint();
}

std::optional<std::size_t> NodeGraph::placeOf(const std::optional<NodeId>& id) const
{
    const auto found = std::find_if(m_places.begin(), m_places.end(),
                                    [&](const GraphPlace& p) { return p.node.id == id; });
    if (!id || found == m_places.end())
        return std::nullopt;
    return static_cast<std::size_t>(found - m_places.begin());
}

std::optional<std::size_t> NodeGraph::placeAt(const QPoint& point) const
{
    std::optional<std::size_t> nearest;
    int best = HitReach * HitReach + 1;
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        const QPoint away = positionOf(m_places[i]) - point;
        const int distance = QPoint::dotProduct(away, away);
        if (distance < best) {
            best = distance;
            nearest = i;
        }
    }
    return nearest;
}

void NodeGraph::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    paintRings(painter);
    paintLines(painter);
    for (std::size_t i = 0; i < m_places.size(); ++i)
        paintNode(painter, i);
    const QPoint middle(width() / 2, height() / 2);
    const QRect own(middle.x() - OwnSize / 2, middle.y() - OwnSize / 2, OwnSize, OwnSize);
    paintAvatar(painter, own, m_ownSeed);
    paintLabels(painter);
    if (hasFocus() && !m_chosen)
        paintFocusRing(painter, m_theme, rect(), radius::Card);
}

void NodeGraph::paintRings(QPainter& painter) const
{
    const QPointF middle(width() / 2.0, height() / 2.0);
    for (const Ring ring : {Ring::Linked, Ring::Reachable, Ring::Silent}) {
        const bool outer = ring == Ring::Silent;
        QPen pen(m_theme.color(outer ? Color::Border : Color::Divider), metric::Hairline);
        if (outer)
            pen.setDashPattern({1, 4});
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(middle, ringRadius(ring) * radius(), ringRadius(ring) * radius());
    }
}

void NodeGraph::paintLines(QPainter& painter) const
{
    const QPointF middle(width() / 2.0, height() / 2.0);
    for (const GraphPlace& place : m_places) {
        const bool linked = place.node.reach == model::NodeReach::Linked;
        if (!linked && place.node.reach != model::NodeReach::Through)
            continue;
        const bool holder = place.node.isHolder;
        QPen pen(m_theme.color(holder ? Color::Held : Color::Offline),
                 holder ? HolderLineWidth : LineWidth);
        if (!linked)
            pen.setDashPattern({3, 3});
        painter.setPen(pen);
        painter.drawLine(middle, positionOf(place));
    }
}

void NodeGraph::paintNode(QPainter& painter, std::size_t place) const
{
    const model::MapNode& node = m_places[place].node;
    const QPointF at = positionOf(m_places[place]);
    if (m_chosen == node.id || m_hovered == place) {
        painter.setPen(QPen(m_theme.color(Color::Accent),
                            m_chosen == node.id ? metric::FocusRing : metric::Hairline));
        painter.setBrush(m_theme.color(Color::Window));
        painter.drawEllipse(at, ChosenRing / 2.0, ChosenRing / 2.0);
    }
    const double share = std::clamp(radius() / FullRadius, SmallestShare, 1.0);
    paintNodeSign(painter, m_theme, at, share * (node.isNamed() ? NamedSize : NodeSize) / 2.0,
                  {node.isHolder, node.isFriend, node.reach != model::NodeReach::None});
}

/// Names of people, and of the node under the pointer or chosen; one that would lie on another
/// name is left out.
void NodeGraph::paintLabels(QPainter& painter) const
{
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < m_places.size(); ++i) {
        const bool first = m_chosen == m_places[i].node.id || m_hovered == i;
        if (first)
            order.insert(order.begin(), i);
        else if (m_places[i].node.isNamed())
            order.push_back(i);
    }
    const int height = m_theme.lineHeight(Type::Caption);
    const QPoint middle(width() / 2, this->height() / 2);
    //: Ourselves, in the middle of the picture of the map.
    const QString you = tr("You");
    const int youWidth = textWidth(m_theme, Type::Caption, you);
    QRect own(middle.x() - youWidth / 2 - 2, middle.y() + OwnSize / 2 + 2, youWidth + 4, height);
    std::vector<QRect> taken = {own};
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(Color::Window));
    painter.drawRoundedRect(own, radius::BubbleJoined, radius::BubbleJoined);
    paintElided(painter, m_theme, Type::Caption, m_theme.color(Color::Text), own, Qt::AlignHCenter,
                you);
    for (const std::size_t i : order) {
        const model::MapNode& node = m_places[i].node;
        const QPoint at = positionOf(m_places[i]);
        const bool ringed = m_chosen == node.id || m_hovered == i;
        const int away = (ringed ? ChosenRing : NamedSize) / 2 + space::S;
        const bool right = at.x() >= middle.x();
        const int room = right ? width() - at.x() - away : at.x() - away;
        const int wide = std::min(room, textWidth(m_theme, Type::Caption, node.name) + 2);
        const QRect box(right ? at.x() + away : at.x() - away - wide, at.y() - height / 2, wide,
                        height);
        const bool covered = std::any_of(taken.begin(), taken.end(),
                                         [&](const QRect& other) { return other.intersects(box); });
        if (covered && !ringed)
            continue;
        taken.push_back(box);
        // Over lines and other signs a name stands on a plate of its own.
        QColor plate = m_theme.color(Color::Window);
        plate.setAlphaF(PlateOpacity);
        painter.fillRect(box, plate);
        paintElided(painter, m_theme, Type::Caption, m_theme.color(Color::Text), box,
                    right ? Qt::AlignLeft : Qt::AlignRight, node.name);
    }
}

bool NodeGraph::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const auto place = placeAt(help->pos());
        QToolTip::showText(
            help->globalPos(),
            place ? m_map.accessibleText(m_places[*place].node).toHtmlEscaped() : QString(), this);
        return true;
    }
    return QWidget::event(event);
}

void NodeGraph::mouseMoveEvent(QMouseEvent* event)
{
    const auto place = placeAt(event->pos());
    if (place == m_hovered)
        return;
    m_hovered = place;
    setCursor(place ? Qt::PointingHandCursor : Qt::ArrowCursor);
    update();
}

void NodeGraph::leaveEvent(QEvent*)
{
    m_hovered.reset();
    update();
}

void NodeGraph::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const auto place = placeAt(event->pos());
    chooseByPerson(place ? std::optional(m_places[*place].node.id) : std::nullopt);
}

void NodeGraph::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (const auto place = placeAt(event->pos()))
        Q_EMIT nodeActivated(m_places[*place].node.id);
}

void NodeGraph::keyPressEvent(QKeyEvent* event)
{
    const auto now = placeOf(m_chosen);
    const auto go = [this, now](int along, int outward) {
        const std::size_t to = now ? neighbourOf(m_places, *now, along, outward) : 0;
        if (to < m_places.size())
            chooseByPerson(m_places[to].node.id);
    };
    switch (event->key()) {
    case Qt::Key_Right:
        return go(1, 0);
    case Qt::Key_Left:
        return go(-1, 0);
    case Qt::Key_Up:
        return go(0, 1);
    case Qt::Key_Down:
        return go(0, -1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (now)
            Q_EMIT nodeActivated(m_places[*now].node.id);
        return;
    case Qt::Key_Escape:
        if (m_chosen)
            return chooseByPerson(std::nullopt);
        break;
    default:
        break;
    }
    QWidget::keyPressEvent(event);
}

}  // namespace vos::ui
