// Text made safe for HTML and XML. Everything from outside that stands in either goes through here.

#pragma once

#include <string>
#include <string_view>

namespace polhist::output {

// For text between tags and for attributes in double quotes. Control characters are made visible,
// and so is what XML forbids.
std::string html(std::string_view text);

// For one segment of the path of a URL: all but letters, digits and `-_.~` as `%XX`. Never `.` or
// `..`.
std::string url_segment(std::string_view text);

// A whole page that needs nothing but itself: `head` stands in `head`, `body` in `main`. Nothing is
// loaded and no script runs, whatever the page holds.
std::string lone_page(std::string_view title, std::string_view body);

} // namespace polhist::output
