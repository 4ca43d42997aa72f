#include "watch/mail.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::watch {
namespace {

bool is_plain(char c) {
    return c > ' ' && c < 0x7f && c != '=' && c != '?' && c != '_';
}

// RFC 2047: encoded words of at most 75 characters. A character is never cut in two.
std::string encoded_words(std::string_view text) {
    constexpr std::size_t room = 54;
    std::string out = "=?utf-8?q?";
    std::size_t used = 0;
    while (!text.empty()) {
        std::size_t size = 1;
        while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0U) == 0x80) {
            ++size;
        }
        std::string piece;
        for (const char c : text.substr(0, size)) {
            piece += is_plain(c) ? std::string(1, c)
                                 : fmt::format("={:02X}", static_cast<unsigned char>(c));
        }
        text.remove_prefix(size);
        if (used + piece.size() > room) {
            out += "?=\n =?utf-8?q?";
            used = 0;
        }
        out += piece;
        used += piece.size();
    }
    return out + "?=";
}

// RFC 2045, quoted-printable.
std::string quoted_printable(std::string_view text) {
    constexpr std::size_t room = 72;
    std::string out;
    std::size_t used = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '\n') {
            out += '\n';
            used = 0;
            continue;
        }
        const bool at_end = i + 1 == text.size() || text[i + 1] == '\n';
        const bool literal = (c == ' ' && !at_end) || (c > ' ' && c < 0x7f && c != '=');
        // A dot or `From` in front of a line means something to some programs on the way.
        const bool risky = used == 0 && (c == '.' || c == 'F');
        const std::string piece = literal && !risky
                                      ? std::string(1, c)
                                      : fmt::format("={:02X}", static_cast<unsigned char>(c));
        if (used + piece.size() > room) {
            out += "=\n";
            used = 0;
        }
        out += piece;
        used += piece.size();
    }
    return out;
}

} // namespace

std::string mail_of(const Letter& letter, const std::string& address) {
    constexpr std::size_t digits = 32;
    return fmt::format("To: {}\n"
                       "Subject: {}\n"
                       "Message-ID: <{}@polhist.invalid>\n"
                       "Auto-Submitted: auto-generated\n"
                       "MIME-Version: 1.0\n"
                       "Content-Type: text/plain; charset=utf-8\n"
                       "Content-Transfer-Encoding: quoted-printable\n"
                       "\n"
                       "{}",
                       address,
                       encoded_words(letter.headline),
                       letter.key.substr(0, digits),
                       quoted_printable(text_of(letter)));
}

bool is_address(std::string_view text) {
    constexpr std::size_t longest = 254;
    constexpr std::string_view signs = "!#$%&'*+-/=?^_`{|}~.@";
    const auto may_be = [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               signs.find(c) != std::string_view::npos;
    };
    return !text.empty() && text.size() <= longest && text.front() != '-' &&
           std::ranges::all_of(text, may_be) && std::ranges::count(text, '@') <= 1;
}

} // namespace polhist::watch
