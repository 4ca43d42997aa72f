#include "access/glob.h"

namespace polhist::access {
namespace {

constexpr char lower(char byte) {
    return byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte + 32) : byte;
}

// Greedy with one step back: after a mismatch only the last `*` can help, by taking one character
// more. Cost grows with pattern times text at worst.
template <typename Same>
bool matches_by(std::string_view pattern, std::string_view text, Same same) {
    std::size_t p = 0;
    std::size_t t = 0;
    std::size_t star = std::string_view::npos;
    std::size_t star_text = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            star_text = t;
        } else if (p < pattern.size() && (pattern[p] == '?' || same(pattern[p], text[t]))) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++star_text;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
}

} // namespace

bool has_wildcard(std::string_view pattern) {
    // Two searches for one byte each are much quicker than one for either.
    return pattern.find('*') != std::string_view::npos ||
           pattern.find('?') != std::string_view::npos;
}

bool matches_action(std::string_view pattern, std::string_view action) {
    return matches_by(pattern, action, [](char a, char b) { return lower(a) == lower(b); });
}

bool matches(std::string_view pattern, std::string_view text) {
    return matches_by(pattern, text, [](char a, char b) { return a == b; });
}

} // namespace polhist::access
