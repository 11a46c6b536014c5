#include "tests/gui/stage.h"

#include <QLineEdit>
#include <QPlainTextEdit>

namespace vos::tests {

namespace {

std::unique_ptr<Look> theLook;

}  // namespace

NodeId nodeId(int number)
{
    NodeId id;
    id.bytes.fill(static_cast<std::byte>(number));
    return id;
}

MessageId messageId(int number)
{
    MessageId id;
    id.bytes[0] = static_cast<std::byte>(number);
    id.bytes[3] = std::byte{1};
    return id;
}

WallTime at(int hour, int minute)
{
    return fromMillis(QDateTime(QDate(2026, 11, 22), QTime(hour, minute)).toMSecsSinceEpoch());
}

Contact contact(const NodeId& id, const char* name, ContactState state, bool online)
{
    Contact contact;
    contact.id = id;
    contact.name = name;
    contact.state = state;
    contact.online = online;
    contact.path = online ? PathKind::Direct : PathKind::None;
    contact.since = at(8, 0);
    return contact;
}

Message received(const NodeId& peer, const std::string& text, WallTime sent)
{
    Message message;
    message.peer = peer;
    message.text = text;
    message.sentAt = sent;
    message.receivedAt = sent;
    message.state = MessageState::Received;
    return message;
}

Message own(const NodeId& peer, const std::string& text, WallTime sent, MessageState state)
{
    Message message;
    message.peer = peer;
    message.outgoing = true;
    message.text = text;
    message.sentAt = sent;
    message.state = state;
    return message;
}

Look::Look(QApplication& app) : theme(app)
{
    language.set(QStringLiteral("en"));
    theme.setChoice(ui::ThemeChoice::Light);
}

void Look::follow(model::Models& models)
{
    const auto apply = [this, &models] { this->apply(models); };
    QObject::connect(&models, &model::Models::loaded, &models, apply);
    QObject::connect(&models.preferences(), &model::Preferences::changed, &models, apply);
}

void Look::apply(model::Models& models)
{
    const model::Preferences& wanted = models.preferences();
    theme.setChoice(static_cast<ui::ThemeChoice>(wanted.theme()));
    theme.setZoom(wanted.textSize() / 100.0);
    language.set(wanted.language() == QStringLiteral("system") ? QStringLiteral("en")
                                                               : wanted.language());
    theme.setLanguage(language.current());
}

Look& look()
{
    if (!theLook) {
        theLook = std::make_unique<Look>(*qobject_cast<QApplication*>(QApplication::instance()));
        qAddPostRoutine([] { theLook.reset(); });
    }
    return *theLook;
}

bool isShown(QWidget& root, const char* name)
{
    const QList<QWidget*> all = root.findChildren<QWidget*>(QString::fromLatin1(name));
    return std::any_of(all.begin(), all.end(), [](const QWidget* w) { return w->isVisible(); });
}

void click(QWidget* widget) { QTest::mouseClick(widget, Qt::LeftButton); }

bool clickRow(QAbstractItemView* view, const QString& start)
{
    for (int row = 0; row < view->model()->rowCount(); ++row) {
        const QModelIndex index = view->model()->index(row, 0);
        if (!index.data(Qt::AccessibleTextRole).toString().startsWith(start))
            continue;
        view->scrollTo(index);
        QTest::mouseClick(view->viewport(), Qt::LeftButton, Qt::NoModifier,
                          view->visualRect(index).center());
        return true;
    }
    return false;
}

QStringList rowsOf(const QAbstractItemView* view)
{
    QStringList rows;
    if (view->model() == nullptr)
        return rows;
    for (int row = 0; row < view->model()->rowCount(); ++row)
        rows.append(view->model()->index(row, 0).data(Qt::AccessibleTextRole).toString());
    return rows;
}

void typeInto(QWidget* field, const QString& text)
{
    field->setFocus();
    QTest::keyClick(field, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(field, Qt::Key_Delete);
    QTest::keyClicks(field, text);
}

WindowWorld::WindowWorld()
    : clock(at(10, 52)), node(clock), models(node, clock), window(look().theme, models, {})
{
    node.setIdentity(Me, QStringLiteral("Lin Yue"));
    node.setMap({5, 3});
    look().follow(models);
}

WindowWorld::~WindowWorld()
{
    // The next window begins with the usual look.
    look().language.set(QStringLiteral("en"));
    look().theme.setLanguage(QStringLiteral("en"));
    look().theme.setChoice(ui::ThemeChoice::Light);
    look().theme.setZoom(1.0);
}

bool WindowWorld::open(bool firstRunOver)
{
    if (firstRunOver)
        node.putLocal(QStringLiteral("window/first-run-over"), QStringLiteral("yes"));
    node.start();
    window.show();
    window.activateWindow();
    return QTest::qWaitForWindowActive(&window) &&
           QTest::qWaitFor([this] { return models.isLoaded(); });
}

}  // namespace vos::tests
