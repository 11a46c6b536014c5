#pragma once

// Contact requests: a notice above the friend list while some wait, and the page with a card for
// each. A card stays until it is answered, across restarts.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <QPushButton>
#include <QWidget>

#include <map>

class QLabel;
class QToolButton;
class QVBoxLayout;

namespace vos::ui {

class Banner;
class EmptyState;
class RequestCard;

/// Hidden while nobody asks.
class RequestNotice : public QPushButton {
    Q_OBJECT

public:
    RequestNotice(Theme& theme, model::Models& models, QWidget* parent = nullptr);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();

    model::Models& m_models;
};

class RequestsPage : public QWidget {
    Q_OBJECT

public:
    RequestsPage(Theme& theme, model::Models& models, QWidget* parent = nullptr);

Q_SIGNALS:
    void closed();
    /// Accept was pressed; the chat may be opened.
    void accepted(const vos::NodeId& id);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void sync();
    RequestCard* makeCard(const NodeId& id);
    Reply<Done> done();

    Theme& m_theme;
    model::Models& m_models;
    QLabel* m_title;
    QToolButton* m_back;
    Banner* m_trouble;
    QVBoxLayout* m_column;
    EmptyState* m_empty;
    std::map<NodeId, RequestCard*> m_cards;
};

}  // namespace vos::ui
