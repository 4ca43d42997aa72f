#include "access/repair.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace polhist::access {
namespace {

constexpr std::size_t most_attempts = 400;
constexpr std::size_t most_callers = 64;
constexpr std::size_t most_samples = 24;

using Values = std::vector<std::string>;

template <typename Context>
auto find_key(Context& context, std::string_view key) {
    return std::find_if(context.begin(), context.end(), [&](const auto& one) {
        return policy::compare_folded(one.first, key) == 0;
    });
}

// The first value of a key; empty where it is absent.
std::string value_of(const Request& request, std::string_view key) {
    const auto found = find_key(request.context, key);
    return found == request.context.end() || found->second.empty() ? std::string()
                                                                   : found->second.front();
}

// The request without a key, unless AWS puts that into every request.
Request without(Request request, std::string_view key) {
    const auto known = reference::known_key(policy::folded(key));
    if (!known || !known->in_every_request) {
        std::erase_if(request.context,
                      [&](const auto& one) { return policy::compare_folded(one.first, key) == 0; });
    }
    return request;
}

// A set, and how the keys begin that each of its members has.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> sets_of_members{{
    {"aws:tagkeys", "aws:requesttag/"},
    {"kms:encryptioncontextkeys", "kms:encryptioncontext:"},
}};

// The members that keys of a request are of.
Values members_of(const Request& request, std::string_view prefix) {
    Values members;
    for (const auto& [key, values] : request.context) {
        if (policy::folded(key).starts_with(prefix)) {
            members.push_back(key.substr(prefix.size()));
        }
    }
    return members;
}

// `arn` with another text in the field of that number.
std::string with_field(std::string_view arn, std::size_t number, std::string_view text) {
    std::string result;
    for (std::size_t field = 0; field < number; ++field) {
        const std::size_t colon = arn.find(':');
        if (colon == std::string_view::npos) {
            return {};
        }
        result += arn.substr(0, colon + 1);
        arn.remove_prefix(colon + 1);
    }
    const std::size_t end = arn.find(':');
    return end == std::string_view::npos
               ? std::string()
               : result + std::string(text) + std::string(arn.substr(end));
}

std::string field_of(std::string_view arn, std::size_t number) {
    for (std::size_t field = 0; field < number; ++field) {
        const std::size_t colon = arn.find(':');
        if (colon == std::string_view::npos) {
            return {};
        }
        arn.remove_prefix(colon + 1);
    }
    return std::string(arn.substr(0, arn.find(':')));
}

constexpr std::size_t region_field = 3;
constexpr std::size_t account_field = 4;

// Runs of twelve digits.
void add_accounts(std::string_view text, std::set<std::string>& out) {
    constexpr std::size_t digits = 12;
    for (std::size_t at = text.find_first_of("0123456789"); at != std::string_view::npos;) {
        const std::size_t end = std::min(text.find_first_not_of("0123456789", at), text.size());
        if (end - at == digits) {
            out.emplace(text.substr(at, digits));
        }
        at = text.find_first_of("0123456789", end);
    }
}

// The ARN that aws:PrincipalArn has for a caller; empty for one without.
std::string principal_arn_of(const policy::Principal& caller) {
    const CallerArn arn = caller_arn(caller.value);
    if (caller.kind != "AWS" || arn.account.empty()) {
        return {};
    }
    const bool session = arn.service == "sts" && !role_name(arn).empty();
    return session
               ? fmt::format("arn:{}:iam::{}:role/{}", arn.partition, arn.account, role_name(arn))
               : caller.value;
}

// The caller that has an aws:PrincipalArn.
policy::Principal caller_of(const std::string& principal_arn) {
    const CallerArn arn = caller_arn(principal_arn);
    if (!arn.rest.starts_with("role/")) {
        return {"AWS", principal_arn};
    }
    return {
        "AWS",
        fmt::format(
            "arn:{}:sts::{}:assumed-role/{}/example", arn.partition, arn.account, role_name(arn))};
}

std::string type_of(const std::string& principal_arn) {
    const CallerArn arn = caller_arn(principal_arn);
    if (arn.rest == "root") {
        return "Account";
    }
    if (arn.rest.starts_with("user/")) {
        return "User";
    }
    return arn.rest.starts_with("federated-user/") ? "FederatedUser" : "AssumedRole";
}

} // namespace

