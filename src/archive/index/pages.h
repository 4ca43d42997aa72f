// What documentation pages say, as bytes.

#pragma once

#include "timeline/claim.h"

#include <optional>
#include <string>
#include <string_view>

namespace polhist::index {

// The updates and the prose among claims.
std::string encoded_pages(const timeline::Claims& claims);

// Nothing where the bytes are none of it.
std::optional<timeline::Claims> decoded_pages(std::string_view bytes);

} // namespace polhist::index
