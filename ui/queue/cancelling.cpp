#include "ui/queue/cancelling.h"

#include "ui/widgets/banner.h"
#include "ui/widgets/labels.h"

#include <algorithm>

namespace vos::ui {

Cancelling::Cancelling(Theme& theme, model::Models& models, Banner& banner, QWidget* parent)
    : QObject(parent)
    , m_theme(theme)
    , m_models(models)
    , m_banner(banner)
    , m_window(parent)
{
    m_banner.setDismissible(true);
    connect(&m_banner, &Banner::dismissed, this, &Cancelling::forget);
    connect(&models.source(), &model::NodeSource::messageStepsAdded, this,
            [this](const std::vector<MessageId>& messages) {
                if (m_id && std::find(messages.begin(), messages.end(), *m_id) != messages.end())
                    read();
            });
    connect(&models, &model::Models::retranslated, this, [this] {
        if (m_id)
            read();
    });
}

void Cancelling::cancel(const MessageId& id)
{
    m_models.source().message(id, this, [this, id](const Expected<Message, NodeError>& found) {
        if (!found || found->state != MessageState::Held) {
            start(id, {});
            return;
        }
        const QStringList names = m_models.friends().namesOf(found->heldBy);
        ask(m_theme, m_window,
            {tr("Cancel this message?"),
             tr("%1 will be asked to erase the copy. If it was handed over before that, it "
                "arrives all the same.",
                nullptr, static_cast<int>(names.size()))
                 .arg(model::words::list(names)),
             tr("Cancel message"), true},
            [this, id, holders = found->heldBy] { start(id, holders); });
    });
}

void Cancelling::start(const MessageId& id, const std::vector<NodeId>& holders)
{
    forget();
    m_models.source().cancelMessage(id, this,
                                    [this, id, holders](const Expected<Done, NodeError>& result) {
                                        if (!result) {
                                            Q_EMIT failed(result.error());
                                            return;
                                        }
                                        if (holders.empty())
                                            return;
                                        m_id = id;
                                        m_holders = holders;
                                        read();
                                    });
}

void Cancelling::forget()
{
    m_id.reset();
    m_banner.setText(QString());
}

void Cancelling::read()
{
    using Steps = std::vector<MessageStep>;
    m_models.source().messageSteps(*m_id, this,
                                   [this, id = *m_id](const Expected<Steps, NodeError>& steps) {
                                       if (m_id == id)
                                           tell(steps ? *steps : Steps());
                                   });
}

void Cancelling::tell(const std::vector<MessageStep>& steps)
{
    QStringList parts{tr("Cancelled.")};
    for (const NodeId& holder : m_holders) {
        const QString name = m_models.friends().nameOf(holder);
        const auto last = std::find_if(steps.rbegin(), steps.rend(), [&](const MessageStep& step) {
            return step.by == holder && (step.kind == MessageStep::Kind::Erased ||
                                         step.kind == MessageStep::Kind::NotErased);
        });
        if (last == steps.rend())
            parts.append(tr("%1 has not answered yet.").arg(name));
        else if (last->kind == MessageStep::Kind::Erased)
            parts.append(tr("%1 erased it before anybody fetched it.").arg(name));
        else
            parts.append(tr("%1 had handed it over already.").arg(name));
    }
    m_banner.setText(parts.join(u' '));
}

}  // namespace vos::ui
