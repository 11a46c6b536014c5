#pragma once

// Search in one chat: hits newest first, the matching part in bold; Return opens the place.

#include "model/models.h"
#include "ui/chat/sidepanel.h"

#include <QTimer>

class QLabel;
class QListView;

namespace vos::ui {

class SearchField;
class SearchHits;

class SearchPanel : public SidePanel {
    Q_OBJECT

public:
    SearchPanel(Theme& theme, model::Models& models, QWidget* parent = nullptr);
    ~SearchPanel() override;

    static constexpr int HitsMax = 200;

    /// Empties it and takes the keyboard.
    void begin(const NodeId& peer);
    SearchField* field() const { return m_field; }

Q_SIGNALS:
    void chosen(const vos::MessageId& id);
    void termChanged(const QString& term);

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void retranslate();
    void search();
    void choose(const QModelIndex& index);

    model::Models& m_models;
    NodeId m_peer;
    SearchField* m_field;
    QLabel* m_count;
    QListView* m_list;
    SearchHits* m_hits;
    QTimer m_timer;
    int m_asked = 0;  ///< answers to older questions are dropped
};

}  // namespace vos::ui
