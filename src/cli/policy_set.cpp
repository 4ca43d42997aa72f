#include "cli/policy_set.h"

#include "access/caller.h"

#include <fmt/format.h>

namespace polhist::cli {

Result<policy::PolicySet> read_policy_set(json::Value value) {
    return policy::read_set(value).and_then(
        [&](policy::PolicySet&& set) -> Result<policy::PolicySet> {
            if (set.principal && !access::is_caller({"AWS", *set.principal})) {
                return tl::make_unexpected(json::error_at(
                    *value.find("principal"),
                    fmt::format("`{}` cannot ask for anything; give the ARN of a user, a role, a "
                                "session or an account's root",
                                *set.principal)));
            }
            return std::move(set);
        });
}

} // namespace polhist::cli
