#pragma once

// How this computer stands in the network, in one plain sentence with what would help, and all
// figures behind it: linked nodes, who carries for us, what is carried for others.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <QFrame>
#include <QWidget>

#include <array>

class QGridLayout;
class QLabel;
class QPushButton;
class QToolButton;
class QVBoxLayout;

namespace vos::ui {

class CarryingSection;
class CountPill;
class PeerTable;
class RelayList;

/// A figure with what it counts above and a remark below.
class FigureTile : public QFrame {
    Q_OBJECT

public:
    FigureTile(Theme& theme, const QString& icon, Color color, QWidget* parent);
    void set(const QString& title, const QString& figure, const QString& remark);

private:
    QLabel* m_title;
    QLabel* m_figure;
    QLabel* m_remark;
};

class NetworkPage : public QWidget {
    Q_OBJECT

public:
    NetworkPage(Theme& theme, model::Models& models, QWidget* parent = nullptr);

    void setDetailsOpen(bool open);

Q_SIGNALS:
    void friendDetailsRequested(const vos::NodeId& id);

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    QWidget* buildHead();
    QWidget* buildStanding();
    QWidget* buildTiles();
    QWidget* buildPeers();
    QWidget* buildRelays();
    QWidget* buildDetails();
    QLabel* addFact(QGridLayout* grid, int place, QLabel*& name);
    void retranslate();
    void refresh();
    void refreshTiles();
    void refreshDetails();
    void copyDiagnostics();
    void openPeer(const QModelIndex& index);

    Theme& m_theme;
    model::Models& m_models;
    model::NetworkModel& m_network;
    QLabel* m_title = nullptr;
    QPushButton* m_copy = nullptr;
    QFrame* m_standing = nullptr;
    QLabel* m_sign = nullptr;
    QLabel* m_sentence = nullptr;
    QLabel* m_advice = nullptr;
    QPushButton* m_check = nullptr;
    std::array<FigureTile*, 4> m_tiles{};
    QLabel* m_peersTitle = nullptr;
    CountPill* m_peersCount = nullptr;
    PeerTable* m_table = nullptr;
    QFrame* m_tableCard = nullptr;
    QLabel* m_nobody = nullptr;
    QLabel* m_relaysTitle = nullptr;
    RelayList* m_relays = nullptr;
    CarryingSection* m_carrying = nullptr;
    QToolButton* m_fold = nullptr;
    QLabel* m_foldHint = nullptr;
    QWidget* m_facts = nullptr;
    std::array<QLabel*, 4> m_factNames{};
    std::array<QLabel*, 4> m_factValues{};
};

}  // namespace vos::ui
