#include "answers/request_facts.h"

#include "access/caller.h"
#include "access/glob.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace polhist::answers {
namespace {

using access::CallerArn;
using access::Request;
using policy::Principal;

constexpr std::array<std::string_view, 4> kinds{"AWS", "Service", "Federated", "CanonicalUser"};

// A key and the one value it has; no value: the key is absent.
struct Fact {
    std::string_view key;
    std::string value;
};

constexpr std::string_view resource_account = "aws:ResourceAccount";

bool has_name(std::string_view rest, std::string_view prefix) {
    return rest.starts_with(prefix) && rest.size() > prefix.size() && !rest.ends_with('/');
}

bool is_session(const CallerArn& arn) {
    constexpr std::string_view prefix = "assumed-role/";
    return arn.service == "sts" && has_name(arn.rest, prefix) &&
           arn.rest.find('/', prefix.size()) != std::string_view::npos;
}

bool is_role(const CallerArn& arn) {
    return arn.service == "iam" && has_name(arn.rest, "role/");
}

bool is_federated_user(const CallerArn& arn) {
    return arn.service == "sts" && has_name(arn.rest, "federated-user/");
}

// The word of aws:PrincipalType; empty for what is no caller.
std::string_view type_of(const CallerArn& arn) {
    if (is_role(arn) || is_session(arn)) {
        return "AssumedRole";
    }
    if (is_federated_user(arn)) {
        return "FederatedUser";
    }
    if (arn.service != "iam") {
        return {};
    }
    return arn.rest == "root" ? "Account" : has_name(arn.rest, "user/") ? "User" : "";
}

// The unique id of a user or role, by which policies name one that was deleted: `AIDA…`.
bool is_unique_id(std::string_view text) {
    constexpr std::size_t shortest = 16;
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    return text.size() >= shortest && text.starts_with('A') &&
           text.find_first_not_of(letters) == std::string_view::npos;
}

bool is_caller(const Principal& principal) {
    if (principal.value.empty() || access::has_wildcard(principal.value)) {
        return false;
    }
    return principal.kind != "AWS" || principal == access::anonymous ||
           is_unique_id(principal.value) || !type_of(access::caller_arn(principal.value)).empty();
}

// The partition of the account whose root asks, which its number does not tell.
std::string_view partition_of(const Request& request) {
    const std::string_view named = access::caller_arn(request.resource).partition;
    return named.empty() || access::has_wildcard(named) ? "aws" : named;
}

Result<void> make_caller(Request& request) {
    Principal& principal = *request.principal;
    if (std::ranges::find(kinds, principal.kind) == kinds.end()) {
        return failure(fmt::format("`{}` is no kind of principal; write AWS, Service, Federated "
                                   "or CanonicalUser",
                                   principal.kind));
    }
    if (principal == Principal{"AWS", "*"}) {
        principal = access::anonymous;
    } else if (principal.kind == "AWS" && access::is_account(principal.value)) {
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

// The role of a session, as far as the session tells; of others what asks.
std::string principal_arn(const Principal& principal, const CallerArn& arn) {
    if (!is_session(arn)) {
        return principal.value;
    }
    std::string role = "arn:";
    role += arn.partition;
    role += ":iam::";
    role += arn.account;
    role += ":role/";
    role += access::role_name(arn);
    return role;
}

void add_caller(const Principal& principal, std::vector<Fact>& out) {
    const CallerArn arn = access::caller_arn(principal.value);
    if (principal == access::anonymous) {
        out.push_back({"aws:PrincipalArn", ""});
        out.push_back({"aws:PrincipalAccount", ""});
        out.push_back({"aws:PrincipalType", "Anonymous"});
    } else if (access::is_account(arn.account)) {
        out.push_back({"aws:PrincipalArn", principal_arn(principal, arn)});
        out.push_back({"aws:PrincipalAccount", std::string(arn.account)});
        out.push_back({"aws:PrincipalType", std::string(type_of(arn))});
    }
}

std::vector<Fact> facts_of(const Request& request) {
    constexpr std::size_t most = 4;
    std::vector<Fact> facts;
    facts.reserve(most);
    if (request.principal && request.principal->kind == "AWS") {
        add_caller(*request.principal, facts);
    }
    const CallerArn resource = access::caller_arn(request.resource);
    if (access::is_account(resource.account)) {
        facts.push_back({resource_account, std::string(resource.account)});
    }
    return facts;
}

// Whether a given value is that of a fact, where the ARN of a session lacks the role's path.
bool agrees(const Fact& fact, const std::string& given, const Request& request) {
    if (given == fact.value) {
        return true;
    }
    if (fact.key != "aws:PrincipalArn" || !request.principal) {
        return false;
    }
    const CallerArn session = access::caller_arn(request.principal->value);
    const CallerArn role = access::caller_arn(given);
    return is_session(session) && is_role(role) && role.partition == session.partition &&
           role.account == session.account && role_name(role) == role_name(session);
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
    return *request.principal == access::anonymous
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
    for (Fact& fact : facts_of(request)) {
        const auto given = std::ranges::find_if(request.context, [&](const auto& entry) {
            return policy::compare_folded(entry.first, fact.key) == 0;
        });
        if (given != request.context.end()) {
            if (!fits(fact, given->second, request)) {
                return tl::make_unexpected(contradiction(fact, given->second, request));
            }
        } else if (!fact.value.empty()) {
            request.context[std::string(fact.key)].push_back(std::move(fact.value));
        }
    }
    return {};
}

} // namespace polhist::answers
