#include "ui/friendvos/drillpanel.h"

#include "ui/theme/stylesheet.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

constexpr int HolderNameWidth = 140;

}  // namespace

DrillPanel::DrillPanel(Theme& theme, model::Models& models, QWidget* parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_models(models)
    , m_question(label(theme, Type::Section, Color::Text, this))
    , m_check(pushButton({}, this))
    , m_verdict(label(theme, Type::Body, Color::Text, this))
    , m_lines(new QVBoxLayout)
{
    setObjectName(QStringLiteral("drillPanel"));
    setProperty(KindProperty, QStringLiteral("card"));
    m_check->setObjectName(QStringLiteral("drillButton"));
    m_verdict->setObjectName(QStringLiteral("drillVerdict"));
    m_verdict->hide();
    auto* head = new QHBoxLayout;
    head->setSpacing(space::M);
    head->addWidget(m_question, 1);
    head->addWidget(m_check);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::L, space::M, space::L, space::M);
    column->setSpacing(space::S);
    column->addLayout(head);
    column->addWidget(m_verdict);
    m_lines->setSpacing(space::M);
    column->addLayout(m_lines);
    connect(m_check, &QPushButton::clicked, this, &DrillPanel::start);
}

void DrillPanel::start()
{
    m_check->setEnabled(false);
    m_results.reset();
    clearLines();
    m_verdict->setText(tr("Asking…"));
    m_verdict->show();
    using Results = std::vector<DrillResult>;
    m_models.friendVos().drill(this, [this](const Expected<Results, NodeError>& results) {
        m_check->setEnabled(true);
        if (results)
            show(*results);
        else
            m_verdict->setText(model::words::error(results.error()));
        Q_EMIT answered();
    });
}

void DrillPanel::clearLines()
{
    while (QLayoutItem* item = m_lines->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
}

void DrillPanel::show(const std::vector<DrillResult>& results)
{
    m_results = results;
    clearLines();
    bool good = false;
    m_verdict->setText(model::drillVerdict(results, good));
    m_theme.bind(m_verdict, Type::BodyStrong, good ? Color::Online : Color::Danger);
    for (const DrillResult& result : results) {
        const QString name = m_models.friendVos().nameOf(result.id);
        m_lines->addWidget(makeLine(model::drillLine(result, name)));
    }
}

QWidget* DrillPanel::makeLine(const model::DrillLine& line)
{
    auto* made = new QWidget(this);
    made->setObjectName(QStringLiteral("drillLine"));
    QLabel* name = lineLabel(m_theme, Type::BodyStrong, Color::Text, made);
    name->setText(line.name);
    name->setMinimumWidth(m_theme.scaled(HolderNameWidth));
    auto* row = new QHBoxLayout;
    row->setSpacing(space::L);
    row->addWidget(name);
    QStringList spoken{line.name};
    for (const model::DrillCheck& check : line.checks) {
        const QString icon = !check.known ? QStringLiteral("presence-unknown")
                             : check.good ? QStringLiteral("check")
                                          : QStringLiteral("close");
        const Color ink = !check.known ? Color::TextSoft
                          : check.good ? Color::Online
                                       : Color::Danger;
        auto* part = new QHBoxLayout;
        part->setSpacing(space::Xs);
        part->addWidget(iconLabel(m_theme, icon, ink, metric::Receipt, made));
        QLabel* words = lineLabel(m_theme, Type::Caption, Color::Text, made);
        words->setText(check.words);
        part->addWidget(words);
        row->addLayout(part);
        spoken.append(check.words);
    }
    row->addStretch();
    auto* column = new QVBoxLayout(made);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(space::Xs);
    column->addLayout(row);
    if (!line.advice.isEmpty()) {
        QLabel* advice = label(m_theme, Type::Body, Color::Warn, made);
        advice->setObjectName(QStringLiteral("drillAdvice"));
        advice->setText(line.advice);
        column->addWidget(advice);
        spoken.append(line.advice);
    }
    made->setAccessibleName(spoken.join(QStringLiteral(", ")));
    return made;
}

void DrillPanel::retranslate()
{
    m_question->setText(tr("If you switch off now, would messages reach you?"));
    m_check->setText(tr("Check now"));
    if (m_results)
        show(std::vector<DrillResult>(*m_results));
}

}  // namespace vos::ui
