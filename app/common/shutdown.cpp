#include "app/common/shutdown.h"

#include "p2p/base/assert.h"

#ifdef Q_OS_WIN
#include <QCoreApplication>
#include <windows.h>
#else
#include <QSocketNotifier>
#include <csignal>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

namespace vos::common {

#ifdef Q_OS_WIN

namespace {

// A console handler runs on a thread of the system and gets no argument of ours.
Shutdown* s_shutdown = nullptr;

BOOL WINAPI onConsoleEvent(DWORD)
{
    if (s_shutdown == nullptr)
        return FALSE;
    QMetaObject::invokeMethod(s_shutdown, &Shutdown::requested, Qt::QueuedConnection);
    return TRUE;
}

}  // namespace

Shutdown::Shutdown(QObject* parent) : QObject(parent)
{
    VOS_ASSERT(s_shutdown == nullptr);
    s_shutdown = this;
    SetConsoleCtrlHandler(onConsoleEvent, TRUE);
}

Shutdown::~Shutdown()
{
    SetConsoleCtrlHandler(onConsoleEvent, FALSE);
    s_shutdown = nullptr;
}

#else

namespace {

// A signal handler may do little more than write() to a descriptor it knows: [0] written, [1] read.
int s_pair[2] = {-1, -1};

void onSignal(int)
{
    const char byte = 1;
    [[maybe_unused]] const ssize_t written = ::write(s_pair[0], &byte, 1);
}

void handle(int signal, void (*handler)(int), int flags)
{
    struct sigaction action = {};
    action.sa_handler = handler;
    sigemptyset(&action.sa_mask);
    action.sa_flags = flags;
    ::sigaction(signal, &action, nullptr);
}

}  // namespace

Shutdown::Shutdown(QObject* parent) : QObject(parent)
{
    VOS_ASSERT(s_pair[0] == -1);
    VOS_ASSERT(::socketpair(AF_UNIX, SOCK_STREAM, 0, s_pair) == 0);
    for (int fd : s_pair) {
        ::fcntl(fd, F_SETFD, FD_CLOEXEC);
        ::fcntl(fd, F_SETFL, O_NONBLOCK);
    }
    m_notifier = new QSocketNotifier(s_pair[1], QSocketNotifier::Read, this);
    connect(m_notifier, &QSocketNotifier::activated, this, [this] {
        m_notifier->setEnabled(false);
        Q_EMIT requested();
    });
    constexpr int once = static_cast<int>(SA_RESETHAND | SA_RESTART);
    handle(SIGTERM, onSignal, once);
    handle(SIGINT, onSignal, once);
    handle(SIGPIPE, SIG_IGN, 0);
}

Shutdown::~Shutdown()
{
    handle(SIGTERM, SIG_DFL, 0);
    handle(SIGINT, SIG_DFL, 0);
    delete m_notifier;
    ::close(s_pair[0]);
    ::close(s_pair[1]);
    s_pair[0] = s_pair[1] = -1;
}

#endif

}  // namespace vos::common
