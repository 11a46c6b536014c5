#include "p2p/qt/portmapper.h"

#include "p2p/qt/convert.h"
#include "p2p/qt/threads.h"

#include <algorithm>

namespace vos::qt {

namespace {

using Protocol = PortMapping::Protocol;
using State = PortMapping::State;

/// Answers taken in one turn; anybody in the home may send to this port.
constexpr int answersMax = 16;

/// Only an address that others can send to is worth telling; behind a second router (a carrier's)
/// the mapping leads nowhere.
bool leadsOut(const Endpoint& external)
{
    return external.isUsable() && !external.isPrivate();
}

}  // namespace

PortMapper::PortMapper(const nat::PcpNonce& nonce, std::function<std::optional<Gateway>()> gateway,
                       QObject* parent)
    : QObject(parent)
    , m_nonce(nonce)
    , m_findGateway(std::move(gateway))
    , m_socket(this)
    , m_timer(this)
    , m_pool(this)
{
    m_pool.setMaxThreadCount(1);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &PortMapper::onTimeout);
    connect(&m_socket, &QUdpSocket::readyRead, this, &PortMapper::onDatagrams);
}

PortMapper::~PortMapper()
{
    giveBack();
    m_pool.waitForDone();
}

void PortMapper::ask(quint16 port)
{
    ++m_round;
    m_try = 0;
    m_timer.stop();
    m_natPmpAddress.reset();
    m_natPmpPort.reset();
    const auto gateway = m_findGateway();
    const bool sameNetwork = gateway && m_gateway && gateway->router == m_gateway->router &&
                             gateway->own == m_gateway->own && port == m_port;
    m_isRenewal = sameNetwork && m_mapping.state == State::Mapped;
    if (!sameNetwork) {
        giveBack();
        m_natPmpAsked = false;
    }
    m_gateway = gateway;
    m_port = port;
    if (!gateway)
        return tell({State::NotNeeded, Protocol::None, std::nullopt});
    if (!m_isRenewal)
        tell({State::Asking, Protocol::None, std::nullopt});
    if (!open())
        return nobodyDoesIt();
    if (m_isRenewal && m_mapping.protocol == Protocol::UpnpIgd)
        return askUpnp();
    m_try = 1;
    sendQuestions();
}

/// A socket of its own for each round, on the address the mapping is for.
bool PortMapper::open()
{
    m_socket.close();
    return m_socket.bind(m_gateway->own, 0, QAbstractSocket::DontShareAddress);
}

void PortMapper::send(ByteView datagram)
{
    m_socket.writeDatagram(reinterpret_cast<const char*>(datagram.data()),
                           static_cast<qint64>(datagram.size()), m_gateway->router,
                           m_gateway->port);
}

void PortMapper::sendQuestions()
{
    const auto own = toEndpoint(m_gateway->own, m_port);
    if (!own)
        return nobodyDoesIt();
    Endpoint suggested = m_mapping.external.value_or(Endpoint{own->family, {}, own->port});
    const quint16 outerPort = suggested.port;
    // In turn and never both at once: a router that knows both would give its mapping to the later
    // one, and let the other neither renew nor end it (seen with miniupnpd 2.3).
    const bool pcp = m_isRenewal ? m_mapping.protocol == Protocol::Pcp : m_try % 2 == 1;
    if (pcp) {
        send(nat::encode(nat::PcpMapRequest{*own, m_nonce, suggested, Lifetime}));
    } else {
        m_natPmpAsked = true;
        send(nat::encodeNatPmpAddressRequest());
        send(nat::encode(nat::NatPmpMapRequest{m_port, outerPort, Lifetime}));
    }
    m_timer.start(m_gateway->firstWait * (1 << (m_try - 1)));
}

void PortMapper::onTimeout()
{
    if (m_try == 0)
        return ask(m_port);  // it is time to renew, or to ask again
    if (m_try < Tries) {
        ++m_try;
        return sendQuestions();
    }
    m_try = 0;
    if (m_isRenewal) {
        // The router has gone or forgotten: from the beginning.
        m_mapping = {};
        m_gateway.reset();
        return ask(m_port);
    }
    askUpnp();
}

