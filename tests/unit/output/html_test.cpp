#include "output/html.h"
#include "output/phrase.h"

#include <doctest/doctest.h>

#include <utility>

namespace polhist::output {

TEST_CASE("text for HTML and XML") {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"plain", "plain"},
        {"<script>alert(\"1\")</script>", "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;"},
        {"it's & more", "it&#39;s &amp; more"},
        {"a\nb\x1b[2J", "a\\nb\\u001b[2J"},
        {"\xe2\x80\xae", "\\u202e"},
        {"\xc2\x85", "\\u0085"},
        {"\xef\xbf\xbe\xef\xbf\xbf\xef\xbf\xbd", "\\ufffe\\uffff\xef\xbf\xbd"},
        {"\xff", "\\xff"},
        {"]]>", "]]&gt;"},
        {"é→", "é→"},
    };
    for (const auto& [text, expected] : rows) {
        CHECK(html(text) == expected);
    }
    CHECK(marked_up("<b>") == "<code>&lt;b&gt;</code>");
}

TEST_CASE("segments of URLs") {
    const std::pair<std::string_view, std::string_view> rows[] = {
        {"ReadOnlyAccess", "ReadOnlyAccess"},
        {"a/b c?d#e%f", "a%2Fb%20c%3Fd%23e%25f"},
        {".", "%2E"},
        {"..", "%2E."},
        {"é", "%C3%A9"},
    };
    for (const auto& [text, expected] : rows) {
        CHECK(url_segment(text) == expected);
    }
}

TEST_CASE("a lone page allows nothing but its style") {
    const std::string page = lone_page("<t>", "<h1>x</h1>\n");
    CHECK(page.find("<title>&lt;t&gt;</title>") != std::string::npos);
    CHECK(page.find("content=\"default-src 'none'; style-src 'sha256-") != std::string::npos);
    CHECK(page.find("<script") == std::string::npos);
    CHECK(page.find("http:") == std::string::npos);
    CHECK(page.find("https:") == std::string::npos);
}

} // namespace polhist::output
