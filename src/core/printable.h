// Text from outside, made safe to print.
//
// Policy documents, file names and messages may hold escape sequences that rewrite a terminal, or
// bidirectional controls that show text in another order than it has. Whatever is printed goes
// through here, on a terminal or not.

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace polhist {

// One character of UTF-8 text: its code point, and how many bytes it takes. `valid` is false for
// a byte that begins no well-formed sequence; `code` is then that byte and `size` is 1.
struct Character {
    std::uint32_t code = 0;
    std::size_t size = 1;
    bool valid = true;
};

// The character at the front of `text`, which must not be empty.
Character first_character(std::string_view text);

// Whether a character must not reach a terminal as it is: C0, DEL, C1, bidirectional and
// zero-width controls, line and paragraph separators, byte order marks.
bool is_control(std::uint32_t code);

// `text` with every control character written `\n`, `\t`, `\r` or `\u001b`, and every byte that is
// not UTF-8 written `\xff`. Other text is unchanged.
std::string visible(std::string_view text);

// The number of terminal columns `text` takes, counting each character of it as one.
std::size_t columns(std::string_view text);

} // namespace polhist
