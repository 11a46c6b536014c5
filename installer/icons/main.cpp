// Paints the icon of the program in the sizes and forms that systems want, from one drawing:
//   vos-icons DRAWING.svg FOLDER
// writes hicolor/<size>x<size>/apps/vos-messenger.png, vos-messenger.ico and vos-messenger.icns.

#include <QBuffer>
#include <QDir>
#include <QFile>
#include <QImage>
#include <QPainter>
#include <QSvgRenderer>
#include <QtEndian>

#include <array>
#include <cstdio>
#include <utility>

namespace {

constexpr std::array menuSizes = {16, 22, 24, 32, 48, 64, 128, 256, 512};
constexpr std::array windowsSizes = {16, 24, 32, 48, 256};
/// Types of the pictures in an .icns file, each a PNG of that size.
constexpr std::array macTypes = {std::pair{"icp4", 16},  std::pair{"icp5", 32},
                                 std::pair{"ic07", 128}, std::pair{"ic08", 256},
                                 std::pair{"ic09", 512}};

QByteArray png(QSvgRenderer& drawing, int size)
{
    QImage image(size, size, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    drawing.render(&painter);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

template <typename Number>
void putLittle(QByteArray& to, Number value)
{
    const Number little = qToLittleEndian(value);
    to.append(reinterpret_cast<const char*>(&little), sizeof little);
}

void putBig(QByteArray& to, quint32 value)
{
    const quint32 big = qToBigEndian(value);
    to.append(reinterpret_cast<const char*>(&big), sizeof big);
}

/// A directory of 16 bytes for each picture, then the pictures.
QByteArray ico(QSvgRenderer& drawing)
{
    QByteArray head;
    QByteArray pictures;
    putLittle<quint16>(head, 0);
    putLittle<quint16>(head, 1);
    putLittle<quint16>(head, windowsSizes.size());
    const auto start = static_cast<quint32>(head.size() + 16 * windowsSizes.size());
    for (const int size : windowsSizes) {
        const QByteArray picture = png(drawing, size);
        const auto side = static_cast<char>(size == 256 ? 0 : size);
        head.append(side).append(side).append(char(0)).append(char(0));
        putLittle<quint16>(head, 1);   // planes
        putLittle<quint16>(head, 32);  // bits for a pixel
        putLittle(head, static_cast<quint32>(picture.size()));
        putLittle(head, start + static_cast<quint32>(pictures.size()));
        pictures += picture;
    }
    return head + pictures;
}

QByteArray icns(QSvgRenderer& drawing)
{
    QByteArray pictures;
    for (const auto& [type, size] : macTypes) {
        const QByteArray picture = png(drawing, size);
        pictures.append(type, 4);
        putBig(pictures, static_cast<quint32>(picture.size() + 8));
        pictures += picture;
    }
    QByteArray all("icns", 4);
    putBig(all, static_cast<quint32>(pictures.size() + 8));
    return all + pictures;
}

bool write(const QString& path, const QByteArray& bytes)
{
    QFile file(path);
    if (!bytes.isEmpty() && QDir().mkpath(path.section(u'/', 0, -2)) &&
        file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size())
        return true;
    std::fprintf(stderr, "vos-icons: cannot write %s\n", path.toLocal8Bit().constData());
    return false;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 3) {
        std::fputs("usage: vos-icons DRAWING.svg FOLDER\n", stderr);
        return 2;
    }
    QSvgRenderer drawing(QString::fromLocal8Bit(argv[1]));
    if (!drawing.isValid()) {
        std::fprintf(stderr, "vos-icons: %s is no drawing\n", argv[1]);
        return 1;
    }
    const QString name = QString::fromLocal8Bit(argv[2]) + QStringLiteral("/vos-messenger");
    bool good = write(name + QStringLiteral(".ico"), ico(drawing)) &&
                write(name + QStringLiteral(".icns"), icns(drawing));
    for (const int size : menuSizes) {
        const QString path = QStringLiteral("%1/hicolor/%2x%2/apps/vos-messenger.png");
        good = good && write(path.arg(QString::fromLocal8Bit(argv[2])).arg(size),
                             png(drawing, size));
    }
    return good ? 0 : 1;
}
