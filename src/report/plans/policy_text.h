// Which texts in a plan are policies.
//
// Any string of a resource may hold one. A policy is JSON with a `Statement` that has an `Effect`:
// a rule of WAF and a document of Systems Manager have a `Statement` too. Text that was a policy,
// or stands where one belongs, has to read as one: a misspelt `Statment` is an error, not nothing.

#pragma once

#include "json/tree.h"
#include "plans/change.h"

#include <string>
#include <string_view>

namespace polhist::plans {

// Whether an object has a statement with an effect.
bool is_policy(const json::Value& object);

// Whether a text is a policy, or would be if it were whole: it may be cut off.
bool is_policy_text(std::string_view text);

// Whether an attribute of a resource of this type holds a policy of IAM, by its name.
bool says_policy(std::string_view type, std::string_view attribute);

// Whether what is called a policy in resources of this type is one of another language: Cedar,
// Guard, rules for logs and networks. Where such changes it is not compared.
bool is_of_other_language(std::string_view type);

inline constexpr std::string_view other_language = "it is no policy of IAM";

// The policy in a string; a reason, `unreadable`, where it does not read as one. `name`: what
// errors call it.
Side read_policy_text(const json::Value& text, const std::string& name);

} // namespace polhist::plans
