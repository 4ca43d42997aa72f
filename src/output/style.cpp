#include "output/style.h"

#include "core/printable.h"

#include <fmt/color.h>

#include <algorithm>

namespace polhist::output {
namespace {

std::string painted(bool colour, const fmt::text_style& style, std::string_view text) {
    return colour ? fmt::format(style, "{}", text) : std::string(text);
}

} // namespace

std::string Style::bold(std::string_view text) const {
    return painted(colour, fmt::emphasis::bold, text);
}

std::string Style::dim(std::string_view text) const {
    return painted(colour, fmt::emphasis::faint, text);
}

std::string Style::added(std::string_view text) const {
    return painted(colour, fmt::fg(fmt::terminal_color::green), text);
}

std::string Style::removed(std::string_view text) const {
    return painted(colour, fmt::fg(fmt::terminal_color::red), text);
}

std::string Style::warning(std::string_view text) const {
    return painted(colour, fmt::fg(fmt::terminal_color::yellow), text);
}

std::string Style::signed_text(char sign, std::string_view text) const {
    const bool whole_lines = text.ends_with('\n');
    text.remove_suffix(whole_lines ? 1 : 0);
    return (sign == '+' ? added(text) : removed(text)) + (whole_lines ? "\n" : "");
}

std::string
wrapped(std::string_view text, std::size_t indent, std::size_t width, std::size_t hanging) {
    std::string out(indent, ' ');
    std::size_t used = indent;
    bool first_word = true;
    while (!text.empty()) {
        const std::size_t space = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, space);
        text.remove_prefix(std::min(space + 1, text.size()));
        if (!first_word && used + 1 + columns(word) > width) {
            out += '\n' + std::string(indent + hanging, ' ');
            used = indent + hanging;
            first_word = true;
        }
        out += first_word ? "" : " ";
        out += word;
        used += columns(word) + (first_word ? 0 : 1);
        first_word = false;
    }
    return out + '\n';
}

} // namespace polhist::output
