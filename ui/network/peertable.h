#pragma once

// The linked nodes: who, by which way, how far, how much. As high as its rows.

#include "model/networkmodel.h"
#include "ui/theme/theme.h"

#include <QTableView>

namespace vos::ui {

class PeerTable : public QTableView {
    Q_OBJECT

public:
    PeerTable(Theme& theme, model::NetworkModel& network, QWidget* parent);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fit();

    Theme& m_theme;
};

}  // namespace vos::ui
