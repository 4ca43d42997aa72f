#include "core/written_date.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace polhist {
namespace {

constexpr std::size_t abbreviated = 3; // letters of a month

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_number(std::string_view word, std::size_t longest) {
    return !word.empty() && word.size() <= longest && std::ranges::all_of(word, is_digit);
}

std::string lower(std::string_view word) {
    std::string text(word);
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    });
    return text;
}

// The words of a text that commas and white space part; nothing where there are over six.
std::vector<std::string> words_of(std::string_view text) {
    constexpr std::string_view separators = ", \t\r\n";
    constexpr std::size_t most = 6;
    std::vector<std::string> words;
    while (words.size() <= most) {
        const std::size_t start = text.find_first_not_of(separators);
        if (start == std::string_view::npos) {
            return words;
        }
        text.remove_prefix(start);
        const std::size_t end = std::min(text.find_first_of(separators), text.size());
        words.push_back(lower(text.substr(0, end)));
        text.remove_prefix(end);
    }
    return {};
}

// From 1; 0 for no month.
std::size_t month_of(std::string_view word) {
    constexpr std::array<std::string_view, 12> months{"january",
                                                      "february",
                                                      "march",
                                                      "april",
                                                      "may",
                                                      "june",
                                                      "july",
                                                      "august",
                                                      "september",
                                                      "october",
                                                      "november",
                                                      "december"};
    for (std::size_t i = 0; i < months.size(); ++i) {
        if (word == months[i] || word == months[i].substr(0, abbreviated)) {
            return i + 1;
        }
    }
    return 0;
}

std::optional<std::string> day_of(const std::vector<std::string>& words) {
    constexpr std::size_t year_digits = 4;
    const std::size_t month = month_of(words[0]);
    if (month == 0 || !is_number(words[1], 2) || !is_number(words[2], year_digits)) {
        return std::nullopt;
    }
    std::string day = fmt::format("{:0>4}-{:02}-{:0>2}", words[2], month, words[1]);
    return start_of_day(day) ? std::optional(std::move(day)) : std::nullopt;
}

} // namespace

std::optional<std::string> parse_written_day(std::string_view text) {
    const std::vector<std::string> words = words_of(text);
    return words.size() == 3 ? day_of(words) : std::nullopt;
}

std::optional<Instant> parse_written_minute(std::string_view text) {
    constexpr std::size_t clock_width = 5; // `22:29`
    const std::vector<std::string> words = words_of(text);
    if (words.size() != 5 || words[4] != "utc") {
        return std::nullopt;
    }
    const auto day = day_of(words);
    if (!day) {
        return std::nullopt;
    }
    return parse_instant(fmt::format("{}T{:0>{}}:00Z", *day, words[3], clock_width));
}

} // namespace polhist
