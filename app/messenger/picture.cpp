#include "app/messenger/picture.h"

#include <QDialog>
#include <QPainter>

namespace vos::messenger {

QPixmap windowPicture(QWidget& window)
{
    QPixmap picture = window.grab();
    QPainter painter(&picture);
    for (QDialog* dialog : window.findChildren<QDialog*>()) {
        if (!dialog->isVisible())
            continue;
        const QRect frame(QPoint((window.width() - dialog->width()) / 2,
                                 (window.height() - dialog->height()) / 2),
                          dialog->size());
        QColor veil(Qt::black);
        veil.setAlphaF(0.4F);
        painter.fillRect(window.rect(), veil);
        painter.drawPixmap(frame.topLeft(), dialog->grab());
        painter.setPen(window.palette().color(QPalette::Mid));
        painter.drawRect(frame.adjusted(-1, -1, 0, 0));
    }
    // Small popups stand where they were opened.
    for (QWidget* popup : window.findChildren<QWidget*>()) {
        if (popup->windowType() == Qt::Popup && popup->isVisible())
            painter.drawPixmap(window.mapFromGlobal(popup->pos()), popup->grab());
    }
    return picture;
}

}  // namespace vos::messenger
