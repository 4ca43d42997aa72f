// What all pages of a site have: head, bar, foot, and links that work wherever the site lies.

#pragma once

#include <string>
#include <string_view>

namespace polhist::site {

// A page by its path from the top of the site. `body` links through `up`.
struct Page {
    std::string path;  // `policy/NAME/index.html`
    std::string title; // plain text
    std::string feed;  // the path of its Atom feed; empty for the one of everything
    std::string body;  // HTML
};

std::string page_text(const Page& page);

// What leads from a page to the top of the site: `../../`, or nothing.
std::string up(std::string_view path);

// A name as one part of a path that file systems and URLs leave as it is: letters, digits, `.`,
// `_` and `-`; other bytes as `~XX`. Different names give different parts.
std::string part(std::string_view name);

} // namespace polhist::site
