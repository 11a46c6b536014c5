#include "ui/widgets/segments.h"

#include "ui/theme/stylesheet.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QToolButton>

namespace vos::ui {

namespace {

constexpr int Inset = 3;

}  // namespace

Segments::Segments(Theme& theme, int count, QWidget* parent)
    : QFrame(parent), m_group(new QButtonGroup(this))
{
    setProperty(KindProperty, QStringLiteral("segments"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(Inset, Inset, Inset, Inset);
    row->setSpacing(2);
    for (int i = 0; i < count; ++i) {
        auto* button = new QToolButton(this);
        button->setProperty(KindProperty, QStringLiteral("segment"));
        button->setCheckable(true);
        button->setFocusPolicy(Qt::StrongFocus);
        button->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
        m_group->addButton(button, i);
        row->addWidget(button);
    }
    const auto fit = [this, &theme] { setFixedHeight(theme.scaled(metric::ButtonHeight)); };
    fit();
    connect(&theme, &Theme::changed, this, fit);
    connect(m_group, &QButtonGroup::idClicked, this, &Segments::chosen);
}

void Segments::setText(int index, const QString& text)
{
    button(index)->setText(text);
}

QToolButton* Segments::button(int index) const
{
    return qobject_cast<QToolButton*>(m_group->button(index));
}

int Segments::current() const
{
    return m_group->checkedId();
}

void Segments::setCurrent(int index)
{
    if (QToolButton* chosenButton = button(index))
        chosenButton->setChecked(true);
}

}  // namespace vos::ui
