#include "ui/friendvos/quotachoice.h"

#include "model/words.h"

#include <QSignalBlocker>

#include <algorithm>
#include <array>
#include <set>

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
    std::set<quint64> sizes;
    for (const quint64 size : megabytes) {
        if (most == 0 || size << 20 < most)
            sizes.insert(size << 20);
    }
    if (most > 0)
        sizes.insert(most);
    // A limit set elsewhere stays what it is until another is chosen.
    const quint64 chosen = most > 0 ? std::min(current, most) : current;
    if (chosen > 0)
        sizes.insert(chosen);
    for (const quint64 bytes : sizes)
        addItem(model::words::megabytes(bytes), QVariant::fromValue(bytes));
    setCurrentIndex(std::max(0, findData(QVariant::fromValue(chosen))));
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
