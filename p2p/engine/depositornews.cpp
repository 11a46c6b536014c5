// Depositor: what became of letters that lie with holders, and those that are asked back.

#include "p2p/engine/depositor.h"
#include "p2p/engine/outbox.h"

#include <algorithm>
#include <utility>

namespace vos::engine {

namespace {

/// A holder is asked after 1, 2, 4 … 60 minutes.
constexpr Duration NewsFirst = 1min;
constexpr Duration NewsMost = 1h;

}  // namespace

void Depositor::forget(const OutboxRow& row)
{
    for (const CustodyEntry& entry : row.custody) {
        if (const auto place = m_holders.find(entry.friendId); place != m_holders.end())
            place->second.kept.erase(entry.letter);
    }
}

void Depositor::update(const OutboxRow& row)
{
    const bool ended = row.failed || row.letter.empty() || row.letterIds.empty();
    const bool currentHeld =
        !ended && std::any_of(row.custody.begin(), row.custody.end(), [&](const auto& entry) {
            return entry.letter == row.letterIds.back() && isHeld(entry);
        });
    for (const CustodyEntry& entry : row.custody) {
        Holder& state = m_holders[entry.friendId];
        const bool before = state.kept.contains(entry.letter);
        if (!isHeld(entry)) {
            if (entry.status == CustodyEntry::Status::Lost && before)
                ++state.lost;
            state.kept.erase(entry.letter);
            continue;
        }
        // A letter sealed anew makes the old one useless wherever it lies.
        const bool superseded = currentHeld && entry.letter != row.letterIds.back();
        Kept& kept = state.kept[entry.letter];
        const bool recall = row.recalled || superseded;
        const bool news = !before || recall != kept.recall;
        kept = {row.to, recall, row.recallSecret};
        if (!news)
            continue;
        // At once after a start or for a recall; else the holder has just spoken of it.
        state.newsTries = 0;
        const bool fresh = !recall && entry.at + std::chrono::seconds(5) > m_context.now.wall;
        const Instant at = m_context.now.mono + (fresh ? NewsFirst : Duration{});
        state.nextNews = state.kept.size() == 1 ? at : std::min(state.nextNews, at);
    }
}

bool Depositor::newsDue(const Holder& state) const
{
    return !state.kept.empty() && state.nextNews <= m_context.now.mono;
}

void Depositor::tendNews(const NodeId& holder, Holder& state)
{
    if (!newsDue(state))
        return;
    if (m_guests.isUp(holder)) {
        askNews(holder, state);
        return;
    }
    call(holder);
}

/// All questions that are open with this holder: what became of letters, and please erase these.
void Depositor::askNews(const NodeId& holder, Holder& state)
{
    state.asking.clear();
    for (const auto& [letter, kept] : state.kept)
        state.asking.push_back(letter);
    state.nextNews = m_context.now.mono +
                     std::min<Duration>(NewsFirst * (1 << std::min(state.newsTries, 6u)), NewsMost);
    ++state.newsTries;
    askMore(holder, state);
}

/// As many of them as a holder takes in a second; the rest follow.
void Depositor::askMore(const NodeId& holder, Holder& state)
{
    if (state.asking.empty() || !m_guests.isUp(holder))
        return;
    if (m_context.now.mono - state.askWindow >= 1s) {
        state.askWindow = m_context.now.mono;
        state.askedInWindow = 0;
    }
    wire::AskNews ask;
    const auto say = [&](const wire::Message& message) {
        m_guests.send(holder, transport::Channel::Control, wire::encodeMessage(message));
        ++state.askedInWindow;
    };
    while (!state.asking.empty() && state.askedInWindow < QuestionsPerSecond) {
        const LetterId letter = state.asking.front();
        state.asking.pop_front();
        const auto kept = state.kept.find(letter);
        if (kept == state.kept.end())
            continue;
        if (kept->second.recall)
            say(wire::Recall{letter, kept->second.secret});
        else
            ask.ids.push_back(letter);
        if (ask.ids.size() == wire::NewsMax)
            say(std::exchange(ask, {}));
    }
    if (!ask.ids.empty())
        say(ask);
    state.lastUse = m_context.now.mono;
}

void Depositor::takeNews(const NodeId& holder, const wire::News& news)
{
    for (const wire::News::Entry& entry : news.entries)
        m_outbox->takeFate(holder, entry.id, entry.fate);
}

void Depositor::takeRecalled(const NodeId& holder, const wire::Recalled& recalled)
{
    const auto answer = friendvos::RecallAnswer::decode(recalled.answer);
    if (!answer || answer->friendId != holder || !answer->verify())
        return;
    m_holders[holder].flying.erase(answer->letter);
    m_outbox->takeRecallAnswer(*answer);
}

/// The recipient's own word, kept for us by the holder.
void Depositor::takeReceipt(const NodeId& holder, const wire::Receipt& message)
{
    if (const auto receipt = letters::Receipt::decode(message.receipt)) {
        for (const LetterId& letter : receipt->letters)
            m_holders[holder].flying.erase(letter);
    }
    m_outbox->handleReceipt(message.receipt);
}

void Depositor::handleMessage(const NodeId& holder, const wire::Message& message)
{
    m_holders[holder].lastUse = m_context.now.mono;
    if (const auto* custody = std::get_if<wire::Custody>(&message))
        takeCustody(holder, *custody);
    else if (const auto* refusal = std::get_if<wire::Refusal>(&message))
        takeRefusal(holder, *refusal);
    else if (const auto* news = std::get_if<wire::News>(&message))
        takeNews(holder, *news);
    else if (const auto* receipt = std::get_if<wire::Receipt>(&message))
        takeReceipt(holder, *receipt);
    else if (const auto* recalled = std::get_if<wire::Recalled>(&message))
        takeRecalled(holder, *recalled);
}

}  // namespace vos::engine
