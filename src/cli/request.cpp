#include "cli/request.h"

#include "access/caller.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace polhist::cli {
namespace {

using access::Request;

// A principal whose text tells its kind: an ARN, an account number, or `*`, who is anonymous.
std::optional<policy::Principal> plain_principal(std::string_view text) {
    if (text == "*" || text.starts_with("arn:") || is_account(text)) {
        return policy::Principal{"AWS", std::string(text)};
    }
    return std::nullopt;
}

Result<policy::Principal> principal_argument(const std::string& text) {
    if (auto plain = plain_principal(text)) {
        return std::move(*plain);
    }
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
        return failure(fmt::format("`{}` is no principal; write an ARN, or KIND=NAME, such as "
                                   "Service=ec2.amazonaws.com",
                                   text));
    }
    return policy::Principal{text.substr(0, equals), text.substr(equals + 1)};
}

// The values of a key, however it was spelt before.
std::vector<std::string>& values_of(Request& request, std::string_view key) {
    const auto found = std::ranges::find_if(request.context, [&](const auto& entry) {
        return policy::compare_folded(entry.first, key) == 0;
    });
    return found != request.context.end() ? found->second : request.context[std::string(key)];
}

Result<std::string> text_member(json::Value object, std::string_view name) {
    const auto value = object.find(name);
    if (!value || value->kind() != json::Kind::string) {
        return tl::make_unexpected(
            json::error_at(value.value_or(object), fmt::format("`{}` must be a string", name)));
    }
    return std::string(value->text());
}

// A text that tells its kind, or an object of one kind and one name.
Result<policy::Principal> read_principal(json::Value value) {
    std::optional<policy::Principal> found;
    if (value.kind() == json::Kind::string) {
        found = plain_principal(value.text());
    }
    for (const json::Member& member : value.members()) {
        if (found || member.value.kind() != json::Kind::string) {
            found.reset();
            break;
        }
        found = policy::Principal{std::string(member.key), std::string(member.value.text())};
    }
    if (!found) {
        return tl::make_unexpected(json::error_at(
            value, "`principal` must be \"*\" or an object such as {\"AWS\": \"arn:…\"}"));
    }
    return std::move(*found);
}

bool add_value(json::Value value, std::vector<std::string>& out) {
    const bool scalar = value.kind() == json::Kind::string || value.kind() == json::Kind::boolean ||
                        value.kind() == json::Kind::number;
    if (scalar) {
        out.emplace_back(value.text());
    }
    return scalar;
}

// A value or a list of them; false where one is none that a key can have.
bool add_values(json::Value value, std::vector<std::string>& out) {
    if (value.kind() != json::Kind::array) {
        return add_value(value, out);
    }
    bool good = true;
    for (const json::Value item : value.items()) {
        good = good && add_value(item, out);
    }
    return good;
}

// A key of an object that stands in it before, in other letter case.
std::optional<json::Member> repeated_key(json::Value object) {
    std::vector<json::Member> members;
    for (const json::Member& member : object.members()) {
        members.push_back(member);
    }
    const auto order = [](const json::Member& left, const json::Member& right) {
        return policy::compare_folded(left.key, right.key);
    };
    std::ranges::stable_sort(
        members, [&](const auto& left, const auto& right) { return order(left, right) < 0; });
    const auto found = std::ranges::adjacent_find(
        members, [&](const auto& left, const auto& right) { return order(left, right) == 0; });
    return found == members.end() ? std::nullopt : std::optional(*std::next(found));
}

// `{key: [values]}`; one value may stand without a list.
Result<void> read_context(json::Value value, Request& out) {
    if (value.kind() != json::Kind::object) {
        return tl::make_unexpected(json::error_at(value, "`context` must be an object"));
    }
    for (const json::Member& member : value.members()) {
        if (!add_values(member.value, out.context[std::string(member.key)])) {
            return tl::make_unexpected(json::error_at(
                member.value, "a context value must be a string, a number or a boolean"));
        }
    }
    if (const auto repeated = repeated_key(value)) {
        return tl::make_unexpected(json::error_at(
            repeated->value,
            fmt::format("the key `{}` stands twice in the context, in other letter case; keep one",
                        repeated->key)));
    }
    return {};
}

} // namespace

Result<Request> read_request(const RequestArguments& arguments) {
    Request request{arguments.action, arguments.resource, {}, {}};
    for (const std::string& pair : arguments.context) {
        const std::size_t equals = pair.find('=');
        if (equals == std::string::npos || equals == 0) {
            return failure(fmt::format("`{}` is no context; write KEY=VALUE", pair));
        }
        values_of(request, pair.substr(0, equals)).push_back(pair.substr(equals + 1));
    }
    if (!arguments.principal.empty()) {
        auto principal = principal_argument(arguments.principal);
        if (!principal) {
            return tl::make_unexpected(std::move(principal.error()));
        }
        request.principal = std::move(*principal);
    }
    return request;
}

Result<Request> read_request(json::Value line) {
    const auto value = line.find("request");
    if (!value || value->kind() != json::Kind::object) {
        return tl::make_unexpected(
            json::error_at(value.value_or(line), "`request` must be an object; add it"));
    }
    access::Request request;
    auto action = text_member(*value, "action");
    if (!action) {
        return tl::make_unexpected(std::move(action.error()));
    }
    auto resource = text_member(*value, "resource");
    if (!resource) {
        return tl::make_unexpected(std::move(resource.error()));
    }
    request.action = std::move(*action);
    request.resource = std::move(*resource);
    if (const auto context = value->find("context")) {
        if (auto read = read_context(*context, request); !read) {
            return tl::make_unexpected(std::move(read.error()));
        }
    }
    const auto principal = value->find("principal");
    if (principal && principal->kind() != json::Kind::null) {
        auto read = read_principal(*principal);
        if (!read) {
            return tl::make_unexpected(std::move(read.error()));
        }
        request.principal = std::move(*read);
    }
    return request;
}

} // namespace polhist::cli
