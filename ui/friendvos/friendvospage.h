#pragma once

// The page Friend VOS: who asks us to keep messages, who keeps them for us, for whom we keep them,
// and whether all of that would work now.

#include "model/models.h"
#include "ui/friendvos/agreementview.h"
#include "ui/theme/theme.h"

#include <QWidget>

#include <map>
#include <vector>

class QBoxLayout;
class QLabel;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace vos::ui {

class Banner;
class CountPill;
class DrillPanel;
class EmptyState;
class KeepCard;
class Segments;
class Toast;

/// Parts of the page, in the order of its segments.
enum class FriendVosPart { All, Requests, HoldForMe, HoldFor };

class FriendVosPage : public QWidget {
    Q_OBJECT

public:
    FriendVosPage(Theme& theme, model::Models& models, QWidget* parent = nullptr);

    void showPart(FriendVosPart part);
    FriendVosPart part() const { return m_part; }
    DrillPanel* drill() const { return m_drill; }
    void askFriend(const std::optional<NodeId>& chosen = {});
    /// What we keep for this one at most.
    void changeLimit(const NodeId& id);
    /// Ends an agreement after asking; nothing where there is none. `mine`: they keep for us.
    void askStop(const NodeId& id, bool mine);

Q_SIGNALS:
    void friendDetailsRequested(const vos::NodeId& id);

protected:
    void changeEvent(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Heading {
        QWidget* row = nullptr;
        QLabel* title = nullptr;
        CountPill* count = nullptr;
    };
    /// One side of the agreements: heading, hint, rows, warnings.
    struct Side {
        QWidget* whole = nullptr;
        Heading heading;
        QLabel* hint = nullptr;
        QWidget* card = nullptr;
        AgreementView* view = nullptr;
        QLabel* nobody = nullptr;
        QVBoxLayout* warnings = nullptr;
        std::vector<QString> warned;  ///< what the warnings say at present
        QVBoxLayout* column = nullptr;
    };
    struct Warning {
        bool lost = false;
        QString text;
        std::optional<NodeId> changes;  ///< offers to change the limit of this one
    };

    QWidget* buildHead();
    void buildRequests(QVBoxLayout* content);
    Heading buildHeading(bool asks, QWidget* parent);
    Side buildSide(model::AgreementList& list, const char* name, QWidget* parent);
    void connectParts();
    void retranslate();
    void refresh();
    void arrange();
    void syncCards();
    KeepCard* makeCard(const NodeId& id);
    void warn(Side& side, const std::vector<Warning>& warnings);
    std::vector<Warning> warningsOf(const model::AgreementList& list) const;
    void onAction(const model::AgreementList& list, const NodeId& id, AgreementAction action,
                  const QPoint& at);
    void showMenu(const model::Agreement& agreement, const QPoint& at);
    void decline(const NodeId& id, bool doNotAsk);

    Theme& m_theme;
    model::Models& m_models;
    FriendVosPart m_part = FriendVosPart::All;
    QLabel* m_title;
    Segments* m_segments;
    Banner* m_nobody;
    Banner* m_trouble;
    QWidget* m_requests;
    Heading m_requestsHeading;
    QWidget* m_cardsBox;
    QVBoxLayout* m_cardColumn;
    EmptyState* m_noRequests;
    Side m_declined;
    QBoxLayout* m_sides;
    Side m_mine;
    Side m_others;
    QPushButton* m_ask;
    QScrollArea* m_area;
    DrillPanel* m_drill;
    Toast* m_toast;
    std::optional<NodeId> m_undo;
    std::map<NodeId, KeepCard*> m_cards;
};

}  // namespace vos::ui
