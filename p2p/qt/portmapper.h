#pragma once

// Asks the router of this network to let others in by a port of its own: PCP and NAT-PMP in turn,
// and UPnP IGD (libminiupnpc, where it was built in) when neither is answered. What was granted is
// short, renewed at half of its time, and given back at the end. Everything a router says is taken
// from the router's address alone, and its word decides nothing but which address is told to
// others.
//
// On the engine's thread; only UPnP, which waits for TCP, is asked on a thread of its own.

#include <cstddef>  // first: moc 6.4 stumbles over <compare> without it

#include "p2p/engine/types.h"
#include "p2p/nat/portmapmessage.h"
#include "p2p/qt/gateway.h"
#include "p2p/qt/upnpigd.h"

#include <QObject>
#include <QThreadPool>
#include <QTimer>
#include <QUdpSocket>

#include <functional>
#include <optional>
#include <random>

namespace vos::qt {

class PortMapper : public QObject {
    Q_OBJECT

public:
    /// How long a mapping is asked for: after a crash the port is open no longer than this.
    static constexpr std::chrono::seconds Lifetime = std::chrono::minutes(20);
    /// A router that gives less is asked again no sooner than this.
    static constexpr std::chrono::seconds LifetimeLeast{60};
    /// Where no router does it, one is asked again after this time.
    static constexpr std::chrono::seconds AskAgain = std::chrono::minutes(15);
    static constexpr int Tries = 4;

    /// `nonce`: 12 random bytes. `gateway`: findGateway(), or another way for tests.
    PortMapper(const nat::PcpNonce& nonce, std::function<std::optional<Gateway>()> gateway,
               QObject* parent = nullptr);
    /// Gives back what was granted, as well as that can be done without waiting for an answer.
    ~PortMapper() override;

    /// Asks for `port` to be mapped, anew where it was before: at start and after a change of
    /// network.
    void ask(quint16 port);
    const PortMapping& mapping() const { return m_mapping; }
    /// Until the router is asked again.
    std::chrono::milliseconds untilNext() const { return m_timer.remainingTimeAsDuration(); }

Q_SIGNALS:
    void changed(const vos::PortMapping& mapping);

private:
    void sendQuestions();
    void onTimeout();
    void onDatagrams();
    void onPcp(const nat::PcpMapReply& reply);
    void onNatPmp(const nat::NatPmpReply& reply);
    void askUpnp();
    void onUpnp(int round, const std::optional<UpnpMapping>& mapped);
    void granted(PortMapping::Protocol protocol, const Endpoint& external,
                 std::chrono::seconds lifetime);
    void nobodyDoesIt();
    void giveBack();
    void tell(PortMapping mapping);
    bool open();
    void send(ByteView datagram);

    nat::PcpNonce m_nonce;
    std::function<std::optional<Gateway>()> m_findGateway;
    std::optional<Gateway> m_gateway;
    quint16 m_port = 0;
    int m_round = 0;  ///< of asking; an answer to an earlier one is passed over
    int m_try = 0;    ///< 0: no question is open
    bool m_isRenewal = false;
    bool m_natPmpAsked = false;  ///< of this router
    std::optional<Endpoint> m_natPmpAddress;
    std::optional<std::pair<quint16, std::chrono::seconds>> m_natPmpPort;
    PortMapping m_mapping;
    std::optional<UpnpMapping> m_upnp;
    QUdpSocket m_socket;
    QTimer m_timer;
    QThreadPool m_pool;
};

}  // namespace vos::qt
