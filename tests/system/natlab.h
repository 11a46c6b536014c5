#pragma once

// A laboratory of networks: homes behind routers that translate addresses as the kernel's own NAT
// does, carriers before them, public hosts, and one public network between all of them that takes
// its time. Everything is made of network namespaces inside a user namespace, which needs no root,
// and lives as long as processes this object holds: whatever becomes of the test, nothing stays.
//
//   NatLab lab;
//   if (!lab.isGood()) QSKIP(lab.whyNot().constData());
//   const auto anna = lab.addHome(NatLab::Nat::PortRestricted);
//   RunningNode node({.profile = …, .listen = {}, .wrapper = lab.at(anna)});
//
// The n-th thing made has the public network n: 40+n.0.0.0/8 (its address 40+n.0.0.1) and
// 2a00:n::/32. Every home has 192.168.1.0/24 inside, as homes have.

#include "tests/system/runningnode.h"

#include <QProcess>
#include <QStringList>

#include <memory>
#include <vector>

namespace vos::test {

class NatLab {
public:
    /// What a router does to what goes out (mapping) and comes in (filtering). Of the first four
    /// the outer port is the inner one and the same towards everybody.
    enum class Nat {
        FullCone,           ///< lets in everybody (all ports are forwarded to the first host)
        AddressRestricted,  ///< lets in hosts that were sent to
        PortRestricted,     ///< lets in endpoints that were sent to (masquerade)
        Symmetric,          ///< another, random port towards each (masquerade fully-random)
        CarrierSymmetric,   ///< the same, behind another one of the same kind
        Firewall,           ///< no translation, one IPv6 network; IPv4 as PortRestricted
        NoUdp,              ///< no UDP gets out
    };
    /// A host: its number among the namespaces.
    using Host = int;

    /// One way over an access link; a round trip between two homes crosses four.
    static constexpr int AccessDelayMs = 20;

    NatLab();
    ~NatLab();
    NatLab(const NatLab&) = delete;
    NatLab& operator=(const NatLab&) = delete;

    bool isGood() const { return m_whyNot.isEmpty(); }
    /// A sentence for QSKIP.
    QByteArray whyNot() const { return m_whyNot; }

    /// `withV6`: has a public IPv6 address too.
    Host addPublic(bool withV6 = false);
    Host addHome(Nat nat);
    /// Another one in the home of `host`.
    Host addHousemate(Host host);

    /// In front of a program and its arguments: runs it there.
    QStringList at(Host host) const;
    Ended run(Host host, const QStringList& program) const;
    Ended runTool(Host host, const QStringList& arguments) const;
    /// A natlabtool that answers at IP:PORT of the host until the laboratory is gone.
    bool startAnswering(Host host, const QString& place);
    /// From now on the router of this home opens ports on demand (PCP).
    bool startPcp(Host host);
    /// Runs a shell script in the outermost router of the host's home; what it said on errors is
    /// warned of.
    bool configureRouter(Host host, const QString& script) const;
    /// The same in the host itself.
    bool configure(Host host, const QString& script) const;
    /// Wrapper for programs in the outermost router.
    QStringList atRouter(Host host) const;

    /// Outer address of the router, or of a public host.
    QString outerAddress(Host host) const;
    /// The IPv6 address, in brackets, of a public host or router that has one.
    QString outerV6(Host host) const;

    /// The router forgets all it has translated: whoever talks on gets other ports where they are
    /// random, and nobody gets in.
    bool flush(Host host) const;
    /// The outer address becomes another one of the same network. For a public host that is its
    /// own address; nobody inside a home notices.
    bool renumber(Host host);
    /// The host leaves its home for the one of `other` (not a public one), with another address.
    bool move(Host host, Host other);
    /// The access link of the host's home: loss in thousandths, one way delay, largest packet (what
    /// is larger vanishes without a word), cut off.
    void setLoss(Host host, int permille);
    void setDelay(Host host, int ms);
    void setMtu(Host host, int bytes);
    void setCut(Host host, bool cut);

private:
    struct Space {
        std::unique_ptr<QProcess> holder;
        int access = 0;  ///< number of its home's access link
        int outer = 0;   ///< the namespace at the access link
        int router = 0;  ///< hosts of a home: the namespace they are plugged into
        int inside = 0;  ///< routers: hosts plugged in so far
        Nat nat = Nat::PortRestricted;
    };

    void open();
    int addSpace();
    qint64 pidOf(int space) const;
    QStringList enter(int space) const;
    bool script(int space, const QString& text) const;
    void fail(const QString& what);
    int addAccess(int space, bool withV6);
    void addRouter(int space, Nat nat, const QString& outerInterface);
    bool plug(int host, int router);
    bool etherSays(const QString& line) const;
    QString outerRoutes(int access, int address) const;

    QByteArray m_whyNot;
    bool m_ownUsers = true;  ///< false: real root without user namespaces
    std::vector<Space> m_spaces;
    std::vector<std::unique_ptr<QProcess>> m_answering;
    std::unique_ptr<QProcess> m_ether;
    int m_accessCount = 0;
    std::vector<int> m_addresses;  ///< by access link: last octet of the outer address
};

}  // namespace vos::test
