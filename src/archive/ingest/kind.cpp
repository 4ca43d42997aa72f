#include "ingest/kind.h"

#include "ingest/catalogue.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace polhist::ingest {
namespace {

constexpr std::array<std::string_view, 8> names{
    "document", "envelope", "dump", "listing", "page", "reference", "catalogue", "git"};

// A dump may hold managed policies alone; their versions tell it from a listing.
bool lists_versions(const json::Value& policies) {
    for (const json::Value entry : policies.items()) {
        if (entry.find("PolicyVersionList")) {
            return true;
        }
    }
    return false;
}

} // namespace

std::string_view name_of(Kind kind) {
    return names[static_cast<std::size_t>(kind)];
}

std::span<const std::string_view> kind_names() {
    return names;
}

std::optional<Kind> kind_of_name(std::string_view name) {
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) {
        return std::nullopt;
    }
    return static_cast<Kind>(found - names.begin());
}

Kind recognise(const json::Tree& tree) {
    const json::Value root = tree.root();
    if (root.find("PolicyVersion")) {
        return Kind::envelope;
    }
    for (const std::string_view list : {"UserDetailList", "GroupDetailList", "RoleDetailList"}) {
        if (root.find(list)) {
            return Kind::dump;
        }
    }
    if (const auto policies = root.find("Policies")) {
        return lists_versions(*policies) ? Kind::dump : Kind::listing;
    }
    return is_catalogue(tree) ? Kind::catalogue : Kind::document;
}

tl::unexpected<Error> unknown_kind(const std::string& name) {
    std::string known;
    for (const std::string_view kind : kind_names()) {
        known += fmt::format("{}`{}`", known.empty() ? "" : ", ", kind);
    }
    return failure(fmt::format("`{}` is no kind of source; write one of {}", name, known));
}

} // namespace polhist::ingest