void Repair::set(Request& request, std::string_view key, std::string value) const {
    const auto found = find_key(request.context, key);
    auto& values = found == request.context.end()
                       ? request.context[parts_.spelling_of(std::string(key))]
                       : found->second;
    values = {std::move(value)};
}

void Repair::set_if_there(Request& request, std::string_view key, const std::string& value) const {
    if (find_key(request.context, key) != request.context.end()) {
        set(request, key, value);
    }
}

std::vector<std::string> Repair::derive(Request& request,
                                        const Holds& other,
                                        const std::function<bool(std::string_view)>& tested) const {
    std::vector<std::pair<std::string_view, std::string>> derived;
    const std::string arn = request.principal ? principal_arn_of(*request.principal) : "";
    if (!arn.empty()) {
        derived = {{"aws:principalarn", arn},
                   {"aws:principalaccount", field_of(arn, account_field)},
                   {"aws:principaltype", type_of(arn)}};
    }
    if (std::string owner = field_of(request.resource, account_field); is_account(owner)) {
        derived.emplace_back("aws:resourceaccount", std::move(owner));
    }
    std::vector<std::pair<std::string_view, Values>> facts;
    for (auto& [key, value] : derived) {
        facts.emplace_back(key, Values{std::move(value)});
    }
    for (const auto& [set, prefix] : sets_of_members) {
        if (Values members = members_of(request, prefix); !members.empty()) {
            facts.emplace_back(set, std::move(members));
        }
    }
    std::vector<std::string> missing;
    for (auto& [key, values] : facts) {
        if (find_key(request.context, key) != request.context.end() || !tested(key)) {
            continue;
        }
        Request with = request;
        with.context[parts_.spelling_of(std::string(key))] = std::move(values);
        if (holds_(with)) {
            request = std::move(with);
        } else if (!other(with)) {
            missing.push_back(parts_.spelling_of(std::string(key)));
        }
    }
    return missing;
}

Soundness Repair::soundness_of(const Request& request, std::span<const std::string> missing) const {
    return {contradictions_of(request, missing).size(), unclear_(request)};
}

void Repair::improve(Request& request, std::span<const std::string> missing) {
    request_ = &request;
    missing_ = missing;
    attempts_ = 0;
    contradictions_ = contradictions_of(request, missing);
    soundness_ = {contradictions_.size(), unclear_(request)};
    while (soundness_ != Soundness{} && attempts_ < most_attempts && improve_once()) {
    }
}

// Takes a candidate that is sounder and still holds.
bool Repair::attempt(Request candidate) {
    if (++attempts_ > most_attempts || !holds_(candidate)) {
        return false;
    }
    const Soundness soundness = soundness_of(candidate, missing_);
    if (!(soundness < soundness_)) {
        return false;
    }
    *request_ = std::move(candidate);
    soundness_ = soundness;
    contradictions_ = contradictions_of(*request_, missing_);
    return true;
}

// The same value wherever one stands that a contradiction is about: keys that must be equal stay
// so.
bool Repair::rename_values() {
    const std::vector<Contradiction> all = contradictions_;
    for (const Contradiction& one : all) {
        for (const std::string& key : one.keys) {
            const std::string old = value_of(*request_, key);
            for (const std::string& value :
                 old.empty() ? Values{} : sample_values(parts_, key, most_samples)) {
                Request candidate = *request_;
                for (auto& [name, values] : candidate.context) {
                    std::ranges::replace(values, old, value);
                }
                if (attempt(std::move(candidate))) {
                    return true;
                }
            }
        }
    }
    return false;
}

bool Repair::improve_once() {
    return align_accounts() || align_caller() || align_regions() ||
           align_members("aws:tagkeys", "aws:requesttag/") ||
           align_members("kms:encryptioncontextkeys", "kms:encryptioncontext:") || align_calls() ||
           align_organizations() || exchange_caller() || exchange_values() || rename_values();
}

// Every account that texts of the documents or the request name.
Values Repair::accounts() const {
    std::set<std::string> found;
    add_accounts(parts_.texts(), found);
    add_accounts(request_->resource, found);
    for (const auto& [key, values] : request_->context) {
        for (const std::string& value : values) {
            add_accounts(value, found);
        }
    }
    if (request_->principal) {
        add_accounts(request_->principal->value, found);
    }
    Values accounts(found.begin(), found.end());
    accounts.resize(std::min(accounts.size(), most_samples));
    accounts.emplace_back("111122223333");
    return accounts;
}

