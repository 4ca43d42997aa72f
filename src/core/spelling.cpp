#include "core/spelling.h"

#include <algorithm>
#include <cctype>
#include <vector>

namespace polhist {
namespace {

constexpr std::size_t longest = 200;

bool same_letter(char left, char right) {
    return std::tolower(static_cast<unsigned char>(left)) ==
           std::tolower(static_cast<unsigned char>(right));
}

} // namespace

std::size_t spelling_distance(std::string_view left, std::string_view right) {
    if (std::max(left.size(), right.size()) > longest) {
        return longest;
    }
    // Three rows of the table of distances between prefixes: the current one and two before it.
    std::vector<std::size_t> before_last(right.size() + 1);
    std::vector<std::size_t> last(right.size() + 1);
    std::vector<std::size_t> row(right.size() + 1);
    for (std::size_t j = 0; j <= right.size(); ++j) {
        row[j] = j;
    }
    for (std::size_t i = 1; i <= left.size(); ++i) {
        std::swap(before_last, last);
        std::swap(last, row);
        row[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const std::size_t replaced =
                last[j - 1] + (same_letter(left[i - 1], right[j - 1]) ? 0 : 1);
            row[j] = std::min({last[j] + 1, row[j - 1] + 1, replaced});
            const bool swapped = i > 1 && j > 1 && same_letter(left[i - 1], right[j - 2]) &&
                                 same_letter(left[i - 2], right[j - 1]);
            if (swapped) {
                row[j] = std::min(row[j], before_last[j - 2] + 1);
            }
        }
    }
    return row[right.size()];
}

std::optional<std::string_view> nearest(std::string_view word,
                                        std::span<const std::string_view> candidates) {
    std::optional<std::string_view> best;
    std::size_t best_distance = std::min<std::size_t>(word.size() / 4 + 1, 5);
    for (const std::string_view candidate : candidates) {
        const std::size_t distance = spelling_distance(word, candidate);
        if (distance < best_distance) {
            best = candidate;
            best_distance = distance;
        }
    }
    return best;
}

} // namespace polhist
