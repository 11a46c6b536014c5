#pragma once

// Locks the profile when the person has touched neither keys nor mouse in this program for the
// minutes the settings say. Without a passphrase it never does.

#include "model/models.h"

#include <QObject>
#include <QTimer>

namespace vos::ui {

class IdleLock : public QObject {
    Q_OBJECT

public:
    /// Watches all input of the application.
    IdleLock(model::Models& models, QObject* parent);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void refresh();
    void onIdle();

    model::Models& m_models;
    QTimer m_timer;
};

}  // namespace vos::ui
