#include "tests/system/nathomes.h"

#include <algorithm>

namespace vos::test {

using namespace Qt::StringLiterals;
using Nat = NatLab::Nat;

const std::vector<int>& NatHomes::kinds()
{
    static const std::vector<int> all{Public,
                                      int(Nat::FullCone),
                                      int(Nat::AddressRestricted),
                                      int(Nat::PortRestricted),
                                      int(Nat::Symmetric),
                                      int(Nat::CarrierSymmetric)};
    return all;
}

const char* NatHomes::nameOf(int kind)
{
    switch (kind) {
    case int(Nat::FullCone):
        return "full-cone";
    case int(Nat::AddressRestricted):
        return "address-restricted";
    case int(Nat::PortRestricted):
        return "port-restricted";
    case int(Nat::Symmetric):
        return "symmetric";
    case int(Nat::CarrierSymmetric):
        return "carrier";
    default:
        return "public";
    }
}

bool NatHomes::isSymmetric(int kind)
{
    return kind == int(Nat::Symmetric) || kind == int(Nat::CarrierSymmetric);
}

NatHomes::NatHomes()
{
    if (!m_lab.isGood())
        return;
    std::vector<std::unique_ptr<RunningNode>> helpers;
    for (int i = 0; i < 2; ++i) {
        const NatLab::Host host = m_lab.addPublic();
        helpers.push_back(makeNode(u"helper%1"_s.arg(i), host));
        const QStringList join =
            i == 0 ? QStringList() : QStringList{u"--join"_s, helpers.front()->link()};
        if (!m_lab.isGood() || !helpers.back()->start(join))
            return;
    }
    m_helpers = std::move(helpers);
}

std::unique_ptr<RunningNode> NatHomes::makeNode(const QString& name, NatLab::Host host)
{
    RunningNode::Setup setup;
    setup.profile = m_folder.filePath(name);
    setup.listen = u"0.0.0.0:0"_s;
    setup.wrapper = m_lab.at(host);
    return std::make_unique<RunningNode>(setup);
}

RunningNode& NatHomes::nodeAt(int kind, int side)
{
    auto& node = m_nodes[{kind, side}];
    if (!node) {
        const NatLab::Host host =
            kind == Public ? m_lab.addPublic() : m_lab.addHome(static_cast<Nat>(kind));
        m_hosts[{kind, side}] = host;
        node = makeNode(QLatin1String(nameOf(kind)) + QString::number(side), host);
        if (!startAgain(*node))
            qWarning("a node did not start: %s", qPrintable(node->errors()));
    }
    return *node;
}

bool NatHomes::startAgain(RunningNode& node)
{
    return node.start({u"--join"_s, m_helpers.front()->link()});
}

RunningNode* NatHomes::nodeOf(const QString& address) const
{
    for (const auto& helper : m_helpers) {
        if (helper->address() == address)
            return helper.get();
    }
    for (const auto& [place, node] : m_nodes) {
        if (node->address() == address)
            return node.get();
    }
    return nullptr;
}

QJsonObject NatHomes::sessionWith(RunningNode& node, const RunningNode& peer)
{
    const QJsonArray peers = node.ask(u"net.status"_s)["peers"_L1].toArray();
    for (const QJsonValue& value : peers) {
        if (value["address"_L1].toString() == peer.address())
            return value.toObject();
    }
    return {};
}

bool NatHomes::waitForPath(RunningNode& node, const RunningNode& peer, const QString& path,
                           int timeoutMs)
{
    return waitUntil([&] { return sessionWith(node, peer)["path"_L1].toString() == path; },
                     timeoutMs);
}

int NatHomes::talk(RunningNode& from, RunningNode& to, int seconds,
                   const std::function<void()>& meanwhile)
{
    const QString prefix = u"talk %1 "_s.arg(++m_talks);
    to.forgetEvents();
    const int count = seconds * 20;
    const qint64 start = nowMs();
    int sent = 0;
    bool done = false;
    while (sent < count) {
        const QString text = prefix + QString::number(sent++);
        from.post(u"message.send"_s, {{u"to"_s, to.address()}, {u"text"_s, text}});
        if (!done && sent == count / 4) {
            meanwhile();
            done = true;
        }
        const qint64 due = start + sent * 50;
        waitUntil([&] { return nowMs() >= due; },
                  static_cast<int>(std::max<qint64>(1, due - nowMs())));
    }
    const auto came = [&] {
        QList<RunningNode::Event> events;
        for (const RunningNode::Event& event : to.events()) {
            if (event.name == "message.received"_L1 &&
                event.params["text"_L1].toString().startsWith(prefix))
                events << event;
        }
        return events;
    };
    waitUntil([&] { return came().size() >= count; }, 20'000);
    waitUntil([] { return false; }, 300);
    const auto events = came();
    if (events.size() != count)
        return -1;
    qint64 longest = 0;
    for (int i = 0; i < count; ++i) {
        if (events[i].params["text"_L1].toString() != prefix + QString::number(i))
            return -1;
        if (i > 0)
            longest = std::max(longest, events[i].atMs - events[i - 1].atMs);
    }
    return static_cast<int>(longest);
}

}  // namespace vos::test
