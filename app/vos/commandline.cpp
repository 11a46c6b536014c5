#include "app/vos/commandline.h"

#include "app/common/options.h"

#include <QDir>

namespace vos::cli {

using namespace Qt::StringLiterals;

namespace {

QString helpText(const QList<VerbShape>& verbs)
{
    QString text = u"Usage: vos [OPTION…] VERB [ARGUMENT…]\n"
                   "Speaks to the VOS node (vosd or vos-messenger) that runs on a profile.\n\n"
                   "  --profile DIR    profile of the node (default: %1)\n"
                   "  --control PATH   its control socket, where that is not in the profile\n"
                   "  --json           machine-readable output\n"
                   "  --version        print the version and end\n"
                   "  --help           print this and end\n"
                   "  --               what follows are no options\n\nVerbs:\n"_s
                       .arg(common::defaultProfile());
    constexpr int helpColumn = 44;
    for (const VerbShape& verb : verbs) {
        QString left = "  "_L1 + verb.name;
        if (!verb.arguments.isEmpty())
            left += u' ' + verb.arguments;
        text += left.size() < helpColumn ? left.leftJustified(helpColumn)
                                         : left + u'\n' + QString(helpColumn, u' ');
        text += verb.help + u'\n';
    }
    text += u"\nExit status: 0 done, 1 the node refused, 2 bad command line, 3 offline or not in "
            u"time,\n"
            "4 no node runs on the profile.\n"_s;
    return text;
}

/// Collects options and words; the verb's own options are known once its name was read.
class Parser {
public:
    explicit Parser(const QList<VerbShape>& verbs) : m_verbs(verbs) {}

    std::variant<CommandLine, ShowText, UsageFault> parse(const QStringList& arguments)
    {
        for (qsizetype i = 1; i < arguments.size(); ++i) {
            const QString& argument = arguments[i];
            if (m_optionsEnded || !argument.startsWith("--"_L1)) {
                if (auto fault = takeWord(argument))
                    return *fault;
            } else if (argument.size() == 2) {
                m_optionsEnded = true;
            } else if (argument == "--help"_L1) {
                return ShowText{helpText(m_verbs)};
            } else if (argument == "--version"_L1) {
                return ShowText{u"vos "_s + QLatin1String(VOS_VERSION) + u'\n'};
            } else if (auto fault = takeOption(arguments, i)) {
                return *fault;
            }
        }
        if (auto fault = finish())
            return *fault;
        return m_line;
    }

private:
    static UsageFault fault(const QString& what)
    {
        return {u"vos: %1 (vos --help lists all verbs)\n"_s.arg(what)};
    }

    std::optional<UsageFault> takeWord(const QString& word)
    {
        if (m_shape != nullptr) {
            m_line.arguments << word;
            return std::nullopt;
        }
        for (const VerbShape& verb : m_verbs)
            if (verb.name == word)
                m_shape = &verb;
        if (m_shape == nullptr)
            return fault(u"unknown verb \"%1\""_s.arg(word));
        m_line.verb = word;
        return std::nullopt;
    }

    std::optional<UsageFault> takeOption(const QStringList& arguments, qsizetype& i)
    {
        QString name = arguments[i].mid(2);
        std::optional<QString> value;
        if (const qsizetype equals = name.indexOf(u'='); equals >= 0) {
            value = name.mid(equals + 1);
            name.truncate(equals);
        }
        const bool own = m_shape != nullptr &&
                         (m_shape->flags.contains(name) || m_shape->valueOptions.contains(name));
        const bool flag = name == "json"_L1 || (own && m_shape->flags.contains(name));
        if (!own && !flag && name != "profile"_L1 && name != "control"_L1)
            return fault(
                u"unknown option --%1; put -- before a text that begins with dashes"_s.arg(name));
        if (flag && value)
            return fault(u"option --%1 takes no value"_s.arg(name));
        if (!flag && !value && i + 1 < arguments.size())
            value = arguments[++i];
        if (!flag && !value)
            return fault(u"option --%1 needs a value"_s.arg(name));
        return put(name, own, value.value_or(QString()));
    }

    std::optional<UsageFault> put(const QString& name, bool own, const QString& value)
    {
        if (own) {
            m_line.options[name] = value;
            return std::nullopt;
        }
        if (name == "json"_L1) {
            m_line.json = true;
            return std::nullopt;
        }
        if (value.isEmpty())
            return fault(u"option --%1 must not be empty"_s.arg(name));
        const QString path = QDir::cleanPath(QDir().absoluteFilePath(value));
        (name == "profile"_L1 ? m_line.profile : m_line.controlPath) = path;
        return std::nullopt;
    }

    std::optional<UsageFault> finish()
    {
        if (m_shape == nullptr)
            return fault(u"no verb"_s);
        const qsizetype count = m_line.arguments.size();
        if (count < m_shape->argumentsMin ||
            (m_shape->argumentsMax >= 0 && count > m_shape->argumentsMax))
            return fault(u"usage: vos %1 %2"_s.arg(m_shape->name, m_shape->arguments).trimmed());
        if (m_line.profile.isEmpty())
            m_line.profile = common::defaultProfile();
        return std::nullopt;
    }

    const QList<VerbShape>& m_verbs;
    const VerbShape* m_shape = nullptr;
    CommandLine m_line;
    bool m_optionsEnded = false;
};

}  // namespace

std::variant<CommandLine, ShowText, UsageFault> parseCommandLine(const QStringList& arguments,
                                                                 const QList<VerbShape>& verbs)
{
    return Parser(verbs).parse(arguments);
}

}  // namespace vos::cli
