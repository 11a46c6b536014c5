#include "app/common/passphrase.h"

#include <cerrno>
#include <cstring>

#ifdef Q_OS_WIN
#include <io.h>
#else
#include <unistd.h>
#endif

namespace vos::common {

using namespace Qt::StringLiterals;

namespace {

/// 1: a byte was read, 0: end of file, -1: error (errno).
int readByte(int descriptor, char* byte)
{
#ifdef Q_OS_WIN
    return _read(descriptor, byte, 1);
#else
    for (;;) {
        const ssize_t n = ::read(descriptor, byte, 1);
        if (n >= 0 || errno != EINTR)
            return static_cast<int>(n);
    }
#endif
}

}  // namespace

Expected<QByteArray, QString> readPassphrase(int descriptor)
{
    QByteArray passphrase;
    for (;;) {
        char byte = 0;
        const int got = readByte(descriptor, &byte);
        if (got < 0)
            return Unexpected{u"names descriptor %1, which cannot be read: %2"_s.arg(descriptor)
                                  .arg(QString::fromLocal8Bit(std::strerror(errno)))};
        if (got == 0 || byte == '\n')
            break;
        if (passphrase.size() == PassphraseSizeMax)
            return Unexpected{
                u"gave more than %1 bytes before a line end"_s.arg(PassphraseSizeMax)};
        passphrase.append(byte);
    }
    if (passphrase.endsWith('\r'))
        passphrase.chop(1);
    if (passphrase.isEmpty())
        return Unexpected{u"gave an empty passphrase"_s};
    return passphrase;
}

}  // namespace vos::common
