#include "core/printable.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace polhist {
namespace {

struct Range {
    std::uint32_t first;
    std::uint32_t last;
};

constexpr std::array control_ranges{
    Range{0x00, 0x1f},
    Range{0x7f, 0x9f},
    Range{0x061c, 0x061c}, // Arabic letter mark
    Range{0x180e, 0x180e},
    Range{0x200b, 0x200f}, // zero-width, left-to-right and right-to-left marks
    Range{0x2028, 0x202e}, // separators, bidirectional embeddings and overrides
    Range{0x2060, 0x206f}, // invisible operators, bidirectional isolates
    Range{0xfeff, 0xfeff},
    Range{0xfff9, 0xfffb},
    Range{0xe0000, 0xe007f}, // tag characters
};

// How many bytes a sequence takes by its first byte; 0 for a byte that begins none.
std::size_t sequence_size(unsigned char lead) {
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xc2 && lead < 0xe0) {
        return 2;
    }
    if (lead >= 0xe0 && lead < 0xf0) {
        return 3;
    }
    return lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
}

bool is_scalar(std::uint32_t code, std::size_t size) {
    constexpr std::array<std::uint32_t, 5> smallest{0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = code >= 0xd800 && code < 0xe000;
    return code >= smallest[size] && code <= 0x10ffff && !surrogate;
}

void append_escape(std::string& out, Character character) {
    const auto end = std::back_inserter(out);
    if (!character.valid) {
        fmt::format_to(end, "\\x{:02x}", character.code);
    } else if (character.code == '\n') {
        out += "\\n";
    } else if (character.code == '\r') {
        out += "\\r";
    } else if (character.code == '\t') {
        out += "\\t";
    } else {
        fmt::format_to(end, "\\u{:04x}", character.code);
    }
}

} // namespace

Character first_character(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t size = sequence_size(lead);
    const Character broken{lead, 1, false};
    if (size == 0 || size > text.size()) {
        return broken;
    }
    if (size == 1) {
        return {lead, 1, true};
    }
    std::uint32_t code = lead & (0x7fU >> size);
    for (const char next : text.substr(1, size - 1)) {
        const auto byte = static_cast<unsigned char>(next);
        if ((byte & 0xc0U) != 0x80) {
            return broken;
        }
        code = (code << 6U) | (byte & 0x3fU);
    }
    return is_scalar(code, size) ? Character{code, size, true} : broken;
}

bool is_control(std::uint32_t code) {
    return std::ranges::any_of(control_ranges, [code](const Range& range) {
        return code >= range.first && code <= range.last;
    });
}

std::string visible(std::string_view text) {
    const auto is_plain = [](char byte) { return byte >= 0x20 && byte < 0x7f; };
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto special = std::find_if_not(text.begin(), text.end(), is_plain);
        out.append(text.begin(), special);
        text.remove_prefix(static_cast<std::size_t>(special - text.begin()));
        if (text.empty()) {
            break;
        }
        const Character character = first_character(text);
        if (!character.valid || is_control(character.code)) {
            append_escape(out, character);
        } else {
            out += text.substr(0, character.size);
        }
        text.remove_prefix(character.size);
    }
    return out;
}

std::size_t columns(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0U) != 0x80; }));
}

} // namespace polhist
