// Users, groups and roles, listed in each format.

#pragma once

#include "answers/principal_listing.h"
#include "output/style.h"

#include <string>

namespace polhist::output {

std::string principals_json(const answers::PrincipalListing& listing);
std::string principals_text(const answers::PrincipalListing& listing, const Style& style);
std::string principals_markdown(const answers::PrincipalListing& listing);

} // namespace polhist::output
