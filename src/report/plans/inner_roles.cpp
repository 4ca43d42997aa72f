#include "plans/inner_roles.h"

#include <algorithm>
#include <array>

namespace polhist::plans {
namespace {

using json::Value;

void gather(const Value& value, std::vector<Value>& out) {
    for (const auto& [key, inner] : value.members()) {
        if (names_role(key)) {
            out.push_back(inner);
        } else {
            gather(inner, out);
        }
    }
    for (const Value& item : value.items()) {
        gather(item, out);
    }
}

} // namespace

bool names_role(std::string_view attribute) {
    constexpr std::array<std::string_view, 17> endings{"IamRoles",
                                                       "InstanceProfile",
                                                       "InstanceProfileArn",
                                                       "InstanceProfileName",
                                                       "Role",
                                                       "RoleARN",
                                                       "RoleARNs",
                                                       "RoleArn",
                                                       "RoleArns",
                                                       "_role",
                                                       "iam_roles",
                                                       "instance_profile",
                                                       "instance_profile_arn",
                                                       "instance_profile_name",
                                                       "role_arn",
                                                       "role_arns",
                                                       "role_name"};
    return attribute == "role" || std::ranges::any_of(endings, [&](std::string_view ending) {
               return attribute.ends_with(ending);
           });
}

bool is_row(std::span<const AccessAttribute> rows, std::string_view attribute) {
    return std::ranges::any_of(rows, [&](const AccessAttribute& row) {
        return row.attribute.empty() || row.attribute == attribute;
    });
}

std::vector<Value> inner_roles(const Value& properties, std::span<const AccessAttribute> rows) {
    std::vector<Value> roles;
    for (const auto& [key, inner] : properties.members()) {
        if (is_row(rows, key)) {
            continue;
        }
        if (names_role(key)) {
            roles.push_back(inner);
        } else {
            gather(inner, roles);
        }
    }
    return roles;
}

} // namespace polhist::plans
