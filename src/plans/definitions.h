// What the functions of a template refer to, held against another template.

#pragma once

#include "json/tree.h"

#include <string>

namespace polhist::plans {

// Whether a value is a function of CloudFormation (`Ref`, `Fn::…`) and not what it says.
bool is_function(const json::Value& value);

// Whether there is a function anywhere inside.
bool has_function(const json::Value& value);

// `Fn::Sub arn:…`, `Ref Bucket`: a function on one line.
std::string function_text(const json::Value& function);

// Whether both templates define alike the parameters, mappings and conditions that a function
// leads to, so that it gives the same in both. Resources of the same name count as the same.
bool is_defined_alike(const json::Value& function,
                      const json::Value& root,
                      const json::Value& other_root);

} // namespace polhist::plans
