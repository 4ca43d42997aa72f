#include "store/archive.h"

#include "timeline/derive.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <map>

namespace polhist::store {

using timeline::History;
using timeline::Version;

Result<History> history_in(const Store& store, const PolicyKey& policy) {
    const auto claims = store.claims_of(policy);
    if (!claims) {
        return tl::make_unexpected(claims.error());
    }
    History history = timeline::derive(policy, *claims);
    const auto texts = std::make_shared<std::deque<std::string>>();
    for (Version& version : history.versions) {
        version.origin = fmt::format("{} {}", policy.name, version.id);
        if (version.blob.empty()) {
            continue;
        }
        auto text = store.form(version.blob);
        if (!text) {
            return tl::make_unexpected(std::move(text.error()));
        }
        texts->push_back(std::move(*text));
        version.json = texts->back();
    }
    history.texts = texts;
    return history;
}

const Result<std::vector<PolicyKey>>& Archive::keys() const {
    if (!keys_) {
        keys_ = store_.policies();
    }
    return *keys_;
}

std::optional<Error> Archive::trouble() const {
    return keys() ? std::nullopt : std::optional(keys().error());
}

std::vector<std::string> Archive::names() const {
    std::vector<std::string> names;
    if (keys()) {
        for (const PolicyKey& key : *keys()) {
            names.push_back(key.name);
        }
    }
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

std::vector<std::string> Archive::unique_names() const {
    std::vector<std::string> names;
    if (keys()) {
        std::map<std::string_view, std::size_t> scopes;
        for (const PolicyKey& key : *keys()) {
            ++scopes[key.name];
        }
        for (const PolicyKey& key : *keys()) {
            names.push_back(scopes[key.name] == 1 ? key.name
                                                  : fmt::format("{}:{}", key.scope, key.name));
        }
    }
    std::ranges::sort(names);
    return names;
}

std::vector<PolicyKey> Archive::named(std::string_view name) const {
    const std::size_t colon = name.find(':');
    const bool any = colon == std::string_view::npos;
    const std::string_view scope = name.substr(0, any ? 0 : colon);
    const std::string_view rest = name.substr(any ? 0 : colon + 1);
    std::vector<PolicyKey> found;
    if (keys()) {
        std::ranges::copy_if(*keys(), std::back_inserter(found), [&](const PolicyKey& key) {
            return key.name == rest && (any || key.scope == scope);
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
            return fmt::format("{}:{}", key.scope, key.name);
        }
    }
    return std::nullopt;
}

Result<History> Archive::history(std::string_view name) const {
    if (!keys()) {
        return tl::make_unexpected(keys().error());
    }
    const std::vector<PolicyKey> found = named(name);
    if (found.empty()) {
        return failure(fmt::format("no policy `{}` is in the store", name));
    }
    if (found.size() > 1) {
        std::string choices;
        for (const PolicyKey& key : found) {
            choices += fmt::format("{}`{}:{}`", choices.empty() ? "" : ", ", key.scope, key.name);
        }
        return failure(
            fmt::format("`{}` is a policy of several scopes; write one of {}", name, choices));
    }
    return history_in(store_, found.front());
}

} // namespace polhist::store
