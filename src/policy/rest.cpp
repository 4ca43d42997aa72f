#include "policy/rest.h"

#include <algorithm>
#include <functional>
#include <string_view>

namespace polhist::policy {
namespace {

// Gathers a hash from texts, in their order.
class Hasher {
public:
    void add(std::uint64_t number) {
        constexpr std::uint64_t odd = 0x9e3779b97f4a7c15U;
        state_ = (state_ ^ number) * odd;
        state_ ^= state_ >> 29U;
    }

    void add(std::string_view text) { add(std::hash<std::string_view>()(text)); }

    void add(const std::vector<std::string>& texts) {
        add(texts.size());
        for (const std::string& text : texts) {
            add(std::string_view(text));
        }
    }

    [[nodiscard]] std::uint64_t value() const { return state_; }

private:
    std::uint64_t state_ = 0;
};

std::uint64_t hash_of_rest(const Statement& statement) {
    Hasher hash;
    hash.add(static_cast<std::uint64_t>(statement.effect));
    if (statement.resources) {
        hash.add(statement.resources->negated ? 1U : 2U);
        hash.add(statement.resources->values);
    }
    if (statement.principals) {
        hash.add(statement.principals->negated ? 3U : 4U);
        for (const Principal& principal : statement.principals->values) {
            hash.add(std::string_view(principal.value));
        }
    }
    // Operators and keys may be spelt in another letter case: of them the number is enough here.
    for (const Condition& condition : statement.conditions) {
        hash.add(condition.values);
    }
    return hash.value();
}

bool same_patterns(const std::optional<Patterns>& left, const std::optional<Patterns>& right) {
    return left.has_value() == right.has_value() &&
           (!left || (left->negated == right->negated && left->values == right->values));
}

bool same_principals(const std::optional<Principals>& left,
                     const std::optional<Principals>& right) {
    return left.has_value() == right.has_value() &&
           (!left || (left->negated == right->negated && left->values == right->values));
}

} // namespace

bool same_rest(const Statement& left, const Statement& right) {
    return left.effect == right.effect && same_patterns(left.resources, right.resources) &&
           same_principals(left.principals, right.principals) &&
           std::ranges::equal(
               left.conditions, right.conditions, [](const Condition& a, const Condition& b) {
                   return compare(a, b) == 0;
               });
}

bool same_statement(const Statement& left, const Statement& right) {
    return left.actions.negated == right.actions.negated &&
           std::ranges::equal(
               left.actions.values,
               right.actions.values,
               [](const auto& a, const auto& b) { return a == b || compare_folded(a, b) == 0; }) &&
           same_rest(left, right);
}

Rests::Rests(const Document& document) {
    entries_.reserve(document.statements.size());
    for (const Statement& statement : document.statements) {
        entries_.push_back({hash_of_rest(statement), &statement});
    }
    std::ranges::stable_sort(entries_, {}, &Entry::hash);
}

std::vector<const Statement*> Rests::like(const Statement& statement) const {
    constexpr std::size_t most = 8;
    std::vector<const Statement*> found;
    for (const Entry& entry :
         std::ranges::equal_range(entries_, hash_of_rest(statement), {}, &Entry::hash)) {
        if (found.size() < most && same_rest(*entry.statement, statement)) {
            found.push_back(entry.statement);
        }
    }
    return found;
}

const Statement* Rests::first_like(const Statement& statement) const {
    const auto found = like(statement);
    return found.empty() ? nullptr : found.front();
}

} // namespace polhist::policy
