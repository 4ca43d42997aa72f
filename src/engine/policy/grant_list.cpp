#include "policy/grant_list.h"

#include <algorithm>
#include <utility>

namespace polhist::policy {
namespace {

// The positions of a list's entries; one `whole` for a negated list or a missing one.
template <typename List>
std::pair<std::uint32_t, std::uint32_t> span_of(const List* list) {
    if (list == nullptr || list->negated) {
        return {Grant::whole, 1};
    }
    return {0, static_cast<std::uint32_t>(list->values.size())};
}

template <typename List>
const List* pointer_to(const std::optional<List>& list) {
    return list ? &*list : nullptr;
}

} // namespace

void GrantList::add(const Statement& statement, std::uint32_t action) {
    const auto [first_resource, resources] = span_of(pointer_to(statement.resources));
    const auto [first_principal, principals] = span_of(pointer_to(statement.principals));
    for (std::uint32_t r = 0; r < resources; ++r) {
        for (std::uint32_t p = 0; p < principals; ++p) {
            grants_.emplace_back(statement,
                                 Grant::Positions{action, first_resource + r, first_principal + p});
        }
    }
}

void GrantList::add(const Statement& statement) {
    const auto [first, count] = span_of(&statement.actions);
    for (std::uint32_t a = 0; a < count; ++a) {
        add(statement, first + a);
    }
    ends_.push_back(std::ssize(grants_));
}

void GrantList::add(const Statement& statement, std::span<const std::uint32_t> actions) {
    for (const std::uint32_t action : actions) {
        add(statement, action);
    }
    ends_.push_back(std::ssize(grants_));
}

// The lists of a statement are sorted, so its grants are; those of statements are merged, two by
// two.
void GrantList::merge() {
    const auto less = [](const Grant& a, const Grant& b) { return compare(a, b) < 0; };
    while (ends_.size() > 2) {
        std::vector<std::ptrdiff_t> merged{0};
        for (std::size_t i = 1; i < ends_.size(); i += 2) {
            const std::size_t last = std::min(i + 1, ends_.size() - 1);
            std::inplace_merge(grants_.begin() + ends_[i - 1],
                               grants_.begin() + ends_[i],
                               grants_.begin() + ends_[last],
                               less);
            merged.push_back(ends_[last]);
        }
        ends_ = std::move(merged);
    }
}

std::vector<Grant> GrantList::take() {
    merge();
    ends_ = {0};
    const auto same = [](const Grant& a, const Grant& b) { return compare(a, b) == 0; };
    grants_.erase(std::unique(grants_.begin(), grants_.end(), same), grants_.end());
    return std::exchange(grants_, {});
}

} // namespace polhist::policy
