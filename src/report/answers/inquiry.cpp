#include "answers/inquiry.h"

#include "access/check.h"
#include "answers/check.h"
#include "policy/canonical.h"

#include <fmt/format.h>

namespace polhist::answers {
namespace {

using access::Permission;
using policy::Document;

// Equal for slices that only number and name their statements differently.
std::string text_of(const Document& slice) {
    std::string text(policy::name_of(slice.language));
    for (policy::Statement statement : slice.statements) {
        statement.sid.reset();
        text += '\n' + policy::canonical_text(statement);
    }
    return text;
}

} // namespace

Result<Permission> Inquiry::ask(const Passages& passages, std::size_t version) {
    const std::string& hash = passages.history().versions[version].document;
    const auto known = by_document_.find(hash);
    if (known != by_document_.end() && !hash.empty()) {
        return known->second;
    }
    const auto document = passages.of(version);
    if (!document) {
        return tl::make_unexpected(document.error());
    }
    Permission permission = answer(**document);
    by_document_.emplace(hash, permission);
    return permission;
}

Permission Inquiry::answer(const Document& document) {
    if (!access::may_allow(document, question_.action)) {
        return {};
    }
    Document slice = access::slice_of(document, question_.action);
    std::vector<std::size_t> numbers;
    for (policy::Statement& statement : slice.statements) {
        numbers.push_back(statement.index);
        statement.index = numbers.size() - 1;
    }
    std::string text = text_of(slice);
    auto known = by_slice_.find(text);
    if (known == by_slice_.end()) {
        known = by_slice_.emplace(std::move(text), access::permission_of(slice, question_, budget_))
                    .first;
    }
    Permission permission = known->second;
    if (permission.statement) {
        permission.statement = *permission.statement < numbers.size()
                                   ? std::optional(numbers[*permission.statement])
                                   : std::nullopt;
    }
    return permission;
}

Result<void> examine(const access::Question& question) {
    if (!access::is_action_pattern(question.action)) {
        return failure(fmt::format("`{}` is no action; write `service:Name`, with `*` and `?` for "
                                   "more than one",
                                   question.action));
    }
    if (!question.resource) {
        return {};
    }
    if (*question.resource != "*" && !question.resource->starts_with("arn:")) {
        return failure(fmt::format("--resource `{}` is no resource; write `arn:…` or `*`",
                                   *question.resource));
    }
    if (!access::can_match({{}, {*question.resource}})) {
        return failure(fmt::format("--resource `{}` matches no resource: an ARN has six fields",
                                   *question.resource));
    }
    return {};
}

} // namespace polhist::answers
