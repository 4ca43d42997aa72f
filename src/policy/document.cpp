#include "policy/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace polhist::policy {
namespace {

constexpr unsigned char fold(char byte) {
    const auto letter = static_cast<unsigned char>(byte);
    return letter >= 'A' && letter <= 'Z' ? static_cast<unsigned char>(letter + 32) : letter;
}

// The first place from `at` on where two texts differ, both at least `size` long; else `size`.
std::size_t
first_difference(std::string_view left, std::string_view right, std::size_t at, std::size_t size) {
    std::uint64_t left_word = 0;
    std::uint64_t right_word = 0;
    while (at + sizeof left_word <= size) {
        std::memcpy(&left_word, left.data() + at, sizeof left_word);
        std::memcpy(&right_word, right.data() + at, sizeof right_word);
        if (left_word != right_word) {
            break;
        }
        at += sizeof left_word;
    }
    // What is left of equal texts is mostly equal: looked at as one word with some before it.
    if (at + sizeof left_word > size && size >= sizeof left_word) {
        const std::size_t last = size - sizeof left_word;
        std::memcpy(&left_word, left.data() + last, sizeof left_word);
        std::memcpy(&right_word, right.data() + last, sizeof right_word);
        if (left_word == right_word) {
            return size;
        }
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
