#include "access/overlap.h"

#include <algorithm>
#include <vector>

namespace polhist::access {
namespace {

using Kind = Token::Kind;

// Characters that a token takes, as far as two tokens can be told apart by one of them: its own,
// a colon, and any other.
bool takes(const Token& token, char byte) {
    switch (token.kind) {
    case Kind::character:
        return token.byte == byte;
    case Kind::either_case:
        return token.byte ==
               (byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte);
    case Kind::digit:
        return byte >= '0' && byte <= '9';
    case Kind::any_in_field:
    case Kind::star_in_field:
        return byte != ':';
    case Kind::any:
    case Kind::star:
    case Kind::variable:
    case Kind::unknown:
        break;
    }
    return true;
}

// Whether some character is taken by both.
bool agree(const Token& left, const Token& right) {
    for (const Token* one : {&left, &right}) {
        const Token& other = one == &left ? right : left;
        if (one->kind == Kind::character) {
            return takes(other, one->byte);
        }
        if (one->kind == Kind::either_case) {
            constexpr char to_upper = 'a' - 'A';
            return takes(other, one->byte) || takes(other, static_cast<char>(one->byte - to_upper));
        }
    }
    return true; // digits, or all but colons at most
}

} // namespace

// `row[j]`: whether some text leads to token i of the left pattern and to token j of the right one.
bool may_overlap(const Pattern& left, const Pattern& right, Steps& steps) {
    if (left.impossible || right.impossible) {
        return false;
    }
    const auto& ours = left.tokens;
    const auto& theirs = right.tokens;
    std::vector<char> row(theirs.size() + 2, 0);
    std::vector<char> next(theirs.size() + 2, 0);
    row[0] = 1;
    std::size_t first = 0; // all that is set in the row lies from here to `last`
    std::size_t last = 0;
    for (std::size_t i = 0; first <= last; ++i) {
        if (!steps.take(last - first + 1)) {
            return true;
        }
        std::size_t next_first = theirs.size() + 1;
        std::size_t next_last = 0;
        const auto reach = [&](std::size_t j) {
            next[j] = 1;
            next_first = std::min(next_first, j);
            next_last = std::max(next_last, j);
        };
        for (std::size_t j = first; j <= std::min(last, theirs.size()); ++j) {
            if (row[j] == 0) {
                continue;
            }
            row[j] = j == theirs.size() && i == ours.size() ? 1 : 0;
            const bool our_star = i < ours.size() && is_star(ours[i]);
            const bool their_star = j < theirs.size() && is_star(theirs[j]);
            const bool both = i < ours.size() && j < theirs.size() && agree(ours[i], theirs[j]);
            if (their_star || (our_star && both)) {
                row[j + 1] = 1;
                last = std::max(last, j + 1);
            }
            if (our_star || (their_star && both)) {
                reach(j);
            }
            if (both && !our_star && !their_star) {
                reach(j + 1);
            }
        }
        if (i == ours.size()) {
            return row[theirs.size()] != 0;
        }
        row.swap(next);
        first = next_first;
        last = next_last;
    }
    return false;
}

} // namespace polhist::access