void PortMapper::onDatagrams()
{
    for (int i = 0; i < answersMax && m_socket.hasPendingDatagrams(); ++i) {
        std::array<char, nat::PcpSizeMax + 1> bytes;
        QHostAddress from;
        quint16 port = 0;
        const qint64 size = m_socket.readDatagram(bytes.data(), bytes.size(), &from, &port);
        // Once answered the question is closed.
        if (size <= 0 || m_try == 0 || !m_gateway || port != m_gateway->port ||
            !from.isEqual(m_gateway->router, QHostAddress::ConvertV4MappedToIPv4))
            continue;
        const ByteView datagram =
            std::as_bytes(std::span(bytes)).first(static_cast<std::size_t>(size));
        if (const auto pcp = nat::decodePcpMap(datagram))
            onPcp(*pcp);
        else if (const auto natPmp = nat::decodeNatPmp(datagram))
            onNatPmp(*natPmp);
    }
}

void PortMapper::onPcp(const nat::PcpMapReply& reply)
{
    if (reply.nonce != m_nonce || reply.internalPort != m_port ||
        reply.result != nat::PortMapSuccess || reply.lifetime.count() == 0)
        return;
    granted(Protocol::Pcp, reply.external, reply.lifetime);
}

/// Address and port come in two answers, in any order.
void PortMapper::onNatPmp(const nat::NatPmpReply& reply)
{
    using Kind = nat::NatPmpReply::Kind;
    if (reply.kind == Kind::Address)
        m_natPmpAddress = reply.external;
    else if (reply.kind == Kind::Mapping && reply.internalPort == m_port &&
             reply.lifetime.count() > 0)
        m_natPmpPort = {reply.externalPort, reply.lifetime};
    if (!m_natPmpAddress || !m_natPmpPort)
        return;
    Endpoint external = *m_natPmpAddress;
    external.port = m_natPmpPort->first;
    granted(Protocol::NatPmp, external, m_natPmpPort->second);
}

void PortMapper::askUpnp()
{
    if (!upnpSupported())
        return nobodyDoesIt();
    const Gateway gateway = *m_gateway;
    const quint16 outer = m_mapping.external ? m_mapping.external->port : quint16{0};
    m_pool.start([this, gateway, port = m_port, outer, round = m_round] {
        const auto mapped = upnpMap(gateway, port, outer, Lifetime);
        post(this, [this, round, mapped] { onUpnp(round, mapped); });
    });
}

void PortMapper::onUpnp(int round, const std::optional<UpnpMapping>& mapped)
{
    if (round != m_round)
        return;
    m_upnp = mapped;
    if (!mapped)
        return nobodyDoesIt();
    // One without end is looked after all the same: the router may forget it.
    granted(Protocol::UpnpIgd, mapped->external,
            mapped->lifetime.count() > 0 ? mapped->lifetime : Lifetime);
}

void PortMapper::granted(Protocol protocol, const Endpoint& external, std::chrono::seconds lifetime)
{
    m_try = 0;
    m_natPmpAddress.reset();
    m_natPmpPort.reset();
    m_mapping.protocol = protocol;
    if (!leadsOut(external)) {
        m_mapping.state = State::Mapped;  // so that it is given back
        giveBack();
        return nobodyDoesIt();
    }
    tell({State::Mapped, protocol, external});
    m_timer.start(std::clamp(lifetime / 2, LifetimeLeast / 2, Lifetime / 2));
}

void PortMapper::nobodyDoesIt()
{
    m_try = 0;
    tell({State::Unavailable, Protocol::None, std::nullopt});
    m_timer.start(AskAgain);
}

void PortMapper::giveBack()
{
    if (m_mapping.state != State::Mapped || !m_gateway)
        return;
    const auto own = toEndpoint(m_gateway->own, m_port);
    constexpr std::chrono::seconds over{0};
    switch (m_mapping.protocol) {
    case Protocol::Pcp:
        if (own)
            send(
                nat::encode(nat::PcpMapRequest{*own, m_nonce, Endpoint{own->family, {}, 0}, over}));
        // Where the answer to the first came after the second was asked.
        if (m_natPmpAsked)
            send(nat::encode(nat::NatPmpMapRequest{m_port, 0, over}));
        break;
    case Protocol::NatPmp:
        send(nat::encode(nat::NatPmpMapRequest{m_port, 0, over}));
        break;
    case Protocol::UpnpIgd:
        if (m_upnp)
            m_pool.start([mapping = *m_upnp] { upnpUnmap(mapping); });
        m_upnp.reset();
        break;
    case Protocol::None:
        break;
    }
    m_mapping = {};
}

void PortMapper::tell(PortMapping mapping)
{
    if (std::exchange(m_mapping, mapping) != mapping)
        Q_EMIT changed(mapping);
}

}  // namespace vos::qt
