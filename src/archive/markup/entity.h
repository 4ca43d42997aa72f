// Character references of HTML: `&amp;`, `&#8211;`, `&#x2013;`.

#pragma once

#include <string>
#include <string_view>

namespace polhist::markup {

// What a reference stands for, as UTF-8; the reference itself where it stands for nothing.
std::string decoded_entity(std::string_view reference);

} // namespace polhist::markup
