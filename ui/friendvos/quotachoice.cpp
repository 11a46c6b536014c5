#include "ui/friendvos/quotachoice.h"

#include "model/words.h"

#include <QSignalBlocker>

#include <array>

namespace vos::ui {

namespace {

constexpr std::array<quint64, 8> megabytes = {5, 10, 20, 50, 100, 200, 500, 1000};

}  // namespace

QuotaChoice::QuotaChoice(Theme& theme, QWidget* parent) : QComboBox(parent)
{
    const auto fit = [this, &theme] { setFixedHeight(theme.scaled(metric::ComboHeight)); };
    fit();
    connect(&theme, &Theme::changed, this, fit);
    setSizeAdjustPolicy(QComboBox::AdjustToContents);
    setFocusPolicy(Qt::StrongFocus);
}

void QuotaChoice::offer(quint64 most, quint64 current)
{
    clear();
    const auto add = [this](quint64 bytes) {
        addItem(model::words::megabytes(bytes), QVariant::fromValue(bytes));
    };
    for (const quint64 size : megabytes) {
        const quint64 bytes = size << 20;
        if (most == 0 || bytes < most)
            add(bytes);
    }
    if (most > 0)
        add(most);
    int chosen = 0;
    for (int i = 0; i < count(); ++i) {
        if (itemData(i).toULongLong() <= current)
            chosen = i;
    }
    setCurrentIndex(chosen);
}

void QuotaChoice::addAnySize(const QString& words)
{
    insertItem(0, words, QVariant::fromValue<quint64>(0));
}

void QuotaChoice::retranslate()
{
    const QSignalBlocker quiet(this);
    for (int i = 0; i < count(); ++i) {
        const quint64 bytes = itemData(i).toULongLong();
        if (bytes > 0)
            setItemText(i, model::words::megabytes(bytes));
    }
}

}  // namespace vos::ui
