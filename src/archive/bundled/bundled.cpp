#include "bundled/bundled.h"

#include "json/tree.h"
#include "timeline/derive.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::bundled {
namespace {

std::string_view bytes_of(std::string_view path) {
    const auto found = std::ranges::find(files(), path, &File::path);
    return found == files().end() ? std::string_view{} : found->bytes;
}

// The policies as `aws iam list-policies` tells them: names and ARNs.
Result<json::Tree> listing() {
    constexpr std::string_view path = "snapshots/policies.json";
    return json::Tree::parse({path, bytes_of(path)});
}

// The text of one member of one listed policy; empty where there is none.
std::string_view field(json::Value policy, std::string_view name) {
    const auto value = policy.find(name);
    return value ? value->text() : std::string_view{};
}

// Who observed what ships: all of it was in force when the newest of it was created.
constexpr std::string_view shipped = "shipped";

// When the newest shipped version was created.
std::optional<Instant> find_newest_creation() {
    std::optional<Instant> newest;
    for (const File& file : files()) {
        const auto tree = json::Tree::parse({file.path, file.bytes});
        const auto envelope = tree ? tree->root().find("PolicyVersion") : std::nullopt;
        if (envelope) {
            newest = std::max(newest, parse_instant(field(*envelope, "CreateDate")));
        }
    }
    return newest;
}

std::optional<Instant> newest_creation() {
    static const std::optional<Instant> newest = find_newest_creation();
    return newest;
}

// Every listed policy.
std::vector<json::Value> policies(const json::Tree& listing) {
    std::vector<json::Value> found;
    if (const auto list = listing.root().find("Policies")) {
        for (const json::Value policy : list->items()) {
            found.push_back(policy);
        }
    }
    return found;
}

// Adds what an envelope claims. One that says it is the default was seen in force; as each shipped
// version came into force when it was created, that is the instant.
Result<void>
add_envelope(const timeline::PolicyKey& policy, const File& file, timeline::Claims& claims) {
    auto tree = json::Tree::parse({file.path, file.bytes});
    if (!tree) {
        return tl::make_unexpected(tree.error());
    }
    const auto envelope = tree->root().find("PolicyVersion");
    if (!envelope || file.document.empty()) {
        return failure(fmt::format("{}: is no get-policy-version envelope", file.path));
    }
    const auto created = parse_instant(field(*envelope, "CreateDate"));
    const std::string hash(file.document);
    claims.versions.push_back({policy,
                               std::string(field(*envelope, "VersionId")),
                               hash,
                               created,
                               timeline::SourceClass::exact});
    claims.forms.push_back({policy, hash, std::string(file.bytes), created, {}});
    if (created && field(*envelope, "IsDefaultVersion") == "true") {
        claims.observations.push_back({policy,
                                       std::string(shipped),
                                       *created,
                                       timeline::Observation::Kind::in_force,
                                       claims.versions.back().version,
                                       hash,
                                       created});
    }
    return {};
}

// The shipped file of a version, which its bytes are the view of.
const File& file_of(const timeline::Version& version, std::span<const File> all) {
    return *std::ranges::find(all, version.json.bytes().value(), &File::bytes);
}

} // namespace

std::string_view ledger() {
    return bytes_of("history/ledger.json");
}

std::vector<std::string> Archive::names() const {
    std::vector<std::string> names;
    if (const auto tree = listing()) {
        for (const json::Value policy : policies(*tree)) {
            names.emplace_back(field(policy, "PolicyName"));
        }
    }
    std::ranges::sort(names);
    return names;
}

std::optional<std::string> Archive::name_of_arn(std::string_view arn) const {
    if (const auto tree = listing()) {
        for (const json::Value policy : policies(*tree)) {
            if (field(policy, "Arn") == arn) {
                return std::string(field(policy, "PolicyName"));
            }
        }
    }
    return std::nullopt;
}

Result<timeline::Claims> claims_of(std::string_view name) {
    const auto tree = listing();
    if (!tree) {
        return tl::make_unexpected(tree.error());
    }
    const timeline::PolicyKey key{"aws", std::string(name)};
    timeline::Claims claims;
    for (const json::Value policy : policies(*tree)) {
        if (field(policy, "PolicyName") == name) {
            claims.policies.push_back({key, std::string(field(policy, "Arn")), {}});
        }
    }
    const std::string folder = fmt::format("snapshots/{}/", name);
    for (const File& file : files()) {
        if (file.path.starts_with(folder)) {
            if (auto added = add_envelope(key, file, claims); !added) {
                return tl::make_unexpected(added.error());
            }
        }
    }
    if (const auto newest = newest_creation()) {
        claims.polls.push_back({std::string(shipped), *newest, {}, {}, {}});
    }
    return claims;
}

Result<timeline::History> Archive::history(std::string_view name) const {
    const auto claims = claims_of(name);
    if (!claims) {
        return tl::make_unexpected(claims.error());
    }
    timeline::History history =
        timeline::derive({"aws", std::string(name)}, *claims, claims->polls);
    for (timeline::Version& version : history.versions) {
        const File& file = file_of(version, files());
        version.json = file.bytes;
        version.origin = std::string(file.path);
    }
    return history;
}

} // namespace polhist::bundled
