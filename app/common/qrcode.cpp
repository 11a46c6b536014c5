#include "app/common/qrcode.h"

#ifdef VOS_HAVE_QRENCODE
#include <qrencode.h>
#endif

#include <memory>

namespace vos::common {

using namespace Qt::StringLiterals;

#ifdef VOS_HAVE_QRENCODE

namespace {

struct FreeCode {
    void operator()(QRcode* code) const { QRcode_free(code); }
};

/// Modules of white around a code (ISO/IEC 18004 asks for 4).
constexpr int QuietZone = 4;

bool isDark(const QRcode& code, int x, int y)
{
    if (x < 0 || y < 0 || x >= code.width || y >= code.width)
        return false;
    return (code.data[y * code.width + x] & 1) != 0;
}

/// The blocks are drawn for what is white: on a dark terminal the code is right as it stands.
QChar block(bool upperDark, bool lowerDark)
{
    if (upperDark)
        return lowerDark ? QChar(u' ') : QChar(u'▄');
    return lowerDark ? QChar(u'▀') : QChar(u'█');
}

}  // namespace

QString qrCode(const QString& text, bool coloured)
{
    const std::unique_ptr<QRcode, FreeCode> code(
        QRcode_encodeString8bit(text.toUtf8().constData(), 0, QR_ECLEVEL_L));
    if (!code)
        return {};
    QString picture;
    for (int y = -QuietZone; y < code->width + QuietZone; y += 2) {
        if (coloured)
            picture += "\x1b[40;97m"_L1;
        for (int x = -QuietZone; x < code->width + QuietZone; ++x)
            picture += block(isDark(*code, x, y), isDark(*code, x, y + 1));
        if (coloured)
            picture += "\x1b[0m"_L1;
        picture += u'\n';
    }
    return picture;
}

#else

QString qrCode(const QString&, bool)
{
    return {};
}

#endif

}  // namespace vos::common
