#include "store/archive.h"

#include "timeline/derive.h"
#include "timeline/scope.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::store {

using timeline::History;
using timeline::Version;

History history_from(const Store& store,
                     const PolicyKey& policy,
                     const Claims& claims,
                     std::span<const timeline::Poll> polls) {
    History history = timeline::derive(policy, claims, polls);
    for (Version& version : history.versions) {
        version.origin = fmt::format("{} {}", policy.name, version.id);
        if (!version.blob.empty()) {
            version.json =
                timeline::Text([&store, blob = version.blob] { return store.form(blob); });
        }
    }
    return history;
}

const Result<std::vector<PolicyKey>>& Archive::keys() const {
    if (!keys_) {
        keys_ = store_.policies();
    }
    return *keys_;
}

const Result<std::vector<timeline::Poll>>& Archive::polls() const {
    if (!polls_) {
        polls_ = store_.polls();
    }
    return *polls_;
}

std::optional<Error> Archive::trouble() const {
    return keys() ? std::nullopt : std::optional(keys().error());
}

std::vector<std::string> Archive::names() const {
    return keys() ? timeline::names_of(*keys()) : std::vector<std::string>();
}

std::vector<PolicyKey> Archive::named(std::string_view name) const {
    const timeline::ScopedName wanted = timeline::scoped_name(name);
    std::vector<PolicyKey> found;
    if (keys()) {
        std::ranges::copy_if(*keys(), std::back_inserter(found), [&](const PolicyKey& key) {
            return wanted.fits(key);
        });
    }
    return found;
}

bool Archive::has(std::string_view name) const {
    return !named(name).empty();
}

std::optional<std::string> Archive::name_of_arn(std::string_view arn) const {
    for (const PolicyKey& key : named(arn.substr(arn.rfind('/') + 1))) {
        const auto claims = store_.claims_of(key);
        const auto is_it = [&](const timeline::PolicyClaim& claim) { return claim.arn == arn; };
        if (claims && std::ranges::any_of(claims->policies, is_it)) {
            return timeline::written(key);
        }
    }
    return std::nullopt;
}

Result<History> Archive::history(std::string_view name) const {
    if (!keys()) {
        return tl::make_unexpected(keys().error());
    }
    if (!polls()) {
        return tl::make_unexpected(polls().error());
    }
    return timeline::one_of(named(name), name).and_then([&](const PolicyKey& policy) {
        return store_.claims_of(policy).map([&](const Claims& claims) {
            History history = history_from(store_, policy, claims, *polls());
            known_[std::string(name)] = {history.known_until, history.unknown};
            return history;
        });
    });
}

Result<Archive::Known> Archive::known_of(const std::string& name) const {
    if (const auto found = known_.find(name); found != known_.end()) {
        return found->second;
    }
    return timeline::Archive::known_of(name);
}

} // namespace polhist::store
