#pragma once

// One request to keep somebody's messages: who asks, how much, the limit that may be lowered first,
// and the answers. Put off, it shrinks to one line until it is taken up again.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <QFrame>

class QCheckBox;
class QLabel;
class QPushButton;

namespace vos::ui {

class AvatarView;
class QuotaChoice;

/// Holds the cards and tells assistive tools that it is a list.
class KeepList : public QWidget {
    Q_OBJECT

public:
    explicit KeepList(QWidget* parent);
};

class KeepCard : public QFrame {
    Q_OBJECT

public:
    KeepCard(Theme& theme, model::Models& models, const NodeId& id, QWidget* parent = nullptr);

    const NodeId& id() const { return m_id; }
    /// Reads the request again, in the language that is set.
    void refresh();
    void setAnswered(bool answered);

Q_SIGNALS:
    void allowClicked(const vos::NodeId& id, quint64 quotaBytes);
    void declineClicked(const vos::NodeId& id, bool doNotAsk);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void buildLayout();
    QWidget* buildLimits();
    QWidget* buildAnswers();
    void nameParts(const QString& name);

    Theme& m_theme;
    model::Models& m_models;
    const NodeId m_id;
    AvatarView* m_avatar;
    QLabel* m_title;
    QLabel* m_facts;
    QWidget* m_verified;
    QLabel* m_verifiedText;
    QLabel* m_asked;
    QLabel* m_message;
    QPushButton* m_answer;  ///< takes a request up again that was put off
    QWidget* m_limits;
    QLabel* m_upTo;
    QuotaChoice* m_quota;
    QLabel* m_each;
    QLabel* m_sealed;
    QWidget* m_answers;
    QPushButton* m_allow;
    QPushButton* m_decline;
    QPushButton* m_notNow;
    QCheckBox* m_doNotAsk;
    quint64 m_offered = ~0ull;
};

}  // namespace vos::ui
