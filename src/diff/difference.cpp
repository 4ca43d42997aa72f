#include "diff/difference.h"

#include "access/glob.h"
#include "diff/containment.h"

#include <algorithm>
#include <iterator>

namespace polhist::diff {
namespace {

using policy::Document;
using policy::Grant;
using Order = int (*)(const Grant&, const Grant&);

std::vector<Grant> only_in(const std::vector<Grant>& grants, const std::vector<Grant>& others) {
    std::vector<Grant> found;
    std::ranges::set_difference(grants, others, std::back_inserter(found), [](auto& a, auto& b) {
        return policy::compare(a, b) < 0;
    });
    return found;
}

// Whether a sorted list holds a grant that `order` takes for the same.
bool holds(const std::vector<Grant>& grants, const Grant& grant, Order order) {
    return std::ranges::binary_search(
        grants, grant, [order](const Grant& a, const Grant& b) { return order(a, b) < 0; });
}

// Looks at patterns that finding what covers grants may cost: some milliseconds. Asking about one
// grant on its own costs one for each pattern of the other document, and some for being asked.
constexpr std::size_t most_looks = 2'000'000;
constexpr std::size_t looks_to_ask = 100;

// A document that grants this and nothing else.
Document document_of(const Grant& grant, policy::Language language) {
    Document document;
    document.language = language;
    policy::Statement& statement = document.statements.emplace_back();
    statement.effect = grant.effect();
    statement.actions = grant.action() == nullptr ? policy::Patterns{true, *grant.not_action()}
                                                  : policy::Patterns{false, {*grant.action()}};
    if (grant.resource() != nullptr) {
        statement.resources = policy::Patterns{false, {*grant.resource()}};
    } else if (grant.not_resource() != nullptr) {
        statement.resources = policy::Patterns{true, *grant.not_resource()};
    }
    if (grant.principal() != nullptr) {
        statement.principals = policy::Principals{false, {*grant.principal()}};
    } else if (grant.not_principal() != nullptr) {
        statement.principals = policy::Principals{true, *grant.not_principal()};
    }
    statement.conditions = grant.conditions();
    return document;
}

// What covers the grants of one side in the document of the other.
class Covers {
public:
    Covers(const Document& other, policy::Language language, access::Comparison& comparison)
        : other_(other),
          language_(language),
          comparison_(comparison) {
        for (const policy::Statement& statement : other.statements) {
            looks_to_ask_ += statement.actions.values.size();
            denies_ = denies_ || statement.effect == policy::Effect::deny;
        }
    }

    Change change_of(const Grant& grant, access::Side side) {
        Change change{grant, comparison_.is_covered(side, grant)};
        if (!change.covered.value_or(false)) {
            return change;
        }
        change.covered_by =
            statements_containing(other_, grant, other_.language == language_, looks_);
        // One action stands for all that the comparison need not tell apart, and that may be one of
        // another pattern of the statement: of a pattern, it may only say that it is not covered.
        const bool contained =
            !change.covered_by.empty() && (grant.effect() == policy::Effect::deny || !denies_);
        if (!contained && grant.action() != nullptr && access::has_wildcard(*grant.action())) {
            change.covered = is_covered_alone(grant);
        }
        if (!change.covered.value_or(false)) {
            change.covered_by.clear();
        }
        return change;
    }

private:
    std::optional<bool> is_covered_alone(const Grant& grant) {
        if (looks_to_ask_ > looks_) {
            return std::nullopt;
        }
        looks_ -= looks_to_ask_;
        const Document alone = document_of(grant, language_);
        access::Comparison comparison(other_, alone);
        return comparison.is_covered(access::Side::after, policy::grants_of(alone).front());
    }

    const Document& other_;
    policy::Language language_;
    access::Comparison& comparison_;
    std::size_t looks_ = most_looks;
    std::size_t looks_to_ask_ = looks_to_ask;
    bool denies_ = false;
};

std::vector<Change> changes_of(const std::vector<Grant>& grants, access::Side side, Covers covers) {
    std::vector<Change> changes;
    changes.reserve(grants.size());
    for (const Grant& grant : grants) {
        changes.push_back(covers.change_of(grant, side));
    }
    return changes;
}

// Where the changes of one side are told.
struct Telling {
    std::vector<Change>& actions;
    std::vector<Change>& resources;
    std::vector<Change>& conditions;
};

void tell(const std::vector<Change>& changes, const std::vector<Grant>& others, Telling out) {
    for (const Change& change : changes) {
        if (!holds(others, change.grant, policy::compare_actions)) {
            out.actions.push_back(change);
        } else if (!holds(others, change.grant, policy::compare_resources)) {
            out.resources.push_back(change);
        } else {
            out.conditions.push_back(change);
        }
    }
}

using Iterator = std::vector<Change>::const_iterator;

// The end of the run that starts at `first` and shares its effect, action and resource.
Iterator end_of_run(Iterator first, Iterator last) {
    return std::find_if(first, last, [first](const Change& change) {
        return policy::compare_resources(change.grant, first->grant) != 0;
    });
}

// Takes out of `changes` what was added and removed on one effect, action and resource.
std::vector<Rewrite> take_rewrites(Changes& changes) {
    std::vector<Rewrite> rewrites;
    Changes kept;
    auto added = changes.added.cbegin();
    auto removed = changes.removed.cbegin();
    while (added != changes.added.cend() && removed != changes.removed.cend()) {
        const int order = policy::compare_resources(added->grant, removed->grant);
        const auto added_end = end_of_run(added, changes.added.cend());
        const auto removed_end = end_of_run(removed, changes.removed.cend());
        if (order == 0) {
            rewrites.push_back({{removed, removed_end}, {added, added_end}});
        }
        if (order < 0) {
            kept.added.insert(kept.added.end(), added, added_end);
        }
        if (order > 0) {
            kept.removed.insert(kept.removed.end(), removed, removed_end);
        }
        added = order <= 0 ? added_end : added;
        removed = order >= 0 ? removed_end : removed;
    }
    kept.added.insert(kept.added.end(), added, changes.added.cend());
    kept.removed.insert(kept.removed.end(), removed, changes.removed.cend());
    changes = std::move(kept);
    return rewrites;
}

} // namespace

Difference compare(const Document& before, const Document& after, std::size_t budget) {
    const std::vector<Grant> old_grants = policy::grants_of(before);
    const std::vector<Grant> new_grants = policy::grants_of(after);
    const std::vector<Grant> added = only_in(new_grants, old_grants);
    const std::vector<Grant> removed = only_in(old_grants, new_grants);
    Difference result{};
    result.from_language = before.language;
    result.to_language = after.language;
    access::Comparison comparison(before, after, budget);
    result.access = comparison.verdict();
    result.grants = {
        changes_of(added, access::Side::after, Covers(before, after.language, comparison)),
        changes_of(removed, access::Side::before, Covers(after, before.language, comparison))};
    tell(result.grants.added,
         old_grants,
         {result.actions.added, result.resources.added, result.conditions.added});
    tell(result.grants.removed,
         new_grants,
         {result.actions.removed, result.resources.removed, result.conditions.removed});
    result.rewrites = take_rewrites(result.conditions);
    return result;
}

bool is_quiet(const Difference& difference) {
    return difference.grants.empty() && difference.access.verdict == access::Verdict::equivalent;
}

} // namespace polhist::diff
