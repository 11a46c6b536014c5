#include "ui/widgets/accessiblefaces.h"

#include <QAbstractButton>
#include <QAccessibleWidget>
#include <QComboBox>

namespace vos::ui {

namespace {

/// Qt calls a button that can be checked a check box or radio button; one that opens a page or a
/// panel is neither.
class ButtonFace : public QAccessibleWidget {
public:
    explicit ButtonFace(QAbstractButton* button)
        : QAccessibleWidget(button, QAccessible::Button)
        , m_button(button)
    {
    }

    QString text(QAccessible::Text kind) const override
    {
        const QString own = QAccessibleWidget::text(kind);
        return kind == QAccessible::Name && own.isEmpty() ? m_button->text() : own;
    }
    QAccessible::State state() const override
    {
        QAccessible::State now = QAccessibleWidget::state();
        now.pressed = m_button->isChecked() || m_button->isDown();
        return now;
    }
    QStringList actionNames() const override
    {
        QStringList names = QAccessibleWidget::actionNames();
        if (m_button->isEnabled())
            names.prepend(pressAction());
        return names;
    }
    void doAction(const QString& action) override
    {
        if (action == pressAction())
            m_button->click();
        else
            QAccessibleWidget::doAction(action);
    }

private:
    QAbstractButton* m_button;
};

/// Qt calls a box by what is chosen in it, so two with the same choice cannot be told apart. This
/// one has its name, and the choice as its value.
class ChoiceFace : public QAccessibleWidget {
public:
    explicit ChoiceFace(QComboBox* box)
        : QAccessibleWidget(box, QAccessible::ComboBox)
        , m_box(box)
    {
    }

    QString text(QAccessible::Text kind) const override
    {
        return kind == QAccessible::Value ? m_box->currentText() : QAccessibleWidget::text(kind);
    }
    QStringList actionNames() const override
    {
        return QStringList(showMenuAction()) + QAccessibleWidget::actionNames();
    }
    void doAction(const QString& action) override
    {
        if (action == showMenuAction())
            m_box->showPopup();
        else
            QAccessibleWidget::doAction(action);
    }

private:
    QComboBox* m_box;
};

QAccessibleInterface* makeFace(const QString& className, QObject* object)
{
    auto* widget = qobject_cast<QWidget*>(object);
    if (widget == nullptr)
        return nullptr;
    if (className == QLatin1String("vos::ui::MainWindow"))
        return new QAccessibleWidget(widget, QAccessible::Window);
    if (className == QLatin1String("vos::ui::KeepList"))
        return new QAccessibleWidget(widget, QAccessible::List);
    if (className == QLatin1String("vos::ui::QuotaChoice"))
        return new ChoiceFace(qobject_cast<QComboBox*>(widget));
    auto* button = qobject_cast<QAbstractButton*>(widget);
    if (button != nullptr && (className == QLatin1String("vos::ui::StatusChip") ||
                              className == QLatin1String("vos::ui::RailButton") ||
                              className == QLatin1String("vos::ui::OwnAvatar")))
        return new ButtonFace(button);
    return nullptr;
}

}  // namespace

void installAccessibleFaces()
{
    QAccessible::installFactory(makeFace);
}

}  // namespace vos::ui
