#include "app/common/options.h"

#include "app/common/optionvalues.h"
#include "app/common/passphrase.h"

#include <QDir>
#include <QStandardPaths>

#include <cstdio>
#include <functional>

namespace vos::common {

using namespace Qt::StringLiterals;

namespace {

/// Puts a value into the options, or says what is wrong with it.
using Setter = Outcome<QString> (*)(Options& options, const QString& value);

struct Specification {
    const char* name;
    const char* valueName;  ///< empty: a flag
    const char* help;
    Setter set;
};

constexpr std::monostate Fine{};

template <typename T, typename Place>
Outcome<QString> put(const Expected<T, QString>& parsed, Place& place)
{
    if (!parsed)
        return Unexpected{parsed.error()};
    place = *parsed;
    return Fine;
}

Outcome<QString> setPath(QString& place, const QString& value)
{
    if (value.isEmpty())
        return Unexpected{u"must not be empty"_s};
    place = QDir::cleanPath(QDir().absoluteFilePath(value));
    return Fine;
}

Outcome<QString> setControl(Options& options, const QString& value)
{
    options.control = value != "none"_L1;
    if (!options.control)
        return Fine;
    return setPath(options.controlPath, value);
}

Outcome<QString> addListen(Options& options, const QString& value)
{
    const auto checked = checkHostPort(value, 0);
    if (checked)
        options.node.listen << value;
    return checked;
}

Outcome<QString> addJoin(Options& options, const QString& value)
{
    const auto checked = checkJoin(value);
    if (checked)
        options.node.join << value;
    return checked;
}

const std::vector<Specification>& specifications()
{
    static const std::vector<Specification> table = {
        {"profile", "DIR", "where everything of this identity lives",
         [](Options& o, const QString& v) { return setPath(o.node.profile, v); }},
        {"name", "NAME", "display name",
         [](Options& o, const QString& v) -> Outcome<QString> {
             o.node.name = v;
             return Fine;
         }},
        {"listen", "HOST:PORT", "UDP, repeatable; default: every interface, a port that is kept",
         addListen},
        {"join", "LINK|HOST:PORT", "any node that is online now, repeatable", addJoin},
        {"control", "PATH|none",
         "local socket of the control interface (control.sock in the profile)", setControl},
        {"stdio", "", "speak the control interface on stdin and stdout as well",
         [](Options& o, const QString&) -> Outcome<QString> {
             o.stdio = true;
             return Fine;
         }},
        {"accept-friend-vos", "ask|contacts|all|none", "what becomes of Friend VOS requests (ask)",
         [](Options& o, const QString& v) {
             return put(parseFriendVosPolicy(v), o.node.acceptFriendVos);
         }},
        {"passphrase-fd", "N", "read the profile's passphrase from this file descriptor",
         [](Options& o, const QString& v) { return put(parseDescriptor(v), o.passphraseFd); }},
        {"quota", "SIZE", "what it will hold for others in all (256M)",
         [](Options& o, const QString& v) { return put(parseSize(v), o.node.quotaBytes); }},
        {"no-lan", "", "no discovery in the local network",
         [](Options& o, const QString&) -> Outcome<QString> {
             o.node.lan = false;
             return Fine;
         }},
        {"no-port-mapping", "", "no UPnP, NAT-PMP, PCP",
         [](Options& o, const QString&) -> Outcome<QString> {
             o.node.portMapping = false;
             return Fine;
         }},
        {"no-relay", "", "no relaying for others",
         [](Options& o, const QString&) -> Outcome<QString> {
             o.node.relay = false;
             return Fine;
         }},
        {"log", "LEVEL", "error, warning, info (default) or debug; to stderr",
         [](Options& o, const QString& v) { return put(parseLogLevel(v), o.logLevel); }},
    };
    return table;
}

QString helpLine(const QString& name, const QString& valueName, const QString& help)
{
    constexpr int helpColumn = 34;
    const QString left = "  --"_L1 + name + (valueName.isEmpty() ? QString() : u' ' + valueName);
    return left.leftJustified(helpColumn) + (left.size() >= helpColumn ? " "_L1 : ""_L1) + help +
           u'\n';
}

QString helpText(const Program& program)
{
    const QString operand =
        program.operandName.isEmpty() ? QString() : u" [%1]"_s.arg(program.operandName);
    QString text =
        u"Usage: %1 [OPTION…]%2\n%3\n\n"_s.arg(program.name, operand, program.summary);
    if (!operand.isEmpty())
        text += "  "_L1 + program.operandName.leftJustified(32) + program.operandHelp + u'\n';
    for (const Specification& s : specifications())
        text +=
            helpLine(QLatin1String(s.name), QLatin1String(s.valueName), QString::fromUtf8(s.help));
    for (const OwnOption& own : program.own)
        text += helpLine(own.name, own.valueName, own.help);
    text += helpLine(u"version"_s, {}, u"print the version and end"_s);
    text += helpLine(u"help"_s, {}, u"print this and end"_s);
    text +=
        u"\nThe profile lies in %1 unless --profile says otherwise.\n"
        "Exit status: 0 after a clean end, 1 if it could not start, 2 for a bad command line.\n"_s
            .arg(defaultProfile());
    return text;
}

/// Walks over the arguments once; ends at the first thing that is wrong.
class Parser {
public:
    explicit Parser(const Program& program) : m_program(program) {}

