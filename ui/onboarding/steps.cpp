#include "ui/onboarding/steps.h"

#include "model/nameinput.h"
#include "ui/contacts/addressfield.h"
#include "ui/person.h"
#include "ui/theme/proxystyle.h"
#include "ui/theme/stylesheet.h"
#include "ui/widgets/buttons.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/qrview.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QStandardPaths>
#include <QVBoxLayout>

namespace vos::ui {

namespace {

constexpr int DotSize = 6;
constexpr int DotWide = 20;
constexpr int ShareCodeSize = 194;
constexpr int SavedModulePixels = 8;  ///< a code of 500 to 800 pixels prints sharply

QVBoxLayout* contentOf(QWidget* step) { return qobject_cast<QVBoxLayout*>(step->layout()); }

}  // namespace

StepDots::StepDots(const Theme& theme, int count, QWidget* parent)
    : QWidget(parent), m_theme(theme), m_count(count)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StepDots::setCurrent(int current)
{
    m_current = current;
    update();
}

QSize StepDots::sizeHint() const { return {DotWide + (m_count - 1) * 2 * DotSize, DotSize}; }

void StepDots::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    int x = 0;
    for (int i = 0; i < m_count; ++i) {
        const int wide = i == m_current ? DotWide : DotSize;
        painter.setBrush(m_theme.color(i == m_current ? Color::Accent : Color::Divider));
        painter.drawRoundedRect(x, 0, wide, DotSize, DotSize / 2.0, DotSize / 2.0);
        x += wide + DotSize;
    }
}

Step::Step(Theme& theme, QWidget* parent)
    : QWidget(parent), m_theme(theme),
      m_title(lineLabel(theme, Type::Title, Color::Text, this)),
      m_subtitle(label(theme, Type::Body, Color::TextSoft, this))
{
    auto* column = new QVBoxLayout(this);
    // Room for the focus ring of what stands at the edge.
    column->setContentsMargins(space::Xs, 0, space::Xs, 0);
    column->setSpacing(space::S);
    column->addWidget(m_title);
    column->addWidget(m_subtitle);
    column->addSpacing(space::M);
}

void Step::setHead(const QString& title, const QString& subtitle)
{
    m_title->setText(title);
    m_subtitle->setText(subtitle);
}

NameStep::NameStep(Theme& theme, model::Models& models, QWidget* parent)
    : Step(theme, parent), m_models(models),
      m_avatar(new AvatarView(theme, metric::AvatarProfile, this)),
      m_label(lineLabel(theme, Type::BodyStrong, Color::Text, this)), m_name(new QLineEdit(this)),
      m_hint(label(theme, Type::Caption, Color::TextSoft, this)),
      m_promise(label(theme, Type::Body, Color::TextSoft, this))
{
    m_name->setObjectName(QStringLiteral("ownName"));
    m_name->setText(models.status().ownName());
    m_label->setBuddy(m_name);
    m_avatar->setSeed(identiconSeed(models.status().ownId()));
    m_avatar->setSurface(Color::Base);
    auto* promise = new QHBoxLayout;
    promise->setSpacing(space::S);
    promise->addWidget(iconLabel(theme, QStringLiteral("lock"), Color::TextSoft,
                                 metric::IconSmall, this),
                       0, Qt::AlignTop);
    promise->addWidget(m_promise, 1);
    QVBoxLayout* column = contentOf(this);
    column->addWidget(m_avatar, 0, Qt::AlignHCenter);
    column->addSpacing(space::Xl);
    column->addWidget(m_label);
    column->addWidget(m_name);
    column->addWidget(m_hint);
    column->addSpacing(space::M);
    column->addLayout(promise);
    column->addStretch();
    const auto fit = [this] { m_name->setMinimumHeight(m_theme.scaled(metric::ComposerField)); };
    fit();
    connect(&theme, &Theme::changed, this, fit);
    connect(m_name, &QLineEdit::textChanged, this, &NameStep::judge);
    retranslate();
}

void NameStep::retranslate()
{
    setHead(tr("Welcome"), tr("How shall friends see you?"));
    m_label->setText(tr("Your name"));
    m_name->setAccessibleName(tr("Your name"));
    m_promise->setText(tr("Everything stays on this computer. There is no account and no server."));
    judge();
}

void NameStep::judge()
{
    const model::NameInput input = model::judgeName(m_name->text());
    m_hint->setText(input.isGood()
                        ? tr("Friends see this name and picture. You can change the name later.")
                        : input.words);
    m_theme.bind(m_hint, Type::Caption, input.isGood() ? Color::TextSoft : Color::Danger);
    m_name->setProperty(RefusedProperty, !input.isGood());
    m_name->setAccessibleDescription(input.words);
    m_name->update();
    Q_EMIT edited();
}

