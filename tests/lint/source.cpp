#include "tests/lint/source.h"

#include <algorithm>
#include <cctype>

namespace vos::lint {

namespace {

bool isWordCharacter(char c)
{
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

/// Copies text into the two views, keeping newlines in both.
class Splitter {
public:
    explicit Splitter(std::string_view text) : m_text(text) {}

    void run(std::string& code, std::string& comments)
    {
        m_code = &code;
        m_comments = &comments;
        while (m_at < m_text.size()) {
            if (rest().starts_with("//"))
                comment(std::min(m_text.find('\n', m_at), m_text.size()));
            else if (rest().starts_with("/*"))
                comment(endAfter("*/", m_at + 2));
            else if (rest().starts_with("R\"") && (m_at == 0 || !isWordCharacter(m_text[m_at - 1])))
                rawString();
            else if (m_text[m_at] == '"')
                literal('"');
            else if (m_text[m_at] == '\'' && (m_at == 0 || !isWordCharacter(m_text[m_at - 1])))
                literal('\'');
            else
                put(m_text[m_at], ' ');
        }
    }

private:
    std::string_view rest() const { return m_text.substr(m_at); }
    std::size_t endAfter(std::string_view mark, std::size_t from) const
    {
        const std::size_t found = m_text.find(mark, from);
        return found == std::string_view::npos ? m_text.size() : found + mark.size();
    }
    void put(char code, char comment)
    {
        const bool newline = m_text[m_at] == '\n';
        m_code->push_back(newline ? '\n' : code);
        m_comments->push_back(newline ? '\n' : comment);
        ++m_at;
    }
    void comment(std::size_t end)
    {
        while (m_at < end)
            put(' ', m_text[m_at]);
    }
    void blank(std::size_t end)
    {
        while (m_at < end)
            put(' ', ' ');
    }
    void rawString()
    {
        const std::size_t open = m_text.find('(', m_at);
        if (open == std::string_view::npos)
            return blank(m_text.size());
        const std::string close =
            ")" + std::string(m_text.substr(m_at + 2, open - m_at - 2)) + "\"";
        const std::size_t end = endAfter(close, open);
        put(' ', ' ');
        put('"', ' ');
        blank(end - 1);
        put('"', ' ');
    }
    void literal(char quote)
    {
        put(quote, ' ');
        while (m_at < m_text.size() && m_text[m_at] != quote && m_text[m_at] != '\n')
            blank(std::min(m_at + (m_text[m_at] == '\\' ? 2 : 1), m_text.size()));
        if (m_at < m_text.size())
            put(quote, ' ');
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    std::string* m_code = nullptr;
    std::string* m_comments = nullptr;
};

}  // namespace

Source::Source(std::string_view text) : raw(text)
{
    Splitter(text).run(code, comments);
}

int Source::lineAt(std::size_t position) const
{
    const auto end = raw.begin() + static_cast<std::ptrdiff_t>(std::min(position, raw.size()));
    return 1 + static_cast<int>(std::count(raw.begin(), end, '\n'));
}

std::vector<std::string_view> linesOf(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

}  // namespace vos::lint
