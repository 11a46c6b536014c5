#include "app/control/connection.h"

#include "app/common/logging.h"
#include "app/control/eventfeed.h"

#include <QPointer>

namespace vos::control {

using namespace Qt::StringLiterals;

Connection::Connection(Channel& channel, Node& node, EventFeed& feed, QObject* parent)
    : QObject(parent)
    , m_channel(channel)
    , m_node(node)
    , m_feed(feed)
{
    connect(&channel, &Channel::received, this, &Connection::onReceived);
    connect(&channel, &Channel::drained, this, &Connection::onDrained);
    connect(&channel, &Channel::closed, this, &Connection::unsubscribe);
    channel.setReading(true);
}

Connection::~Connection()
{
    unsubscribe();
}

void Connection::subscribe()
{
    if (m_subscribed)
        return;
    m_subscribed = true;
    connect(&m_feed, &EventFeed::happened, this, &Connection::onEvent);
    connect(&m_feed, &EventFeed::dataHappened, this, &Connection::onData);
    m_feed.join();
}

void Connection::unsubscribe()
{
    if (!m_subscribed || m_unsubscribed)
        return;
    m_unsubscribed = true;
    disconnect(&m_feed, nullptr, this, nullptr);
    m_feed.leave();
    std::vector<MessageId> lost;
    for (const Carried& one : std::exchange(m_carried, {}))
        lost.push_back(one.data);
    m_feed.dropped(lost);
}

void Connection::endInput()
{
    onReceived("\n");
}

void Connection::onReceived(const QByteArray& bytes)
{
    m_lines.append(bytes);
    workOff();
}

void Connection::onDrained()
{
    m_answerBytes = std::min(m_answerBytes, m_channel.waitingBytes());
    countTaken();
    workOff();
}

void Connection::onEvent(const QByteArray& line)
{
    if (m_channel.waitingBytes() > m_answerBytes + EventsWaitingMax) {
        common::log(LogLine::Level::Warning,
                    u"a client of the control interface does not read its events: cut off"_s);
        unsubscribe();
        m_channel.abort();
        return;
    }
    write(line);
}

void Connection::onData(const QByteArray& line, const MessageId& data)
{
    onEvent(line);
    if (m_unsubscribed)
        return;
    m_feed.carry(data);
    m_carried.push_back({data, m_written});
    countTaken();
}

void Connection::write(const QByteArray& line)
{
    m_written += line.size();
    m_channel.write(line);
}

void Connection::countTaken()
{
    const qint64 gone = m_written - m_channel.waitingBytes();
    std::vector<MessageId> taken;
    while (!m_carried.empty() && m_carried.front().end <= gone) {
        taken.push_back(m_carried.front().data);
        m_carried.pop_front();
    }
    if (!taken.empty())
        m_feed.taken(taken);
}

bool Connection::mayTake() const
{
    return m_openRequests < OpenRequestsMax && m_channel.waitingBytes() <= AnswersWaitingMax;
}

void Connection::workOff()
{
    // An answer that is there at once comes back here from within handle().
    if (m_working)
        return;
    m_working = true;
    while (mayTake()) {
        const auto line = m_lines.next();
        if (!line)
            break;
        handle(*line);
    }
    m_working = false;
    m_channel.setReading(mayTake());
    if (m_openRequests == 0 && mayTake())
        Q_EMIT becameIdle();
}

void Connection::handle(const LineSplitter::Line& line)
{
    const auto request = line.tooLong ? Expected<Request, BadRequest>(Unexpected{lineTooLong()})
                                      : parseRequest(line.text);
    if (!request) {
        answer(request.error().id, Unexpected{request.error().fault});
        return;
    }
    ++m_openRequests;
    const QJsonValue id = request->id;
    callMethod(*request, {m_node, this, [this] { subscribe(); },
                          [connection = QPointer(this), id](const Answered& answered) {
                              if (!connection)
                                  return;
                              --connection->m_openRequests;
                              connection->answer(id, answered);
                          }});
}

void Connection::answer(const QJsonValue& id, const Answered& answered)
{
    if (!id.isUndefined()) {
        const QByteArray line =
            answered ? encodeResult(id, *answered) : encodeFault(id, answered.error());
        m_answerBytes += line.size();
        write(line);
    }
    workOff();
}

}  // namespace vos::control
