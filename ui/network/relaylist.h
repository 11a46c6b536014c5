#pragma once

// The nodes through which our own messages may go, each with its veto.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <QFrame>

#include <vector>

class QCheckBox;
class QLabel;
class QVBoxLayout;

namespace vos::ui {

class RelayList : public QFrame {
    Q_OBJECT

public:
    RelayList(Theme& theme, model::Models& models, QWidget* parent);

    void retranslate();

private:
    struct Line {
        NodeId id;
        QLabel* name;
        QLabel* state;
        QCheckBox* allowed;
    };

    void refresh();
    void rebuild(const std::vector<RelayUse>& relays);
    QString stateText(const RelayUse& relay) const;

    Theme& m_theme;
    model::Models& m_models;
    QLabel* m_words;
    QVBoxLayout* m_rows;
    std::vector<Line> m_lines;
};

}  // namespace vos::ui
