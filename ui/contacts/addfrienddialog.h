#pragma once

// Asks somebody to be friends: address or link, an own name for them, a line that goes with the
// request. Add stays off, and says why, until the address is right.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace vos::ui {

class AddressField;

class AddFriendDialog : public QDialog {
    Q_OBJECT

public:
    AddFriendDialog(Theme& theme, model::Models& models, QWidget* parent = nullptr);

    void setAddress(const QString& addressOrLink);

Q_SIGNALS:
    /// The request is in the queue; the dialog closes itself.
    void added(const vos::NodeId& id);

protected:
    void changeEvent(QEvent* event) override;

private:
    void buildLayout();
    void retranslate();
    void judge();
    void add();

    Theme& m_theme;
    model::Models& m_models;
    AddressField* m_address;
    QLabel* m_nameLabel;
    QLineEdit* m_name;
    QLabel* m_noteLabel;
    QLineEdit* m_note;
    QLabel* m_hint;
    QLabel* m_error;
    QPushButton* m_cancel;
    QPushButton* m_add;
};

}  // namespace vos::ui
