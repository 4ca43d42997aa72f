// One request that some statements match and others do not, the action aside.
//
// For one class of actions, a statement is its resources, principals and conditions: all of them
// must hold for it to match, and it is refuted by any one that does not. The search asserts what
// must match, and for each statement to refute chooses the part that fails, fewest choices first.
// Each dimension (resource, principal, a condition key) is decided on its own as soon as it is
// touched; variables tie dimensions together and are settled last. Every request found is confirmed
// by the caller before it counts.

#pragma once

#include "access/evaluate.h"
#include "access/key.h"
#include "policy/grant.h"

#include <functional>
#include <map>
#include <string>
#include <vector>

namespace polhist::access {

// A statement without its actions. The numbers name parts that a Residual has seen; equal parts
// have equal numbers. -1: the statement has no such part.
struct Body {
    int resources = -1;
    int principals = -1;
    std::vector<int> tests; // sorted

    auto operator<=>(const Body&) const = default;
};

struct Found {
    Search search = Search::none;
    Request request; // without an action
    bool star_crosses_colon = false;
};

class Residual {
public:
    // All searches together give up when the budget is spent.
    explicit Residual(Budget& budget) : budget_(budget) {}

    // The parts of a statement. All statements that matter are told before the first search: what
    // tests them decides which values a key can have.
    Body body_of(const CompiledStatement& statement);

    // The parts of one grant of a statement.
    Body body_of(const CompiledStatement& statement, const policy::Grant& grant);

    using Confirm = std::function<bool(const Request&)>;

    // A request that matches all of `asserted` and none of `refuted`, and that `confirm` accepts.
    Found search(const std::vector<Body>& asserted,
                 const std::vector<Body>& refuted,
                 const Confirm& confirm);

private:
    friend class ResidualSearch;

    // The patterns of a list of resources, as globs and with stars kept inside the fields of ARNs.
    struct Resources {
        bool negated = false;
        std::vector<Pattern> globs;
        std::vector<Pattern> fieldwise;
    };

    struct Key {
        std::string name; // as first spelt
        bool may_have_several = false;
        bool compared = false;          // by an operator other than Null
        bool truth_values_only = false; // and by Bool alone
        std::vector<int> tests;
    };

    int intern_resources(const policy::Patterns& resources, const std::vector<Pattern>& compiled);
    int intern_principals(const policy::Principals& principals);
    int intern_test(const Test& test);

    Budget& budget_;
    std::map<std::string, int> numbers_; // of parts, by their text
    std::vector<Resources> resources_;
    std::vector<policy::Principals> principals_;
    std::vector<Test> tests_;
    std::vector<int> key_of_test_;
    std::map<std::string, int> key_numbers_;
    std::vector<Key> keys_;
    std::string texts_; // all that stands in patterns, for tokens that stand in none
    std::map<std::vector<int>, Search> decided_; // dimensions, by what is demanded of them
};

} // namespace polhist::access
