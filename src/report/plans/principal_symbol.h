// Principals of a template that nobody knows yet, as principals that are like no other.
//
// IAM reads no variables in principals, so there the comparer takes a name for what it is. That is
// right for a name that is not known, too: whoever it will be has what the statement allows or
// denies beside what he has by other names, so what no name gains, he does not gain. It does not
// hold for NotPrincipal.

#pragma once

#include <string>
#include <string_view>

namespace polhist::plans {

// A principal of a kind (`AWS`, `Service`) that is a text with `${…}` for what is not known. What
// is not the ARN of an account, a user or a role becomes a user of an account `unknown`, so that it
// is a caller.
std::string principal_symbol(std::string_view kind, std::string text);

} // namespace polhist::plans
