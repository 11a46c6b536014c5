#pragma once

// The first three steps on a new profile: own name, own address, first friend. Each step can be
// skipped or gone back to, and nothing here is the only way to do it.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace vos::ui {

class AddressStep;
class FirstFriendStep;
class NameStep;
class StepDots;

class FirstRunPage : public QWidget {
    Q_OBJECT

public:
    FirstRunPage(Theme& theme, model::Models& models, QWidget* parent = nullptr);

    int step() const;
    void setStep(int step);

Q_SIGNALS:
    /// Everything was done or skipped; the models have been told.
    void finished();

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void buildHead(QVBoxLayout* column);
    void buildCard(QVBoxLayout* column);
    void retranslate();
    void updateButtons();
    void goBack();
    void goOn();
    void finish();

    Theme& m_theme;
    model::Models& m_models;
    QLabel* m_title;
    QLabel* m_subtitle;
    StepDots* m_dots;
    QLabel* m_place;
    QStackedWidget* m_steps;
    NameStep* m_name;
    AddressStep* m_address;
    FirstFriendStep* m_friend;
    QPushButton* m_back;
    QPushButton* m_next;
    QPushButton* m_restore;
};

}  // namespace vos::ui
