#include "ui/contacts/requestspage.h"

#include "ui/contacts/requestcard.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/labels.h"

#include <QApplication>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace vos::ui {

RequestNotice::RequestNotice(Theme& theme, model::Models& models, QWidget* parent)
    : QPushButton(parent), m_models(models)
{
    setObjectName(QStringLiteral("requestNotice"));
    setIcon(theme.icon(QStringLiteral("user")));
    setIconSize({metric::IconSmall, metric::IconSmall});
    connect(&models.friends(), &model::FriendModel::requestCountChanged, this,
            &RequestNotice::refresh);
    refresh();
}

void RequestNotice::refresh()
{
    const int count = m_models.friends().requestCount();
    setVisible(count > 0);
    setText(tr("%n friend requests", nullptr, count));
    setAccessibleName(text());
}

void RequestNotice::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        refresh();
    QPushButton::changeEvent(event);
}

RequestsPage::RequestsPage(Theme& theme, model::Models& models, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_models(models),
      m_title(lineLabel(theme, Type::Section, Color::Text, this)),
      m_back(iconButton(theme, QStringLiteral("chevron-left"), Color::TextSoft, this)),
      m_trouble(new Banner(theme, BannerKind::Danger, this)),
      m_empty(new EmptyState(theme, QStringLiteral("user"), Color::TextSoft, this))
{
    setObjectName(QStringLiteral("requestsPage"));
    m_back->setObjectName(QStringLiteral("requestsBack"));
    m_trouble->setObjectName(QStringLiteral("requestsTrouble"));
    QWidget* head = pageHead(theme, this);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(space::S, 0, space::L, 0);
    row->addWidget(m_back);
    row->addWidget(m_title, 1);
    QScrollArea* area = pageArea(metric::PageContentMax, m_column, this);
    m_column->setSpacing(space::L);
    m_column->addWidget(m_empty, 1);
    m_column->addStretch();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(head);
    column->addWidget(m_trouble);
    column->addWidget(area, 1);

    model::RequestModel& requests = models.requests();
    connect(&requests, &QAbstractItemModel::rowsInserted, this, &RequestsPage::sync);
    connect(&requests, &QAbstractItemModel::rowsRemoved, this, &RequestsPage::sync);
    connect(&requests, &QAbstractItemModel::dataChanged, this, &RequestsPage::sync);
    connect(m_back, &QToolButton::clicked, this, &RequestsPage::closed);
    connect(m_trouble, &Banner::dismissed, this, [this] { m_trouble->setText(QString()); });
    m_trouble->setDismissible(true);
    retranslate();
}

void RequestsPage::sync()
{
    model::RequestModel& requests = m_models.requests();
    std::map<NodeId, RequestCard*> gone = std::exchange(m_cards, {});
    for (int row = 0; row < requests.rowCount(); ++row) {
        const NodeId id = requests.at(row).contact.id;
        const auto it = gone.find(id);
        RequestCard* card = it == gone.end() ? makeCard(id) : it->second;
        gone.erase(id);
        card->refresh();
        m_column->insertWidget(row, card);
        m_cards.emplace(id, card);
    }
    for (const auto& [id, card] : gone) {
        card->hide();
        card->deleteLater();
    }
    m_empty->setVisible(m_cards.empty());
}

RequestCard* RequestsPage::makeCard(const NodeId& id)
{
    auto* card = new RequestCard(m_theme, m_models, id, this);
    model::NodeSource& source = m_models.source();
    connect(card, &RequestCard::acceptClicked, this, [this, card, &source](const NodeId& asked) {
        card->setAnswered(true);
        source.acceptContact(asked, this, [this, asked](const Expected<Done, NodeError>& result) {
            done()(result);
            if (result)
                Q_EMIT accepted(asked);
        });
    });
    connect(card, &RequestCard::declineClicked, this, [this, card, &source](const NodeId& asked) {
        card->setAnswered(true);
        source.declineContact(asked, this, done());
    });
    connect(card, &RequestCard::blockClicked, this, [this, card, &source](const NodeId& asked) {
        card->setAnswered(true);
        source.blockContact(asked, this, done());
    });
    return card;
}

Reply<Done> RequestsPage::done()
{
    return [this](const Expected<Done, NodeError>& result) {
        m_trouble->setText(result ? QString() : model::words::error(result.error()));
        if (result)
            return;
        for (const auto& [id, card] : m_cards)
            card->setAnswered(false);
    };
}

void RequestsPage::retranslate()
{
    m_title->setText(tr("Friend requests"));
    setIconName(m_back, tr("Back"));
    m_empty->setText(tr("No requests."));
    sync();
}

void RequestsPage::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::LanguageChange)
        retranslate();
    QWidget::changeEvent(event);
}

}  // namespace vos::ui
