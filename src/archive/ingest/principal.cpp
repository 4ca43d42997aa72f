#include "ingest/principal.h"

#include <fmt/format.h>

#include <algorithm>

namespace polhist::ingest {
namespace {

using json::Kind;
using json::Value;

// The texts of a list: of its elements or, where `member` is not empty, of that member of each.
// Sorted, none twice.
Result<std::vector<std::string>> read_texts(const Value& entry,
                                            std::string_view list,
                                            std::string_view member,
                                            Complaints& complaints) {
    std::vector<std::string> texts;
    const auto found = entry.find(list);
    if (found && found->kind() != Kind::array) {
        return tl::make_unexpected(
            complaints.at(*found, fmt::format("`{}` must be an array", list)));
    }
    for (const Value item : found.value_or(entry).items()) {
        const auto text = member.empty() ? std::optional(item) : item.find(member);
        if (!text || text->kind() != Kind::string || text->text().empty()) {
            return tl::make_unexpected(complaints.at(
                item,
                member.empty() ? fmt::format("`{}` has something else than a name", list)
                               : fmt::format("`{}` has an element without `{}`", list, member)));
        }
        texts.emplace_back(text->text());
    }
    std::ranges::sort(texts);
    texts.erase(std::unique(texts.begin(), texts.end()), texts.end());
    return texts;
}

Result<std::string> read_boundary(const Value& entry, Complaints& complaints) {
    const auto boundary = entry.find("PermissionsBoundary");
    if (!boundary || boundary->kind() == Kind::null) {
        return std::string();
    }
    const auto arn = read_string(*boundary, "PermissionsBoundaryArn", complaints);
    if (!arn) {
        return tl::make_unexpected(arn.error());
    }
    if (arn->empty()) {
        return tl::make_unexpected(
            complaints.at(*boundary, "the boundary has no `PermissionsBoundaryArn`; add it"));
    }
    return std::string(*arn);
}

} // namespace

Result<timeline::PrincipalObservation> read_principal(const Value& entry,
                                                      std::string_view type,
                                                      std::string_view inline_list,
                                                      const Named& named,
                                                      Complaints& complaints) {
    timeline::PrincipalObservation seen;
    seen.principal = {named.key.scope, fmt::format("{}/{}", type, named.key.name)};
    seen.arn = named.arn;
    const auto created = read_date(entry, "CreateDate", complaints);
    auto attached = read_texts(entry, "AttachedManagedPolicies", "PolicyArn", complaints);
    auto inlined = read_texts(entry, inline_list, "PolicyName", complaints);
    auto groups = read_texts(entry, "GroupList", {}, complaints);
    auto boundary = read_boundary(entry, complaints);
    if (!created) {
        return tl::make_unexpected(created.error());
    }
    for (const auto* list : {&attached, &inlined, &groups}) {
        if (!*list) {
            return tl::make_unexpected(list->error());
        }
    }
    if (!boundary) {
        return tl::make_unexpected(std::move(boundary.error()));
    }
    seen.created = *created;
    seen.attached = std::move(*attached);
    seen.inlined = std::move(*inlined);
    seen.groups = std::move(*groups);
    seen.boundary = std::move(*boundary);
    return seen;
}

} // namespace polhist::ingest
