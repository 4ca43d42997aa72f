#include "output/html.h"

#include "assets/assets.h"
#include "core/printable.h"

#include <fmt/format.h>

namespace polhist::output {
namespace {

std::string_view entity_of(char byte) {
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return {};
    }
}

// The two characters that XML forbids and that are no controls.
bool is_noncharacter(std::string_view text) {
    return text.starts_with("\xef\xbf\xbe") || text.starts_with("\xef\xbf\xbf");
}

} // namespace

std::string html(std::string_view text) {
    const std::string shown = visible(text);
    std::string out;
    out.reserve(shown.size());
    for (std::size_t i = 0; i < shown.size(); ++i) {
        const std::string_view entity = entity_of(shown[i]);
        if (!entity.empty()) {
            out += entity;
        } else if (is_noncharacter(std::string_view(shown).substr(i))) {
            out += shown[i + 2] == '\xbe' ? "\\ufffe" : "\\uffff";
            i += 2;
        } else {
            out += shown[i];
        }
    }
    return out;
}

std::string url_segment(std::string_view text) {
    std::string out;
    for (const char byte : text) {
        const bool safe = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                          (byte >= '0' && byte <= '9') ||
                          std::string_view("-_.~").find(byte) != std::string_view::npos;
        if (safe) {
            out += byte;
        } else {
            out += fmt::format("%{:02X}", static_cast<unsigned char>(byte));
        }
    }
    return out == "." || out == ".." ? "%2E" + out.substr(1) : out;
}

std::string lone_page(std::string_view title, std::string_view body) {
    const assets::File& style = assets::file("page.css");
    return fmt::format("<!DOCTYPE html>\n"
                       "<html lang=\"en\">\n"
                       "<head>\n"
                       "<meta charset=\"utf-8\">\n"
                       "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
                       "style-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n"
                       "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                       "<meta name=\"referrer\" content=\"no-referrer\">\n"
                       "<meta name=\"generator\" content=\"polhist " POLHIST_VERSION "\">\n"
                       "<title>{}</title>\n"
                       "<style>{}</style>\n"
                       "</head>\n"
                       "<body>\n"
                       "<main>\n{}</main>\n"
                       "</body>\n"
                       "</html>\n",
                       style.digest,
                       html(title),
                       style.bytes,
                       body);
}

} // namespace polhist::output
