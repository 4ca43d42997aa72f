// Recognises files that are neither a plan nor a template, so that the error can say what to give
// instead.

#pragma once

#include "json/tree.h"

#include <optional>
#include <string>
#include <string_view>

namespace polhist::plans {

// `is a Terraform state; …` for JSON of a known kind that holds no policy document; nothing for any
// other.
std::optional<std::string> foreign_kind(const json::Value& root);

// The same of a text that is no JSON as a whole.
std::optional<std::string> foreign_kind(std::string_view text);

// The text without the line that the wrapper of setup-terraform prints before it, which becomes
// white space: `[command]/…/terraform-bin show -json plan`.
std::string without_wrapper(std::string text);

} // namespace polhist::plans
