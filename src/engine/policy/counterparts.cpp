#include "policy/counterparts.h"

#include <algorithm>
#include <functional>
#include <numeric>
#include <span>
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

struct Entry {
    std::uint64_t hash;
    const Statement* statement;
};

// The statements of a document, sorted by the hashes of their rests.
std::vector<Entry> entries_of(const Document& document) {
    std::vector<Entry> entries;
    entries.reserve(document.statements.size());
    for (const Statement& statement : document.statements) {
        entries.push_back({hash_of_rest(statement), &statement});
    }
    std::ranges::stable_sort(entries, {}, &Entry::hash);
    return entries;
}

std::vector<const Statement*> statements_like(const Entry& entry,
                                              const std::vector<Entry>& others) {
    constexpr std::size_t most = 8;
    std::vector<const Statement*> found;
    const auto end = std::ranges::upper_bound(others, entry.hash, {}, &Entry::hash);
    for (auto other = std::ranges::lower_bound(others, entry.hash, {}, &Entry::hash);
         other != end && found.size() < most;
         ++other) {
        if (same_rest(*other->statement, *entry.statement)) {
            found.push_back(other->statement);
        }
    }
    return found;
}

bool same_action(std::string_view left, std::string_view right) {
    return left == right || compare_folded(left, right) == 0;
}

// Takes out of `left`, positions in `ours`, what stands in `theirs` too; both lists are sorted.
void drop_shared(const std::vector<std::string>& ours,
                 const std::vector<std::string>& theirs,
                 std::vector<std::uint32_t>& left) {
    auto at = theirs.begin();
    std::erase_if(left, [&](std::uint32_t position) {
        const std::string& action = ours[position];
        if (at != theirs.end() && *at == action) { // mostly
            ++at;
            return true;
        }
        while (at != theirs.end() && compare_folded(*at, action) < 0) {
            ++at;
        }
        return at != theirs.end() && same_action(*at, action);
    });
}

// The actions of a statement that none of `others`, which have the same rest, has.
std::vector<std::uint32_t> actions_left(const Statement& ours,
                                        const std::vector<const Statement*>& others) {
    const Patterns& actions = ours.actions;
    const auto same = [&](const Statement* theirs) {
        return theirs->actions.negated == actions.negated &&
               std::ranges::equal(theirs->actions.values, actions.values, same_action);
    };
    if (std::ranges::any_of(others, same)) {
        return {};
    }
    if (actions.negated) {
        return {UINT32_MAX};
    }
    std::vector<std::uint32_t> left(actions.values.size());
    std::iota(left.begin(), left.end(), 0U);
    for (const Statement* theirs : others) {
        if (!theirs->actions.negated) {
            drop_shared(actions.values, theirs->actions.values, left);
        }
    }
    return left;
}

std::vector<Counterpart> counterparts_of(const Document& document,
                                         const std::vector<Entry>& entries,
                                         const std::vector<Entry>& others) {
    std::vector<Counterpart> counterparts(document.statements.size());
    for (const Entry& entry : entries) {
        const auto at = static_cast<std::size_t>(entry.statement - document.statements.data());
        counterparts[at].like = statements_like(entry, others);
        counterparts[at].left = actions_left(*entry.statement, counterparts[at].like);
    }
    return counterparts;
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

Counterparts::Counterparts(const Document& old, const Document& young) {
    const std::vector<Entry> old_entries = entries_of(old);
    const std::vector<Entry> young_entries = entries_of(young);
    before = counterparts_of(old, old_entries, young_entries);
    after = counterparts_of(young, young_entries, old_entries);
}

} // namespace polhist::policy
