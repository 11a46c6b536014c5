#pragma once

// Asking somebody to keep our messages: a friend or an address, how much, and what that friend will
// learn.

#include "model/addressinput.h"
#include "model/models.h"
#include "ui/theme/theme.h"

#include <QDialog>

#include <optional>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace vos::ui {

class QuotaChoice;

class AskDialog : public QDialog {
    Q_OBJECT

public:
    /// `chosen`: the friend that is chosen already.
    AskDialog(Theme& theme, model::Models& models, const std::optional<NodeId>& chosen,
              QWidget* parent);

Q_SIGNALS:
    /// The request is on its way.
    void asked(const vos::NodeId& id);

protected:
    void changeEvent(QEvent* event) override;

private:
    void buildLayout();
    void fillFriends(const std::optional<NodeId>& chosen);
    void retranslate();
    void judge();
    void send();
    /// Who is asked; absent while the address is not good.
    std::optional<NodeId> target() const;

    Theme& m_theme;
    model::Models& m_models;
    model::AddressInput m_input;
    QLabel* m_whoLabel;
    QComboBox* m_who;
    QLineEdit* m_address;
    QLabel* m_addressWords;
    QLabel* m_sizeLabel;
    QuotaChoice* m_size;
    QLabel* m_messageLabel;
    QLineEdit* m_message;
    QLabel* m_learns;
    QLabel* m_error;
    QPushButton* m_cancel;
    QPushButton* m_send;
};

/// Changing what we keep for a friend at most.
class LimitDialog : public QDialog {
    Q_OBJECT

public:
    LimitDialog(Theme& theme, model::Models& models, const NodeId& id, QWidget* parent);
};

}  // namespace vos::ui
