// Numbers of AWS accounts.

#pragma once

#include <string_view>

namespace polhist {

// Whether a text is one: twelve digits.
bool is_account(std::string_view text);

} // namespace polhist
