#include "core/base64.h"

namespace polhist {
namespace {

constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr unsigned digit_bits = 6;
constexpr unsigned byte_bits = 8;

} // namespace

std::optional<std::string> parse_base64(std::string_view text) {
    if (text.size() % 4 != 0) {
        return std::nullopt;
    }
    for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) {
        text.remove_suffix(1);
    }
    std::string bytes;
    unsigned waiting = 0; // bits that are no whole byte yet, and how many
    unsigned bits = 0;
    for (const char c : text) {
        const std::size_t digit = alphabet.find(c);
        if (digit == std::string_view::npos) {
            return std::nullopt;
        }
        waiting = (waiting << digit_bits | static_cast<unsigned>(digit)) & 0xFFFFU;
        bits += digit_bits;
        if (bits >= byte_bits) {
            bits -= byte_bits;
            bytes += static_cast<char>(waiting >> bits);
        }
    }
    return bytes;
}

} // namespace polhist
