#include "p2p/qt/settings.h"

#include "p2p/identity/address.h"
#include "p2p/qt/convert.h"

#include <QStringList>

#include <algorithm>
#include <array>

namespace vos::qt {

namespace {

constexpr std::array<SettingRule, 22> rules = {{
    {"privacy.read_receipts", SettingType::Bool, "true", {}},
    {"privacy.typing", SettingType::Bool, "true", {}},
    {"privacy.public_name", SettingType::Bool, "true", {}},
    {"privacy.public_friend_vos", SettingType::Bool, "true", {}},
    {"privacy.contacts_only", SettingType::Bool, "false", {}},
    {"network.lan", SettingType::Bool, "true", {}},
    {"network.port_mapping", SettingType::Bool, "true", {}},
    {"network.relay_for_others", SettingType::Bool, "true", {}},
    // For each pair of others; a gigabit link is filled by 128 MiB/s.
    {"network.relay_limit_kib_s", SettingType::Int, "256", "1 131072"},
    {"network.relay_daily_mib", SettingType::Int, "1024", "1 1048576"},
    // Nodes through which nothing of ours goes.
    {"network.relays_refused", SettingType::Nodes, {}, {}},
    // What is kept and carried for the map (map/budget.h).
    {"map.budget", SettingType::Word, "normal", "low normal high"},
    {"appearance.theme", SettingType::Word, "system", "system light dark"},
    {"appearance.language", SettingType::Word, "system", "system en zh_CN"},
    // Below half the text is unreadable, above three times a window of 1366 x 768 overflows.
    {"appearance.zoom", SettingType::Int, "100", "50 300"},
    {"notifications.enabled", SettingType::Bool, "true", {}},
    {"notifications.detail", SettingType::Word, "full", "full sender none"},
    {"window.close_to_tray", SettingType::Bool, "true", {}},
    {"composer.enter_sends", SettingType::Bool, "true", {}},
    // Minutes without keys and mouse after which the window locks.
    {"security.lock_after", SettingType::Word, "off", "off 5 15 60"},
    {"friend_vos.accept", SettingType::Word, "ask", "ask contacts all none"},
    // What is kept for others in all.
    {"friend_vos.quota_mib", SettingType::Int, "256", "1 1048576"},
}};

QStringList wordsOf(const SettingRule& rule)
{
    return toQString(rule.allowed).split(u' ', Qt::SkipEmptyParts);
}

/// Each once, in the order given; what is wrong otherwise.
Expected<std::string, QString> nodesText(const QVariant& value)
{
    const int type = value.userType();
    const QVariantList list = value.toList();
    if ((type != QMetaType::QVariantList && type != QMetaType::QStringList) ||
        list.size() > NodesMax)
        return Unexpected{QStringLiteral("must be a list of at most %1 addresses").arg(NodesMax)};
    QStringList addresses;
    for (const QVariant& entry : list) {
        const auto id = identity::parseAddress(toUtf8(entry.toString()));
        if (entry.userType() != QMetaType::QString || !id)
            return Unexpected{QStringLiteral("must be a list of addresses")};
        const QString address = toQString(identity::encodeAddress(*id));
        if (!addresses.contains(address))
            addresses.append(address);
    }
    return toUtf8(addresses.join(u' '));
}

/// What is wrong with the value, or its text.
Expected<std::string, QString> textOf(const SettingRule& rule, const QVariant& value)
{
    const int type = value.userType();
    if (rule.type == SettingType::Bool) {
        if (type != QMetaType::Bool)
            return Unexpected{QStringLiteral("must be true or false")};
        return std::string(value.toBool() ? "true" : "false");
    }
    if (rule.type == SettingType::Nodes)
        return nodesText(value);
    const QStringList words = wordsOf(rule);
    if (rule.type == SettingType::Word) {
        if (type != QMetaType::QString || !words.contains(value.toString()))
            return Unexpected{QStringLiteral("must be one of: ") +
                              words.join(QStringLiteral(", "))};
        return toUtf8(value.toString());
    }
    // JSON has only doubles and 64-bit numbers.
    const double number = value.toDouble();
    const bool isNumber = type == QMetaType::Int || type == QMetaType::LongLong ||
                          type == QMetaType::Double || type == QMetaType::UInt ||
                          type == QMetaType::ULongLong;
    if (!isNumber || !(number >= words[0].toInt() && number <= words[1].toInt()) ||
        number != static_cast<int>(number)) {
        return Unexpected{
            QStringLiteral("must be a whole number from %1 to %2").arg(words[0], words[1])};
    }
    return std::to_string(static_cast<int>(number));
}

}  // namespace

std::span<const SettingRule> settingRules()
{
    return rules;
}

const SettingRule* settingRule(const QString& key)
{
    const std::string name = toUtf8(key);
    const auto found = std::find_if(rules.begin(), rules.end(),
                                    [&](const SettingRule& rule) { return rule.key == name; });
    return found == rules.end() ? nullptr : &*found;
}

QVariant settingValue(const SettingRule& rule, std::string_view stored)
{
    const auto typed = [&rule](std::string_view text) -> QVariant {
        const QString word = toQString(text);
        if (rule.type == SettingType::Bool)
            return text == "true" || text == "false" ? QVariant(text == "true") : QVariant();
        if (rule.type == SettingType::Word)
            return wordsOf(rule).contains(word) ? QVariant(word) : QVariant();
        if (rule.type == SettingType::Nodes) {
            const QStringList addresses = word.split(u' ', Qt::SkipEmptyParts);
            return nodesText(addresses) ? QVariant(addresses) : QVariant();
        }
        bool isNumber = false;
        const int number = word.toInt(&isNumber);
        return isNumber && textOf(rule, number) ? QVariant(number) : QVariant();
    };
    const QVariant value = typed(stored);
    return value.isValid() ? value : typed(rule.preset);
}

Expected<std::map<std::string, std::string>, NodeError> settingTexts(const QVariantMap& values)
{
    std::map<std::string, std::string> texts;
    for (auto it = values.begin(); it != values.end(); ++it) {
        const SettingRule* rule = settingRule(it.key());
        if (rule == nullptr) {
            return Unexpected{NodeError{ErrorCode::InvalidParams,
                                        "There is no setting " + toUtf8(it.key()) + "."}};
        }
        auto text = textOf(*rule, it.value());
        if (!text) {
            return Unexpected{NodeError{ErrorCode::InvalidParams,
                                        toUtf8(it.key()) + " " + toUtf8(text.error()) + "."}};
        }
        texts.emplace(toUtf8(it.key()), std::move(*text));
    }
    return texts;
}

}  // namespace vos::qt
