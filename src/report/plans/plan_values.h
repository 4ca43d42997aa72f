// The values of a resource in a Terraform plan, by their paths inside it.

#pragma once

#include "json/tree.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace polhist::plans {

// A string, or an object that is a policy.
struct Leaf {
    json::Value value;
    std::string attribute;
    bool sensitive = false;
};

using Leaves = std::map<std::string, Leaf>; // by path

// `marks` has the shape of the values, with true for what is sensitive.
Leaves leaves_of(const json::Value& values, const std::optional<json::Value>& marks);

// The paths of what is not known, and the attributes they are of. `unknown` has the shape of the
// values, with true for such; `after` names the elements of lists, where `marks` does not hide it.
std::map<std::string, std::string> unknown_paths(const json::Value& unknown,
                                                 const std::optional<json::Value>& after,
                                                 const std::optional<json::Value>& marks);

bool is_true(const std::optional<json::Value>& value);

// Whether some part of such a shape is true.
bool has_true(const json::Value& shape);

// Whether an attribute has no value: it is absent, null or empty.
bool has_no_value(const std::optional<json::Value>& value);

} // namespace polhist::plans