QWidget* NameStep::firstField() const { return m_name; }
bool NameStep::isGood() const { return model::judgeName(m_name->text()).isGood(); }

QString NameStep::name() const
{
    const model::NameInput input = model::judgeName(m_name->text());
    return input.isGood() ? input.name : QString();
}

AddressStep::AddressStep(Theme& theme, model::Models& models, QWidget* parent)
    : Step(theme, parent)
    , m_models(models)
    , m_code(new QrView(theme, ShareCodeSize, this))
    , m_address(addressLabel(theme, this))
    , m_copy(iconTextButton(theme, {}, QStringLiteral("copy"), this))
    , m_save(iconTextButton(theme, {}, QStringLiteral("qr"), this))
    , m_safe(label(theme, Type::Body, Color::TextSoft, this))
{
    m_code->setObjectName(QStringLiteral("ownCode"));
    m_address->setObjectName(QStringLiteral("ownAddress"));
    m_copy->setObjectName(QStringLiteral("copyAddressButton"));
    m_save->setObjectName(QStringLiteral("saveCodeButton"));
    auto* frame = new QFrame(this);
    frame->setProperty(KindProperty, QStringLiteral("card"));
    auto* inside = new QVBoxLayout(frame);
    inside->setContentsMargins(space::M, space::S, space::M, space::S);
    inside->addWidget(m_address);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(space::S);
    buttons->addWidget(m_copy, 1);
    buttons->addWidget(m_save, 1);
    auto* safe = new QHBoxLayout;
    safe->setSpacing(space::S);
    safe->addWidget(iconLabel(theme, QStringLiteral("verified"), Color::Online,
                              metric::IconSmall, this));
    safe->addWidget(m_safe, 1);
    QVBoxLayout* column = contentOf(this);
    column->addWidget(m_code, 0, Qt::AlignHCenter);
    column->addSpacing(space::S);
    column->addWidget(frame);
    column->addSpacing(space::Xs);
    column->addLayout(buttons);
    column->addSpacing(space::Xs);
    column->addLayout(safe);
    column->addStretch();
    connect(&models.status(), &model::NodeStatus::changed, this, &AddressStep::refresh);
    connect(m_copy, &QPushButton::clicked, this, [this] {
        QApplication::clipboard()->setText(m_models.status().ownLink());
        m_copy->setText(tr("Copied"));
    });
    connect(m_save, &QPushButton::clicked, this, &AddressStep::savePicture);
    retranslate();
}

void AddressStep::retranslate()
{
    setHead(tr("Your address"), tr("Friends need it to find you."));
    m_copy->setText(tr("Copy"));
    m_copy->setAccessibleName(tr("Copy my address"));
    m_save->setText(tr("Save picture…"));
    m_code->setAccessibleName(tr("My address as a QR code"));
    m_safe->setText(tr("Safe to share with anyone."));
    refresh();
}

void AddressStep::refresh()
{
    m_address->setText(breakable(m_models.status().ownAddress()));
    m_code->setContent(m_models.status().ownLink().toUtf8());
    m_save->setVisible(m_code->hasCode());
}

void AddressStep::savePicture()
{
    const QString folder = QStandardPaths::writableLocation(QStandardPaths::PicturesLocation);
    auto* dialog = new QFileDialog(this, tr("Save picture"), folder, tr("PNG pictures (*.png)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(QStringLiteral("png"));
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        const QImage picture = qrImage(m_models.status().ownLink().toUtf8(), SavedModulePixels);
        if (!picture.save(file, "PNG"))
            m_safe->setText(tr("The picture could not be saved there."));
    });
    dialog->open();
}

QWidget* AddressStep::firstField() const { return m_copy; }

FirstFriendStep::FirstFriendStep(Theme& theme, model::Models& models, QWidget* parent)
    : Step(theme, parent), m_address(new AddressField(theme, models, this)),
      m_error(label(theme, Type::Caption, Color::Danger, this)),
      m_wait(label(theme, Type::Body, Color::TextSoft, this))
{
    m_error->setObjectName(QStringLiteral("firstFriendError"));
    m_error->hide();
    QVBoxLayout* column = contentOf(this);
    column->addWidget(m_address);
    column->addWidget(m_error);
    column->addSpacing(space::S);
    column->addWidget(m_wait);
    column->addStretch();
    retranslate();
}

void FirstFriendStep::retranslate()
{
    setHead(tr("Your first friend"), tr("Paste the address you were given."));
    m_wait->setText(tr("Or wait: whoever has your address can ask to be added."));
    m_address->retranslate();
}

void FirstFriendStep::setError(const QString& words)
{
    m_error->setText(words);
    m_error->setVisible(!words.isEmpty());
}

QWidget* FirstFriendStep::firstField() const { return m_address->edit(); }

}  // namespace vos::ui
