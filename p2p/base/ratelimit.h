#pragma once

// Limits and measures of rates, by arithmetic at the moment of asking: no timer behind them.

#include "p2p/base/time.h"

#include <algorithm>
#include <cmath>

namespace vos {

/// Tokens come steadily up to a burst and are spent; it may be overdrawn by one spending.
class TokenBucket {
public:
    TokenBucket(double burst, double perSecond)
        : m_burst(burst)
        , m_perSecond(perSecond)
        , m_tokens(burst)
    {
    }

    double available(Instant now)
    {
        if (now > m_at) {
            const double seconds = std::chrono::duration<double>(now - m_at).count();
            m_tokens = std::min(m_burst, m_tokens + seconds * m_perSecond);
            m_at = now;
        }
        return m_tokens;
    }
    /// Takes `amount` where there is as much; false leaves all as it is.
    bool take(Instant now, double amount)
    {
        if (available(now) < amount)
            return false;
        m_tokens -= amount;
        return true;
    }
    void spend(Instant now, double amount)
    {
        (void)available(now);
        m_tokens -= amount;
    }
    /// When there will be at least one token.
    Instant readyAt(Instant now)
    {
        const double missing = 1.0 - available(now);
        return missing <= 0
                   ? now
                   : now + Duration(static_cast<std::int64_t>(missing / m_perSecond * 1e6) + 1);
    }

private:
    double m_burst;
    double m_perSecond;
    double m_tokens;
    Instant m_at{};
};

/// Average over about the last `window`, newer amounts weighing more.
class RateMeter {
public:
    explicit RateMeter(Duration window) : m_window(std::chrono::duration<double>(window).count()) {}

    void add(Instant now, double amount)
    {
        decay(now);
        m_sum += amount;
    }
    /// Per second. In the first window the time that has passed counts, a fifth of it at least.
    double perSecond(Instant now) const
    {
        if (!m_begun)
            return 0;
        const double age = std::chrono::duration<double>(now - m_begin).count();
        const double passed = std::chrono::duration<double>(now - m_at).count();
        const double weight = m_window * (1.0 - std::exp(-std::max(age, m_window / 5) / m_window));
        return m_sum * std::exp(-passed / m_window) / weight;
    }

private:
    void decay(Instant now)
    {
        if (!m_begun) {
            m_begun = true;
            m_begin = m_at = now;
            return;
        }
        const double passed = std::chrono::duration<double>(now - m_at).count();
        // Small steps cost nothing here: a busy node is asked thousands of times a second.
        if (passed < 0.05)
            return;
        m_sum *= std::exp(-passed / m_window);
        m_at = now;
    }

    double m_window;
    double m_sum = 0;
    Instant m_begin{};
    Instant m_at{};
    bool m_begun = false;
};

}  // namespace vos
