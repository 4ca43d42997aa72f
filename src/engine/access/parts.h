// The statements of two documents taken apart, the action aside.
//
// A statement matches when all of its parts do: its resources, its principals, and each test of a
// condition key. Every part is about one dimension of a request. Equal parts have equal numbers,
// and so have equal bodies, which are statements without their actions.

#pragma once

#include "access/evaluate.h"
#include "access/key_kind.h"
#include "access/principals.h"
#include "access/resource.h"
#include "policy/grant.h"

#include <algorithm>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace polhist::access {

// 0 the resource, 1 the principal, 2 and up the condition keys.
using Dimension = std::size_t;

constexpr Dimension resource_dimension = 0;
constexpr Dimension principal_dimension = 1;
constexpr Dimension first_key_dimension = 2;

struct Part {
    Dimension dimension = 0;
    int number = 0; // within its kind: resources, principals, tests

    auto operator<=>(const Part&) const = default;
};

// A body, by its number.
using Body = std::uint32_t;

// A condition key that tests are about.
struct Key {
    std::string name;      // folded
    std::string name_text; // as first spelt
    KeyUse use;            // by all tests of both documents
    KeyKind kind;
    std::vector<int> tests;
};

class Parts {
public:
    Parts(const Compiled& before, const Compiled& after);

    [[nodiscard]] Body body_of(const CompiledStatement& statement) const;

    // The body of one grant of a statement.
    Body body_of(const CompiledStatement& statement, const policy::Grant& grant);

    // Whether some test of a statement counts the other way round: its body may then be that of a
    // statement that is written differently.
    [[nodiscard]] bool is_turned(const CompiledStatement& statement) const {
        return known_rests_.at(statement.rest.get()).turned;
    }

    [[nodiscard]] std::span<const Part> parts_of(Body body) const { return bodies_[body]; }

    // Whether all that one body matches another does, as far as a quick look tells: it has the same
    // parts and perhaps more. And whether a body matches something, as far as that tells.
    [[nodiscard]] bool is_within(Body inner, Body outer) const;
    [[nodiscard]] bool surely_matches_some(Body body) const;

    [[nodiscard]] Dimension dimensions() const { return first_key_dimension + keys_.size(); }

    [[nodiscard]] const ResourceList& resources(int number) const {
        return resources_[static_cast<std::size_t>(number)].list();
    }

    [[nodiscard]] const PrincipalList& principals(int number) const {
        return principals_[static_cast<std::size_t>(number)];
    }

    [[nodiscard]] const std::deque<PrincipalList>& all_principals() const { return principals_; }

    [[nodiscard]] const Test& test(int number) const {
        return tests_[static_cast<std::size_t>(number)];
    }

    [[nodiscard]] const Key& key(Dimension dimension) const {
        return keys_[dimension - first_key_dimension];
    }

    // The dimension of a key by its folded name, if some test is about it.
    [[nodiscard]] std::optional<Dimension> dimension_of(std::string_view key) const;

    // The kind of a key by its folded name, whether or not some test is about it.
    [[nodiscard]] KeyKind kind_of_key(std::string_view key) const;

    // How a key is to be spelt, and a number of its own for a key that variables take values of.
    [[nodiscard]] std::string spelling_of(const std::string& key) const;
    [[nodiscard]] std::uint32_t number_of_variable(const std::string& key) const;

    // All that stands in patterns.
    [[nodiscard]] const std::string& texts() const { return texts_; }

private:
    // A list as it is written, made ready once it is asked for: most never are.
    class WrittenResources {
    public:
        WrittenResources(bool negated, std::span<const std::string> values, bool variables)
            : negated_(negated),
              values_(values),
              variables_(variables) {}

        const ResourceList& list() const;

        // Whether it is `*`, or `*` and others.
        [[nodiscard]] bool takes_all() const {
            return !negated_ && std::ranges::find(values_, "*") != values_.end();
        }

    private:
        bool negated_;
        std::span<const std::string> values_; // of a document
        bool variables_;
        mutable std::optional<ResourceList> list_;
    };

    struct KnownRest {
        Body body = 0;
        bool turned = false; // whether some test of it counts the other way round
        bool interned = false;
    };

    [[nodiscard]] bool takes_all(const Part& part) const;
    void note_keys(const Compiled& policy);
    KnownRest intern_rest(const CompiledRest& rest);
    int intern_resources(bool negated, std::span<const std::string> values, bool variables);
    int intern_principals(const policy::Principals& principals, policy::Effect effect);
    Part intern_test(const Test& test);
    int add_test(const Test& test);
    Body intern_body(std::vector<Part> parts);
    void note_variables(const Pattern& pattern);
    [[nodiscard]] std::optional<Test> mirrored(const Test& test) const;

    std::unordered_map<const CompiledRest*, KnownRest> known_rests_;
    std::unordered_map<std::string, int> numbers_; // of parts, by their text
    std::map<std::vector<Part>, Body> body_numbers_;
    std::vector<std::vector<Part>> bodies_;
    std::deque<WrittenResources> resources_;
    std::deque<PrincipalList> principals_;
    std::deque<Test> tests_;
    std::map<std::string, Dimension, std::less<>> key_dimensions_;
    std::vector<Key> keys_;
    std::map<std::string, std::pair<std::uint32_t, std::string>> variables_; // number, spelling
    std::string texts_;
};

} // namespace polhist::access
