// How text looks on its way to a person: colour where wanted, and no wider than the terminal.

#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace polhist::output {

struct Style {
    bool colour = false;
    std::size_t width = 80; // columns
    bool full = false;      // long lists whole, not folded

    [[nodiscard]] std::string bold(std::string_view text) const;
    [[nodiscard]] std::string dim(std::string_view text) const;
    [[nodiscard]] std::string added(std::string_view text) const;
    [[nodiscard]] std::string removed(std::string_view text) const;
    [[nodiscard]] std::string warning(std::string_view text) const;

    // By its sign: `+` as added, `-` as removed. A line break at the end stays outside the colour.
    [[nodiscard]] std::string signed_text(char sign, std::string_view text) const;
};

// `text` broken at spaces to fit `width` columns, with a line break at its end. The first line
// stands after `indent` spaces, the others `hanging` further in. A word too long stays whole.
std::string
wrapped(std::string_view text, std::size_t indent, std::size_t width, std::size_t hanging = 0);

} // namespace polhist::output
