#pragma once

// Every choice of the settings page under its stable name, with its type, default and what it may
// be. The engine keeps settings as text; here they get their types.

#include "p2p/base/expected.h"
#include "p2p/engine/types.h"

#include <QString>
#include <QVariant>

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace vos::qt {

/// Nodes: a list of addresses; stored as `vos1…` separated by blanks, NodesMax at most.
enum class SettingType { Bool, Int, Word, Nodes };
inline constexpr int NodesMax = 256;

struct SettingRule {
    std::string_view key;
    SettingType type;
    std::string_view preset;   ///< default, as text
    std::string_view allowed;  ///< Word: the words, separated by blanks; Int: "least most"
};

std::span<const SettingRule> settingRules();
const SettingRule* settingRule(const QString& key);

/// Stored text as a value of the setting's type; its default where the text is empty or no such
/// value (a store from another version).
QVariant settingValue(const SettingRule& rule, std::string_view stored);

/// All of `values` as text to store; InvalidParams names the first key that is unknown or whose
/// value has a wrong type or is not allowed, and then nothing is to be changed.
Expected<std::map<std::string, std::string>, NodeError> settingTexts(const QVariantMap& values);

}  // namespace vos::qt
