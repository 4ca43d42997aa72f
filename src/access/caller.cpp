#include "access/caller.h"

#include <algorithm>
#include <array>

namespace polhist::access {
namespace {

using policy::Effect;
using policy::Principal;

std::array<std::string_view, 6> arn_fields(std::string_view arn) {
    std::array<std::string_view, 6> fields;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const std::size_t colon = i + 1 < fields.size() ? arn.find(':') : std::string_view::npos;
        fields.at(i) = arn.substr(0, colon);
        arn.remove_prefix(colon == std::string_view::npos ? arn.size() : colon + 1);
    }
    return fields;
}

// The account that a name stands for as a whole: its number, or the ARN of its root.
std::string_view account_of_root(std::string_view name) {
    if (is_account(name)) {
        return name;
    }
    const CallerArn arn = caller_arn(name);
    return arn.rest == "root" ? arn.account : std::string_view{};
}

// The account of a caller; empty where it has none.
std::string_view account_of(const Principal& asking) {
    if (asking.kind != "AWS") {
        return {};
    }
    return is_account(asking.value) ? std::string_view(asking.value)
                                    : caller_arn(asking.value).account;
}

bool is_everyone(const Principal& named) {
    return named.kind == "AWS" && named.value == "*";
}

bool is_role(const CallerArn& arn) {
    return arn.rest.starts_with("role/");
}

bool is_session(const CallerArn& arn) {
    return arn.service == "sts" && !role_name(arn).empty();
}

// Whether a named role is the one whose session asks.
bool is_role_of(std::string_view named, const CallerArn& session) {
    const CallerArn role = caller_arn(named);
    return is_role(role) && is_session(session) && role.account == session.account &&
           role_name(role) == role_name(session);
}

} // namespace

bool is_account(std::string_view text) {
    constexpr std::size_t digits = 12;
    return text.size() == digits && text.find_first_not_of("0123456789") == std::string_view::npos;
}

CallerArn caller_arn(std::string_view text) {
    if (!text.starts_with("arn:")) {
        return {};
    }
    const auto fields = arn_fields(text);
    return {fields[1], fields[2], fields[4], fields[5]};
}

std::string_view role_name(const CallerArn& arn) {
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
    return is_role_of(named.value, caller_arn(asking.value));
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
            exact_.insert(named);
        }
        if (named.kind != "AWS") {
            continue;
        }
        const CallerArn arn = caller_arn(named.value);
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
        links.add(everyone_ || accounts_.contains(account));
        if (account_of_root(asking.value) == account) {
            return links;
        }
    }
    const bool is_aws = asking.kind == "AWS";
    const CallerArn arn = is_aws ? caller_arn(asking.value) : CallerArn{};
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
