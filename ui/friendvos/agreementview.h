#pragma once

// A list of agreements, as high as its rows: picture with presence, name, state in words, used
// space, and at the right what can be done: one word where there is one thing to do, and the menu.

#include "model/agreementlist.h"
#include "ui/theme/theme.h"

#include <QListView>
#include <QStyledItemDelegate>

#include <optional>

namespace vos::ui {

enum class AgreementAction { None, Menu, Withdraw, AskAgain, LetAskAgain };

class AgreementDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    explicit AgreementDelegate(const Theme& theme, QObject* parent = nullptr);

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    /// What a click at `point` of row `row` means.
    AgreementAction actionAt(const QRect& row, const QModelIndex& index, const QPoint& point) const;
    /// The one thing to do with this row; None for agreed ones.
    static AgreementAction offered(const QModelIndex& index);

private:
    QRect menuRect(const QRect& row) const;
    QRect buttonRect(const QRect& row, AgreementAction action) const;
    QRect barRect(const QRect& row) const;
    void paintWords(QPainter& painter, const QRect& rect, const QModelIndex& index) const;
    void paintStorage(QPainter& painter, const QRect& row, const QModelIndex& index) const;
    void paintButton(QPainter& painter, const QRect& row, AgreementAction action) const;
    static QString word(AgreementAction action);

    const Theme& m_theme;
};

class AgreementView : public QListView {
    Q_OBJECT

public:
    AgreementView(Theme& theme, model::AgreementList& list, QWidget* parent = nullptr);

    const AgreementDelegate& delegate() const { return *m_delegate; }

Q_SIGNALS:
    /// `at`: where a menu belongs, on the screen.
    void actionRequested(const vos::NodeId& id, vos::ui::AgreementAction action, const QPoint& at);

protected:
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void fit();
    void request(const QModelIndex& index, AgreementAction action, const QPoint& at);

    AgreementDelegate* m_delegate;
};

}  // namespace vos::ui
