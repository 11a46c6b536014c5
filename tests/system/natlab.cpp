#include "tests/system/natlab.h"

#include <QStandardPaths>

namespace vos::test {

using namespace Qt::StringLiterals;

namespace {

constexpr int startPatienceMs = 10'000;

/// Starts a process that says something once it is ready, and ends with its standard input.
std::unique_ptr<QProcess> startHeld(QStringList line)
{
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::MergedChannels);
    const QString program = line.takeFirst();
    process->start(program, line);
    const bool ready = process->waitForStarted() && process->waitForReadyRead(startPatienceMs) &&
                       process->readAllStandardOutput().startsWith("ready");
    return ready ? std::move(process) : nullptr;
}

void end(QProcess* process)
{
    if (process == nullptr)
        return;
    process->kill();
    process->waitForFinished();
}

const QStringList hold{u"sh"_s, u"-c"_s, u"echo ready; exec cat"_s};

/// The translation and the filter of a router, for nft.
QString rulesFor(NatLab::Nat nat, const QString& outer)
{
    using Nat = NatLab::Nat;
    QString in, forward, out = u"masquerade"_s;
    const QString all = u"udp dport 1024-65535 dnat ip to 192.168.1.11"_s;
    if (nat == Nat::FullCone)
        in = u"iifname %1 %2"_s.arg(outer, all);
    if (nat == Nat::AddressRestricted) {
        in = u"iifname %1 ip saddr @talked %2"_s.arg(outer, all);
        forward = u"oifname %1 update @talked { ip daddr }"_s.arg(outer);
    }
    if (nat == Nat::Symmetric || nat == Nat::CarrierSymmetric)
        out = u"masquerade fully-random"_s;
    if (nat == Nat::NoUdp)
        forward = u"meta l4proto udp drop"_s;
    // Routers are silent about what they do not let in; ours are too.
    return uR"(table inet home {
  set talked { type ipv4_addr; flags dynamic,timeout; timeout 2m; }
  chain in { type nat hook prerouting priority dstnat; %2
  }
  chain out { type nat hook postrouting priority srcnat; oifname %1 meta nfproto ipv4 %4
  }
  chain through { type filter hook forward priority 0; %3
    iifname %1 ct state new meta nfproto ipv6 drop
  }
  chain self { type filter hook input priority 0; iifname %1 meta l4proto udp drop
  }
})"_s.arg(outer, in, forward, out);
}

}  // namespace

NatLab::NatLab()
{
    open();
}

void NatLab::open()
{
    for (const QString& tool : {u"unshare"_s, u"nsenter"_s, u"ip"_s, u"nft"_s}) {
        if (QStandardPaths::findExecutable(tool).isEmpty())
            return fail(u"there is no program %1"_s.arg(tool));
    }
    m_spaces.emplace_back();
    m_spaces[0].holder = startHeld(QStringList{u"unshare"_s, u"-Urn"_s} + hold);
    if (!m_spaces[0].holder) {
        m_ownUsers = false;
        m_spaces[0].holder = startHeld(QStringList{u"unshare"_s, u"-n"_s} + hold);
    }
    if (!m_spaces[0].holder)
        return fail(u"network namespaces are not allowed (unshare -Urn failed)"_s);
    m_ether = std::make_unique<QProcess>();
    QStringList line = enter(0) << u"" VOS_NATLABTOOL_PROGRAM ""_s << u"ether"_s;
    const QString program = line.takeFirst();
    m_ether->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_ether->start(program, line);
    if (!m_ether->waitForStarted() || !etherSays(u"set none mtu 1500"_s) ||
        !script(0, u"nft 'add table inet probe; add chain inet probe out { type nat hook "
                   u"postrouting priority srcnat; }; add rule inet probe out meta nfproto ipv4 "
                   u"masquerade fully-random'"_s))
        return fail(u"packet sockets or nft rules are not allowed in a namespace"_s);
}

NatLab::~NatLab()
{
    // The namespaces go with the last process in them.
    for (const auto& process : m_answering)
        end(process.get());
    end(m_ether.get());
    for (const Space& space : m_spaces)
        end(space.holder.get());
}

void NatLab::fail(const QString& what)
{
    m_whyNot = u"NOT TESTED: no laboratory of networks here: %1."_s.arg(what).toUtf8();
}

int NatLab::addSpace()
{
    Space space;
    space.holder = startHeld(enter(0) + QStringList{u"unshare"_s, u"-n"_s} + hold);
    if (!space.holder)
        fail(u"no further network namespace could be made"_s);
    m_spaces.push_back(std::move(space));
    return static_cast<int>(m_spaces.size()) - 1;
}

qint64 NatLab::pidOf(int space) const
{
    const auto& holder = m_spaces[static_cast<std::size_t>(space)].holder;
    return holder ? holder->processId() : 0;
}

