// Writes a document in other words that mean the same.
//
// Statements are split, merged, repeated and reordered; lists are shuffled, given as one string
// where they hold one, and repeat entries; Sids come and go; actions, operators and keys change
// their letter case; `true` and numbers lose their quotes; characters are escaped; white space and
// the order of members are arbitrary. The same seed gives the same texts.

#pragma once

#include "policy/document.h"

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::properties {

class Rewriter {
public:
    explicit Rewriter(std::uint64_t seed) : random_(seed) {}

    std::string rewrite(const policy::Document& document);

    // A number from 0, less than `end`.
    std::size_t below(std::size_t end);

private:
    using Texts = std::vector<std::string>;

    bool one_in(std::size_t chances) { return below(chances) == 0; }

    std::vector<policy::Statement> regrouped(std::vector<policy::Statement> statements);
    bool split(policy::Statement& statement, policy::Statement& rest);

    std::string recased(std::string_view text);
    std::string space();
    std::string string(std::string_view text);
    std::string value(std::string_view text);
    std::string list(const Texts& values);
    std::string object(Texts members);
    std::string member(std::string_view key, std::string_view json);
    std::string names(Texts values, bool folded);
    std::string principals(const policy::Principals& principals);
    std::string conditions(const std::vector<policy::Condition>& conditions);
    std::string statement(const policy::Statement& statement);

    std::mt19937_64 random_;
};

} // namespace polhist::properties
