#pragma once

// Parameters of a request, read one by one by name. The first thing that is wrong is remembered and
// stays; readers then return empty values, which are never used, since every handler asks fault()
// before it acts.

#include "app/control/protocol.h"

#include "p2p/base/bytes.h"

#include <QJsonObject>
#include <QStringList>

#include <chrono>
#include <optional>

namespace vos::control {

/// Bytes of UTF-8 in a text, or of data: what one letter takes.
inline constexpr qsizetype BodySizeMax = 60'000;

class Params {
public:
    explicit Params(const QJsonObject& object) : m_object(object) {}

    QString text(QLatin1String name);
    std::optional<QString> optionalText(QLatin1String name);
    std::optional<bool> optionalFlag(QLatin1String name);
    /// A whole number from `lowest` to `highest`.
    std::optional<qint64> optionalNumber(QLatin1String name, qint64 lowest, qint64 highest);
    /// A number of bytes, or a SIZE such as "50M".
    std::optional<quint64> optionalSize(QLatin1String name);
    /// One of `words`.
    std::optional<QString> optionalWord(QLatin1String name, const QStringList& words);
    /// How many items are wanted, at least one; more than `most` are not given at once.
    std::optional<qint64> pageSize(QLatin1String name, qint64 most);
    std::optional<QStringList> optionalTexts(QLatin1String name);

    /// An address or a link.
    NodeId node(QLatin1String name);
    std::optional<NodeId> optionalNode(QLatin1String name);
    /// The same, checked, but as it was written: a link also says where its node may be found.
    QString place(QLatin1String name);
    MessageId message(QLatin1String name);
    std::optional<MessageId> optionalMessage(QLatin1String name);

    /// Text for a letter: not empty, at most BodySizeMax bytes.
    QString body(QLatin1String name);
    /// One line of at most PassphraseSizeMax bytes, as --passphrase-fd could give it; may be empty.
    QByteArray passphrase(QLatin1String name);
    std::optional<QByteArray> optionalPassphrase(QLatin1String name);
    /// base64, at most BodySizeMax bytes.
    Bytes data(QLatin1String name);
    /// Seconds from 1 to 30 days, after which no letter is kept.
    std::optional<std::chrono::seconds> expiry(QLatin1String name);

    /// The first fault, an unknown parameter among them (a mistyped name would else be passed
    /// over).
    std::optional<Fault> fault() const;

private:
    QJsonValue take(QLatin1String name, bool required);
    void fail(const Fault& fault);
    void wrong(QLatin1String name, const QString& what);
    QByteArray checkPassphrase(QLatin1String name, const QString& text);
    std::optional<NodeId> parseNode(QLatin1String name, const QString& text);
    std::optional<MessageId> parseMessage(QLatin1String name, const QString& text);

    QJsonObject m_object;
    QStringList m_known;
    std::optional<Fault> m_fault;
};

}  // namespace vos::control