QStringList NatLab::enter(int space) const
{
    QStringList line{u"nsenter"_s, u"-t"_s, QString::number(pidOf(space)), u"-n"_s};
    if (m_ownUsers)
        line << u"-U"_s << u"--preserve-credentials"_s;
    return line;
}

bool NatLab::script(int space, const QString& text) const
{
    const Ended ended =
        runProgram(u"nsenter"_s, enter(space).mid(1) << u"sh"_s << u"-ec"_s << text);
    if (ended.status != 0)
        qWarning("natlab: %s\n%s", qPrintable(text), qPrintable(ended.errors));
    return ended.status == 0;
}

bool NatLab::etherSays(const QString& line) const
{
    m_ether->write(line.toUtf8() + '\n');
    return m_ether->waitForReadyRead(startPatienceMs) && m_ether->readAllStandardOutput() == "ok\n";
}

/// The outer address and everything else behind the link. Nobody resolves hardware addresses there.
QString NatLab::outerRoutes(int access, int address) const
{
    return u"ip addr add %1.0.0.%2/32 dev wan; ip route replace default dev wan src %1.0.0.%2"_s
        .arg(40 + access)
        .arg(address);
}

/// An access link for `space`: wan there, its other end at the ether.
int NatLab::addAccess(int space, bool withV6)
{
    const int access = ++m_accessCount;
    m_addresses.resize(static_cast<std::size_t>(access) + 1, 1);
    Space& at = m_spaces[static_cast<std::size_t>(space)];
    at.access = access;
    at.outer = space;
    const QString mac = u"02:00:00:00:00:%1"_s.arg(access, 2, 16, QLatin1Char('0'));
    const QString v6 = withV6 ? u"ip addr add 2a00:%1::1/128 dev wan nodad; "
                                u"ip route add default dev wan;"_s.arg(access)
                              : QString();
    const bool made =
        script(space, u"ip link add name wan address %1 type veth peer name link%2 netns %3; "
                      u"ip link set lo up; ip link set wan arp off up; "
                      u"echo 1 > /proc/sys/net/ipv4/ip_forward; "
                      u"echo 1 > /proc/sys/net/ipv6/conf/all/forwarding; "_s.arg(mac)
                              .arg(access)
                              .arg(pidOf(0)) +
                          outerRoutes(access, 1) + u';' +
                          QString(v6).replace(u"ip route"_s, u"ip -6 route"_s)) &&
        script(0, u"ip link set link%1 arp off up"_s.arg(access)) &&
        etherSays(
            u"link link%1 %2 %3.0.0.0/8 2a00:%1::/32"_s.arg(access).arg(mac).arg(40 + access));
    if (!made)
        fail(u"an access link could not be made"_s);
    setDelay(space, AccessDelayMs);
    return access;
}

NatLab::Host NatLab::addPublic(bool withV6)
{
    const int host = addSpace();
    if (isGood())
        addAccess(host, withV6);
    return host;
}

/// Makes `space` a router: what it does outwards, and a switch for those inside.
void NatLab::addRouter(int space, Nat nat, const QString& outerInterface)
{
    m_spaces[static_cast<std::size_t>(space)].nat = nat;
    const bool made = script(
        space,
        u"echo 1 > /proc/sys/net/ipv4/ip_forward; ip link add name lan type bridge; "
        u"ip addr add 192.168.1.1/24 dev lan; ip link set lan up; nft -f - <<'RULES'\n%1\nRULES"_s
            .arg(rulesFor(nat, outerInterface)));
    if (!made)
        fail(u"a router could not be made"_s);
}

NatLab::Host NatLab::addHome(Nat nat)
{
    const int outermost = addSpace();
    if (!isGood())
        return outermost;
    const bool withV6 = nat == Nat::Firewall;
    const int access = addAccess(outermost, withV6);
    int router = outermost;
    QString outerInterface = u"wan"_s;
    if (nat == Nat::CarrierSymmetric) {
        router = addSpace();
        const bool made =
            script(outermost, u"ip link add name homes type veth peer name uplink netns %1; "
                              u"ip addr add 100.64.0.1/24 dev homes; ip link set homes up; "
                              u"nft -f - <<'RULES'\n%2\nRULES"_s.arg(pidOf(router))
                                  .arg(rulesFor(nat, u"wan"_s))) &&
            script(router, u"ip link set lo up; ip addr add 100.64.0.2/24 dev uplink; "
                           u"ip link set uplink up; ip route add default via 100.64.0.1"_s);
        if (!made)
            fail(u"a carrier's network could not be made"_s);
        outerInterface = u"uplink"_s;
    }
    addRouter(router, nat, outerInterface);
    if (withV6)
        script(router, u"ip addr add 2a00:%1:1::1/64 dev lan nodad"_s.arg(access));
    const int host = addSpace();
    Space& inside = m_spaces[static_cast<std::size_t>(router)];
    inside.access = access;
    inside.outer = outermost;
    if (!plug(host, router))
        fail(u"a host could not be plugged in"_s);
    return host;
}

