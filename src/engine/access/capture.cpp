#include "access/capture.h"

#include <span>

namespace polhist::access {
namespace {

constexpr std::size_t longest_text = 512;
constexpr std::size_t most_for_each = 6;

// Some tokens of a pattern, with anything in the place of variables.
Pattern open_part(const Pattern& whole, std::size_t first, std::size_t end) {
    Pattern part = whole;
    part.tokens.assign(whole.tokens.begin() + static_cast<std::ptrdiff_t>(first),
                       whole.tokens.begin() + static_cast<std::ptrdiff_t>(end));
    return opened(part);
}

void capture_at(const Pattern& pattern,
                std::size_t variable,
                std::string_view text,
                std::set<std::string>& out) {
    const Pattern before = open_part(pattern, 0, variable);
    const Pattern behind = open_part(pattern, variable + 1, pattern.tokens.size());
    std::size_t found = 0;
    for (std::size_t begin = 0; begin <= text.size() && found < most_for_each; ++begin) {
        if (!matches(before, text.substr(0, begin))) {
            continue;
        }
        for (std::size_t end = begin; end <= text.size() && found < most_for_each; ++end) {
            if (matches(behind, text.substr(end))) {
                out.emplace(text.substr(begin, end - begin));
                ++found;
            }
        }
    }
}

} // namespace

void capture(const Pattern& pattern, std::string_view text, Budget& budget, Suggestions& out) {
    if (text.size() > longest_text || !matches(opened(pattern), text)) {
        return;
    }
    for (std::size_t i = 0; i < pattern.tokens.size(); ++i) {
        const Token& token = pattern.tokens[i];
        if (token.kind == Token::Kind::variable &&
            budget.spend(text.size() * (pattern.tokens.size() + text.size()))) {
            capture_at(pattern, i, text, out[pattern.variables[token.index].key]);
        }
    }
}

} // namespace polhist::access
