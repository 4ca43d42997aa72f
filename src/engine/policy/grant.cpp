#include "policy/grant.h"

#include "policy/grant_list.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <numeric>

namespace polhist::policy {
namespace {

int sign(std::strong_ordering order) {
    return order < 0 ? -1 : (order > 0 ? 1 : 0);
}

// Orders two lists by `compare`, entry by entry; a list before one that continues it.
template <typename T, typename Compare>
int compare_lists(const std::vector<T>& left, const std::vector<T>& right, Compare compare) {
    const std::size_t shared = std::min(left.size(), right.size());
    for (std::size_t i = 0; i < shared; ++i) {
        if (const int order = compare(left[i], right[i]); order != 0) {
            return order;
        }
    }
    return sign(left.size() <=> right.size());
}

// Orders two things of which either may be missing; what is missing comes last.
template <typename T, typename Compare>
int compare_optional(const T* left, const T* right, Compare compare) {
    if (left == nullptr || right == nullptr) {
        return static_cast<int>(left == nullptr) - static_cast<int>(right == nullptr);
    }
    return left == right ? 0 : compare(*left, *right);
}

constexpr auto compare_exact = [](const auto& left, const auto& right) {
    return sign(left <=> right);
};

constexpr auto compare_exact_lists = [](const auto& left, const auto& right) {
    return compare_lists(left, right, compare_exact);
};

int compare_principals(const Grant& left, const Grant& right) {
    if (const int order = compare_optional(left.principal(), right.principal(), compare_exact);
        order != 0) {
        return order;
    }
    return compare_optional(left.not_principal(), right.not_principal(), compare_exact_lists);
}

int compare_conditions(const Grant& left, const Grant& right) {
    return compare_optional(
        &left.conditions(), &right.conditions(), [](const auto& a, const auto& b) {
            return compare_lists(
                a, b, [](const Condition& x, const Condition& y) { return compare(x, y); });
        });
}

// The positions of a list's entries; one `whole` for a negated list or a missing one.
struct Span {
    std::uint32_t first;
    std::uint32_t count;
};

template <typename List>
Span span_of(const List* list) {
    if (list == nullptr || list->negated) {
        return {Grant::whole, 1};
    }
    return {0, static_cast<std::uint32_t>(list->values.size())};
}

template <typename List>
const List* pointer_to(const std::optional<List>& list) {
    return list ? &*list : nullptr;
}

std::size_t bytes_of(const std::string& text) {
    return text.size();
}

std::size_t bytes_of(const Principal& principal) {
    return principal.kind.size() + principal.value.size();
}

std::size_t bytes_of(const Condition& condition) {
    constexpr std::size_t frame = 32; // names of members, brackets
    return std::transform_reduce(condition.values.begin(),
                                 condition.values.end(),
                                 frame + condition.comparison.size() + condition.key.size(),
                                 std::plus<>(),
                                 [](const std::string& value) { return value.size(); });
}

template <typename T>
std::size_t bytes_of(const std::vector<T>& list) {
    return std::transform_reduce(
        list.begin(), list.end(), std::size_t{0}, std::plus<>(), [](const T& entry) {
            return bytes_of(entry);
        });
}

} // namespace

const std::string* Grant::action() const {
    return at_.action == whole ? nullptr : &statement_->actions.values[at_.action];
}

const std::string* Grant::resource() const {
    return at_.resource == whole ? nullptr : &statement_->resources->values[at_.resource];
}

const Principal* Grant::principal() const {
    return at_.principal == whole ? nullptr : &statement_->principals->values[at_.principal];
}

const std::vector<std::string>* Grant::not_action() const {
    return statement_->actions.negated ? &statement_->actions.values : nullptr;
}

const std::vector<std::string>* Grant::not_resource() const {
    const auto& resources = statement_->resources;
    return resources && resources->negated ? &resources->values : nullptr;
}

const std::vector<Principal>* Grant::not_principal() const {
    const auto& principals = statement_->principals;
    return principals && principals->negated ? &principals->values : nullptr;
}

int compare_actions(const Grant& left, const Grant& right) {
    if (const int order =
            compare_optional(left.action(),
                             right.action(),
                             [](const auto& a, const auto& b) { return compare_folded(a, b); });
        order != 0) {
        return order;
    }
    if (const int order = compare_optional(
            left.not_action(),
            right.not_action(),
            [](const auto& a, const auto& b) { return compare_lists(a, b, compare_folded); });
        order != 0) {
        return order;
    }
    return static_cast<int>(left.effect()) - static_cast<int>(right.effect());
}

int compare_resources(const Grant& left, const Grant& right) {
    if (const int order = compare_actions(left, right); order != 0) {
        return order;
    }
    if (const int order = compare_optional(left.resource(), right.resource(), compare_exact);
        order != 0) {
        return order;
    }
    return compare_optional(left.not_resource(), right.not_resource(), compare_exact_lists);
}

int compare(const Grant& left, const Grant& right) {
    if (const int order = compare_resources(left, right); order != 0) {
        return order;
    }
    if (const int order = compare_principals(left, right); order != 0) {
        return order;
    }
    return compare_conditions(left, right);
}

std::size_t grant_count(const Statement& statement) {
    return std::size_t{span_of(&statement.actions).count} *
           span_of(pointer_to(statement.resources)).count *
           span_of(pointer_to(statement.principals)).count;
}

std::size_t grant_bytes(const Statement& statement) {
    const std::size_t count = grant_count(statement);
    // Of n entries each stands in one n-th of the grants; a negated list stands whole in all.
    const auto written_out = [count](const auto* list) {
        const std::size_t entries = span_of(list).count;
        return list == nullptr || entries == 0 ? 0 : count / entries * bytes_of(list->values);
    };
    return count * bytes_of(statement.conditions) + written_out(&statement.actions) +
           written_out(pointer_to(statement.resources)) +
           written_out(pointer_to(statement.principals));
}

std::vector<Grant> grants_of(const Document& document) {
    GrantList grants;
    for (const Statement& statement : document.statements) {
        grants.add(statement);
    }
    return grants.take();
}

} // namespace polhist::policy