NatLab::Host NatLab::addHousemate(Host host)
{
    const int mate = addSpace();
    if (!plug(mate, m_spaces[static_cast<std::size_t>(host)].router))
        fail(u"a host could not be plugged in"_s);
    return mate;
}

bool NatLab::plug(int host, int router)
{
    Space& home = m_spaces[static_cast<std::size_t>(router)];
    Space& guest = m_spaces[static_cast<std::size_t>(host)];
    guest.router = router;
    guest.access = home.access;
    guest.outer = home.outer;
    const int number = ++home.inside;
    const bool isPlugged =
        script(router, u"ip link add name port%1 type veth peer name eth0 netns %2; "
                       u"ip link set port%1 master lan up"_s.arg(number)
                           .arg(pidOf(host))) &&
        script(host,
               u"ip link set lo up; ip addr add 192.168.1.%1/24 dev eth0; "
               u"ip link set eth0 up; ip route add default via 192.168.1.1"_s.arg(10 + number));
    if (!isPlugged || home.nat != Nat::Firewall)
        return isPlugged;
    return script(host, u"ip addr add 2a00:%1:1::%2/64 dev eth0 nodad; "
                        u"ip -6 route add default via 2a00:%1:1::1"_s.arg(home.access)
                            .arg(10 + number));
}

QStringList NatLab::at(Host host) const
{
    return enter(host);
}

QStringList NatLab::atRouter(Host host) const
{
    return enter(m_spaces[static_cast<std::size_t>(host)].outer);
}

Ended NatLab::run(Host host, const QStringList& program) const
{
    return runProgram(u"nsenter"_s, enter(host).mid(1) + program);
}

Ended NatLab::runTool(Host host, const QStringList& arguments) const
{
    return run(host, QStringList{u"" VOS_NATLABTOOL_PROGRAM ""_s} + arguments);
}

bool NatLab::startAnswering(Host host, const QString& place)
{
    m_answering.push_back(
        startHeld(enter(host) << u"" VOS_NATLABTOOL_PROGRAM ""_s << u"answer"_s << place));
    return m_answering.back() != nullptr;
}

bool NatLab::startPcp(Host host)
{
    m_answering.push_back(startHeld(atRouter(host) << u"" VOS_NATLABTOOL_PROGRAM ""_s << u"pcp"_s
                                                   << u"192.168.1.1"_s << outerAddress(host)));
    return m_answering.back() != nullptr;
}

bool NatLab::configureRouter(Host host, const QString& text) const
{
    return script(m_spaces[static_cast<std::size_t>(host)].outer, text);
}

bool NatLab::configure(Host host, const QString& text) const
{
    return script(host, text);
}

QString NatLab::outerV6(Host host) const
{
    return u"[2a00:%1::1]"_s.arg(m_spaces[static_cast<std::size_t>(host)].access);
}

QString NatLab::outerAddress(Host host) const
{
    const int access = m_spaces[static_cast<std::size_t>(host)].access;
    return u"%1.0.0.%2"_s.arg(40 + access).arg(m_addresses[static_cast<std::size_t>(access)]);
}

/// The kernel forgets what it masqueraded when the address it did so with goes.
bool NatLab::flush(Host host) const
{
    const int access = m_spaces[static_cast<std::size_t>(host)].access;
    const int address = m_addresses[static_cast<std::size_t>(access)];
    return configureRouter(host, u"ip addr del %1/32 dev wan; "_s.arg(outerAddress(host)) +
                                     outerRoutes(access, address));
}

bool NatLab::renumber(Host host)
{
    const int access = m_spaces[static_cast<std::size_t>(host)].access;
    const QString before = outerAddress(host);
    const int address = ++m_addresses[static_cast<std::size_t>(access)];
    return configureRouter(host, u"ip addr del %1/32 dev wan; "_s.arg(before) +
                                     outerRoutes(access, address));
}

bool NatLab::move(Host host, Host other)
{
    return script(host, u"ip link del eth0"_s) &&
           plug(host, m_spaces[static_cast<std::size_t>(other)].router);
}

void NatLab::setLoss(Host host, int permille)
{
    etherSays(
        u"set link%1 loss %2"_s.arg(m_spaces[static_cast<std::size_t>(host)].access).arg(permille));
}

void NatLab::setDelay(Host host, int ms)
{
    etherSays(u"set link%1 delay-us %2"_s.arg(m_spaces[static_cast<std::size_t>(host)].access)
                  .arg(ms * 1000));
}

void NatLab::setMtu(Host host, int bytes)
{
    etherSays(
        u"set link%1 mtu %2"_s.arg(m_spaces[static_cast<std::size_t>(host)].access).arg(bytes));
}

void NatLab::setCut(Host host, bool cut)
{
    etherSays(u"set link%1 cut %2"_s.arg(m_spaces[static_cast<std::size_t>(host)].access)
                  .arg(cut ? 1 : 0));
}

}  // namespace vos::test
