#include "ingest/entry.h"

#include "ingest/arn.h"
#include "policy/envelope.h"

#include <fmt/format.h>

namespace polhist::ingest {

using json::Kind;
using json::Value;

bool Complaints::has_room() const {
    constexpr std::size_t most = 100;
    return told_ < most;
}

bool Complaints::take() {
    const bool room = has_room();
    ++told_;
    return room;
}

Error Complaints::at(const Value& value, std::string_view message) {
    if (take()) {
        return json::error_at(value, message);
    }
    return Error{fmt::format("{}: {}", value.source().name, message)};
}

Result<std::string_view>
read_string(const Value& entry, std::string_view member, Complaints& complaints) {
    const auto value = entry.find(member);
    if (!value) {
        return std::string_view{};
    }
    if (value->kind() != Kind::string) {
        return tl::make_unexpected(complaints.at(
            *value,
            fmt::format("`{}` must be a string, not {}", member, json::name_of(value->kind()))));
    }
    return value->text();
}

Result<std::optional<Instant>>
read_date(const Value& entry, std::string_view member, Complaints& complaints) {
    const auto value = entry.find(member);
    if (value && value->kind() == Kind::string) {
        if (const auto instant = parse_instant(value->text())) {
            return instant;
        }
    }
    if (!value || complaints.take()) {
        return policy::read_instant(entry, member);
    }
    return failure(fmt::format("{}: `{}` is no instant", value->source().name, member));
}

Result<Named> read_name(const Naming& naming, const std::string& scope, Complaints& complaints) {
    const Value& entry = *naming.entry;
    const auto fail = [&](const std::string& what) {
        return tl::make_unexpected(complaints.at(entry, what));
    };
    if (entry.kind() != Kind::object) {
        return fail(fmt::format("an entry must be an object, not {}", json::name_of(entry.kind())));
    }
    const auto name = read_string(entry, naming.member, complaints);
    if (!name) {
        return tl::make_unexpected(name.error());
    }
    const auto arn = read_string(entry, "Arn", complaints);
    if (!arn) {
        return tl::make_unexpected(arn.error());
    }
    if (!is_iam_name(*name)) {
        return fail(name->empty() ? fmt::format("the entry has no `{}`; add it", naming.member)
                                  : fmt::format("`{}` is no name that IAM gives", *name));
    }
    if (arn->empty()) {
        return Named{{scope, std::string(*name)}, {}};
    }
    auto parsed = parse_arn(*arn);
    if (!parsed || parsed->type != naming.type) {
        return fail(fmt::format("`{}` is no ARN of a {}", *arn, naming.type));
    }
    if (parsed->name != *name) {
        return fail(
            fmt::format("`{}` is `{}`, but its ARN is `{}`; mend one", naming.member, *name, *arn));
    }
    return Named{{std::move(parsed->scope), std::string(*name)}, std::string(*arn)};
}

Result<PolicyFacts> read_policy_facts(const Value& entry, Complaints& complaints) {
    auto created = read_date(entry, "CreateDate", complaints);
    if (!created) {
        return tl::make_unexpected(std::move(created.error()));
    }
    auto updated = read_date(entry, "UpdateDate", complaints);
    if (!updated) {
        return tl::make_unexpected(std::move(updated.error()));
    }
    auto version = read_string(entry, "DefaultVersionId", complaints);
    if (!version) {
        return tl::make_unexpected(std::move(version.error()));
    }
    return PolicyFacts{*created, *updated, *version};
}

Result<Value> read_whole(const json::Tree& tree) {
    const Value root = tree.root();
    if (const auto truncated = root.find("IsTruncated")) {
        if (truncated->kind() != Kind::boolean) {
            return tl::make_unexpected(
                json::error_at(*truncated, "`IsTruncated` must be a boolean"));
        }
        if (truncated->text() == "true") {
            return tl::make_unexpected(json::error_at(
                *truncated, "`IsTruncated` is true: the list is not whole; fetch all its pages"));
        }
    }
    if (const auto token = root.find("NextToken"); token && token->kind() != Kind::null) {
        return tl::make_unexpected(json::error_at(
            *token, "has a `NextToken`: the list is not whole; fetch it without --max-items"));
    }
    const auto policies = root.find("Policies");
    if (!policies) {
        return tl::make_unexpected(json::error_at(root, "has no `Policies`; add it"));
    }
    if (policies->kind() != Kind::array) {
        return tl::make_unexpected(json::error_at(
            *policies,
            fmt::format("`Policies` must be an array, not {}", json::name_of(policies->kind()))));
    }
    return *policies;
}

} // namespace polhist::ingest
