// The resources of a CloudFormation template, with what `Globals` of AWS SAM gives them.
// Source: "Globals section of the AWS SAM template" in the AWS SAM Developer Guide.

#pragma once

#include "json/tree.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::plans {

struct TemplateResource {
    json::Value whole; // with `Type`, `Properties`, `Condition`
    std::string_view type;
    std::optional<json::Value> properties;
    std::optional<json::Value> globals; // for resources of its type

    // A property of its own.
    [[nodiscard]] std::optional<json::Value> own(std::string_view property) const;

    // What counts for a property: its own value; that of `Globals` where it has none, or behind it
    // where both are merged. `AWS::NoValue` is none, of its own and of `Globals`.
    [[nodiscard]] std::vector<json::Value> values(std::string_view property) const;
};

// By logical name; what has no `Type` is left out.
using TemplateResources = std::map<std::string, TemplateResource>;

TemplateResources resources_of(const json::Value& root);

// Whether a value is `Ref: AWS::NoValue`, which takes away what it stands for.
bool is_no_value(const json::Value& value);

// Null, an empty list, or no value at all.
bool is_nothing(const std::optional<json::Value>& value);

} // namespace polhist::plans
