#include "policy/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstdint>
#include <cstring>

namespace polhist::policy {
namespace {

constexpr unsigned char fold(char byte) {
    const auto letter = static_cast<unsigned char>(byte);
    return letter >= 'A' && letter <= 'Z' ? static_cast<unsigned char>(letter + 32) : letter;
}

// Eight characters of a text as a number whose lowest byte is the first.
std::uint64_t word_at(std::string_view text, std::size_t at) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, sizeof word);
    if constexpr (std::endian::native == std::endian::big) {
        word = __builtin_bswap64(word);
    }
    return word;
}

// The first place from `at` on where two texts differ, both at least `size` long; else `size`. What
// is left behind whole words is looked at as one word, with some characters before it.
std::size_t
first_difference(std::string_view left, std::string_view right, std::size_t at, std::size_t size) {
    constexpr std::size_t word = sizeof(std::uint64_t);
    while (at < size && size >= word) {
        const std::size_t from = std::min(at, size - word);
        const std::uint64_t differ = word_at(left, from) ^ word_at(right, from);
        // Characters before `at` may differ in letter case: they were looked at already.
        const std::uint64_t ahead = differ >> (8 * (at - from));
        if (ahead != 0) {
            return at + static_cast<std::size_t>(std::countr_zero(ahead)) / 8;
        }
        at = from + word;
    }
    while (at < size && left[at] == right[at]) {
        ++at;
    }
    return at;
}

} // namespace

std::string_view name_of(Effect effect) {
    return effect == Effect::allow ? "Allow" : "Deny";
}

std::string_view name_of(Language language) {
    return language == Language::v2008 ? "2008-10-17" : "2012-10-17";
}

bool is_language(std::string_view text) {
    return text == name_of(Language::v2008) || text == name_of(Language::v2012);
}

Document nothing_beside(const Document& other) {
    Document nothing;
    nothing.language = other.language;
    nothing.language_stated = other.language_stated;
    return nothing;
}

int compare_folded(std::string_view left, std::string_view right) {
    const std::size_t shared = std::min(left.size(), right.size());
    std::size_t at = 0;
    while ((at = first_difference(left, right, at, shared)) < shared) {
        const int difference = fold(left[at]) - fold(right[at]);
        if (difference != 0) {
            return difference;
        }
        ++at;
    }
    return left.size() == right.size() ? 0 : (left.size() < right.size() ? -1 : 1);
}

std::string folded(std::string_view text) {
    std::string result(text);
    std::ranges::transform(
        result, result.begin(), [](char byte) { return static_cast<char>(fold(byte)); });
    return result;
}

int compare(const Condition& left, const Condition& right) {
    if (const int order = compare_folded(left.comparison, right.comparison); order != 0) {
        return order;
    }
    if (const int order = compare_folded(left.key, right.key); order != 0) {
        return order;
    }
    return left.values == right.values ? 0 : (left.values < right.values ? -1 : 1);
}

std::string label_of(const Statement& statement) {
    if (!statement.sid || statement.sid->empty()) {
        return fmt::format("Statement[{}]", statement.index);
    }
    return fmt::format("Statement[{}] \"{}\"", statement.index, *statement.sid);
}

} // namespace polhist::policy