bool Repair::align_accounts() {
    const auto with_owner = [&](Request request, const std::string& account) {
        if (!field_of(request.resource, account_field).empty()) {
            request.resource = with_field(request.resource, account_field, account);
        }
        set_if_there(request, "aws:resourceaccount", account);
        set_if_there(request, "s3:resourceaccount", account);
        return request;
    };
    const auto with_caller = [&](Request request, const std::string& account) {
        const std::string arn = value_of(request, "aws:principalarn");
        if (!arn.empty()) {
            set(request, "aws:principalarn", with_field(arn, account_field, account));
        }
        set_if_there(request, "aws:principalaccount", account);
        if (request.principal) {
            const std::string who = with_field(request.principal->value, account_field, account);
            request.principal->value = who.empty() ? request.principal->value : who;
        }
        return request;
    };
    for (const std::string& account : accounts()) {
        Request owned = with_owner(*request_, account);
        Request source = *request_;
        if (const std::string arn = value_of(source, "aws:sourcearn"); !arn.empty()) {
            set_if_there(source, "aws:sourcearn", with_field(arn, account_field, account));
        }
        set_if_there(source, "aws:sourceaccount", account);
        if (attempt(owned) || attempt(with_caller(owned, account)) ||
            attempt(with_caller(*request_, account)) || attempt(std::move(source))) {
            return true;
        }
    }
    return false;
}

bool Repair::align_regions() {
    Values regions = sample_values(parts_, "aws:requestedregion", most_samples);
    regions.push_back(field_of(request_->resource, region_field));
    for (const std::string& region : regions) {
        Request candidate = *request_;
        set_if_there(candidate, "aws:requestedregion", region);
        if (!field_of(candidate.resource, region_field).empty()) {
            candidate.resource = with_field(candidate.resource, region_field, region);
        }
        if (!region.empty() && attempt(std::move(candidate))) {
            return true;
        }
    }
    return false;
}

// The keys that AWS fills from the caller, from aws:PrincipalArn or from the caller.
bool Repair::align_caller() {
    const auto filled = [&](Request request, const std::string& arn) {
        set_if_there(request, "aws:principalarn", arn);
        set_if_there(request, "aws:principalaccount", field_of(arn, account_field));
        set_if_there(request, "aws:principaltype", type_of(arn));
        set_if_there(request, "aws:username", arn.substr(arn.rfind('/') + 1));
        return request;
    };
    Values arns = sample_values(parts_, "aws:principalarn", most_samples);
    arns.insert(arns.begin(), value_of(*request_, "aws:principalarn"));
    if (request_->principal) {
        arns.insert(arns.begin(), principal_arn_of(*request_->principal));
    }
    for (const std::string& arn : arns) {
        if (arn.empty()) {
            continue;
        }
        Request candidate = filled(*request_, arn);
        if (attempt(candidate)) {
            return true;
        }
        if (request_->principal) {
            candidate.principal = caller_of(arn);
            if (attempt(std::move(candidate))) {
                return true;
            }
        }
    }
    return false;
}

bool Repair::exchange_caller() {
    if (!request_->principal) {
        return false;
    }
    const auto& callers = callers_.all();
    for (std::size_t i = 0; i < std::min(callers.size(), most_callers); ++i) {
        Request candidate = *request_;
        candidate.principal = callers[i];
        Request filled = candidate;
        const std::string arn = principal_arn_of(callers[i]);
        for (const std::string_view key :
             {"aws:principalarn", "aws:principalaccount", "aws:principaltype"}) {
            if (arn.empty()) {
                filled = without(std::move(filled), key);
            }
        }
        set_if_there(filled, "aws:principalarn", arn);
        set_if_there(filled, "aws:principalaccount", field_of(arn, account_field));
        set_if_there(filled, "aws:principaltype", type_of(arn));
        set_if_there(
            filled, "aws:principalisawsservice", callers[i].kind == "Service" ? "true" : "false");
        if (attempt(std::move(candidate)) || attempt(std::move(filled))) {
            return true;
        }
    }
    return false;
}