    std::optional<EarlyExit> take(const QStringList& arguments)
    {
        for (qsizetype i = 1; i < arguments.size(); ++i) {
            QString name = arguments[i];
            if (isOperand(name)) {
                options.operand = name;
                continue;
            }
            if (!name.startsWith("--"_L1) || name.size() == 2)
                return badLine(u"unexpected argument \"%1\""_s.arg(name));
            std::optional<QString> value;
            if (const qsizetype equals = name.indexOf(u'='); equals > 0) {
                value = name.mid(equals + 1);
                name.truncate(equals);
            }
            name.remove(0, 2);
            const bool wantsValue = takesValue(name);
            if (wantsValue && !value && i + 1 < arguments.size())
                value = arguments[++i];
            if (auto exit = apply(name, wantsValue, value))
                return exit;
        }
        return std::nullopt;
    }

    Options options;

private:
    EarlyExit badLine(const QString& what) const
    {
        return {ExitBadCommandLine,
                u"%1: %2 (%1 --help lists all options)\n"_s.arg(m_program.name, what)};
    }

    bool isOperand(const QString& word) const
    {
        return !m_program.operandName.isEmpty() && options.operand.isEmpty() && !word.isEmpty() &&
               !word.startsWith(u'-');
    }

    const Specification* find(const QString& name) const
    {
        for (const Specification& s : specifications())
            if (name == QLatin1String(s.name))
                return &s;
        return nullptr;
    }

    const OwnOption* findOwn(const QString& name) const
    {
        for (const OwnOption& own : m_program.own)
            if (name == own.name)
                return &own;
        return nullptr;
    }

    bool takesValue(const QString& name) const
    {
        const Specification* common = find(name);
        const OwnOption* own = findOwn(name);
        return (common != nullptr && *common->valueName != '\0') ||
               (own != nullptr && !own->valueName.isEmpty());
    }

    std::optional<EarlyExit> apply(const QString& name, bool wantsValue,
                                   const std::optional<QString>& value)
    {
        const Specification* common = find(name);
        const OwnOption* own = findOwn(name);
        const bool early = name == "help"_L1 || name == "version"_L1;
        if (common == nullptr && own == nullptr && !early)
            return badLine(u"unknown option --%1"_s.arg(name));
        if (wantsValue && !value)
            return badLine(u"option --%1 needs a value"_s.arg(name));
        if (!wantsValue && value)
            return badLine(u"option --%1 takes no value"_s.arg(name));
        if (name == "help"_L1)
            return EarlyExit{ExitClean, helpText(m_program)};
        if (name == "version"_L1)
            return EarlyExit{ExitClean, m_program.name + " " VOS_VERSION "\n"_L1};
        if (own != nullptr) {
            options.own[name] = value.value_or(QString());
            return std::nullopt;
        }
        const auto set = common->set(options, value.value_or(QString()));
        if (!set)
            return EarlyExit{ExitCannotStart,
                             u"%1: option --%2 %3\n"_s.arg(m_program.name, name, set.error())};
        return std::nullopt;
    }

    const Program& m_program;
};

}  // namespace

std::variant<Options, EarlyExit> parseOptions(const Program& program, const QStringList& arguments)
{
    Parser parser(program);
    if (auto exit = parser.take(arguments))
        return *exit;
    if (parser.options.node.profile.isEmpty())
        parser.options.node.profile = defaultProfile();
    parser.options.node.debugLog = parser.options.logLevel == LogLine::Level::Debug;
    return parser.options;
}

std::variant<Options, EarlyExit> loadOptions(const Program& program, const QStringList& arguments)
{
    auto parsed = parseOptions(program, arguments);
    auto* options = std::get_if<Options>(&parsed);
    if (options == nullptr || !options->passphraseFd)
        return parsed;
    const auto passphrase = readPassphrase(*options->passphraseFd);
    if (!passphrase)
        return EarlyExit{ExitCannotStart, u"%1: option --passphrase-fd %2\n"_s.arg(
                                              program.name, passphrase.error())};
    options->node.passphrase = *passphrase;
    return parsed;
}

int tell(const EarlyExit& exit)
{
    std::FILE* out = exit.status == ExitClean ? stdout : stderr;
    std::fputs(exit.text.toLocal8Bit().constData(), out);
    std::fflush(out);
    return exit.status;
}

QString defaultProfile()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) + "/vos"_L1;
}

}  // namespace vos::common
