#pragma once

// Shows which button has the keyboard: a ring in Accent around it, outside its edge. It appears
// when focus comes by key and goes when it comes by mouse. Fields, composer and lists mark
// themselves.

#include <QObject>
#include <QPointer>

class QWidget;

namespace vos::ui {

class Theme;

/// Dynamic property: the ring of this widget lies inside its edge (for bars without room around).
inline constexpr char RingInsideProperty[] = "ringInside";

class FocusRing : public QObject {
    Q_OBJECT

public:
    /// Watches all widgets of the application for as long as it lives.
    explicit FocusRing(const Theme& theme, QObject* parent = nullptr);
    ~FocusRing() override;

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void follow(QWidget* widget);
    void place();

    const Theme& m_theme;
    QPointer<QWidget> m_target;
    QPointer<QWidget> m_ring;  ///< a sibling of the target, so it may go with their parent
};

}  // namespace vos::ui
