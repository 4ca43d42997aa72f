// What the functions of a template refer to, held against another template.

#pragma once

#include "json/tree.h"
#include "plans/symbol_names.h"

#include <set>
#include <string>

namespace polhist::plans {

// Whether a value is a function of CloudFormation (`Ref`, `Fn::…`) and not what it says.
bool is_function(const json::Value& value);

// What begins a dynamic reference in a text, whose value is looked up later:
// `{{resolve:ssm:name}}`.
inline constexpr std::string_view dynamic_reference = "{{resolve:";

// Whether there is a function or a dynamic reference anywhere inside.
bool has_function(const json::Value& value);

// `Fn::Sub arn:…`, `Ref Bucket`: a function on one line.
std::string function_text(const json::Value& function);

// The parameters, mappings and conditions of a template, held against those of another. Resources
// of the same name count as the same where their types and their own names are. Costs time in
// proportion to both templates, once.
class Definitions {
public:
    Definitions(const json::Value& root, const json::Value& other_root);

    // Whether both templates define alike all that a function leads to, so that it gives the same
    // in both.
    [[nodiscard]] bool are_alike_for(const json::Value& function) const;

    // Whether what a name gives may hold wildcards: that of a parameter, or of something outside of
    // the templates.
    [[nodiscard]] bool may_have_wildcards(std::string_view name) const;

    // Names of unknown values of both templates.
    [[nodiscard]] const SymbolNames& names() const { return names_; }

private:
    SymbolNames names_;
    std::set<std::string, std::less<>> parameters_; // of either template
    std::set<std::string> unlike_; // names defined in another way, or by way of such a name
};

} // namespace polhist::plans
