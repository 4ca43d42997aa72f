// Reads and changes the condition keys of a request, by name in any letter case.

#pragma once

#include "access/parts.h"
#include "access/verdict.h"

#include <string>
#include <string_view>
#include <vector>

namespace polhist::access {

using Values = std::vector<std::string>;

// The values of a key; null where it is absent.
const Values* values_of(const Request& request, std::string_view key);
Values* values_of(Request& request, std::string_view key);

// The first value; empty where the key is absent.
std::string value_of(const Request& request, std::string_view key);

void erase_key(Request& request, std::string_view key);

// What stands behind a prefix in the names of keys: `Team` of `aws:RequestTag/Team`.
std::vector<std::string> names_behind(const Request& request, std::string_view folded_prefix);

// Whether every key has values, and as many, as its kind allows.
bool has_possible_values(const Parts& parts, const Request& request);

} // namespace polhist::access
