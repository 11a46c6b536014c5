#pragma once

// A QR code with its quiet zone on a light card. Where the program was built without a QR library
// it stays hidden: the same text always stands beside it.

#include "ui/theme/theme.h"

#include <QByteArray>
#include <QImage>
#include <QWidget>

namespace vos::ui {

/// Modules of a code in rows, true is dark; empty when `content` does not fit or codes cannot be
/// made by this build.
std::vector<std::vector<bool>> qrModules(const QByteArray& content);
/// `pixels` a module, with the quiet zone of four modules; null where there is no code.
QImage qrImage(const QByteArray& content, int pixels);

class QrView : public QWidget {
    Q_OBJECT

public:
    /// `size` of the card in pixels at 100 %.
    QrView(const Theme& theme, int size, QWidget* parent = nullptr);

    void setContent(const QByteArray& content);
    bool hasCode() const { return !m_modules.empty(); }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    const Theme& m_theme;
    const int m_size;
    std::vector<std::vector<bool>> m_modules;
};

}  // namespace vos::ui
