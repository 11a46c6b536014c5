#include "app/messenger/windowoptions.h"

#include "p2p/identity/link.h"
#include "p2p/qt/node.h"
#include "ui/gallery/gallery.h"

namespace vos::messenger {

using namespace Qt::StringLiterals;

namespace {

constexpr int SideMin = 320;
constexpr int SideMax = 8000;
constexpr double ScaleMin = 1.0;
constexpr double ScaleMax = 4.0;

std::optional<QSize> parseSize(const QString& text)
{
    const QStringList sides = text.split(u'x');
    bool wide = false;
    bool high = false;
    const QSize size(sides.value(0).toInt(&wide), sides.value(1).toInt(&high));
    const auto fits = [](int side) { return side >= SideMin && side <= SideMax; };
    if (sides.size() != 2 || !wide || !high || !fits(size.width()) || !fits(size.height()))
        return std::nullopt;
    return size;
}

bool isOneOf(const QString& value, const QStringList& allowed)
{
    return value.isEmpty() || allowed.contains(value);
}

}  // namespace

common::Program program()
{
    return {u"vos-messenger"_s,
            u"VOS Messenger: messages between friends, without servers."_s,
            {
                {u"gallery"_s, u"[PAGE]"_s, u"show a page on made-up data, without a network"_s},
                {u"screenshot"_s, u"FILE"_s, u"paint the window into a PNG and end"_s},
                {u"chat"_s, u"ADDRESS"_s, u"open the chat with this friend"_s},
                {u"background"_s, {}, u"start in the tray, or minimized where there is none"_s},
                {u"theme"_s, u"NAME"_s, u"system, light or dark"_s},
                {u"language"_s, u"NAME"_s, u"system, en or zh_CN"_s},
                {u"size"_s, u"WxH"_s, u"size of the window"_s},
                {u"scale"_s, u"FACTOR"_s, u"1 to 4: pixels of the screen for one of the window"_s},
            },
            u"LINK"_s,
            u"add the friend this vos: link or address belongs to"_s};
}

bool mayBeLink(const QString& text)
{
    return text.startsWith("vos"_L1, Qt::CaseInsensitive) &&
           text.size() <= static_cast<qsizetype>(identity::LinkLengthMax);
}

QStringList withGalleryPage(const QStringList& arguments)
{
    QStringList result = arguments;
    const qsizetype at = result.indexOf(u"--gallery"_s);
    if (at >= 0 && (at + 1 == result.size() || result[at + 1].startsWith("--"_L1)))
        result[at] = u"--gallery=chat"_s;
    return result;
}

Expected<WindowStart, QString> parseWindowStart(const common::Options& options)
{
    WindowStart start;
    start.gallery = options.own.value(u"gallery"_s);
    start.screenshot = options.own.value(u"screenshot"_s);
    start.theme = options.own.value(u"theme"_s);
    start.language = options.own.value(u"language"_s);
    if (!isOneOf(start.gallery, ui::Gallery::pages()))
        return Unexpected{u"--gallery: the pages are %1"_s.arg(ui::Gallery::pages().join(u", "_s))};
    if (!isOneOf(start.theme, {u"system"_s, u"light"_s, u"dark"_s}))
        return Unexpected{u"--theme: say system, light or dark"_s};
    if (!isOneOf(start.language, {u"system"_s, u"en"_s, u"zh_CN"_s}))
        return Unexpected{u"--language: say system, en or zh_CN"_s};
    start.background = options.own.contains(u"background"_s);
    if (!options.operand.isEmpty() && !mayBeLink(options.operand))
        return Unexpected{u"\"%1\" is no vos: link"_s.arg(options.operand.left(64))};
    start.link = options.operand;
    if (const QString chat = options.own.value(u"chat"_s); !chat.isEmpty()) {
        const auto id = Node::parse(chat);
        if (!id)
            return Unexpected{u"--chat: "_s + QString::fromStdString(id.error().message)};
        start.chat = *id;
    }
    if (const QString size = options.own.value(u"size"_s); !size.isEmpty()) {
        start.size = parseSize(size);
        if (!start.size)
            return Unexpected{u"--size: say it as 1080x720, from 320 to 8000 each"_s};
    }
    if (const QString scale = options.own.value(u"scale"_s); !scale.isEmpty()) {
        bool good = false;
        start.scale = scale.toDouble(&good);
        if (!good || *start.scale < ScaleMin || *start.scale > ScaleMax)
            return Unexpected{u"--scale: say a number from 1 to 4"_s};
    }
    return start;
}

bool hasDisplay()
{
#if defined(Q_OS_LINUX)
    return qEnvironmentVariableIsSet("QT_QPA_PLATFORM") ||
           !qEnvironmentVariableIsEmpty("DISPLAY") ||
           !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
#else
    return true;
#endif
}

}  // namespace vos::messenger
