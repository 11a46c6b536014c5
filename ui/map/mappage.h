#pragma once

// The VOS Map as a table of everybody this computer knows of.

#include "model/models.h"
#include "ui/map/nodetable.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QStackedLayout;
class QTableView;

namespace vos::ui {

class EmptyState;
class Segments;

class MapPage : public QWidget {
    Q_OBJECT

public:
    MapPage(Theme& theme, model::Models& models, QWidget* parent = nullptr);

Q_SIGNALS:
    void openChatRequested(const vos::NodeId& id);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* buildHead(Theme& theme);
    QWidget* buildTable(Theme& theme);
    void retranslate();
    void updateFacts();
    void fitColumns();
    void showMenu(const QPoint& at);
    void openCurrent(const QModelIndex& index);

    Theme& m_theme;
    model::Models& m_models;
    NodeTable* m_nodes;
    NodeFilter* m_filter;
    QLabel* m_title;
    QLabel* m_facts;
    Segments* m_show;
    QTableView* m_table;
    QStackedLayout* m_stack;
    EmptyState* m_empty;
};

}  // namespace vos::ui
