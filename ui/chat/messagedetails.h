#pragma once

// Everything known of one message: its text and each step of its way with its time.

#include "model/models.h"
#include "ui/chat/sidepanel.h"

#include <QPointer>

#include <optional>

class QLabel;
class QPushButton;

namespace vos::ui {

/// One step of a message's way.
struct MessageStep {
    QString icon = {};
    Color ink = Color::TextSoft;
    QString title = {};
    QString detail = {};
    QString time = {};
    QString proof = {};  ///< "Signed by Wang"; empty without a signature
};

class MessageDetails : public SidePanel {
    Q_OBJECT

public:
    MessageDetails(Theme& theme, model::Models& models, QWidget* parent = nullptr);

    /// The message in this row, and from then on whatever becomes of it.
    void show(model::MessageModel& conversation, int row);
    std::optional<MessageId> messageId() const { return m_id; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void setSteps(const QList<MessageStep>& steps);
    QList<MessageStep> outgoingSteps(const Message& message) const;
    QList<MessageStep> incomingSteps(const Message& message) const;
    MessageStep waitingStep(const Message& message) const;
    QString asText() const;

    Theme& m_theme;
    model::Models& m_models;
    QPointer<model::MessageModel> m_conversation;
    std::optional<MessageId> m_id;
    QList<MessageStep> m_shown;
    QLabel* m_text;
    QLabel* m_facts;
    QWidget* m_steps;
    QPushButton* m_copy;
    QLabel* m_key;
};

}  // namespace vos::ui
