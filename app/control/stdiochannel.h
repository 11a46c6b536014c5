#pragma once

// The program that started us, on stdin and stdout. Neither is made non-blocking, since they may be
// shared with others (a terminal); still no call here waits.

#include "app/control/channel.h"

#include <memory>

namespace vos::control {

class StdioChannel : public Channel {
    Q_OBJECT

public:
    explicit StdioChannel(QObject* parent = nullptr);
    ~StdioChannel() override;

    void setReading(bool on) override;
    void write(const QByteArray& bytes) override;
    qint64 waitingBytes() const override;
    void abort() override;
    void flush(int timeoutMs) override;

Q_SIGNALS:
    /// Nothing more will come in; answers still go out.
    void inputEnded();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

}  // namespace vos::control
