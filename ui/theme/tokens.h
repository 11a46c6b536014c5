#pragma once

// Every colour and measure of the window, named by what it is for. Nothing else in ui/ holds a hex
// colour, and painting code holds no numbers of its own beyond these and simple halves of them.
// All measures are in device-independent pixels at a text zoom of 100 %.

#include <QColor>

#include <array>
#include <cstdint>

namespace vos::ui {

/// A colour by its purpose. Contrast is at least 4.5 for text and 3 for shapes on every surface the
/// colour is used on, in both schemes.
enum class Color : std::uint8_t {
    Window,     ///< page ground
    Base,       ///< fields, lists of messages, cards
    Sidebar,    ///< rail, status bar
    BubbleIn,   ///< received messages; secondary buttons, pills
    BubbleOut,  ///< own messages
    Selection,  ///< chosen rows
    Text,       ///< everything read
    TextSoft,   ///< times, previews, placeholders, status words
    Link,       ///< underlined addresses, text buttons
    Accent,     ///< primary button, unread pill, focus ring, read mark
    OnAccent,   ///< text on Accent
    Online,
    Offline,
    Held,  ///< whatever a Friend VOS keeps
    HeldGround,
    Warn,
    WarnGround,
    Danger,
    DangerGround,
    Border,    ///< edges of fields, check boxes, radios
    Divider,   ///< hairlines
    QrDark,    ///< modules of a QR code: the same in both schemes, as readers expect
    QrLight,
};
inline constexpr std::size_t ColorCount = static_cast<std::size_t>(Color::QrLight) + 1;

using Scheme = std::array<QRgb, ColorCount>;
const Scheme& lightScheme();
const Scheme& darkScheme();

/// Share of the text colour that lies over a surface under the pointer, or pressed.
inline constexpr double HoverShare = 0.06;
inline constexpr double PressedShare = 0.12;
inline constexpr double DisabledOpacity = 0.45;

namespace space {
inline constexpr int Xs = 4;
inline constexpr int S = 8;
inline constexpr int M = 12;
inline constexpr int L = 16;
inline constexpr int Xl = 24;
inline constexpr int Xxl = 32;
}  // namespace space

namespace radius {
inline constexpr int Bubble = 12;
inline constexpr int BubbleJoined = 4;  ///< corners towards a neighbour of the same group
inline constexpr int Card = 8;
inline constexpr int Field = 8;
inline constexpr int Button = 6;
}  // namespace radius

namespace metric {
inline constexpr int RailWidth = 72;
inline constexpr int RailButtonWidth = 64;
inline constexpr int RailButtonHeight = 56;
inline constexpr int RailIcon = 24;
inline constexpr int ListWidth = 300;
inline constexpr int ListWidthMin = 220;
inline constexpr int ListWidthMax = 420;
inline constexpr int WindowWidth = 1080;
inline constexpr int WindowHeight = 720;
inline constexpr int WindowWidthMin = 720;
inline constexpr int WindowHeightMin = 480;
inline constexpr int MessageColumnMax = 860;
inline constexpr int PageContentMax = 960;
inline constexpr int SettingsContentMax = 680;
inline constexpr int HeaderHeight = 56;
inline constexpr int StatusBarHeight = 28;
inline constexpr int SidePanelWidth = 328;
inline constexpr int RowHeight = 64;
inline constexpr int SectionHeight = 28;
inline constexpr int TableRowHeight = 36;
inline constexpr int TableHeadHeight = 28;
inline constexpr int ButtonHeight = 32;
inline constexpr int ComboHeight = 28;
inline constexpr int FieldHeight = 32;
inline constexpr int ComposerField = 36;
inline constexpr int PillHeight = 18;
inline constexpr int TagHeight = 20;
inline constexpr int BannerHeight = 36;
inline constexpr int AvatarList = 40;
inline constexpr int AvatarHeader = 36;
inline constexpr int AvatarBubble = 32;
inline constexpr int AvatarProfile = 96;
inline constexpr int BadgeDisc = 16;   ///< presence badge: ground disc …
inline constexpr int BadgeIcon = 17;   ///< … and icon whose shape is 10 wide
inline constexpr int BadgeIconUnknown = 19;  ///< dashes need more room to look as large
inline constexpr int BadgeOutside = 2;
inline constexpr int Receipt = 14;
inline constexpr int ReceiptRead = 16;
inline constexpr int Icon = 20;
inline constexpr int IconSmall = 16;
inline constexpr int FocusRing = 2;
inline constexpr int HitArea = 28;
inline constexpr int Hairline = 1;
/// Longest motion; none where the system asks for less.
inline constexpr int MotionMs = 150;
}  // namespace metric

/// `over` at `share` (0 to 1) on `under`, opaque.
QColor mixed(const QColor& under, const QColor& over, double share);

}  // namespace vos::ui
