#pragma once

// The VOS Map: everybody this computer knows of, as a picture or as a table, with filters, a
// sentence on the state of the network above and the chosen node beside it.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <optional>

class QComboBox;
class QFrame;
class QLabel;
class QStackedWidget;
class QTableView;

namespace vos::ui {

class EmptyState;
class NodeCard;
class NodeGraph;
class Segments;

class MapPage : public QWidget {
    Q_OBJECT

public:
    MapPage(Theme& theme, model::Models& models, QWidget* parent = nullptr);

    /// As a table, or as a picture.
    void showTable(bool table);
    /// Chooses a node, now or when the map has been read.
    void showNode(const NodeId& id) { choose(id); }

Q_SIGNALS:
    void openChatRequested(const vos::NodeId& id);
    void addFriendRequested(const QString& address);
    void askToHoldRequested(const vos::NodeId& id);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    enum class View { Graph, Table };

    QWidget* buildHead();
    QWidget* buildBody();
    QWidget* buildTable();
    QWidget* buildLegend();
    QWidget* buildFoot();
    void retranslate();
    void retranslateHeard();
    void updateFacts();
    void onArranged();
    void setView(View view);
    void fitColumns();
    void fitParts();
    void choose(const std::optional<NodeId>& id);
    void showMenu(const QPoint& at);
    void openNode(const NodeId& id);
    const model::MapNode* nodeAt(const QModelIndex& index) const;

    Theme& m_theme;
    model::Models& m_models;
    model::MapModel& m_map;
    QLabel* m_title;
    Segments* m_show;
    QLabel* m_heardLabel;
    QComboBox* m_heard;
    Segments* m_view;
    QLabel* m_state;
    QStackedWidget* m_stack;
    NodeGraph* m_graph;
    QTableView* m_table;
    EmptyState* m_empty;
    NodeCard* m_card;
    QFrame* m_legend = nullptr;
    QList<QLabel*> m_legendTexts;
    QLabel* m_facts;
    QLabel* m_rings;
    std::optional<NodeId> m_chosen;
};

}  // namespace vos::ui
