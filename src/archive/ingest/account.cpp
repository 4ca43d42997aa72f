#include "ingest/account.h"

#include "ingest/arn.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace polhist::ingest {
namespace {

using json::Kind;
using json::Value;

struct IdentityList {
    std::string_view list;
    std::string_view kind;
};

constexpr std::array<IdentityList, 3> identity_lists{
    {{"UserDetailList", "user"}, {"GroupDetailList", "group"}, {"RoleDetailList", "role"}}};

std::string_view text_of(const Value& entry, std::string_view member) {
    const auto value = entry.find(member);
    return value && value->kind() == Kind::string ? value->text() : std::string_view();
}

std::optional<Value> array_of(const Value& entry, std::string_view member) {
    auto value = entry.find(member);
    return value && value->kind() == Kind::array ? value : std::nullopt;
}

// Whether something holds for an entry of a list; not where there is no list.
template <typename Predicate>
bool any_of(const std::optional<Value>& list, Predicate holds) {
    if (list) {
        for (const Value entry : list->items()) {
            if (holds(entry)) {
                return true;
            }
        }
    }
    return false;
}

bool has_entries(const std::optional<Value>& list) {
    return list && !list->items().empty();
}

bool is_of_aws(std::string_view arn) {
    const auto parsed = parse_arn(arn);
    return parsed && parsed->scope.starts_with("aws");
}

// Policies that no account made are listed where somebody uses them.
bool has_own_policies(const std::optional<Value>& policies) {
    return any_of(policies, [](const Value& policy) { return !is_of_aws(text_of(policy, "Arn")); });
}

// What is there of an account.
class Presence {
public:
    explicit Presence(const Value& root) : root_(root) {
        add(array_of(root, "Policies"), "Arn", policies_);
        add(array_of(root, "GroupDetailList"), "GroupName", groups_);
    }

    // Whether a user, group or role has a policy or is in a group that is not there.
    [[nodiscard]] bool misses_something() const {
        return std::ranges::any_of(identity_lists, [&](const IdentityList& kind) {
            return any_of(array_of(root_, kind.list), [&](const Value& identity) {
                return misses_policy(identity) || misses_group(identity);
            });
        });
    }

private:
    static void add(const std::optional<Value>& list,
                    std::string_view member,
                    std::set<std::string_view>& names) {
        if (list) {
            for (const Value entry : list->items()) {
                names.insert(text_of(entry, member));
            }
        }
    }

    [[nodiscard]] bool misses_policy(const Value& identity) const {
        return any_of(array_of(identity, "AttachedManagedPolicies"), [&](const Value& policy) {
            return !policies_.contains(text_of(policy, "PolicyArn"));
        });
    }

    [[nodiscard]] bool misses_group(const Value& user) const {
        return any_of(array_of(user, "GroupList"), [&](const Value& group) {
            return group.kind() == Kind::string && !groups_.contains(group.text());
        });
    }

    const Value& root_;
    std::set<std::string_view> policies_;
    std::set<std::string_view> groups_;
};

bool is_unfiltered(const Value& root) {
    bool somebody = false;
    for (const IdentityList& kind : identity_lists) {
        const auto list = array_of(root, kind.list);
        if (!list) {
            return false;
        }
        somebody = somebody || has_entries(list);
    }
    return somebody && !Presence(root).misses_something();
}

} // namespace

std::optional<std::string> account_of(const json::Tree& dump, const std::string& scope) {
    const Value root = dump.root();
    std::set<std::string> accounts;
    bool any = false;
    for (const std::string_view list :
         {"UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"}) {
        const auto entries = array_of(root, list);
        if (!entries) {
            continue;
        }
        for (const Value entry : entries->items()) {
            const auto arn = parse_arn(text_of(entry, "Arn"));
            if (arn && !arn->scope.starts_with("aws")) {
                accounts.insert(arn->scope);
            }
            any = any || !arn;
        }
    }
    if (accounts.size() > 1 || (accounts.empty() && (!any || scope.starts_with("aws")))) {
        return std::nullopt;
    }
    return accounts.empty() ? scope : *accounts.begin();
}

std::vector<std::string> kinds_listed(const json::Tree& dump) {
    const Value root = dump.root();
    const bool all = is_unfiltered(root);
    std::vector<std::string> kinds;
    for (const IdentityList& kind : identity_lists) {
        if (all || has_entries(array_of(root, kind.list))) {
            kinds.emplace_back(kind.kind);
        }
    }
    // Policies of AWS alone may be all that was asked for.
    if (all || has_own_policies(array_of(root, "Policies"))) {
        kinds.emplace_back("managed");
    }
    std::ranges::sort(kinds);
    return kinds;
}

} // namespace polhist::ingest
