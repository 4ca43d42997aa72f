#include "diff/difference.h"

#include "api/internals.h"

#include <polhist/difference.h>

namespace polhist::api {
namespace {

template <typename T>
std::optional<T> copied(const T* value) {
    return value == nullptr ? std::nullopt : std::optional(*value);
}

Principal principal_of(const policy::Principal& principal) {
    return {principal.kind, principal.value};
}

std::optional<std::vector<Principal>> principals_of(const std::vector<policy::Principal>* list) {
    if (list == nullptr) {
        return std::nullopt;
    }
    std::vector<Principal> principals;
    principals.reserve(list->size());
    for (const policy::Principal& principal : *list) {
        principals.push_back(principal_of(principal));
    }
    return principals;
}

Grant grant_of(const policy::Grant& grant) {
    Grant made;
    made.effect = grant.effect() == policy::Effect::allow ? Effect::allow : Effect::deny;
    made.action = copied(grant.action());
    made.not_action = copied(grant.not_action());
    made.resource = copied(grant.resource());
    made.not_resource = copied(grant.not_resource());
    if (const policy::Principal* principal = grant.principal()) {
        made.principal = principal_of(*principal);
    }
    made.not_principal = principals_of(grant.not_principal());
    made.conditions.reserve(grant.conditions().size());
    for (const policy::Condition& condition : grant.conditions()) {
        made.conditions.push_back({condition.comparison, condition.key, condition.values});
    }
    made.statement = References().to(grant.statement());
    return made;
}

std::vector<Change> changes_of(const std::vector<diff::Change>& changes) {
    std::vector<Change> made;
    made.reserve(changes.size());
    for (const diff::Change& change : changes) {
        Change& copy = made.emplace_back(Change{grant_of(change.grant), change.covered, {}});
        for (const policy::Statement* statement : change.covered_by) {
            copy.covered_by.push_back(References().to(*statement));
        }
    }
    return made;
}

Changes changes_of(const diff::Changes& changes) {
    return {changes_of(changes.added), changes_of(changes.removed)};
}

} // namespace

Difference difference_between(const Document& before, const Document& after, std::size_t budget) {
    const diff::Difference found =
        diff::compare(Internals::of(before), Internals::of(after), budget);
    Difference difference{std::string(policy::name_of(found.from_language)),
                          std::string(policy::name_of(found.to_language)),
                          comparison_of(found.access, References()),
                          changes_of(found.grants),
                          changes_of(found.actions),
                          changes_of(found.resources),
                          changes_of(found.conditions),
                          {},
                          diff::is_quiet(found)};
    difference.rewrites.reserve(found.rewrites.size());
    for (const diff::Rewrite& rewrite : found.rewrites) {
        difference.rewrites.push_back({changes_of(rewrite.from), changes_of(rewrite.to)});
    }
    return difference;
}

} // namespace polhist::api
