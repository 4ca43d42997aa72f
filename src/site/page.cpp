#include "site/page.h"

#include "core/digest.h"
#include "output/html.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::site {

using output::html;

std::string up(std::string_view path) {
    std::string prefix;
    for (const char byte : path) {
        prefix += byte == '/' ? "../" : "";
    }
    return prefix;
}

std::string part(std::string_view name) {
    constexpr std::size_t longest = 150;
    std::string out;
    for (const char byte : name) {
        const bool letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
        const bool safe = letter || (byte >= '0' && byte <= '9') || byte == '_' || byte == '-' ||
                          (byte == '.' && !out.empty());
        out +=
            safe ? std::string(1, byte) : fmt::format("~{:02X}", static_cast<unsigned char>(byte));
    }
    if (out.size() > longest) {
        out = out.substr(0, longest) + "~" + sha256(name).substr(0, 16);
    }
    return out.empty() ? "~" : out;
}

std::string page_text(const Page& page) {
    const std::string top = up(page.path);
    const std::string feed = page.feed.empty() ? "feeds/all.atom" : page.feed;
    return fmt::format(
        "<!DOCTYPE html>\n"
        "<html lang=\"en\">\n"
        "<head>\n"
        "<meta charset=\"utf-8\">\n"
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
        "style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n"
        "<meta name=\"generator\" content=\"polhist " POLHIST_VERSION "\">\n"
        "<title>{title}</title>\n"
        "<link rel=\"icon\" href=\"data:,\">\n"
        "<link rel=\"stylesheet\" href=\"{top}page.css\">\n"
        "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Changes\" "
        "href=\"{top}{feed}\">\n"
        "<script defer src=\"{top}search.js\" data-top=\"{top}\"></script>\n"
        "</head>\n"
        "<body>\n"
        "<a class=\"skip\" href=\"#content\">To the content</a>\n"
        "<header class=\"bar\"><nav aria-label=\"Site\">\n"
        "<a class=\"home\" href=\"{top}index.html\">polhist</a>\n"
        "<a href=\"{top}policies.html\">Policies</a>\n"
        "<a href=\"{top}actions/index.html\">Actions</a>\n"
        "<a href=\"{top}statistics.html\">Statistics</a>\n"
        "<a href=\"{top}feeds/index.html\">Feeds</a>\n"
        "<a href=\"{top}about.html\">About</a>\n"
        "<div class=\"search\" id=\"search\"></div>\n"
        "</nav></header>\n"
        "<main id=\"content\" tabindex=\"-1\">\n{body}</main>\n"
        "<footer>Made by polhist from the documents themselves.</footer>\n"
        "</body>\n"
        "</html>\n",
        fmt::arg("title", html(page.title)),
        fmt::arg("top", top),
        fmt::arg("feed", feed),
        fmt::arg("body", page.body));
}

} // namespace polhist::site
