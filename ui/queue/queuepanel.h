#pragma once

// The outgoing queue, by friend, below the page: what waits, where it is and when it is tried next.
// It works for every friend at once, with no chat open.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QStackedLayout;
class QToolButton;
class QTreeView;
class QVBoxLayout;

namespace vos::ui {

class Banner;
class Cancelling;
class EmptyState;

class QueuePanel : public QWidget {
    Q_OBJECT

public:
    QueuePanel(Theme& theme, model::Models& models, QWidget* parent = nullptr);

    QTreeView* table() const { return m_table; }
    Cancelling* cancelling() const { return m_cancelling; }

Q_SIGNALS:
    void closed();
    /// A row was opened: its place in the chat.
    void messageChosen(const vos::NodeId& peer, const vos::MessageId& id);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void buildHead(QVBoxLayout* column);
    void buildTable();
    void retranslate();
    void refresh();
    void fitColumns();
    void showMenu(const QPoint& at);
    const QueueEntry* chosen() const;
    void tryNow();
    void cancel();

    Theme& m_theme;
    model::Models& m_models;
    QLabel* m_title;
    QLabel* m_summary;
    QPushButton* m_tryNow;
    QPushButton* m_cancel;
    QPushButton* m_tryAll;
    QToolButton* m_close;
    Banner* m_trouble;
    Banner* m_cancelled;
    Cancelling* m_cancelling;
    QStackedLayout* m_stack;
    QTreeView* m_table;
    EmptyState* m_empty;
};

}  // namespace vos::ui
