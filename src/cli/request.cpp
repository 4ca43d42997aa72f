#include "cli/request.h"

#include <fmt/format.h>

namespace polhist::cli {
namespace {

using access::Request;

// `AWS=arn:…`, or `*` for anybody.
Result<policy::Principal> principal_argument(const std::string& text) {
    if (text == "*") {
        return policy::Principal{"AWS", "*"};
    }
    const std::size_t equals = text.find('=');
    if (equals == std::string::npos) {
        return failure(
            fmt::format("`{}` is no principal; write KIND=NAME, such as AWS=arn:…", text));
    }
    return policy::Principal{text.substr(0, equals), text.substr(equals + 1)};
}

Result<std::string> text_member(json::Value object, std::string_view name) {
    const auto value = object.find(name);
    if (!value || value->kind() != json::Kind::string) {
        return tl::make_unexpected(
            json::error_at(value.value_or(object), fmt::format("`{}` must be a string", name)));
    }
    return std::string(value->text());
}

// `"*"`, or an object of one kind and one name.
Result<policy::Principal> read_principal(json::Value value) {
    if (value.kind() == json::Kind::string && value.text() == "*") {
        return policy::Principal{"AWS", "*"};
    }
    std::optional<policy::Principal> found;
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

// `{key: [values]}`; one value may stand without a list.
Result<void> read_context(json::Value value, Request& out) {
    if (value.kind() != json::Kind::object) {
        return tl::make_unexpected(json::error_at(value, "`context` must be an object"));
    }
    for (const json::Member& member : value.members()) {
        auto& values = out.context[std::string(member.key)];
        const auto add = [&values](json::Value item) {
            const bool scalar = item.kind() == json::Kind::string ||
                                item.kind() == json::Kind::boolean ||
                                item.kind() == json::Kind::number;
            if (scalar) {
                values.emplace_back(item.text());
            }
            return scalar;
        };
        bool good = true;
        if (member.value.kind() == json::Kind::array) {
            for (const json::Value item : member.value.items()) {
                good = good && add(item);
            }
        } else {
            good = add(member.value);
        }
        if (!good) {
            return tl::make_unexpected(json::error_at(
                member.value, "a context value must be a string, a number or a boolean"));
        }
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
        request.context[pair.substr(0, equals)].push_back(pair.substr(equals + 1));
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
    if (const auto principal = value->find("principal")) {
        auto read = read_principal(*principal);
        if (!read) {
            return tl::make_unexpected(std::move(read.error()));
        }
        request.principal = std::move(*read);
    }
    return request;
}

} // namespace polhist::cli
