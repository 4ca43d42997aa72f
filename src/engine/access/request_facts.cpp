#include "access/request_facts.h"

#include "access/caller.h"
#include "access/glob.h"
#include "access/request_context.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace polhist::access {
namespace {

using policy::Principal;

constexpr std::array<std::string_view, 4> kinds{"AWS", "Service", "Federated", "CanonicalUser"};

// A key and the one value it has; no value: the key is absent.
struct Fact {
    std::string_view key;
    std::string value;
};

constexpr std::string_view resource_account = "aws:ResourceAccount";

// The partition of the account whose root asks, which its number does not tell.
std::string_view partition_of(const Request& request) {
    const std::string_view named = arn_fields(request.resource).partition;
    return named.empty() || has_wildcard(named) ? "aws" : named;
}

Result<void> make_caller(Request& request) {
    Principal& principal = *request.principal;
    if (std::ranges::find(kinds, principal.kind) == kinds.end()) {
        return failure(fmt::format("`{}` is no kind of principal; write AWS, Service, Federated "
                                   "or CanonicalUser",
                                   principal.kind));
    }
    if (principal == Principal{"AWS", "*"}) {
        principal = anonymous;
    } else if (principal.kind == "AWS" && is_account(principal.value)) {
        principal.value =
            fmt::format("arn:{}:iam::{}:root", partition_of(request), principal.value);
    }
    if (!is_caller(principal)) {
        return failure(fmt::format("`{}` cannot ask: the principal of a request is one user, role, "
                                   "role session, account root or federated user by its ARN, a "
                                   "service, an identity provider, a canonical user or `*`, who "
                                   "is anonymous",
                                   principal.value));
    }
    return {};
}

std::vector<Fact> facts_about(const Request& request) {
    constexpr std::size_t most = 4;
    std::vector<Fact> facts;
    facts.reserve(most);
    auto caller = request.principal ? facts_of(*request.principal) : std::nullopt;
    if (caller) {
        facts.push_back({"aws:PrincipalArn", std::move(caller->arn)});
        facts.push_back({"aws:PrincipalAccount", std::move(caller->account)});
        facts.push_back({"aws:PrincipalType", std::move(caller->type)});
    }
    const ArnFields resource = arn_fields(request.resource);
    if (is_account(resource.account)) {
        facts.push_back({resource_account, std::string(resource.account)});
    }
    return facts;
}

// Whether a given value is that of a fact, where the ARN of a session lacks the role's path.
bool agrees(const Fact& fact, const std::string& given, const Request& request) {
    if (given == fact.value) {
        return true;
    }
    return fact.key == "aws:PrincipalArn" && request.principal &&
           is_principal_arn_of(given, *request.principal);
}

// Whether the values that a key is given can be; none says that it is absent.
bool fits(const Fact& fact, const std::vector<std::string>& given, const Request& request) {
    return given.empty() || (given.size() == 1 && agrees(fact, given.front(), request));
}

// What a fact follows from.
std::string source_of(const Fact& fact, const Request& request) {
    if (fact.key == resource_account) {
        return fmt::format("the resource `{}`", request.resource);
    }
    return *request.principal == anonymous
               ? "an anonymous caller"
               : fmt::format("the principal `{}`", request.principal->value);
}

Error contradiction(const Fact& fact,
                    const std::vector<std::string>& given,
                    const Request& request) {
    std::string values;
    for (const std::string& value : given) {
        values += fmt::format("{}`{}`", values.empty() ? "" : " and ", value);
    }
    const std::string real =
        fact.value.empty() ? "has none" : fmt::format("makes it `{}`", fact.value);
    return {fmt::format("the context says that {} is {}, but {} {}; correct one, or leave out the "
                        "key",
                        fact.key,
                        values,
                        source_of(fact, request),
                        real)};
}

} // namespace

Result<void> complete(Request& request) {
    if (request.principal) {
        if (auto made = make_caller(request); !made) {
            return made;
        }
    }
    for (Fact& fact : facts_about(request)) {
        const Values* given = values_of(request, fact.key);
        if (given != nullptr) {
            if (!fits(fact, *given, request)) {
                return tl::make_unexpected(contradiction(fact, *given, request));
            }
        } else if (!fact.value.empty()) {
            request.context[std::string(fact.key)].push_back(std::move(fact.value));
        }
    }
    return {};
}

bool name_caller(const std::string& caller, Request& request) {
    const Principal named{"AWS", caller};
    const auto is_session_of_it = [&](const Principal& asking) {
        return caller.find(":role/") != std::string::npos && takes_in(named, asking);
    };
    if (request.principal && is_session_of_it(*request.principal)) {
        return true;
    }
    if (request.principal && *request.principal != named) {
        return false;
    }
    request.principal = named;
    return true;
}

} // namespace polhist::access
