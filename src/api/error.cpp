#include "api/internals.h"

#include <charconv>

namespace polhist::api {
namespace {

// A number that counts from 1 and the colon behind it, taken from the front of a text.
std::optional<std::size_t> take_number(std::string_view& text) {
    std::size_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [after, fault] = std::from_chars(text.data(), end, number);
    if (fault != std::errc() || after == end || *after != ':' || number == 0) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(after - text.data()) + 1);
    return number;
}

// `$.Statement[0]` of `… ($.Statement[0])`.
std::string path_at_end(std::string_view message) {
    constexpr std::string_view begin = " ($";
    std::size_t open = message.ends_with(')') ? message.rfind(begin) : std::string_view::npos;
    // A key in the path may hold ` ($` too.
    while (open != std::string_view::npos && open > 0 &&
           std::string_view(".[)").find(message[open + begin.size()]) == std::string_view::npos) {
        open = message.rfind(begin, open - 1);
    }
    return open == std::string_view::npos
               ? std::string()
               : std::string(message.substr(open + 2, message.size() - open - 3));
}

// `: in the string:` and `: decoded Document:`: the place that follows is the one inside.
void pass_string(std::string_view& text) {
    for (const std::string_view inside : {" in the string:", " decoded Document:"}) {
        if (text.starts_with(inside)) {
            text.remove_prefix(inside.size());
        }
    }
}

// Lines of the engine have one form: `NAME:LINE:COLUMN: WHAT ($.PATH)`.
std::optional<Place> place_in(std::string_view message, std::string_view name) {
    std::string_view rest = message;
    std::optional<Place> place;
    if (!rest.starts_with(name) || !rest.substr(name.size()).starts_with(':')) {
        return place;
    }
    rest.remove_prefix(name.size() + 1);
    while (const auto line = take_number(rest)) {
        const auto column = take_number(rest);
        if (!column) {
            break;
        }
        place = Place{*line, *column, path_at_end(message)};
        pass_string(rest);
    }
    return place;
}

} // namespace

Error error_of(const polhist::Error& error, ErrorCode code, std::string_view name) {
    return {code, error.message, place_in(error.message, name)};
}

} // namespace polhist::api
