#pragma once

// Turns SIGTERM and SIGINT (on Windows Ctrl-C and closing the console) into a Qt signal, so that a
// program can say goodbye and close its profile. A second signal ends the process at once.

#include <QObject>

class QSocketNotifier;

namespace vos::common {

/// One for each process.
class Shutdown : public QObject {
    Q_OBJECT

public:
    /// From here on the signals are caught; SIGPIPE is ignored, since a vanished reader is an
    /// ordinary error of a write.
    explicit Shutdown(QObject* parent = nullptr);
    ~Shutdown() override;

Q_SIGNALS:
    void requested();

private:
    QSocketNotifier* m_notifier = nullptr;
};

}  // namespace vos::common
