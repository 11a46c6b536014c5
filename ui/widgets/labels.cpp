#include "ui/widgets/labels.h"

#include "ui/theme/stylesheet.h"
#include "ui/widgets/buttons.h"

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

constexpr int QuestionWidth = 360;
constexpr int BreakEvery = 4;  ///< characters of an address between two places to break
const QChar ZeroWidthSpace(0x200b);

/// A ground or line in one of our colours.
class Fill : public QWidget {
public:
    Fill(Theme& theme, Color color, QWidget* parent)
        : QWidget(parent)
        , m_theme(theme)
        , m_color(color)
    {
        connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        QPainter(this).fillRect(rect(), m_theme.color(m_color));
    }

private:
    Theme& m_theme;
    Color m_color;
};

/// What is copied out of it has none of the places where its lines may end.
class AddressLabel : public QLabel {
public:
    using QLabel::QLabel;

protected:
    void keyPressEvent(QKeyEvent* event) override
    {
        if (!event->matches(QKeySequence::Copy))
            return QLabel::keyPressEvent(event);
        copy(QClipboard::Clipboard);
        event->accept();
    }
    void mouseReleaseEvent(QMouseEvent* event) override
    {
        QLabel::mouseReleaseEvent(event);
        if (hasSelectedText() && QApplication::clipboard()->supportsSelection())
            copy(QClipboard::Selection);
    }
    void contextMenuEvent(QContextMenuEvent* event) override
    {
        auto* menu = new QMenu(this);
        menu->setAttribute(Qt::WA_DeleteOnClose);
        QAction* action = menu->addAction(QCoreApplication::translate("AddressLabel", "Copy"), this,
                                          [this] { copy(QClipboard::Clipboard); });
        action->setShortcut(QKeySequence::Copy);
        menu->popup(event->globalPos());
    }

private:
    /// What is selected, or all of it.
    void copy(QClipboard::Mode mode)
    {
        QString chosen = hasSelectedText() ? selectedText() : text();
        QApplication::clipboard()->setText(chosen.remove(ZeroWidthSpace), mode);
    }
};

class Head : public Fill {
public:
    Head(Theme& theme, QWidget* parent) : Fill(theme, Color::Window, parent), m_theme(theme)
    {
        const auto fit = [this] { setFixedHeight(m_theme.scaled(metric::HeaderHeight)); };
        fit();
        connect(&theme, &Theme::changed, this, fit);
    }

protected:
    void paintEvent(QPaintEvent* event) override
    {
        Fill::paintEvent(event);
        QPainter(this).fillRect(0, height() - metric::Hairline, width(), metric::Hairline,
                                m_theme.color(Color::Divider));
    }

private:
    Theme& m_theme;
};

}  // namespace

QLabel* lineLabel(Theme& theme, Type type, Color color, QWidget* parent)
{
    auto* made = new QLabel(parent);
    made->setTextFormat(Qt::PlainText);
    theme.bind(made, type, color);
    return made;
}

QLabel* label(Theme& theme, Type type, Color color, QWidget* parent)
{
    QLabel* made = lineLabel(theme, type, color, parent);
    made->setWordWrap(true);
    return made;
}

QLabel* iconLabel(Theme& theme, const QString& icon, Color color, int size, QWidget* parent)
{
    auto* made = new QLabel(parent);
    const auto draw = [made, &theme, icon, color, size] {
        made->setPixmap(theme.pixmap(icon, color, size, made->devicePixelRatioF()));
    };
    draw();
    QObject::connect(&theme, &Theme::changed, made, draw);
    return made;
}

QLabel* addressLabel(Theme& theme, QWidget* parent)
{
    auto* made = new AddressLabel(parent);
    made->setTextFormat(Qt::PlainText);
    made->setWordWrap(true);
    theme.bind(made, Type::FixedCaption, Color::Text);
    made->setTextInteractionFlags(Qt::TextSelectableByMouse);
    made->setFocusPolicy(Qt::ClickFocus);
    return made;
}

QString breakable(const QString& address)
{
    QString broken;
    for (qsizetype at = 0; at < address.size(); at += BreakEvery)
        broken += address.mid(at, BreakEvery) + ZeroWidthSpace;
    return broken;
}

QScrollArea* pageArea(int width, QVBoxLayout*& content, QWidget* parent)
{
    auto* area = new QScrollArea(parent);
    area->setFrameShape(QFrame::NoFrame);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->setFocusPolicy(Qt::NoFocus);
    area->viewport()->setAutoFillBackground(false);
    auto* outer = new QWidget(area);
    outer->setAutoFillBackground(false);
    auto* inner = new QWidget(outer);
    inner->setMaximumWidth(width);
    auto* row = new QHBoxLayout(outer);
    row->setContentsMargins(space::Xl, space::Xl, space::Xl, space::Xl);
    row->addStretch();
    row->addWidget(inner, 1000);
    row->addStretch();
    content = new QVBoxLayout(inner);
    content->setContentsMargins(0, 0, 0, 0);
    area->setWidget(outer);
    return area;
}

QWidget* pageHead(Theme& theme, QWidget* parent)
{
    return new Head(theme, parent);
}

QWidget* hairline(Theme& theme, QWidget* parent)
{
    auto* line = new Fill(theme, Color::Divider, parent);
    line->setFixedHeight(metric::Hairline);
    return line;
}

void ask(Theme& theme, QWidget* parent, const Question& question, std::function<void()> yes)
{
    auto* dialog = new QDialog(parent);
    dialog->setObjectName(QStringLiteral("questionDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(question.title);
    auto* column = new QVBoxLayout(dialog);
    column->setContentsMargins(space::Xl, space::Xl, space::Xl, space::L);
    column->setSpacing(space::M);
    QLabel* title = label(theme, Type::Section, Color::Text, dialog);
    title->setText(question.title);
    QLabel* text = label(theme, Type::Body, Color::Text, dialog);
    text->setText(question.text);
    text->setMinimumWidth(theme.scaled(QuestionWidth));
    column->addWidget(title);
    column->addWidget(text);
    QPushButton* no = pushButton({}, dialog);
    no->setObjectName(QStringLiteral("questionNo"));
    no->setText(QCoreApplication::translate("Question", "Cancel"));
    QPushButton* doIt = pushButton(question.danger ? "danger" : "primary", dialog);
    doIt->setObjectName(QStringLiteral("questionYes"));
    doIt->setText(question.yes);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::S);
    buttons->addStretch();
    buttons->addWidget(no);
    buttons->addWidget(doIt);
    column->addSpacing(space::S);
    column->addLayout(buttons);
    QObject::connect(no, &QPushButton::clicked, dialog, &QDialog::reject);
    QObject::connect(doIt, &QPushButton::clicked, dialog, &QDialog::accept);
    QObject::connect(dialog, &QDialog::accepted, parent, std::move(yes));
    no->setDefault(true);
    no->setFocus();
    dialog->open();
}

}  // namespace vos::ui
