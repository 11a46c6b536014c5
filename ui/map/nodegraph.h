#pragma once

// The map as a picture: ourselves in the middle, others on three rings. At most
// model::MapView::ClosestMax nodes; the table beside it has all and is what a screen reader uses.

#include "ui/map/graphlayout.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <optional>

namespace vos::ui {

class NodeGraph : public QWidget {
    Q_OBJECT

public:
    NodeGraph(Theme& theme, const model::MapModel& map, QWidget* parent = nullptr);

    /// Our own identicon, in the middle.
    void setOwn(const NodeId& id);
    /// Takes over the rows of the map; the chosen node stays chosen while it is there.
    void refresh();
    const std::vector<GraphPlace>& places() const { return m_places; }
    std::optional<NodeId> chosen() const { return m_chosen; }
    void choose(const std::optional<NodeId>& id);
    /// In widget coordinates; for those who click.
    QPoint positionOf(const GraphPlace& place) const;

    QSize minimumSizeHint() const override;

Q_SIGNALS:
    /// By the person; nothing: the choice was given up.
    void nodeChosen(const std::optional<vos::NodeId>& id);
    /// By a double click or Return.
    void nodeActivated(const vos::NodeId& id);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    double radius() const;
    std::optional<std::size_t> placeAt(const QPoint& point) const;
    std::optional<std::size_t> placeOf(const std::optional<NodeId>& id) const;
    void paintRings(QPainter& painter) const;
    void paintLines(QPainter& painter) const;
    void paintNode(QPainter& painter, std::size_t place) const;
    void paintLabels(QPainter& painter) const;
    void chooseByPerson(const std::optional<NodeId>& id);

    Theme& m_theme;
    const model::MapModel& m_map;
    QByteArray m_ownSeed;
    std::vector<GraphPlace> m_places;
    std::optional<NodeId> m_chosen;
    std::optional<std::size_t> m_hovered;
};

}  // namespace vos::ui
