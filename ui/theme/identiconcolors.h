#pragma once

// Colours of the identicons: twelve hues, equal in lightness within a column, so that no key looks
// brighter than another. They are the same in both schemes.

#include <QColor>

#include <array>

namespace vos::ui {

struct IdenticonHue {
    QRgb ground;
    QRgb pale;
    QRgb bright;
    QRgb deep;
};

inline constexpr std::array<IdenticonHue, 12> IdenticonHues = {{
    {0xffb25258, 0xffffeeee, 0xffffb5b7, 0xff722f34},
    {0xffb05834, 0xffffefe8, 0xffffba9a, 0xff71331a},
    {0xff9c672d, 0xfffef1e4, 0xffffc386, 0xff693b00},
    {0xff6f7c32, 0xfff2f6e5, 0xffcbdb8b, 0xff444e00},
    {0xff45863e, 0xffecf8ea, 0xffaae3a3, 0xff265421},
    {0xff2e8765, 0xffe7f8ef, 0xff8ce7bf, 0xff00573a},
    {0xff008687, 0xffe3f8f8, 0xff73e7e6, 0xff005657},
    {0xff0081ae, 0xffe5f7ff, 0xff82dfff, 0xff00506f},
    {0xff3f75bc, 0xffeaf4ff, 0xffa3d4ff, 0xff22487a},
    {0xff6d68bb, 0xfff1f2ff, 0xffc8c8ff, 0xff423f79},
    {0xff8f5ca7, 0xfff9effe, 0xffeabdff, 0xff5a366b},
    {0xffa75384, 0xffffeef7, 0xffffb5e0, 0xff6b3052},
}};

}  // namespace vos::ui
