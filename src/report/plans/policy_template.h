// A policy template of AWS SAM with its parameters, as statements.

#pragma once

#include "core/error.h"
#include "json/tree.h"

#include <string>
#include <string_view>
#include <vector>

namespace polhist::plans {

// The statements of the template `name`, each as JSON, in which what is not known is a function of
// CloudFormation. The error says which template or parameter there is not, `with_hint` with the
// name of a template that was probably meant, which takes a while to find.
Result<std::vector<std::string>>
expanded_template(std::string_view name, const json::Value& parameters, bool with_hint);

} // namespace polhist::plans
