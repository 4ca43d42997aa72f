// What changes access in a plan or a template without being a policy document.
//
// A role gains all that a policy allows when the policy is attached to it; it may do more when its
// boundary goes; a user gains what the group has that he joins; a function may be called by whom a
// permission names. Only an attached policy and a boundary can be compared, where the document is
// known. All else is told as *not compared*, so that a gate stops at it. Sources: the documentation
// of the AWS provider for Terraform, "AWS resource and property types reference" in the
// CloudFormation User Guide.

#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::plans {

enum class Means : std::uint8_t {
    policy,         // the attribute names policies that become attached
    boundary,       // it names the permissions boundary; counts on resources that stay
    boundary_of_it, // it names that of what the resource is for
    control,        // it names policies of an organization, which allow less
    holder,         // it names whom or what the policy is for; counts on resources that stay
    other,          // who may do what, or how much, changes in another way
};

struct AccessAttribute {
    std::string_view type;
    std::string_view attribute; // empty: the resource as a whole
    Means means;
    std::string_view what; // that is changed: `the permissions boundary`
};

// Of resources of Terraform, and of CloudFormation; sorted by type.
std::span<const AccessAttribute> terraform_attributes();
std::span<const AccessAttribute> template_attributes();

// Of every type that begins with what stands before the `*`: which role a resource has.
std::span<const AccessAttribute> general_attributes();

// Those that count for one type of Terraform, or of CloudFormation. For the provider `awscc`, whose
// types and attributes are those of CloudFormation, they are the rows of these.
std::vector<AccessAttribute> terraform_rows(std::string_view type);
std::vector<AccessAttribute> template_rows(std::string_view type);

// Whether resources of a type are custom: a Lambda function makes them, so what a change of one
// does is not known.
bool is_custom(std::string_view type);

// Whether one of the rows is about its type and not every type.
bool has_own_row(std::span<const AccessAttribute> rows);

// The attribute of a row as a resource of Terraform has it.
std::string terraform_name(std::string_view type, std::string_view attribute);

} // namespace polhist::plans
