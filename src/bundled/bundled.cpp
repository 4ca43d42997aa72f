#include "bundled/bundled.h"

#include "json/tree.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::bundled {
namespace {

using timeline::Version;

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

// A version from the facts of its envelope; the document itself is read when it is asked for.
Result<Version> version_in(const File& file) {
    auto tree = json::Tree::parse({file.path, file.bytes});
    if (!tree) {
        return tl::make_unexpected(tree.error());
    }
    const auto envelope = tree->root().find("PolicyVersion");
    if (!envelope) {
        return failure(fmt::format("{}: is no get-policy-version envelope", file.path));
    }
    Version version;
    version.id = std::string(field(*envelope, "VersionId"));
    version.created = parse_instant(field(*envelope, "CreateDate"));
    version.seen = field(*envelope, "IsDefaultVersion") == "true";
    version.json = file.bytes;
    version.origin = std::string(file.path);
    return version;
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

Result<timeline::History> Archive::history(std::string_view name) const {
    const auto tree = listing();
    if (!tree) {
        return tl::make_unexpected(tree.error());
    }
    std::string arn;
    for (const json::Value policy : policies(*tree)) {
        if (field(policy, "PolicyName") == name) {
            arn = std::string(field(policy, "Arn"));
        }
    }
    std::vector<Version> versions;
    const std::string folder = fmt::format("snapshots/{}/", name);
    for (const File& file : files()) {
        if (file.path.starts_with(folder)) {
            auto version = version_in(file);
            if (!version) {
                return tl::make_unexpected(version.error());
            }
            versions.push_back(std::move(*version));
        }
    }
    return timeline::derive(std::string(name), std::move(arn), std::move(versions));
}

} // namespace polhist::bundled
