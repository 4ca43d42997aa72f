// Names of policies that may say whose they are: `NAME`, or `SCOPE:NAME`.

#pragma once

#include "core/error.h"
#include "timeline/claim.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace polhist::timeline {

struct ScopedName {
    std::optional<std::string_view> scope;
    std::string_view name;

    [[nodiscard]] bool fits(const PolicyKey& key) const {
        return key.name == name && (!scope || key.scope == *scope);
    }
};

ScopedName scoped_name(std::string_view name);

// `SCOPE:NAME`.
std::string written(const PolicyKey& key);

// What the policies of an archive are called, sorted: by their names alone, but where several
// scopes have a name by `SCOPE:NAME`.
std::vector<std::string> names_of(const std::vector<PolicyKey>& policies);

// The one policy among those that `name` fits. An error where there is none, or several, which are
// listed.
Result<PolicyKey> one_of(const std::vector<PolicyKey>& found, std::string_view name);

} // namespace polhist::timeline
