#include "ui/theme/tokens.h"

#include <cmath>

namespace vos::ui {

const Scheme& lightScheme()
{
    static constexpr Scheme scheme = {
        0xfff5f7fa, 0xffffffff, 0xffedf1f6, 0xffeef1f5, 0xffd9e9ff, 0xffd3e3fd,
        0xff15191e, 0xff55606d, 0xff0b57c2, 0xff0b5fd0, 0xffffffff, 0xff16743a,
        0xff5e6875, 0xff6a3db0, 0xfff0e9fc, 0xff7f5200, 0xfffff1d1, 0xffb3261e,
        0xfffde8e6, 0xff7c8796, 0xffd9dee6, 0xff15191e, 0xffffffff,
    };
    return scheme;
}

const Scheme& darkScheme()
{
    static constexpr Scheme scheme = {
        0xff1b1f24, 0xff121518, 0xff171b20, 0xff272d35, 0xff1e4275, 0xff25446f,
        0xffe9ecef, 0xffaeb8c4, 0xff8bbcff, 0xff6faaff, 0xff0a1526, 0xff55c983,
        0xffa0aab7, 0xffc3a6f5, 0xff31244a, 0xfff2be5c, 0xff38290b, 0xffff9a91,
        0xff441b18, 0xff77828f, 0xff2d333b, 0xff15191e, 0xffffffff,
    };
    return scheme;
}

QColor mixed(const QColor& under, const QColor& over, double share)
{
    const auto mix = [share](int a, int b) {
        return static_cast<int>(std::lround(a + (b - a) * share));
    };
    return {mix(under.red(), over.red()), mix(under.green(), over.green()),
            mix(under.blue(), over.blue())};
}

}  // namespace vos::ui