// Members of a set and the keys that each of them has.
bool Repair::align_members(std::string_view set, std::string_view prefix) {
    Request joined = *request_;
    const Values members = members_of(*request_, prefix);
    const auto found = find_key(joined.context, set);
    Values names = found == joined.context.end() ? Values{} : found->second;
    if (members.empty() && names.empty()) {
        return false;
    }
    Request alone = joined;
    for (const std::string& member : members) {
        const bool there = std::ranges::any_of(names, [&](const std::string& name) {
            return policy::compare_folded(name, member) == 0;
        });
        if (!there) {
            names.push_back(member);
        }
    }
    joined.context[parts_.spelling_of(std::string(set))] = names;
    alone.context[parts_.spelling_of(std::string(set))] = members;
    for (const std::string& name : names) {
        const std::string key = std::string(prefix) + policy::folded(name);
        if (parts_.dimension_of(key) && find_key(joined.context, key) == joined.context.end()) {
            joined.context[parts_.spelling_of(key)] = {"example"};
        }
    }
    if (attempt(std::move(joined)) || (!members.empty() && attempt(std::move(alone)))) {
        return true;
    }
    Request without = *request_;
    std::erase_if(without.context,
                  [&](const auto& one) { return policy::folded(one.first).starts_with(prefix); });
    return attempt(std::move(without));
}

bool Repair::align_calls() {
    constexpr std::string_view chain = "aws:calledvia";
    constexpr std::string_view first = "aws:calledviafirst";
    constexpr std::string_view last = "aws:calledvialast";
    Request candidate = *request_;
    const auto found = find_key(candidate.context, chain);
    Values services = found == candidate.context.end() ? Values{} : found->second;
    const std::string begin = value_of(candidate, first);
    const std::string end = value_of(candidate, last);
    if (services.empty() && begin.empty() && end.empty()) {
        return false;
    }
    if (!begin.empty() && std::ranges::find(services, begin) == services.end()) {
        services.insert(services.begin(), begin);
    }
    if (!end.empty() && std::ranges::find(services, end) == services.end()) {
        services.push_back(end);
    }
    if (parts_.dimension_of(chain)) {
        candidate.context[parts_.spelling_of(std::string(chain))] = services;
    }
    if (!services.empty()) {
        set_if_there(candidate, first, services.front());
        set_if_there(candidate, last, services.back());
    }
    set_if_there(candidate, "aws:viaawsservice", "true");
    if (attempt(candidate)) {
        return true;
    }
    for (const std::string_view key : {chain, first, last}) {
        std::erase_if(candidate.context,
                      [&](const auto& one) { return policy::compare_folded(one.first, key) == 0; });
    }
    return attempt(std::move(candidate));
}

bool Repair::align_organizations() {
    for (const std::string_view of : {"principal", "resource", "source", "vpce"}) {
        const std::string id = fmt::format("aws:{}orgid", of);
        const std::string paths = fmt::format("aws:{}orgpaths", of);
        const std::string path = value_of(*request_, paths);
        Request candidate = *request_;
        const std::string organization = value_of(candidate, id);
        if (path.empty()) {
            continue;
        }
        set_if_there(candidate, id, path.substr(0, path.find('/')));
        Request other = *request_;
        set(other, paths, organization + "/r-example/ou-example/");
        if (attempt(std::move(candidate)) || attempt(std::move(other))) {
            return true;
        }
    }
    return false;
}

// Another value, or none, for each key that a contradiction is about.
bool Repair::exchange_values() {
    const std::vector<Contradiction> all = contradictions_;
    for (const Contradiction& one : all) {
        for (const std::string& key : one.keys) {
            for (std::string& value : sample_values(parts_, key, most_samples)) {
                Request candidate = *request_;
                set(candidate, key, std::move(value));
                if (attempt(std::move(candidate))) {
                    return true;
                }
            }
            if (attempt(without(*request_, key))) {
                return true;
            }
        }
        if (one.of_resource && attempt([&] {
                Request candidate = *request_;
                candidate.resource = usual_arn(candidate.resource);
                candidate.resource = with_field(candidate.resource, account_field, "111122223333");
                return candidate;
            }())) {
            return true;
        }
    }
    return false;
}

} // namespace polhist::access
