#include "ui/settings/settingssection.h"

#include "ui/theme/stylesheet.h"
#include "ui/widgets/labels.h"

#include <QFrame>
#include <QHBoxLayout>
#include <QLabel>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

constexpr int RowPadding = 10;

}  // namespace

SettingsSection::SettingsSection(Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme),
      m_title(lineLabel(theme, Type::Section, Color::Text, this)), m_card(new QFrame(this)),
      m_rows(new QVBoxLayout(m_card))
{
    m_card->setProperty(KindProperty, QStringLiteral("card"));
    m_rows->setContentsMargins(space::L, 0, space::L, 0);
    m_rows->setSpacing(0);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::S);
    column->addWidget(m_title);
    column->addWidget(m_card);
}

void SettingsSection::setTitle(const QString& title) { m_title->setText(title); }
QString SettingsSection::title() const { return m_title->text(); }

QWidget* SettingsSection::addLine()
{
    if (m_all.empty())
        return nullptr;
    QWidget* line = hairline(m_theme, m_card);
    m_rows->addWidget(line);
    return line;
}

int SettingsSection::addRow(QWidget* control)
{
    Row row;
    row.line = addLine();
    row.frame = new QWidget(m_card);
    row.words = label(m_theme, Type::Body, Color::Text, row.frame);
    row.hint = label(m_theme, Type::Caption, Color::TextSoft, row.frame);
    row.hint->hide();
    row.control = control;
    row.words->setBuddy(control);
    auto* words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(row.words);
    words->addWidget(row.hint);
    auto* across = new QHBoxLayout(row.frame);
    across->setContentsMargins(0, RowPadding, 0, RowPadding);
    across->setSpacing(space::L);
    across->addLayout(words, 1);
    across->addWidget(control, 0, Qt::AlignVCenter);
    m_rows->addWidget(row.frame);
    m_all.push_back(row);
    return static_cast<int>(m_all.size()) - 1;
}

void SettingsSection::setRow(int row, const QString& words, const QString& hint)
{
    const Row& at = m_all[static_cast<std::size_t>(row)];
    at.words->setText(words);
    at.hint->setText(hint);
    at.hint->setVisible(!hint.isEmpty());
    at.control->setAccessibleName(words);
    at.control->setAccessibleDescription(hint);
}

void SettingsSection::addWide(QWidget* widget)
{
    QWidget* line = addLine();
    m_rows->addWidget(widget);
    m_all.push_back({line, widget, nullptr, nullptr, widget});
}

bool SettingsSection::search(const QString& text)
{
    const bool whole = text.isEmpty() || title().contains(text, Qt::CaseInsensitive);
    bool any = false;
    for (const Row& row : m_all) {
        const bool hit = whole || (row.words != nullptr &&
                                   (row.words->text().contains(text, Qt::CaseInsensitive) ||
                                    row.hint->text().contains(text, Qt::CaseInsensitive)));
        row.frame->setVisible(hit);
        // A hairline only between two rows that are both there.
        if (row.line != nullptr)
            row.line->setVisible(hit && any);
        any = any || hit;
    }
    setVisible(any);
    return any;
}

}  // namespace vos::ui
