#include "ui/network/relaylist.h"

#include "ui/person.h"
#include "ui/theme/stylesheet.h"
#include "ui/widgets/labels.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include <algorithm>

namespace vos::ui {

namespace {

constexpr int RelayNameWidth = 180;
constexpr int RelayAvatar = 24;

}  // namespace

RelayList::RelayList(Theme& theme, model::Models& models, QWidget* parent)
    : QFrame(parent)
    , m_theme(theme)
    , m_models(models)
    , m_words(label(theme, Type::Caption, Color::TextSoft, this))
    , m_rows(new QVBoxLayout)
{
    setObjectName(QStringLiteral("relayList"));
    setProperty(KindProperty, QStringLiteral("card"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::L, space::M, space::L, space::M);
    column->setSpacing(space::S);
    column->addWidget(m_words);
    m_rows->setSpacing(space::S);
    column->addLayout(m_rows);
    connect(&models.network(), &model::NetworkModel::changed, this, &RelayList::refresh);
}

void RelayList::retranslate()
{
    for (const Line& line : m_lines)
        line.allowed->setText(tr("May carry for me"));
    refresh();
}

void RelayList::refresh()
{
    const std::vector<RelayUse>& relays = m_models.network().figures().relays;
    const bool same = std::equal(relays.begin(), relays.end(), m_lines.begin(), m_lines.end(),
                                 [](const RelayUse& a, const Line& b) { return a.id == b.id; });
    if (!same)
        rebuild(relays);
    for (std::size_t i = 0; i < relays.size(); ++i) {
        const Line& line = m_lines[i];
        const QString name = m_models.network().nameOf(line.id);
        line.name->setText(name);
        line.state->setText(stateText(relays[i]));
        line.allowed->setChecked(relays[i].allowed);
        //: Check box for a node that may forward our messages
        line.allowed->setAccessibleName(tr("%1 may carry for me").arg(name));
        line.allowed->setAccessibleDescription(line.state->text());
    }
    m_words->setText(
        relays.empty()
            ? tr("None at present. Where others cannot reach you directly, nodes you are linked "
                 "with pass your messages on.")
            : tr("They pass on what they cannot read, and see only who speaks with whom, when and "
                 "how much."));
}

void RelayList::rebuild(const std::vector<RelayUse>& relays)
{
    while (QLayoutItem* item = m_rows->takeAt(0)) {
        item->widget()->hide();
        item->widget()->deleteLater();
        delete item;
    }
    m_lines.clear();
    for (const RelayUse& relay : relays) {
        auto* row = new QWidget(this);
        auto* across = new QHBoxLayout(row);
        across->setContentsMargins(0, 0, 0, 0);
        across->setSpacing(space::S);
        auto* avatar = new AvatarView(m_theme, RelayAvatar, row);
        avatar->setSeed(identiconSeed(relay.id));
        Line line{relay.id, lineLabel(m_theme, Type::BodyStrong, Color::Text, row),
                  lineLabel(m_theme, Type::Body, Color::TextSoft, row), new QCheckBox(row)};
        line.name->setMinimumWidth(m_theme.scaled(RelayNameWidth));
        line.allowed->setText(tr("May carry for me"));
        line.allowed->setObjectName(QStringLiteral("relayAllowed%1").arg(m_lines.size()));
        line.allowed->setMinimumHeight(metric::HitArea);
        connect(line.allowed, &QCheckBox::clicked, this, [this, id = relay.id](bool allowed) {
            m_models.network().setRelayAllowed(id, allowed);
        });
        across->addWidget(avatar);
        across->addWidget(line.name);
        across->addWidget(line.state, 1);
        across->addWidget(line.allowed);
        m_rows->addWidget(row);
        m_lines.push_back(line);
    }
}

QString RelayList::stateText(const RelayUse& relay) const
{
    if (!relay.allowed)
        return tr("Refused");
    const QString amount = model::words::size(relay.bytes);
    if (relay.carrying)
        //: A node that forwards our messages now; %1 is an amount
        return tr("In use now · %1").arg(amount);
    return relay.bytes > 0 ? tr("Ready · %1 so far").arg(amount) : tr("Ready");
}

}  // namespace vos::ui
