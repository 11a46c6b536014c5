#pragma once

// One section of the settings: a heading and a card of rows, each with its words at the left and
// its control at the right. Rows know their words, so that a search can find them.

#include "ui/theme/theme.h"

#include <QWidget>

#include <vector>

class QFrame;
class QLabel;
class QVBoxLayout;

namespace vos::ui {

class SettingsSection : public QWidget {
    Q_OBJECT

public:
    SettingsSection(Theme& theme, QWidget* parent = nullptr);

    void setTitle(const QString& title);
    QString title() const;
    /// Where the title is too long for the navigation.
    virtual QString shortTitle() const { return title(); }
    /// Texts are set by setRow().
    int addRow(QWidget* control);
    /// The control gets `words` as its accessible name, and `hint` as description.
    void setRow(int row, const QString& words, const QString& hint = {});
    /// A row over the whole width that has its own words.
    void addWide(QWidget* widget);
    /// Shows the rows that contain `text`, all when it is empty or the title has it; false if none.
    bool search(const QString& text);

    /// Texts of the section in the language that is set.
    virtual void retranslate() = 0;

protected:
    Theme& m_theme;

private:
    struct Row {
        QWidget* line;
        QWidget* frame;
        QLabel* words;
        QLabel* hint;
        QWidget* control;
    };

    QWidget* addLine();

    QLabel* m_title;
    QFrame* m_card;
    QVBoxLayout* m_rows;
    std::vector<Row> m_all;
};

}  // namespace vos::ui
