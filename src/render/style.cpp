#include "render/style.h"

#include "core/printable.h"

#include <fmt/color.h>

#include <algorithm>

namespace polhist::render {
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
    return sign == '+' ? added(text) : removed(text);
}

std::string wrapped(std::string_view text, std::size_t indent, std::size_t width) {
    const std::string margin(indent, ' ');
    std::string out;
    std::size_t used = 0;
    while (!text.empty()) {
        const std::size_t space = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, space);
        text.remove_prefix(std::min(space + 1, text.size()));
        if (word.empty()) {
            continue;
        }
        if (used != 0 && used + 1 + columns(word) > width) {
            out += '\n';
            used = 0;
        }
        out += used == 0 ? margin : " ";
        used += (used == 0 ? indent : 1) + columns(word);
        out += word;
    }
    return out.empty() ? out : out + '\n';
}

} // namespace polhist::render
