#include "model/marks.h"

#include <algorithm>

namespace vos::model {

namespace {

/// Searches for a closing sign in one text; what opens after that is plain.
constexpr int LooksMax = 4000;

constexpr qsizetype LanguageMax = 20;
const QString Fence = QStringLiteral("```");

bool isAsciiWord(QChar c)
{
    return c.unicode() < 0x80 && c.isLetterOrNumber();
}

bool isLanguage(QChar c)
{
    return isAsciiWord(c) || c == u'+' || c == u'#' || c == u'-' || c == u'.';
}

/// Reads one text from its beginning to its end; each step takes at least one character.
class MarkReader {
public:
    explicit MarkReader(const QString& source) : m_source(source) {}

    MarkedText read()
    {
        readRange(0, m_source.size());
        return {m_out, m_ranges};
    }

private:
    void readRange(qsizetype from, qsizetype to)
    {
        for (qsizetype at = from; at < to;) {
            const qsizetype next = readMark(at, to);
            if (next > at) {
                at = next;
                continue;
            }
            m_out.append(m_source[at]);
            ++at;
        }
    }

    /// Where to go on if something stands at `at`; else `at`.
    qsizetype readMark(qsizetype at, qsizetype to)
    {
        const QChar c = m_source[at];
        if (c == u'h' || c == u'H')
            return skipAddress(at, to);
        if ((c != u'*' && c != u'_' && c != u'`') || m_ranges.size() >= MarksMax)
            return at;
        if (c == u'`')
            return startsWith(at, Fence) ? readBlock(at, to) : readCode(at, to);
        if (startsWith(at, QStringLiteral("**")))
            return readStyle(at, to, QStringLiteral("**"), Mark::Bold);
        return readStyle(at, to, QString(c), Mark::Italic);
    }

    bool startsWith(qsizetype at, const QString& what) const
    {
        return QStringView(m_source).mid(at).startsWith(what);
    }

    /// Addresses keep their underscores and stars.
    qsizetype skipAddress(qsizetype at, qsizetype to)
    {
        const QStringView rest = QStringView(m_source).mid(at, to - at);
        const bool address = rest.startsWith(QStringLiteral("http://"), Qt::CaseInsensitive) ||
                             rest.startsWith(QStringLiteral("https://"), Qt::CaseInsensitive);
        if (!address || (at > 0 && isAsciiWord(m_source[at - 1])))
            return at;
        qsizetype end = at;
        while (end < to && !m_source[end].isSpace())
            ++end;
        // Signs that close something around it are not of the address.
        while (end > at && QStringLiteral("*_`").contains(m_source[end - 1]))
            --end;
        m_out.append(QStringView(m_source).mid(at, end - at));
        return end;
    }

    qsizetype readBlock(qsizetype at, qsizetype to)
    {
        qsizetype from = at + Fence.size();
        const qsizetype close = m_source.indexOf(Fence, from);
        if (close < 0 || close + Fence.size() > to)
            return at;
        // The name of a language may stand behind the opening fence.
        qsizetype line = from;
        while (line < close && line - from < LanguageMax && isLanguage(m_source[line]))
            ++line;
        if (line < close && m_source[line] == u'\n')
            from = line + 1;
        qsizetype until = close;
        if (until > from && m_source[until - 1] == u'\n')
            --until;
        if (until == from)
            return at;
        // A block has its lines for itself.
        if (!m_out.isEmpty() && !m_out.endsWith(u'\n'))
            m_out.append(u'\n');
        put(QStringView(m_source).mid(from, until - from), Mark::Block);
        qsizetype next = close + Fence.size();
        if (next < to && m_source[next] == u'\n')
            ++next;
        if (next < to)
            m_out.append(u'\n');
        return next;
    }

    qsizetype readCode(qsizetype at, qsizetype to)
    {
        const qsizetype close = closing(at + 1, to, QStringLiteral("`"));
        if (close <= at + 1)
            return at;
        put(QStringView(m_source).mid(at + 1, close - at - 1), Mark::Code);
        return close + 1;
    }

    qsizetype readStyle(qsizetype at, qsizetype to, const QString& sign, Mark mark)
    {
        const qsizetype from = at + sign.size();
        if (m_inside.contains(mark) || from >= to || m_source[from].isSpace() ||
            !opensWord(at, sign))
            return at;
        for (qsizetype close = closing(from, to, sign); close > 0;
             close = closing(close + 1, to, sign)) {
            if (close == from || m_source[close - 1].isSpace() || !closesWord(close, to, sign))
                continue;
            const qsizetype start = m_out.size();
            m_inside.append(mark);
            readRange(from, close);
            m_inside.removeLast();
            m_ranges.append(
                {static_cast<int>(start), static_cast<int>(m_out.size() - start), mark});
            return close + sign.size();
        }
        return at;
    }

    /// The next `sign` on this line, from `from` on; -1: none.
    qsizetype closing(qsizetype from, qsizetype to, const QString& sign)
    {
        if (++m_looks > LooksMax)
            return -1;
        const QStringView rest = QStringView(m_source).mid(from, to - from);
        const qsizetype place = rest.indexOf(sign);
        if (place < 0 || rest.left(place).contains(u'\n'))
            return -1;
        return from + place;
    }

    /// 2*3*4 and snake_case are no italics; neither is the half of a double star.
    bool opensWord(qsizetype at, const QString& sign) const
    {
        if (sign.size() == 2)
            return true;
        const QChar before = at > 0 ? m_source[at - 1] : QChar(u' ');
        return before != sign[0] && !isAsciiWord(before) &&
               (sign[0] == u'*' || !before.isLetterOrNumber());
    }
    bool closesWord(qsizetype close, qsizetype, const QString& sign) const
    {
        if (sign.size() == 2)
            return true;
        const QChar after = close + 1 < m_source.size() ? m_source[close + 1] : QChar(u' ');
        return after != sign[0] && m_source[close - 1] != sign[0] && !isAsciiWord(after) &&
               (sign[0] == u'*' || !after.isLetterOrNumber());
    }

    void put(QStringView text, Mark mark)
    {
        m_ranges.append({static_cast<int>(m_out.size()), static_cast<int>(text.size()), mark});
        m_out.append(text);
    }

    const QString& m_source;
    QString m_out;
    QList<MarkRange> m_ranges;
    QList<Mark> m_inside;
    int m_looks = 0;
};

}  // namespace

MarkedText readMarks(const QString& source)
{
    const bool marked = std::any_of(source.begin(), source.end(),
                                    [](QChar c) { return c == u'*' || c == u'_' || c == u'`'; });
    return marked ? MarkReader(source).read() : MarkedText{source, {}};
}

QString withoutMarks(const QString& source)
{
    return readMarks(source).text;
}

}  // namespace vos::model
