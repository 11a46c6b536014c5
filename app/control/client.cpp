#include "app/control/client.h"

namespace vos::control {

using namespace Qt::StringLiterals;

namespace {

/// Bytes of one line of a node: a page of 1000 messages of the longest kind, all characters
/// escaped.
constexpr qsizetype AnswerSizeMax = 512 << 20;

}  // namespace

Client::Client() : m_lines(AnswerSizeMax) {}

bool Client::connectTo(const QStringList& paths)
{
    constexpr int connectTimeMs = 2000;
    for (const QString& path : paths) {
        m_socket.connectToServer(path);
        if (m_socket.waitForConnected(connectTimeMs))
            return true;
        m_socket.abort();
    }
    return false;
}

Expected<QJsonValue, Fault> Client::call(const QString& method, const QJsonObject& params)
{
    const QJsonValue id = ++m_lastId;
    m_socket.write(encodeRequest(id, method, params));
    m_socket.flush();
    while (auto incoming = read({})) {
        if (incoming->id.isUndefined()) {
            m_events.push_back({incoming->event, incoming->params});
            continue;
        }
        // A null id answers a line that could not be read; we have one request open, so this one.
        if (incoming->id != id && !incoming->id.isNull())
            continue;
        if (incoming->fault)
            return Unexpected{*incoming->fault};
        return incoming->result;
    }
    return Unexpected{Fault{ConnectionLost, u"connection-lost"_s, u"the node has ended"_s}};
}

std::optional<Client::Event> Client::nextEvent(std::optional<std::chrono::milliseconds> limit)
{
    using std::chrono::steady_clock;
    const auto deadline = limit ? std::optional(steady_clock::now() + *limit) : std::nullopt;
    while (m_events.empty()) {
        const auto incoming = read(deadline);
        if (!incoming)
            return std::nullopt;
        if (incoming->id.isUndefined())
            m_events.push_back({incoming->event, incoming->params});
    }
    const Event event = m_events.front();
    m_events.pop_front();
    return event;
}

bool Client::isConnected() const
{
    return m_socket.state() == QLocalSocket::ConnectedState;
}

std::optional<Incoming> Client::read(std::optional<std::chrono::steady_clock::time_point> deadline)
{
    using namespace std::chrono;
    for (;;) {
        while (const auto line = m_lines.next()) {
            if (line->tooLong)
                return std::nullopt;
            if (auto incoming = parseIncoming(line->text))
                return incoming;
        }
        if (m_socket.bytesAvailable() == 0) {
            int left = -1;
            if (deadline) {
                left = static_cast<int>(
                    std::clamp<qint64>(ceil<milliseconds>(*deadline - steady_clock::now()).count(),
                                       0, std::numeric_limits<int>::max()));
            }
            if (!m_socket.waitForReadyRead(left))
                return std::nullopt;
        }
        m_lines.append(m_socket.readAll());
    }
}

}  // namespace vos::control
