#pragma once

// Everything known of one message: its text and each step of its way with its time and the signed
// word that proves it.

#include "model/models.h"
#include "ui/chat/sidepanel.h"

#include <QPointer>

#include <optional>

class QLabel;
class QPushButton;

namespace vos::ui {

/// One step of a message's way, as shown.
struct DetailStep {
    QString icon = {};
    Color ink = Color::TextSoft;
    QString title = {};
    QString detail = {};
    QString time = {};
    QString proof = {};     ///< "Signed by Wang, 180 bytes"; empty without a signature
    QByteArray signedWord = {};  ///< what was signed, to copy; empty where it is not at hand
    bool operator==(const DetailStep&) const = default;
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
    void readSteps();
    const Message* shownMessage() const;
    void setSteps(const QList<DetailStep>& steps);
    QList<DetailStep> outgoingSteps(const Message& message) const;
    /// What the message itself tells, where no steps were written down.
    QList<DetailStep> plainSteps(const Message& message) const;
    QList<DetailStep> incomingSteps(const Message& message) const;
    DetailStep waitingStep(const Message& message) const;
    DetailStep stepOf(const MessageStep& step, const Message& message) const;
    QString asText() const;

    Theme& m_theme;
    model::Models& m_models;
    QPointer<model::MessageModel> m_conversation;
    std::optional<MessageId> m_id;
    std::vector<MessageStep> m_steps;
    QList<DetailStep> m_shown;
    QLabel* m_text;
    QLabel* m_facts;
    QWidget* m_way;
    QPushButton* m_copy;
    QLabel* m_key;
};

}  // namespace vos::ui
