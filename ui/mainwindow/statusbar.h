#pragma once

// The line at the bottom: how we are connected, what waits in the queue, and what we hold for
// friends.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <QWidget>

namespace vos::ui {

class StatusChip;

class StatusBar : public QWidget {
    Q_OBJECT

public:
    StatusBar(Theme& theme, model::Models& models, QWidget* parent = nullptr);

    StatusChip* network() const { return m_network; }
    StatusChip* queue() const { return m_queue; }
    StatusChip* holding() const { return m_holding; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void refresh();

    const Theme& m_theme;
    model::Models& m_models;
    StatusChip* m_network;
    StatusChip* m_queue;
    StatusChip* m_holding;
};

}  // namespace vos::ui
