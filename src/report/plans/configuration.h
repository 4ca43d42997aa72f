// What the configuration behind a Terraform plan says of its resources.
//
// A provider computes some attributes that nobody sets: after a plan that creates a bucket, its
// `policy` is known only after apply, since the provider will look. Such an attribute is set by
// what manages it, which is a resource of its own. Source: "Configuration representation" in "JSON
// Output Format" in the Terraform documentation.

#pragma once

#include "json/tree.h"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace polhist::plans {

class Configuration {
public:
    // Of a plan without `configuration`, nothing is known.
    explicit Configuration(const json::Value& plan);
    Configuration() = default;

    // Whether an attribute of a resource, an element of `resource_changes`, is surely set nowhere.
    // Of blocks that is never sure: those that are made by `dynamic` are not told.
    [[nodiscard]] bool leaves_open(const json::Value& resource, std::string_view attribute) const;

private:
    void add_module(const json::Value& module, const std::string& path);

    // The attributes that are set, by module and resource: `app.aws_s3_bucket.logs`.
    std::map<std::string, std::set<std::string, std::less<>>, std::less<>> set_;
};

} // namespace polhist::plans
