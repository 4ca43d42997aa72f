// The version of the library that a program runs with.

#pragma once

#include <polhist/export.h>

#include <string_view>

namespace polhist::api {

// `0.1.0`. The text lives as long as the program.
POLHIST_API std::string_view version();

} // namespace polhist::api
