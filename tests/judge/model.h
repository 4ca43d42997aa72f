// Small policies as plain data: what the judge generates, writes as JSON and evaluates itself.
//
// Nothing here or in evaluator.h comes from src/engine/access: a judge that shared code with what
// it judges would share its mistakes.

#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace polhist::judge {

using Texts = std::vector<std::string>;

struct Name {
    std::string kind; // `AWS`, `Service`, `Federated`, `CanonicalUser`
    std::string value;

    auto operator<=>(const Name&) const = default;
};

struct Test {
    std::string comparison; // as written: `ForAnyValue:StringLikeIfExists`
    std::string key;
    Texts values;

    bool operator==(const Test&) const = default;
};

struct Rule {
    bool deny = false;
    bool not_action = false;
    Texts actions;
    bool has_resources = true;
    bool not_resource = false;
    Texts resources;
    bool has_principals = false;
    bool not_principal = false;
    std::vector<Name> principals;
    std::vector<Test> tests;

    bool operator==(const Rule&) const = default;
};

struct Policy {
    bool has_variables = true; // Version 2012-10-17; none otherwise
    std::vector<Rule> rules;

    bool operator==(const Policy&) const = default;
};

struct Pair {
    Policy before;
    Policy after;

    bool operator==(const Pair&) const = default;
};

// What the values of a key follow from: the operators that test it alone, or also what AWS puts
// into requests.
enum class Values { as_tested, as_carried };

// Values of condition keys, by key in lower case. No entry and no values are both "absent".
using Context = std::map<std::string, Texts>;

struct Request {
    std::string action;
    std::string resource;
    std::optional<Name> principal;
    Context context;
};

std::string lower(std::string text);

// The policy as a document that polhist reads. Each test of a rule is a member of its operator;
// two tests of one rule never have the same operator and key, letter for letter.
std::string to_json(const Policy& policy);
std::string to_json(const Request& request);

} // namespace polhist::judge
