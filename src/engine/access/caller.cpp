#include "access/caller.h"

#include "access/glob.h"
#include "access/root_alone.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace polhist::access {
namespace {

using policy::Effect;
using policy::Principal;

// The account that a name stands for as a whole: its number, or the ARN of its root.
std::string_view account_of_root(std::string_view name) {
    if (is_account(name)) {
        return name;
    }
    const ArnFields arn = arn_fields(name);
    return arn.rest == "root" ? arn.account : std::string_view{};
}

// The account of a caller; empty where it has none.
std::string_view account_of(const Principal& asking) {
    if (asking.kind != "AWS") {
        return {};
    }
    return is_account(asking.value) ? std::string_view(asking.value)
                                    : arn_fields(asking.value).account;
}

bool is_everyone(const Principal& named) {
    return named.kind == "AWS" && named.value == "*";
}

bool is_role(const ArnFields& arn) {
    return arn.rest.starts_with("role/");
}

bool is_session(const ArnFields& arn) {
    return arn.service == "sts" && !role_name(arn).empty();
}

// Whether a named role is the one whose session asks.
bool is_role_of(std::string_view named, const ArnFields& session) {
    const ArnFields role = arn_fields(named);
    return is_role(role) && is_session(session) && role.account == session.account &&
           role_name(role) == role_name(session);
}

constexpr std::array<std::string_view, 3> other_kinds{"Service", "Federated", "CanonicalUser"};

// What an ARN became whose user or role is gone: `AIDA…`, `AROA…`.
bool is_unique_id(std::string_view text) {
    constexpr std::size_t shortest = 16;
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    return text.size() >= shortest && text.starts_with('A') &&
           text.find_first_not_of(letters) == std::string_view::npos;
}

// Whether a text is this prefix and a name.
bool has_name_of(std::string_view rest, std::string_view prefix) {
    return rest.starts_with(prefix) && rest.size() > prefix.size() && !rest.ends_with('/');
}

} // namespace

std::string_view role_name(const ArnFields& arn) {
    if (is_role(arn)) {
        return arn.rest.substr(arn.rest.rfind('/') + 1);
    }
    constexpr std::string_view session = "assumed-role/";
    if (!arn.rest.starts_with(session)) {
        return {};
    }
    const std::string_view name = arn.rest.substr(session.size());
    return name.substr(0, name.find('/'));
}

std::string_view principal_type(const ArnFields& arn) {
    if (arn.service == "iam") {
        return arn.rest == "root"               ? "Account"
               : has_name_of(arn.rest, "user/") ? "User"
               : has_name_of(arn.rest, "role/") ? "AssumedRole"
                                                : "";
    }
    if (arn.service != "sts") {
        return {};
    }
    if (has_name_of(arn.rest, "federated-user/")) {
        return "FederatedUser";
    }
    const std::string_view role = role_name(arn);
    const std::string_view session = arn.rest.substr(arn.rest.find('/') + 1);
    return !is_role(arn) && !role.empty() && has_name_of(session.substr(role.size()), "/")
               ? "AssumedRole"
               : "";
}

bool is_caller(const Principal& principal) {
    if (principal.value.empty() || has_wildcard(principal.value)) {
        return false;
    }
    return principal.kind == "AWS"
               ? principal == anonymous || is_unique_id(principal.value) ||
                     !principal_type(arn_fields(principal.value)).empty()
               : std::ranges::find(other_kinds, principal.kind) != other_kinds.end();
}

std::string session_of(std::string_view arn) {
    const ArnFields fields = arn_fields(arn);
    const std::string_view role = role_name(fields);
    return role.empty() ? std::string(arn)
                        : fmt::format("arn:{}:sts::{}:assumed-role/{}/example",
                                      fields.partition,
                                      fields.account,
                                      role);
}

std::optional<CallerFacts> facts_of(const Principal& caller) {
    if (caller == anonymous) {
        return CallerFacts{"", "anonymous", "Anonymous"};
    }
    const ArnFields arn = arn_fields(caller.value);
    if (caller.kind != "AWS" || !is_account(arn.account)) {
        return std::nullopt;
    }
    return CallerFacts{
        is_session(arn)
            ? fmt::format("arn:{}:iam::{}:role/{}", arn.partition, arn.account, role_name(arn))
            : caller.value,
        std::string(arn.account),
        std::string(principal_type(arn)),
    };
}

bool is_principal_arn_of(std::string_view value, const Principal& caller) {
    const ArnFields asking = arn_fields(caller.value);
    const ArnFields named = arn_fields(value);
    return is_session(asking) ? is_role_of(value, asking) && named.service == "iam" &&
                                    named.partition == asking.partition
                              : value == caller.value;
}

bool takes_in(const Principal& named, const Principal& asking) {
    if (is_everyone(named)) {
        return true;
    }
    if (named.kind != asking.kind) {
        return false;
    }
    if (named.value == asking.value) {
        return named != anonymous;
    }
    if (named.kind != "AWS") {
        return false;
    }
    const std::string_view account = account_of_root(named.value);
    if (!account.empty()) {
        return account_of(asking) == account;
    }
    return is_role_of(named.value, arn_fields(asking.value));
}

// How many links a caller has, and how many of them a list names.
struct ListedNames::Links {
    std::size_t all = 0;
    std::size_t listed = 0;
    bool in_person = false; // the last link is listed

    void add(bool is_listed) {
        ++all;
        listed += is_listed ? 1 : 0;
        in_person = is_listed;
    }
};

ListedNames::ListedNames(const policy::Principals& names) : negated_(names.negated) {
    for (const Principal& named : names.values) {
        everyone_ = everyone_ || is_everyone(named);
        if (named != anonymous) {
            exact_.insert(is_root_alone(named) ? root_of(named) : named);
        }
        if (named.kind != "AWS") {
            continue;
        }
        const ArnFields arn = arn_fields(named.value);
        if (const std::string_view account = account_of_root(named.value); !account.empty()) {
            accounts_.emplace(account);
        } else if (is_role(arn)) {
            roles_.emplace(arn.account, role_name(arn));
        }
    }
}

ListedNames::Links ListedNames::links_of(const Principal& asking) const {
    Links links;
    const std::string_view account = account_of(asking);
    if (!account.empty()) {
        const bool is_root = account_of_root(asking.value) == account;
        links.add(everyone_ || accounts_.contains(account) || (is_root && exact_.contains(asking)));
        if (is_root) {
            return links;
        }
    }
    const bool is_aws = asking.kind == "AWS";
    const ArnFields arn = is_aws ? arn_fields(asking.value) : ArnFields{};
    if (is_session(arn)) {
        links.add(everyone_ || roles_.contains({arn.account, role_name(arn)}));
    }
    links.add(everyone_ || exact_.contains(asking));
    if (is_aws && is_role(arn)) {
        links.add(everyone_); // its session
    }
    return links;
}

bool ListedNames::match(Effect effect, const Principal& asking) const {
    const Links links = links_of(asking);
    if (!negated_) {
        // A role on its own is named where it is, whatever session it stands for.
        return links.listed > 0;
    }
    return effect == Effect::deny ? links.listed < links.all : links.listed == 0;
}

bool ListedNames::is_unclear(Effect effect, const Principal& asking) const {
    const Links links = links_of(asking);
    const bool some = links.listed > 0 && links.listed < links.all;
    return negated_ && some && (effect == Effect::allow || links.in_person);
}

} // namespace polhist::access
