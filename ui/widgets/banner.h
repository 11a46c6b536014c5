#pragma once

// A line of news that stays until it is over or dismissed: icon, sentence, at most one action.
// Never modal; it takes its place in the layout and pushes the rest down.

#include "ui/theme/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QToolButton;

namespace vos::ui {

enum class BannerKind { Held, Warn, Danger };

class Banner : public QWidget {
    Q_OBJECT

public:
    Banner(Theme& theme, BannerKind kind, QWidget* parent = nullptr);

    /// An empty text hides the banner.
    void setText(const QString& text);
    QString text() const;
    /// An empty text hides the button.
    void setAction(const QString& text);
    QPushButton* actionButton() const { return m_action; }
    /// One more button, behind those there are, of a kind of pushButton(). Its text is the
    /// caller's.
    QPushButton* addButton(const QByteArray& kind);
    void setDismissible(bool on);

Q_SIGNALS:
    void actionTriggered();
    void dismissed();

protected:
    void paintEvent(QPaintEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    const Theme& m_theme;
    BannerKind m_kind;
    QLabel* m_text;
    QPushButton* m_action;
    QToolButton* m_close;
};

}  // namespace vos::ui
