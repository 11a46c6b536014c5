#pragma once

// The left pane of the chat page: search, the list of friends, and the way to add one.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QListView;
class QPushButton;
class QStackedLayout;
class QVBoxLayout;

namespace vos::ui {

class EmptyState;
class SearchField;

class FriendPane : public QWidget {
    Q_OBJECT

public:
    FriendPane(Theme& theme, model::Models& models, QWidget* parent = nullptr);

    /// Marks the friend whose chat is open, without opening it again.
    void setCurrent(const std::optional<NodeId>& id);
    QListView* list() const { return m_list; }
    SearchField* search() const { return m_search; }
    /// Puts a widget between search and list (requests that wait).
    void insertNotice(QWidget* notice);

Q_SIGNALS:
    void chosen(const vos::NodeId& id);
    /// By Return in the search: the person goes on to write.
    void found(const vos::NodeId& id);
    void addRequested();
    void menuRequested(const vos::NodeId& id, const QPoint& globalPos);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void retranslate();
    void updateEmpty();
    void onCurrentChanged(const QModelIndex& index);
    void onSearchEntered();
    void onMenu(const QPoint& at);

    Theme& m_theme;
    model::Models& m_models;
    SearchField* m_search;
    QListView* m_list;
    QWidget* m_body;
    QStackedLayout* m_stack;
    EmptyState* m_empty;
    QLabel* m_noHit;
    QPushButton* m_emptyAdd;
    QPushButton* m_emptyCopy;
    QPushButton* m_add;
    QVBoxLayout* m_notices;
    bool m_following = false;  ///< the selection follows the open chat, not the person
};

}  // namespace vos::ui
