#pragma once

// What stands on the card of each first step, and the dots that say which one it is.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace vos::ui {

class AddressField;
class AvatarView;
class QrView;

/// Three dots, the current one drawn out.
class StepDots : public QWidget {
    Q_OBJECT

public:
    StepDots(const Theme& theme, int count, QWidget* parent = nullptr);
    void setCurrent(int current);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    int m_count;
    int m_current = 0;
};

/// Title and subtitle of a step above its own content.
class Step : public QWidget {
    Q_OBJECT

public:
    Step(Theme& theme, QWidget* parent);
    virtual void retranslate() = 0;
    virtual QWidget* firstField() const = 0;

protected:
    void setHead(const QString& title, const QString& subtitle);

    Theme& m_theme;

private:
    QLabel* m_title;
    QLabel* m_subtitle;
};

class NameStep : public Step {
    Q_OBJECT

public:
    NameStep(Theme& theme, model::Models& models, QWidget* parent = nullptr);
    void retranslate() override;
    QWidget* firstField() const override;
    /// As it will be kept; empty when none was given or it cannot be used.
    QString name() const;
    bool isGood() const;

Q_SIGNALS:
    void edited();

private:
    void judge();

    model::Models& m_models;
    AvatarView* m_avatar;
    QLabel* m_label;
    QLineEdit* m_name;
    QLabel* m_hint;
    QLabel* m_promise;
};

class AddressStep : public Step {
    Q_OBJECT

public:
    AddressStep(Theme& theme, model::Models& models, QWidget* parent = nullptr);
    void retranslate() override;
    QWidget* firstField() const override;

private:
    void refresh();
    void savePicture();

    model::Models& m_models;
    QrView* m_code;
    QLabel* m_address;
    QPushButton* m_copy;
    QPushButton* m_save;
    QLabel* m_safe;
};

class FirstFriendStep : public Step {
    Q_OBJECT

public:
    FirstFriendStep(Theme& theme, model::Models& models, QWidget* parent = nullptr);
    void retranslate() override;
    QWidget* firstField() const override;
    AddressField* address() const { return m_address; }
    void setError(const QString& words);

private:
    AddressField* m_address;
    QLabel* m_error;
    QLabel* m_wait;
};

}  // namespace vos::ui
