// What the files of commands include, parsed once. Every file still includes what it uses.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
