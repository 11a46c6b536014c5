#pragma once

// Cancelling a message: asks first where a copy lies with a friend, and afterwards says in a banner
// what became of each copy, as far as the friends have answered.

#include "model/models.h"
#include "ui/theme/theme.h"

#include <optional>
#include <vector>

namespace vos::ui {

class Banner;

class Cancelling : public QObject {
    Q_OBJECT

public:
    /// `banner` belongs to `parent` and is used for nothing else.
    Cancelling(Theme& theme, model::Models& models, Banner& banner, QWidget* parent);

    void cancel(const MessageId& id);
    /// Without asking; `holders` have copies.
    void start(const MessageId& id, const std::vector<NodeId>& holders);
    /// Hides what is said about the last one.
    void forget();

Q_SIGNALS:
    void failed(const vos::NodeError& error);

private:
    void read();
    void tell(const std::vector<MessageStep>& steps);

    Theme& m_theme;
    model::Models& m_models;
    Banner& m_banner;
    QWidget* m_window;
    std::optional<MessageId> m_id;
    std::vector<NodeId> m_holders;
};

}  // namespace vos::ui
