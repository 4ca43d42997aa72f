#include "access/repair.h"

#include "access/request_context.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

namespace polhist::access {
namespace {

constexpr std::size_t most_callers = 64;
constexpr std::size_t most_samples = 24;

// A set, and how the keys begin that each of its members has.
constexpr std::array<std::pair<std::string_view, std::string_view>, 2> sets_of_members{{
    {"aws:tagkeys", "aws:requesttag/"},
    {"kms:encryptioncontextkeys", "kms:encryptioncontext:"},
}};

// Takes a key out of a request, unless AWS puts that into every request.
void leave_out(Request& request, std::string_view key) {
    if (!is_always_there(policy::folded(key), request)) {
        erase_key(request, key);
    }
}

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

} // namespace

void Repair::set(Request& request, std::string_view key, std::string value) const {
    Values* there = values_of(request, key);
    Values& values =
        there == nullptr ? request.context[parts_.spelling_of(std::string(key))] : *there;
    values = {std::move(value)};
}

// The keys that AWS fills from the caller, where the request has them; what is empty is absent.
void Repair::fill(Request& request, const CallerFacts& facts) const {
    const std::pair<std::string_view, const std::string&> filled[] = {
        {"aws:principalarn", facts.arn},
        {"aws:principalaccount", facts.account},
        {"aws:principaltype", facts.type},
    };
    for (const auto& [key, value] : filled) {
        if (value.empty()) {
            leave_out(request, key);
        } else {
            set_if_there(request, key, value);
        }
    }
}

void Repair::set_if_there(Request& request, std::string_view key, const std::string& value) const {
    if (values_of(request, key) != nullptr) {
        set(request, key, value);
    }
}

std::vector<std::string> Repair::derive(Request& request,
                                        const Holds& other,
                                        const std::function<bool(std::string_view)>& tested) const {
    std::vector<std::pair<std::string_view, Values>> facts;
    if (const auto caller = request.principal ? facts_of(*request.principal) : std::nullopt) {
        facts = {{"aws:principalarn", {caller->arn}},
                 {"aws:principalaccount", {caller->account}},
                 {"aws:principaltype", {caller->type}}};
        std::erase_if(facts, [](const auto& fact) { return fact.second.front().empty(); });
    }
    const std::string_view owner = arn_fields(request.resource).account;
    if (is_account(owner)) {
        facts.push_back({"aws:resourceaccount", {std::string(owner)}});
    }
    for (const auto& [set, prefix] : sets_of_members) {
        if (Values members = names_behind(request, prefix); !members.empty()) {
            facts.emplace_back(set, std::move(members));
        }
    }
    std::vector<std::string> missing;
    for (auto& [key, values] : facts) {
        if (values_of(request, key) != nullptr || !tested(key)) {
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

// What contradicts itself, but for what AWS does not list of the action where no other request will
// mend that: a resource (the search looked for another), and keys where none are listed.
std::vector<Contradiction> Repair::mendable(const Request& request) const {
    std::vector<Contradiction> all = contradictions_of(request, missing_);
    std::erase_if(all, [&](const Contradiction& one) {
        return one.of_action && (!fits_ || one.keys.empty());
    });
    return all;
}

void Repair::improve(Request& request, std::span<const std::string> missing) {
    request_ = &request;
    missing_ = missing;
    contradictions_ = mendable(request);
    soundness_ = {contradictions_.size(), unclear_(request)};
    while (soundness_ != Soundness{} && attempts_left_ > 0 && improve_once()) {
    }
}

// Takes a candidate that is sounder and still holds.
bool Repair::attempt(Request candidate) {
    if (attempts_left_ == 0) {
        return false;
    }
    --attempts_left_;
    if (!holds_(candidate)) {
        return false;
    }
    std::vector<Contradiction> contradictions = mendable(candidate);
    const Soundness soundness{contradictions.size(), unclear_(candidate)};
    if (!(soundness < soundness_)) {
        return false;
    }
    *request_ = std::move(candidate);
    soundness_ = soundness;
    contradictions_ = std::move(contradictions);
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
        if (!arn_fields(request.resource).account.empty()) {
            request.resource = with_account(request.resource, account);
        }
        set_if_there(request, "aws:resourceaccount", account);
        set_if_there(request, "s3:resourceaccount", account);
        return request;
    };
    const auto with_caller = [&](Request request, const std::string& account) {
        const std::string arn = value_of(request, "aws:principalarn");
        if (!arn.empty()) {
            set(request, "aws:principalarn", with_account(arn, account));
        }
        set_if_there(request, "aws:principalaccount", account);
        if (request.principal && request.principal->value.starts_with("arn:")) {
            request.principal->value = with_account(request.principal->value, account);
        }
        return request;
    };
    for (const std::string& account : accounts()) {
        Request owned = with_owner(*request_, account);
        Request source = *request_;
        if (const std::string arn = value_of(source, "aws:sourcearn"); !arn.empty()) {
            set_if_there(source, "aws:sourcearn", with_account(arn, account));
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
    const std::string_view own = arn_fields(request_->resource).region;
    Values regions = sample_values(parts_, "aws:requestedregion", most_samples);
    regions.emplace_back(own);
    for (const std::string& region : regions) {
        Request candidate = *request_;
        set_if_there(candidate, "aws:requestedregion", region);
        if (!own.empty()) {
            candidate.resource = with_region(candidate.resource, region);
        }
        if (!region.empty() && attempt(std::move(candidate))) {
            return true;
        }
    }
    return false;
}

// The keys that AWS fills from the caller, from aws:PrincipalArn or from the caller.
bool Repair::align_caller() {
    Values arns = sample_values(parts_, "aws:principalarn", most_samples);
    arns.insert(arns.begin(), value_of(*request_, "aws:principalarn"));
    if (const auto facts = request_->principal ? facts_of(*request_->principal) : std::nullopt) {
        arns.insert(arns.begin(), facts->arn);
    }
    for (const std::string& arn : arns) {
        if (arn.empty()) {
            continue;
        }
        Request candidate = *request_;
        const ArnFields fields = arn_fields(arn);
        fill(candidate, {arn, std::string(fields.account), std::string(principal_type(fields))});
        set_if_there(candidate, "aws:username", arn.substr(arn.rfind('/') + 1));
        if (attempt(candidate)) {
            return true;
        }
        const policy::Principal caller{"AWS", session_of(arn)};
        if (request_->principal && is_caller(caller)) {
            candidate.principal = caller;
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
        fill(filled, facts_of(callers[i]).value_or(CallerFacts{}));
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
    const Values members = names_behind(*request_, prefix);
    const Values* found = values_of(joined, set);
    Values names = found == nullptr ? Values{} : *found;
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
        if (parts_.dimension_of(key) && values_of(joined, key) == nullptr) {
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
    const Values* found = values_of(candidate, chain);
    Values services = found == nullptr ? Values{} : *found;
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
        erase_key(candidate, key);
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
            Request without = *request_;
            leave_out(without, key);
            if (attempt(std::move(without))) {
                return true;
            }
        }
        if (one.of_resource && attempt([&] {
                Request candidate = *request_;
                candidate.resource = usual_arn(candidate.resource);
                candidate.resource = with_account(candidate.resource, "111122223333");
                return candidate;
            }())) {
            return true;
        }
    }
    return false;
}

} // namespace polhist::access
