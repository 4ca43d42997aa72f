// What AWS puts into requests, as far as it is certain: of the few keys that policies are generated
// with, by hand from the page on global condition keys in the IAM User Guide.

#pragma once

#include "judge/model.h"

#include <set>

namespace polhist::judge {

// What the values of a key are.
enum class Kind {
    text,       // anything
    truth,      // `true` or `false`
    address,    // one IP address
    instant,    // a date, or seconds since 1970
    arn,        // of anything
    caller_arn, // of a user, role, root or federated user
};

struct Known {
    Kind kind = Kind::text;
    bool is_set = false;
};

// What the table says of a key in lower case.
std::optional<Known> known(const std::string& key);

// The kind of a key by the table, or else by the operators that test it, in lower case.
Kind kind_of(const std::string& key, const std::set<std::string>& bases);

bool is_of_kind(Kind kind, const std::string& value);

// Values on each side of what policies are generated with; `few` where each stands for a context.
Texts values_of(Kind kind, const std::string& key, bool few);

// A rule as it is meant: a short ARN with `*` for the fields it leaves out, API Gateway's
// abbreviation spelt out, and an instant compared as a date by operators on numbers too.
Rule meaning_of(Rule rule);
Policy meaning_of(Policy policy);

// Resources that short ARNs and API Gateway's tell apart, where any rule has such ones.
Texts more_resources(const Rule& rule);

} // namespace polhist::judge
